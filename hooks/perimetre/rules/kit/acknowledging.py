"""Tell who has yet to read something that they answer for: one problem for all whom one change concerns."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Listing, Message, counted, message
from perimetre.rules.kit.check import flaw, value
from perimetre.rules.kit.view import View
from perimetre.versions.acknowledgements import Acknowledged, State, What

# How many people are named of those who have the same thing to do; the others are counted.
SHOWN = 4


def late(view: View, what: What, read: Message) -> Iterator[Problem]:
    """Yield those who have yet to read something: one problem for all whom one change, or one silence, concerns.

    Args:
        view: what the rule looks at.
        what: `perimeter` or `voice`.
        read: the same, as a sentence says it.
    """
    concerned = [acknowledged for acknowledged in view.acknowledged if acknowledged.what == what]
    waiting: dict[State, list[Acknowledged]] = {}
    for acknowledging in concerned:
        if acknowledging.is_late(view.today):
            waiting.setdefault(acknowledging.state, []).append(acknowledging)
    for state, several in sorted(waiting.items()):
        first, *others = several
        nobody = bool(others) and len(several) == len(concerned) and state == "never"
        yield flaw(
            view.lacking("acknowledgements", "acknowledgements") if nobody else _place(view, first),
            _what_of_many(view, several, read) if others else _what(view, first, read),
            _hint(view, first, alone=not others),
            *((_place(view, other), message("`{person}` too.", person=other.person)) for other in others if not nobody),
            about=[view.brand.id, *(late.person for late in several)],
        )


def _what(view: View, state: Acknowledged, read: Message) -> Message:
    values = {"person": state.person, "brand": view.brand.id, "what": read}
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
    named: list[object] = [f"`{acknowledged.person}`" for acknowledged in several[:SHOWN]]
    more = len(several) - SHOWN
    if more > 0:
        named.append(counted("{count} other person", "{count} other people", more, count=more))
    values = {"people": Listing(tuple(named)), "brand": view.brand.id, "what": read}
    match several[0].state:
        case "never":
            return message("{people} have not yet acknowledged {what} in `{brand}`.", **values)
        case "due-again":
            return message("{people} acknowledged {what} in `{brand}` too long ago: it is to be read again.", **values)
    return message("{people} acknowledged {what} in `{brand}`, and it has changed since.", **values)


def _hint(view: View, state: Acknowledged, *, alone: bool) -> Message:
    command = _command(view, state)
    if not alone:
        return message("Have each of them read it, then run `{command}`, and so on for the others.", command=command)
    if state.record is None:
        return message("Have them read it, then run `{command}`.", command=command)
    return message("Have them read it again, then run `{command}`.", command=command)


def _command(view: View, state: Acknowledged) -> str:
    what = " --what voice" if state.what == "voice" else ""
    return f"perimetre ack --brand {view.brand.id} --person {state.person}{what}"


def _place(view: View, state: Acknowledged) -> Place:
    """Return the version that no longer holds; else what gave the person the role."""
    if state.record is not None:
        return value(state.record, "on" if state.state == "due-again" else "version")
    given = [given for given in view.brand.assignments_on(view.today) if given.person == state.person]
    part = given[0] if given else view.people.get(state.person)
    return value(part, "person" if given else "id") if part else view.lacking("people")
