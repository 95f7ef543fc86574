"""A duty has an actor, a delay and a proof: somebody must act, and something shows that it was done."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.durations import AT_ONCE
from perimetre.base.words import message
from perimetre.model.delays import latest
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
        due = latest(duty.within)
        if due is not None and due.minutes == 0 and due.unit != AT_ONCE:
            yield flaw(
                value(duty, "within"),
                message("The duty `{id}` leaves no time to do it.", id=duty.id),
                message("Set a deadline that can be met: `15min`, `1h`; or write `at-once`."),
            )


RULE = Check(
    id="duty-has-actor-delay-proof",
    level="error",
    needs=(71,),
    find=find,
)
