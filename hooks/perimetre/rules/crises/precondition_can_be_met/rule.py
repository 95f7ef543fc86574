"""A precondition can be met: somebody is there to confirm it, in time, and something leaves while nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import Crisis
from perimetre.model.delays import Moment
from perimetre.model.statements import Precondition, Statement
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, senders, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the preconditions that nobody can confirm, and the texts that nothing replaces meanwhile."""
    for crisis in view.live(view.brand.crises):
        around = _around(view, crisis)
        for statement in crisis.statements:
            for condition in statement.only_if:
                yield from _confirmed(view, crisis, statement, condition, around)
            if statement.only_if:
                yield from _meanwhile(view, crisis, statement)


def _around(view: View, crisis: Crisis) -> frozenset[str]:
    """Return the roles that a scenario calls on, or that its line does."""
    cell = view.brand.cell_of(crisis)
    roles = [crisis.lead, *(step.actor for step in crisis.steps), *(entry.by for entry in crisis.told_first)]
    roles += [role for speaker in crisis.spokespeople for role in (speaker.role, speaker.backup)]
    roles += [cell.chair, cell.deputy, cell.secretary, *cell.members] if cell else []
    called = {
        target
        for line in view.brand.escalation.lines
        if line.id == crisis.escalation_line
        for step in line.steps
        for target in step.call
    }
    on_call = [schedule.role for schedule in view.brand.people.schedules if schedule.id in called]
    return frozenset(filter(None, (*roles, *called, *on_call)))


def _confirmed(
    view: View, crisis: Crisis, statement: Statement, condition: Precondition, around: frozenset[str]
) -> Iterator[Problem]:
    role = condition.confirmed_by
    if role in view.roles and role not in around:
        yield flaw(
            value(condition, "confirmed_by"),
            message(
                "`{role}` must confirm that `{statement}` may leave, and `{crisis}` calls on them nowhere.",
                role=role,
                statement=statement.id,
                crisis=crisis.id,
            ),
            message("Name a role of this scenario or of its line, or add this one to the cell (`members`)."),
            about=[role],
        )
    elif view.is_vacant(role):
        yield flaw(
            value(condition, "confirmed_by"),
            message(
                "Nobody holds `{role}`, who must confirm that `{statement}` may leave.",
                role=role,
                statement=statement.id,
            ),
            message("Name a role that somebody holds."),
            about=[role],
        )
    steps = steps_of(crisis)
    established = condition.established.step if isinstance(condition.established, Moment) else None
    sending = senders(crisis, statement.id)
    if established in steps and sending:
        after = reached(steps, [established or ""])
        if not any(sender.id in after and sender.id != established for sender in sending):
            yield flaw(
                value(condition, "established"),
                message(
                    "`{statement}` waits for `{step}`, which comes only after it.",
                    statement=statement.id,
                    step=established,
                ),
                message("Send the text after that step, or name one that comes before."),
                (sending[0].place, message("It is sent here.")),
                about=[established],
            )


def _meanwhile(view: View, crisis: Crisis, statement: Statement) -> Iterator[Problem]:
    """Yield what is wrong with what leaves while a box is not ticked."""
    others = {other.id: other for other in crisis.statements}
    if statement.otherwise is None:
        sending = senders(crisis, statement.id)
        if statement.status == "pre-approved" and not (sending and all(step.on_failure for step in sending)):
            yield _flaw(
                statement,
                "only_if",
                message(
                    "Nothing says what leaves in the place of `{statement}` while this is not confirmed.",
                    statement=statement.id,
                ),
                message(
                    "Add `otherwise:` with a statement that says less, or `on_failure:` to the step that sends "
                    "this one."
                ),
            )
        return
    fallback = others.get(statement.otherwise)
    if fallback is None:
        return
    met, then = {statement.id}, fallback
    while then.id not in met and then.only_if and then.otherwise in others:
        met.add(then.id)
        then = others[then.otherwise]
    if then.id in met:
        yield _flaw(
            statement,
            "otherwise",
            message("While this is not confirmed, `{statement}` leaves in its own place.", statement=statement.id),
            message("Name a statement without a precondition."),
        )
        return
    silent = {*where(view, statement.everywhere)} - view.perimeter.ground.expand(fallback.everywhere)
    if silent:
        yield _flaw(
            statement,
            "otherwise",
            message(
                "`{other}` leaves in the place of `{statement}`, and has no words for {channels}.",
                other=fallback.id,
                statement=statement.id,
                channels=listed(sorted(silent)),
            ),
            message("Add these channels to it, or words for them under its `texts:`."),
        )


def _flaw(statement: Statement, name: str, what: Message, hint: Message) -> Problem:
    return flaw(key(statement, name), what, hint, about=[statement.id])


RULE = Check(
    id="precondition-can-be-met",
    level="error",
    needs=(74,),
    find=find,
)
