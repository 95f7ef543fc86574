"""An objective has a sponsor: the department that wants it has somebody to speak for it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the objectives whose department has neither a head nor a role."""
    departments = {department.id: department for department in view.brand.brand.departments}
    manned = {role.department for role in view.roles.values()}
    for objective in view.live(view.brand.objectives.objectives):
        sponsor = departments.get(objective.sponsor or "")
        if sponsor is not None and sponsor.head is None and sponsor.id not in manned:
            yield flaw(
                value(objective, "sponsor"),
                message(
                    "`{department}` asks for the objective `{id}`, and nobody there champions it.",
                    department=sponsor.id,
                    id=objective.id,
                ),
                message("Name the `head` of the department in `brand.yml`, or another sponsor."),
                (sponsor.place, message("The department is here.")),
                about=[sponsor.id],
            )


RULE = Check(
    id="objective-has-sponsor",
    level="error",
    needs=(39,),
    find=find,
)
