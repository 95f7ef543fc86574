"""Tell who has yet to read something that they answer for: one problem for all whom one change concerns."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place
from perimetre.base.words import Listing, Message, counted, message
from perimetre.rules.kit.base import Problem, View, flaw, value
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
    concerned = [one for one in view.acknowledged if one.what == what]
    waiting: dict[State, list[Acknowledged]] = {}
    for one in concerned:
        if one.is_late(view.today):
            waiting.setdefault(one.state, []).append(one)
    for state, several in sorted(waiting.items()):
        first, *others = several
        nobody = bool(others) and len(several) == len(concerned) and state == "never"
        yield flaw(
            view.lacking("acknowledgements", "acknowledgements") if nobody else _place(view, first),
            _said_of_many(view, several, read) if others else _said(view, first, read),
            _hint(view, first, alone=not others),
            *((_place(view, one), message("`{person}` too.", person=one.person)) for one in others if not nobody),
        )


def _said(view: View, one: Acknowledged, read: Message) -> Message:
    told = {"person": one.person, "brand": view.brand.id, "what": read}
    if one.state == "never":
        return message("`{person}` has not yet acknowledged {what} in `{brand}`.", **told)
    if one.state == "due-again":
        return message(
            "`{person}` acknowledged {what} in `{brand}` on {day}; it was to be read again by {due}.",
            **told,
            day=str(one.on),
            due=str(one.due),
        )
    return message(
        "`{person}` acknowledged {what} in `{brand}` on {day}, and it has changed since.", **told, day=str(one.on)
    )


def _said_of_many(view: View, several: list[Acknowledged], read: Message) -> Message:
    named: list[object] = [f"`{one.person}`" for one in several[:SHOWN]]
    more = len(several) - SHOWN
    if more > 0:
        named.append(counted("{count} other person", "{count} other people", more, count=more))
    told = {"people": Listing(tuple(named)), "brand": view.brand.id, "what": read}
    match several[0].state:
        case "never":
            return message("{people} have not yet acknowledged {what} in `{brand}`.", **told)
        case "due-again":
            return message("{people} acknowledged {what} in `{brand}` too long ago: it is to be read again.", **told)
    return message("{people} acknowledged {what} in `{brand}`, and it has changed since.", **told)


def _hint(view: View, one: Acknowledged, *, alone: bool) -> Message:
    command = _command(view, one)
    if not alone:
        return message("Have each of them read it, then run `{command}`, and so on for the others.", command=command)
    if one.record is None:
        return message("Have them read it, then run `{command}`.", command=command)
    return message("Have them read it again, then run `{command}`.", command=command)


def _command(view: View, one: Acknowledged) -> str:
    what = " --what voice" if one.what == "voice" else ""
    return f"perimetre ack --brand {view.brand.id} --person {one.person}{what}"


def _place(view: View, one: Acknowledged) -> Place:
    """Return the version that no longer holds; else what gave the person the role."""
    if one.record is not None:
        return value(one.record, "on" if one.state == "due-again" else "version")
    given = [given for given in view.brand.assignments_on(view.today) if given.person == one.person]
    part = given[0] if given else view.people.get(one.person)
    return value(part, "person" if given else "id") if part else view.lacking("people")
