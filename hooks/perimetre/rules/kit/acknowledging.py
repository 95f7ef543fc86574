"""Tell who has yet to read something that they answer for: one problem for all whom one change concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, message, some
from perimetre.rules.kit.check import flaw, value
from perimetre.rules.kit.view import View
from perimetre.versions.acknowledgements import Acknowledged, State, What

# How many people a command names; the others are listed by another.
MOST = 8


def late(view: View, what: What, read: Message, of_many: Message | None = None) -> Iterator[Problem]:
    """Yield those who have yet to read something: one problem for all whom one change, or one silence, concerns.

    Args:
        view: what the rule looks at.
        what: `perimeter` or `voice`.
        read: the same, as a sentence says it of one person.
        of_many: as a sentence says it of several; None: the same.
    """
    concerned = [acknowledged for acknowledged in view.acknowledged if acknowledged.what == what]
    waiting: dict[tuple[State, bool], list[Acknowledged]] = {}
    for acknowledging in concerned:
        if acknowledging.is_due(view.today):
            waiting.setdefault((acknowledging.state, acknowledging.is_late(view.today)), []).append(acknowledging)
    for (state, is_late), several in sorted(waiting.items()):
        first, *others = several
        nobody = bool(others) and len(several) == len(concerned) and state == "never"
        problem = flaw(
            view.lacking("acknowledgements", "acknowledgements") if nobody else _place(view, first),
            _what_of_many(view, several, of_many or read) if others else _what(view, first, read),
            _hint(view, several),
            about=[view.brand.id, *(late.person for late in several)],
        )
        # A newcomer is told on the first day, and has two weeks: until then it is a note.
        yield problem if is_late else replace(problem, level="info")
    yield from _of_somebody_else(view, what)


def _of_somebody_else(view: View, what: What) -> Iterator[Problem]:
    """Yield what people are said to have read before they held any role: a proof that was given another name."""
    begun: dict[str, date] = {}
    for given in view.brand.people.assignments:
        if given.person and view.brand.is_among(given.brands):
            first = given.bounds[0] or date.min
            begun[given.person] = min(begun.get(given.person, first), first)
    for record in view.brand.acknowledgements.acknowledgements:
        first_day = begun.get(record.person or "")
        if record.what == what and record.on is not None and first_day is not None and record.on < first_day:
            yield flaw(
                value(record, "person"),
                message(
                    "`{person}` is said to have read on {day}, before the first day of their roles here, {first}.",
                    person=record.person,
                    day=str(record.on),
                    first=str(first_day),
                ),
                message(
                    "A proof stays under who signed it. Write back the id of whoever did, who stays in `people.yml` "
                    "with `left_on`; or correct the day."
                ),
                about=[view.brand.id, record.person],
            )


def _what(view: View, state: Acknowledged, read: Message) -> Message:
    values = {"person": state.person, "brand": view.brand.id, "what": read}
    if state.state == "never" and not state.is_late(view.today):
        return message(
            "`{person}` has begun, and has until {due} to acknowledge {what} in `{brand}`.",
            **values,
            due=str(state.due),
        )
    if state.state == "never":
        return message("`{person}` has not yet acknowledged {what} in `{brand}`.", **values)
    if state.state == "due-again":
        return message(
            "`{person}` acknowledged {what} in `{brand}` on {day}; it was to be read again by {due}.",
            **values,
            day=str(state.on),
            due=str(state.due),
        )
    return message(
        "`{person}` acknowledged {what} in `{brand}` on {day}, and it has changed since.", **values, day=str(state.on)
    )


def _what_of_many(view: View, several: list[Acknowledged], read: Message) -> Message:
    people = some(f"`{acknowledged.person}`" for acknowledged in several)
    values = {"people": people, "brand": view.brand.id, "what": read}
    match several[0].state:
        case "never":
            return message("{people} have not yet acknowledged {what} in `{brand}`.", **values)
        case "due-again":
            return message("{people} acknowledged {what} in `{brand}` too long ago: it is to be read again.", **values)
    return message("{people} acknowledged {what} in `{brand}`, and it has changed since.", **values)


def _hint(view: View, several: list[Acknowledged]) -> Message:
    first, *others = several
    command = _command(view, several[:MOST])
    if len(several) > MOST:
        return message(
            "Have them read it, then run `{command}`, and so on; `{list}` lists those who have yet to read.",
            command=command,
            list=f"perimetre ack --brand {view.brand.id}",
        )
    if others:
        return message("Have each of them read it, then run `{command}`.", command=command)
    if first.record is None:
        return message("Have them read it, then run `{command}`.", command=command)
    return message("Have them read it again, then run `{command}`.", command=command)


def _command(view: View, several: list[Acknowledged]) -> str:
    people = " ".join(state.person for state in several)
    what = " --what voice" if several[0].what == "voice" else ""
    return f"perimetre ack --brand {view.brand.id} --person {people}{what}"


def _place(view: View, state: Acknowledged) -> Place:
    """Return the version that no longer holds; else what gave the person the role."""
    if state.record is not None:
        return value(state.record, "on" if state.state == "due-again" else "version")
    given = [given for given in view.brand.assignments_on(view.today) if given.person == state.person]
    part = given[0] if given else view.people.get(state.person)
    return value(part, "person" if given else "id") if part else view.lacking("people")
