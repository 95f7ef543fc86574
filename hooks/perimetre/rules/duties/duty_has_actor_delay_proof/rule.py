"""A duty has an actor, a delay and a proof: somebody must act, and something shows that it was done."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the duties that nobody can do, or that leave no trace."""
    for duty in view.live(view.brand.duties.duties):
        for act in duty.acts:
            if view.is_vacant(act.who):
                yield flaw(
                    value(act, "who"),
                    message("The duty `{id}` falls to `{role}`, and nobody holds that role.", id=duty.id, role=act.who),
                    message("Assign somebody in `people.yml`, or name another role."),
                    about=[act.who],
                )
        if says_nothing(duty.proof):
            yield flaw(
                key(duty, "proof"),
                message("Nothing shows that the duty `{id}` was done.", id=duty.id),
                message("Write what is kept: a screenshot, a ticket, a line in the log."),
            )
        if duty.within is not None and duty.within.minutes == 0:
            yield flaw(
                value(duty, "within"),
                message("The duty `{id}` leaves no time to do it.", id=duty.id),
                message("Set a deadline that can be met: `15min`, `1h`."),
            )


RULE = Check(
    id="duty-has-actor-delay-proof",
    level="error",
    needs=(71,),
    find=find,
)
