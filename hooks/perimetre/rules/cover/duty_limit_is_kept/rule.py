"""A duty limit is kept: nobody carries more nights, Sundays or hours than their schedule allows, all year long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Barred, Exceeded, barred, exceeded
from perimetre.language.duty import amount
from perimetre.language.instants import day, instant
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the limits that the coming year does not keep, each once, then those on duty who should never be."""
    alike: dict[int, list[Exceeded]] = {}
    for over in exceeded(view.cover):
        alike.setdefault(id(over.limit), []).append(over)
    for several in alike.values():
        yield _beyond(view, several)
    for case in barred(view.cover):
        clock = view.cover.clock_of(case.schedule)
        if case.bar is None:
            yield _unwilling(view, case, instant(clock.wall(case.start)))
            continue
        yield flaw(
            case.cause.place,
            counted(
                "{person} is on duty at hours when `never` says that they are not: {start}, {count} time in the year "
                "to come.",
                "{person} is on duty at hours when `never` says that they are not: the first time {start}, {count} "
                "times in the year to come.",
                case.times,
                person=_name(view, case.person),
                start=instant(clock.wall(case.start)),
            ),
            message("Give these hours to somebody else."),
            (case.bar.place, message("This is what bars them.")),
            about=[case.person],
        )


def _unwilling(view: View, case: Barred, start: Message) -> Problem:
    return flaw(
        case.cause.place,
        counted(
            "{person} is on duty in `{id}` and is not among its volunteers: {start}, {count} time in the year to come.",
            "{person} is on duty in `{id}` and is not among its volunteers: the first time {start}, {count} times in "
            "the year to come.",
            case.times,
            person=_name(view, case.person),
            id=case.schedule.id,
            start=start,
        ),
        message("Give these hours to a volunteer; or, if they said yes, add them to `volunteers`."),
        (key(case.schedule, "volunteers"), message("The volunteers are here.")),
        about=[case.person],
    )


def _beyond(view: View, several: list[Exceeded]) -> Problem:
    first = min(several, key=lambda over: (over.load.first, over.person))
    limit = first.limit
    values = {
        "person": _name(view, first.person),
        "amount": amount(limit.of, first.load.amount),
        "first": _day(first.load.first),
        "last": _day(first.load.last),
        "most": amount(limit.of, limit.max),
    }
    told = message(
        "{person} has {amount} between {first} and {last}, where `{id}` allows {most}.", id=first.schedule.id, **values
    )
    others = len({over.person for over in several}) - 1
    if others:
        told = counted(
            "{told} {count} other person goes beyond it too: {names}.",
            "{told} {count} other people go beyond it too: {names}.",
            others,
            told=told,
            names=_names(view, (over.person for over in several if over.person != first.person)),
        )
    return flaw(
        key(limit, "max"),
        told,
        message(
            "Share these duties among more people; or, if they agree to more, write it: `consents: [{example}]`.",
            example="{person: …, on: …, until: …}",
        )
        if limit.unless
        else message("Share these duties among more people, or raise `max` if the house has so agreed."),
        about=[first.schedule.id],
    )


def _day(ordinal: int) -> Message:
    return day(datetime.combine(date.fromordinal(ordinal), time()))


def _name(view: View, id_: str) -> str:
    person = view.people.get(id_)
    return (person.name if person else None) or id_


def _names(view: View, ids: Iterable[str]) -> str:
    names = sorted({_name(view, id_) for id_ in ids})
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


RULE = Check(id="duty-limit-is-kept", level="error", needs=(58,), find=find)
