"""Compare who holds what role: what a person may now do, or no longer.

Comes in: the brands before and after, the first day. Goes out: changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Change, Kind
from perimetre.compare.pairs import Pair
from perimetre.compare.reach import Reach
from perimetre.compare.saying import Names, day, few, joined
from perimetre.model import Brand, PeopleFile
from perimetre.perimeter.bands import HORIZON
from perimetre.perimeter.questions import RANK

Held = frozenset[str]


def people_changes(pair: Pair, today: date) -> Iterator[Change]:
    """Yield what becomes of the people of a brand: roles that they take or leave, from when, and what these let do."""
    if not pair.differs(PeopleFile):
        return
    moved: dict[str, tuple[date, Held, Held]] = {}
    for on in _days(pair, today):
        for person in _people(pair):
            before, after = (_held(side, person, on) for side in (pair.old[1], pair.new[1]))
            if person not in moved and before != after:
                moved[person] = on, before, after
    reach = Reach(*pair.new)
    alike: dict[tuple[date, Held, Held], list[str]] = {}
    for person, becoming in sorted(moved.items()):
        alike.setdefault(becoming, []).append(person)
    for (on, before, after), people in alike.items():
        yield _moved(pair, reach, people, on, today, before, after)


def _people(pair: Pair) -> list[str]:
    return sorted(
        {given.person for _, brand in (pair.old, pair.new) for given in brand.people.assignments if given.person}
    )


def _days(pair: Pair, today: date) -> list[date]:
    """Return the days on which who holds what may change: today, then each end of an assignment, each departure."""
    days = {today}
    for _, brand in (pair.old, pair.new):
        for given in brand.people.assignments:
            days |= {given.from_} if given.from_ else set()
            days |= {given.to + timedelta(days=1)} if given.to else set()
        days |= {person.left_on + timedelta(days=1) for person in brand.people.people if person.left_on}
    return sorted(of for of in days if today <= of < today + timedelta(days=HORIZON))


def _held(brand: Brand, person: str, on: date) -> Held:
    return frozenset(given.role for given in brand.assignments_on(on) if given.person == person and given.role)


def _moved(pair: Pair, reach: Reach, people: list[str], on: date, today: date, before: Held, after: Held) -> Change:
    """Return what becomes of those who take the same roles, and leave the same, on the same day."""
    names, count = Names(pair.new, pair.old), len(people)
    levels = reach.of(before, on), reach.of(after, on)
    free = RANK["notify"]
    gained = sorted({act for (act, channel), rank in levels[1].items() if rank < levels[0].get((act, channel), 9)})
    lost = sorted({act for (act, channel), rank in levels[0].items() if rank < levels[1].get((act, channel), 9)})
    alone = sorted(
        {act for (act, channel), rank in levels[1].items() if rank <= free < levels[0].get((act, channel), 9)}
    )
    no_more = sorted(
        {act for (act, channel), rank in levels[0].items() if rank <= free < levels[1].get((act, channel), 9)}
    )
    kind: Kind = "mixed" if gained and lost else "widened" if gained else "narrowed" if lost else "rerouted"
    parts: list[Message] = []
    if alone:
        acts = few(names.label("actions", act) for act in alone)
        parts.append(counted(" Alone, may now: {acts}.", " Alone, they may now: {acts}.", count, acts=acts))
    elif gained:
        acts = few(names.label("actions", act) for act in gained)
        parts.append(counted(" May now go further: {acts}.", " They may now go further: {acts}.", count, acts=acts))
    if no_more:
        acts = few(names.label("actions", act) for act in no_more)
        parts.append(counted(" Alone, may no longer: {acts}.", " Alone, they may no longer: {acts}.", count, acts=acts))
    elif lost:
        acts = few(names.label("actions", act) for act in lost)
        parts.append(
            counted(" May no longer go as far: {acts}.", " They may no longer go as far: {acts}.", count, acts=acts)
        )
    begins = message(", from {day} on", day=day(on)) if on > today else ""
    summary = counted(
        "{people} now holds: {after} (before: {before}){begins}.{rest}",
        "{people} now hold: {after} (before: {before}){begins}.{rest}",
        count,
        people=few(names.title("person", person) for person in people),
        after=_roles(names, after),
        before=_roles(names, before),
        begins=begins,
        rest=joined(parts),
    )
    place, side = next(
        (
            (given.place, side)
            for side, brand in (("new", pair.new[1]), ("old", pair.old[1]))
            for given in brand.people.assignments
            if given.person in people and given.role in before ^ after
        ),
        (None, "new"),
    )
    return Change(
        kind=kind,
        area="people",
        brand=pair.id,
        reaches=(pair.id,),
        summary=summary,
        place=place,
        side="old" if side == "old" else "new",
        about=tuple(sorted({*people, *(before ^ after)})),
    )


def _roles(names: Names, held: Held) -> object:
    return few(names.title("role", role) for role in sorted(held)) if held else message("no role")
