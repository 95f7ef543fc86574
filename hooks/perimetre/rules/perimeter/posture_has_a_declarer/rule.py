"""A posture has a declarer: somebody who may declare it, somebody who may lift it, and an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

_ON_DUTY = "cm-on-duty"


def find(view: View) -> Iterator[Problem]:
    """Yield the postures declared or lifted by somebody who may not, and those without an end; what is over is over."""
    rules = {rule.level: rule for rule in view.brand.brand.posture_rules}
    for posture in view.live(view.brand.brand.postures):
        if posture.is_over(view.today):
            continue
        rule = rules.get(posture.level)
        if rule is not None and posture.declared_by and not _is_among(view, posture.declared_by, rule.may_declare):
            yield flaw(
                value(posture, "declared_by"),
                message("`{role}` may not declare this posture.", role=posture.declared_by),
                message("Have it declared by {roles}.", roles=listed(rule.may_declare, "or")),
                (rule.place, message("Who may is written here.")),
                about=[posture.declared_by],
            )
        for rank, role in enumerate(posture.lifted_by):
            if rule is not None and not _is_among(view, role, rule.may_lift):
                yield flaw(
                    value(posture, "lifted_by", rank),
                    message("`{role}` may not lift this posture.", role=role),
                    message("Name {roles}.", roles=listed(rule.may_lift, "or")),
                    (rule.place, message("Who may is written here.")),
                    about=[role],
                )
        if posture.until is None and posture.until_event is None:
            yield flaw(
                key(posture, "level"),
                message("Nothing says how long the posture `{id}` lasts.", id=posture.id),
                message("Write `until:`, or `until_event:`."),
            )


def _is_among(view: View, role: str, who: Collection[str]) -> bool:
    """Say whether a role is among those who may, the one on duty being any community manager; none named: anybody."""
    return not who or role in who or (_ON_DUTY in who and role in view.community_managers)


RULE = Check(
    id="posture-has-a-declarer",
    level="error",
    needs=(76,),
    find=find,
)
