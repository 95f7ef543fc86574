"""A text asserts what is done: it leaves after the steps that it says are done, on every path, and in time.

A number that a step opens, and says so, is given once that step is done: no other text of the scenario gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.language.instants import length
from perimetre.model import Crisis, Text
from perimetre.model.crisis import CrisisStep
from perimetre.model.delays import Moment
from perimetre.model.statements import Statement
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import due, entries, missed, senders, steps_of

_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ \u00a0\u202f.-]?\d){7,14}(?!\d)")


def find(view: View) -> Iterator[Problem]:
    """Yield the deeds that a text claims and that may not be done when it leaves."""
    for crisis in view.live(view.brand.crises):
        yield from view.memory.once(_early, crisis)


def _early(crisis: Crisis) -> tuple[Problem, ...]:
    """Return the same of a scenario; those of the house are every brand's."""
    claims = (problem for statement in crisis.statements for problem in _claims(crisis, statement))
    return (*claims, *_numbers_too_early(crisis))


def _claims(crisis: Crisis, statement: Statement) -> Iterator[Problem]:
    steps = steps_of(crisis)
    sending = senders(crisis, statement.id)
    known = [(rank, steps[deed]) for rank, deed in enumerate(statement.asserts) if deed in steps]
    if known and not sending:
        yield flaw(
            value(statement, "asserts"),
            message(
                "`{statement}` says that `{deed}` is done, and no step sends it: nothing tells whether it is.",
                statement=statement.id,
                deed=known[0][1].id,
            ),
            message(
                "Name it in the step that sends it (`statement: {statement}`), after `{deed}`; if it is the same "
                "message on other channels, write it under `texts:` of that message.",
                statement=statement.id,
                deed=known[0][1].id,
            ),
            about=[statement.id],
        )
        return
    for rank, deed in known:
        undone = missed(steps, entries(crisis), deed.id)
        for sender in sending:
            names = {"statement": statement.id, "deed": deed.id, "sender": sender.id}
            related = (
                (sender.place, message("It is sent here.")),
                (deed.place, message("It is done here.")),
            )
            if sender.id in undone:
                yield flaw(
                    value(statement, "asserts", rank),
                    message(
                        "`{statement}` says that `{deed}` is done, and `{sender}` may send it before that.", **names
                    ),
                    message(
                        "Make every path go through `{deed}` before `{sender}`, and elsewhere where it fails "
                        "(`on_failure`); or write only what is done by then.",
                        **names,
                    ),
                    *related,
                    about=[deed.id, sender.id],
                )
                break
            done, sent = due(deed), due(sender)
            if done is not None and sent is not None and done > sent:
                yield flaw(
                    value(statement, "asserts", rank),
                    message(
                        "`{statement}` says that `{deed}` is done: it is due within {done}, and the text leaves "
                        "within {sent}.",
                        **names,
                        done=length(done),
                        sent=length(sent),
                    ),
                    message(
                        "Give `{sender}` at least the delay of `{deed}`; or write only what is done by then.", **names
                    ),
                    *related,
                    about=[deed.id, sender.id],
                )
                break


def _numbers_too_early(crisis: Crisis) -> Iterator[Problem]:
    opened = _opened(crisis)
    if not opened:
        return
    for place, text, awaited in _said(crisis):
        for number, step in opened.items():
            if number in _numbers((text,)) and step.id not in awaited:
                yield flaw(
                    place,
                    message(
                        "This gives the number {number} whether or not `{step}` is done.", number=number, step=step.id
                    ),
                    message(
                        "Write what holds before `{step}`; the number is given by a statement that waits for it "
                        "(`asserts`, or `only_if`).",
                        step=step.id,
                    ),
                    (step.place, message("This step opens it.")),
                    about=[step.id],
                )


def _opened(crisis: Crisis) -> dict[str, CrisisStep]:
    """Return each number that a step names, and that a statement gives once that step is done, with the step."""
    steps = steps_of(crisis)
    opened: dict[str, CrisisStep] = {}
    for statement in crisis.statements:
        given = _numbers((statement.text, *(other.text for other in statement.texts)))
        for step in (steps[name] for name in _awaited(statement) if name in steps):
            opened.update(dict.fromkeys(given & _numbers((step.title, step.do)), step))
    return opened


def _awaited(statement: Statement) -> list[str]:
    """Return the steps after which a statement leaves: those that it says are done, and those that it waits for."""
    moments = (condition.established for condition in statement.only_if)
    waited = (moment.step for moment in moments if isinstance(moment, Moment) and moment.step)
    return [*statement.asserts, *waited]


def _said(crisis: Crisis) -> Iterator[tuple[Place, Text | None, list[str]]]:
    """Yield each text that may leave: its place, what it says, the steps after which it leaves."""
    for statement in crisis.statements:
        awaited = _awaited(statement)
        yield value(statement, "text"), statement.text, awaited
        for rank, other in enumerate(statement.texts):
            yield value(statement, "texts", rank, "text"), other.text, awaited
    for question in crisis.questions:
        yield value(question, "a"), question.a, []
    for rank, element in enumerate(crisis.language_elements):
        yield value(crisis, "language_elements", rank), element, []


def _numbers(texts: Iterable[Text | None]) -> set[str]:
    """Return the telephone numbers in texts, digits by pairs as they are said."""
    numbers = (number[0] for text in texts for writing in writings(text) for number in _NUMBER.finditer(writing))
    return {_in_pairs(number) for number in numbers}


def _in_pairs(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    return re.sub(r"(?<=\d)(?=(?:\d\d)+$)", " ", digits)


RULE = Check(
    id="text-asserts-what-is-done",
    level="error",
    needs=(61,),
    find=find,
)
