"""Compare who is on duty: absences and swaps, each told with what it moves; then who holds a schedule on other days.

Comes in: the cover of a brand before and after, one of its schedules on both sides. Goes out: changes. What moves no
shift within the year is told too: whoever reviews it could not see it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from perimetre.base.words import Message, counted, message
from perimetre.compare.saying import between, few, quoted
from perimetre.cover import Cover, Intervals
from perimetre.cover.intervals import intersect, subtract, total, union
from perimetre.cover.schedules import stretch
from perimetre.model import Schedule
from perimetre.model.people import Absence, Override

if TYPE_CHECKING:
    from perimetre.compare.changes import Change
    from perimetre.compare.cover import Covers


def duty_changes(covers: Covers, before: Schedule, after: Schedule) -> Iterator[Change]:
    """Yield who holds a schedule on other days: one sentence for each absence and idle swap, one for all the rest."""
    held = [_held(cover, after.id) for cover in (covers.old, covers.new)]
    people = sorted({*held[0], *held[1]})
    lost = {person: subtract(held[0].get(person, ()), held[1].get(person, ())) for person in people}
    won = {person: subtract(held[1].get(person, ()), held[0].get(person, ())) for person in people}
    moved = union(*lost.values(), *won.values())
    gone, come = _apart(before.absences, after.absences)
    for absence in come:
        earlier = next((known for known in gone if _meet(known, absence)), None)
        gone = [known for known in gone if known is not earlier]
        when = intersect(_minutes(covers.new, after, absence), lost.get(absence.person or "", ()))
        if when:
            yield _away(covers, after, absence, when, won)
            lost = {person: subtract(minutes, when) for person, minutes in lost.items()}
            won = {person: subtract(minutes, when) for person, minutes in won.items()}
        else:
            yield _away_idly(covers, after, absence, earlier, moved)
    for absence in gone:
        yield _back(covers, after, absence, moved)
    yield from _idle_swaps(covers, before, after, moved)
    changed = union(*lost.values(), *won.values())
    if changed:
        leaving, coming = ([person for person, minutes in side.items() if minutes] for side in (lost, won))
        count = _days(covers, changed)
        summary = counted(
            "{schedule}: on {count} day of the coming year, {coming} hold it (before: {leaving}), first on {when}.",
            "{schedule}: on {count} days of the coming year, {coming} hold it (before: {leaving}), first on {when}.",
            count,
            schedule=quoted(covers.names.title("schedule", after.id)),
            coming=_people(covers, coming),
            leaving=_people(covers, leaving),
            when=covers.when(changed),
        )
        yield covers.change(
            "reassigned", summary, (after.id, *leaving, *coming), after, details=_stood_in(covers, after)
        )


def _stood_in(covers: Covers, schedule: Schedule) -> tuple[Message, ...]:
    """Return that those who hold a schedule stand in for others, for whom nobody stood in before."""
    before, after = (
        {stint.stands_in_for for stint in cover.duties_of(schedule.id) if stint.stands_in_for}
        for cover in (covers.old, covers.new)
    )
    absent = sorted(after - before)
    if not absent:
        return ()
    return (
        message(
            "Others stand in for {people}, who cannot be called there on those days: absence, role, training.",
            people=_people(covers, absent),
        ),
    )


def _held(cover: Cover, schedule: str) -> dict[str, Intervals]:
    held: dict[str, list[tuple[int, int]]] = {}
    for stint in cover.duties_of(schedule):
        held.setdefault(stint.person, []).append((stint.start, stint.end))
    return {person: intersect(union(several), cover.whole) for person, several in held.items()}


_P = TypeVar("_P", Absence, Override)


def _apart(before: Sequence[_P], after: Sequence[_P]) -> tuple[list[_P], list[_P]]:
    """Return what is no longer in a list, and what was not in it; what names nobody, or no end, is judged elsewhere."""
    gone, come = ([part for part in one if part not in other] for one, other in ((before, after), (after, before)))
    return [part for part in gone if _is_whole(part)], [part for part in come if _is_whole(part)]


def _is_whole(part: Absence | Override) -> bool:
    return part.person is not None and part.from_ is not None and part.to is not None


def _meet(one: Absence, other: Absence) -> bool:
    """Say whether two absences are one that is longer, shorter or later: of the same person, on a same day."""
    ends = [(_date(absence.from_), _date(absence.to)) for absence in (one, other)]
    return one.person == other.person and ends[0][0] <= ends[1][1] and ends[1][0] <= ends[0][1]


def _date(of: date | datetime | None) -> date:
    assert of is not None
    return of.date() if isinstance(of, datetime) else of


def _minutes(cover: Cover, schedule: Schedule, part: Absence | Override) -> Intervals:
    start, end = stretch(part.from_, part.to, cover.clock_of(schedule), cover.window)
    return ((start, end),) if start < end else ()


def _when(part: Absence | Override, other: Absence | None = None) -> object:
    """Return between which days a part stands; with their hours, where that is all that tells it from another."""
    first, last = part.from_, part.to
    assert first is not None
    assert last is not None
    if other is not None and (_date(first), _date(last)) == (_date(other.from_), _date(other.to)):
        return between(first, last)
    return between(_date(first), _date(last))


def _away_idly(
    covers: Covers, schedule: Schedule, absence: Absence, earlier: Absence | None, moved: Intervals
) -> Change:
    """Return that somebody is away when they would not be on duty anyway; before whom they were away, if they were."""
    assert absence.person is not None
    looked = [_minutes(covers.new, schedule, absence)]
    words: dict[str, object] = {
        "person": covers.names.title("person", absence.person),
        "when": _when(absence, earlier),
    }
    if earlier is None:
        said = message("{person} is away {when}", **words)
    else:
        looked.append(_minutes(covers.old, schedule, earlier))
        said = message("{person} is away {when} (before: {before})", before=_when(earlier, absence), **words)
    summary = _told(covers, schedule, said, intersect(moved, union(*looked)))
    return covers.change("review", summary, (schedule.id, absence.person), absence)


def _back(covers: Covers, schedule: Schedule, absence: Absence, moved: Intervals) -> Change:
    """Return that somebody is no longer away."""
    assert absence.person is not None
    person = covers.names.title("person", absence.person)
    said = message("{person} is no longer away {when}", person=person, when=_when(absence))
    summary = _told(covers, schedule, said, intersect(moved, _minutes(covers.old, schedule, absence)))
    return covers.change("review", summary, (schedule.id, absence.person), absence, "old")


def _idle_swaps(covers: Covers, before: Schedule, after: Schedule, moved: Intervals) -> Iterator[Change]:
    """Yield the swaps that come or go and move no shift; what the others move is told with all the rest."""
    gone, come = _apart(before.overrides, after.overrides)
    for swap, cover, is_gone in (*((swap, covers.new, False) for swap in come), *((s, covers.old, True) for s in gone)):
        if swap.person is None or intersect(moved, _minutes(cover, after, swap)):
            continue
        words: dict[str, object] = {"person": covers.names.title("person", swap.person), "when": _when(swap)}
        if swap.instead_of is not None:
            words["other"] = covers.names.title("person", swap.instead_of)
            said = message("{person} no longer takes the place of {other} {when}", **words)
            if not is_gone:
                said = message("{person} takes the place of {other} {when}", **words)
        else:
            said = message("{person} is no longer put on duty {when}", **words)
            if not is_gone:
                said = message("{person} is put on duty {when}", **words)
        about = [person for person in (swap.person, swap.instead_of) if person is not None]
        summary = _told(covers, after, said, ())
        yield covers.change("review", summary, (after.id, *about), swap, "old" if is_gone else "new")


def _told(covers: Covers, schedule: Schedule, said: Message, moved: Intervals) -> Message:
    """Return a sentence, with that it moves no shift where it moves none."""
    if moved:
        return message("{what}.", what=said)
    title = quoted(covers.names.title("schedule", schedule.id))
    return message("{what}: no shift of {schedule} changes hands.", what=said, schedule=title)


def _away(
    covers: Covers, schedule: Schedule, absence: Absence, when: Intervals, won: Mapping[str, Intervals]
) -> Change:
    assert absence.person is not None
    takers = {person: part for person, minutes in won.items() if (part := intersect(minutes, when))}
    nobody = subtract(when, union(*takers.values()))
    count = _days(covers, when)
    words = {
        "person": covers.names.title("person", absence.person),
        "schedule": quoted(covers.names.title("schedule", schedule.id)),
        "when": _when(absence),
        "takers": _people(covers, sorted(takers)),
    }
    if not takers or total(nobody) > 60:
        summary = counted(
            "{person} is away {when}: on {count} day of {schedule}, nobody stands in at some hours.",
            "{person} is away {when}: on {count} days of {schedule}, nobody stands in at some hours.",
            count,
            **words,
        )
    else:
        summary = counted(
            "{person} is away {when}: {takers} stand in on {count} day of {schedule}.",
            "{person} is away {when}: {takers} stand in on {count} days of {schedule}.",
            count,
            **words,
        )
    return covers.change("reassigned", summary, (schedule.id, absence.person, *takers), absence)


def _people(covers: Covers, people: Iterable[str]) -> object:
    listed = [covers.names.title("person", person) for person in people]
    return few(listed) if listed else message("nobody")


def _days(covers: Covers, when: Intervals) -> int:
    clock = covers.new.clock
    return len({clock.wall(start).date() for start, _ in when})
