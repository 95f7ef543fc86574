"""A deed has one doer: whoever a card names for a deed, here and at the step that does it, is the same."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis, Duty
from perimetre.model.crisis import LegalClock, ToldFirst
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield where a card has somebody else do what one of its steps does."""
    for crisis in view.live(view.brand.crises):
        for entry in crisis.told_first:
            yield from _compare(crisis, entry, "by", entry.by)
        for clock in crisis.legal_clocks:
            yield from _compare(crisis, clock, "who", clock.who)
            for duty in view.live(view.brand.duties.duties):
                yield from _beside(crisis, clock, duty)


def _compare(crisis: Crisis, part: ToldFirst | LegalClock, at: str, doer: str | None) -> Iterator[Problem]:
    step = steps_of(crisis).get(part.step or "")
    if step is None or doer is None or step.actor is None or doer == step.actor:
        return
    yield flaw(
        value(part, at),
        message(
            "`{id}` names `{doer}` here, and at the step `{step}`, which does it, `{actor}`.",
            id=crisis.id,
            doer=doer,
            step=step.id,
            actor=step.actor,
        ),
        message("Name in both whoever does it; say in the step (`do:`) who prepares it, or helps."),
        (value(step, "actor"), message("The step names them here.")),
        about=[step.id],
    )


def _beside(crisis: Crisis, clock: LegalClock, duty: Duty) -> Iterator[Problem]:
    """Yield where a duty has somebody else keep the same delay of the same law."""
    delay = duty.delay
    is_same = clock.basis in duty.legal_basis and delay is not None and clock.within is not None
    if not is_same or minutes(delay) != minutes(clock.within) or (delay and delay.from_ != clock.clock):
        return
    doers = [act.who for act in duty.acts if act.who is not None]
    if clock.who is not None and doers and clock.who not in doers:
        yield flaw(
            value(clock, "who"),
            message(
                "`{id}` names `{doer}` here, and the duty `{duty}`, of the same delay, has it done by {doers}.",
                id=crisis.id,
                doer=clock.who,
                duty=duty.id,
                doers=listed(dict.fromkeys(doers)),
            ),
            message("Name in both whoever does it; who drafts it has an act of the duty too."),
            (duty.place, message("The duty is here.")),
            about=[duty.id],
        )


RULE = Check(
    id="deed-has-one-doer",
    level="warning",
    needs=(61, 79),
    find=find,
)
