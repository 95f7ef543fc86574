"""Write duties and obligations as a calendar that clients import or subscribe to (RFC 5545).

Comes in: a `Cover`. Goes out: the text of an `.ics` file. There is one event a shift, whoever holds it: its UID is that
of the shift, so that a calendar imported again puts whoever has it now in the place of whoever had it, and takes out
(`CANCELLED`) what nobody has any more, or what a swap gave and a later one takes back. The later of two calendars has
the greater `SEQUENCE`.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDDDTypes

from perimetre.base.words import Listing, Message, message, say
from perimetre.cover import Cover, ZoneClock, clock
from perimetre.cover.schedules import Slot, Stint, segments
from perimetre.language.plain import plain
from perimetre.model import Person, Record, Schedule
from perimetre.reading.reader.characters import visible
from perimetre.reports.obligations import Obligation, obligations

# How long before the days of a calendar its zones begin, and after them end.
_MARGIN = 366
# What stands in the place of a UID until it is known; as long as one, so that lines are folded alike.
_ANY = "0" * 32 + "@perimetre"
# The same for hours.
_BEGIN, _FINISH = datetime(1900, 1, 1), datetime(1900, 1, 2)
# A part of a shift: its first minute, the minute after its last, who has it.
_Part: TypeAlias = tuple[int, int, tuple[Stint, ...]]
# A shift: how it is called, its parts (an empty one where nobody has it), and in how many parts those to whom the turns
# or a swap, though taken back, give it may have it; under None, in how many it is cut.
_Shift: TypeAlias = tuple[tuple[object, ...], list[_Part], Mapping[str | None, int]]
_KINDS = {
    "report": message("Report"),
    "duty": message("Duty"),
    "exercise": message("Exercise"),
    "review": message("Review"),
}


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """The calendars of a brand.

    Fields:
        cover: who is on duty when; its days are those of the calendars.
        language: `fr` or `en`.
        stamp: the instant at which they are made, by the clock of the brand.
        may_read: whether a record is for those who read them.
        imported: they are imported into what was imported before: the shifts that nobody has any more, or that somebody
            has given away in their own calendar, are there to be taken out. What is subscribed to is replaced whole.
        earlier: the text of the calendar that was imported before, "" where it is not known: what it holds of the days
            to come and that is no more is there to be taken out.
    """

    cover: Cover
    language: str
    stamp: datetime
    may_read: Callable[[Record], bool] = lambda _: True
    imported: bool = True
    earlier: str = ""

    def of_the_brand(self) -> str:
        """Return all duties, and all that is due."""
        title = self.cover.brand.brand.name
        events = [event for schedule in self.schedules for event in self._duties(schedule, None)]
        name = plain(title, self.language) or self.cover.brand.id
        return self._written(name, [*events, *self._obligations(None)])

    def of_a_person(self, person: Person) -> str:
        """Return somebody's own duties, and what is due by the roles that they hold."""
        events = [event for schedule in self.schedules for event in self._duties(schedule, person.id)]
        return self._written(person.name or person.id, [*events, *self._obligations(person.id)])

    def of_a_schedule(self, schedule: Schedule) -> str:
        """Return the duties of a schedule, whoever holds them."""
        return self._written(self._title(schedule), self._duties(schedule, None))

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules that the readers may know of."""
        return tuple(schedule for schedule in self.cover.schedules if self.may_read(schedule))

    @property
    def people(self) -> tuple[Person, ...]:
        """The people who have a calendar: those who are ever given a role, and whom the readers may know of."""
        return tuple(person for person in self.cover.assigned if self.may_read(person))

    # --- duties --------------------------------------------------------------------------------------------------

    def _duties(self, schedule: Schedule, person: str | None) -> Iterator[str]:
        """Yield the events of the shifts of a schedule: those of a person are the ones that they have, or gave away."""
        for key, shown in self._shown(schedule).get(person, ()):
            for rank, (start, end, people) in enumerate(shown):
                if start < self.cover.end and self.cover.start < end:
                    uid = _uid("shift", schedule.origin, schedule.id, *key, rank, person or "")
                    yield self._duty(schedule, uid, start, end, people)

    def _shown(self, schedule: Schedule) -> dict[str | None, list[tuple[tuple[object, ...], list[_Part]]]]:
        """Return the shifts of a schedule as each person's calendar shows them, by time; under None, as all have it."""
        known = self._known_shown.get(schedule.id)
        if known is None:
            known = self._known_shown[schedule.id] = {}
            for key, parts, due in self._shifts(schedule):
                shown: dict[str | None, list[_Part]] = {None: [part for part in parts if part[2]]}
                for part in parts:
                    for person in _people(part[2]):
                        shown.setdefault(person, []).append(part)
                if self.imported:
                    # Nobody has it any more, or not the one whose calendar this is: who had it must not stay.
                    nobody: _Part = (parts[0][0], parts[-1][1], ())
                    for reader, count in due.items():
                        theirs = shown.setdefault(reader, [])
                        theirs += [nobody] * (count - len(theirs))
                for reader, theirs in shown.items():
                    known.setdefault(reader, []).append((key, theirs))
        return known

    def _shifts(self, schedule: Schedule) -> list[_Shift]:
        """Return the shifts of a schedule, by time."""
        known = self._known_shifts.get(schedule.id)
        if known is None:
            unrolled = self.cover.unrolled(schedule)
            held = _by_slot(self.cover.duties_of(schedule.id))
            turns = _by_slot((*unrolled.planned, *unrolled.lent))
            given = _by_slot((*unrolled.planned, *unrolled.lent, *unrolled.missing))
            known = self._known_shifts[schedule.id] = [
                (
                    key,
                    _parts(held[slot]) if slot in held else [_empty(given[slot])],
                    _due(turns.get(slot, ()), given.get(slot, ())),
                )
                for key, slot in _numbered({*held, *given}, self.cover.clock_of(schedule))
            ]
        return known

    def _duty(self, schedule: Schedule, uid: str, start: int, end: int, people: tuple[Stint, ...]) -> str:
        """Return an event as text: what is said of the same people is written once, and the UID and hours put in."""
        begin, finish = self._moment(schedule, start), self._moment(schedule, end)
        zones = (begin.tzinfo, finish.tzinfo)
        key = (schedule.id, zones, tuple((duty.person, duty.stands_in_for, id(duty.change)) for duty in people))
        if key not in self._known:
            self._known[key] = self._shift(schedule, zones, people)
        written = self._known[key]
        for old, new in ((_ANY, uid), (_BEGIN_FORM, _form(begin)), (_FINISH_FORM, _form(finish))):
            written = written.replace(old, new, 1)
        return written

    def _shift(self, schedule: Schedule, zones: tuple[tzinfo | None, tzinfo | None], people: tuple[Stint, ...]) -> str:
        """Return the event of any shift that some people have, with something in the place of its UID and hours."""
        title = self._title(schedule)
        names = [name for id in dict.fromkeys(duty.person for duty in people) if (name := self._name(id))]
        said = message("nobody") if not people else Listing(tuple(names))
        summary = message("{schedule}: {name}", schedule=title, name=said) if names or not people else title
        event = self._event(_ANY, say(summary, self.language), self._note(schedule, people), title)
        event.add("dtstart", _BEGIN.replace(tzinfo=zones[0]))
        event.add("dtend", _FINISH.replace(tzinfo=zones[1]))
        if not people:
            event.add("status", "CANCELLED")
            event.add("transp", "TRANSPARENT")
        return str(event.to_ical().decode())

    def _moment(self, schedule: Schedule, minute: int) -> datetime:
        """Return an instant by the schedule's wall clock; in UTC for the second of an hour that comes twice."""
        aware = self.cover.clock_of(schedule).aware(minute)
        return aware.astimezone(UTC) if aware.fold else aware

    def _note(self, schedule: Schedule, people: Iterable[Stint]) -> str:
        sentences: list[Message] = []
        for absent in dict.fromkeys(duty.stands_in_for for duty in people if duty.stands_in_for is not None):
            if name := self._name(absent):
                sentences.append(message("Stands in for {name}.", name=name))
        for change in {id(duty.change): duty.change for duty in people if duty.change is not None}.values():
            if change.instead_of is not None and (name := self._name(change.instead_of)):
                sentences.append(message("Stands in for {name}.", name=name))
        if schedule.handover is not None and schedule.handover.at is not None:
            sentences.append(message("Handover at {hour}.", hour=str(schedule.handover.at)))
        return " ".join(say(sentence, self.language) for sentence in sentences)

    # --- obligations ---------------------------------------------------------------------------------------------

    def _obligations(self, person: str | None) -> Iterator[str]:
        for obligation, who in self._due:
            if person is None or self.cover.roles_of(person, obligation.day) & who:
                yield self._obligation(obligation)

    @functools.cached_property
    def _due(self) -> tuple[tuple[Obligation, frozenset[str]], ...]:
        return tuple(obligations(self.cover, self.may_read))

    def _obligation(self, obligation: Obligation) -> str:
        if obligation.key not in self._known:
            what = plain(obligation.what, self.language)
            if obligation.kind == "exercise":
                what = say(message("Exercise due: {what}", what=what), self.language)
            kind = say(_KINDS[obligation.kind], self.language)
            event = self._event(_uid(*obligation.key), what, self._details(obligation), kind)
            event.add("dtstart", obligation.day)
            event.add("dtend", obligation.day + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            self._known[obligation.key] = event.to_ical().decode()
        return self._known[obligation.key]

    def _details(self, obligation: Obligation) -> str:
        if obligation.records:
            return "\n".join(sorted({self._title(record) for record in obligation.records}))
        return plain(obligation.note, self.language) if obligation.note is not None else ""

    # --- what all have ---------------------------------------------------------------------------------------------

    def _event(self, uid: str, summary: str, description: str, category: str) -> Event:
        event = Event()
        event.add("uid", uid)
        event.add("summary", visible(summary))
        if description:
            event.add("description", visible(description, keep="\n"))
        event.add("categories", [visible(category)])
        event.add("dtstamp", self._instant)
        event.add("sequence", self._sequence)
        return event

    def _written(self, name: str, events: Iterable[str]) -> str:
        whole = Calendar()
        whole.add("prodid", "-//Périmètre//perimetre oncall//EN")
        whole.add("version", "2.0")
        whole.add("calscale", "GREGORIAN")
        whole.add("x-wr-calname", visible(name))
        whole.add("x-wr-timezone", self.cover.clock.name)
        # What those who subscribe should ask for again, and when.
        whole.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
        for zone in sorted({self.cover.clock_of(schedule).name for schedule in self.schedules}):
            whole.add_component(_zone(zone, self.cover.first, self.cover.days))
        head, end, tail = whole.to_ical().decode().rpartition("END:VCALENDAR")
        body = "".join(events)
        return "".join((head, body, *self._gone(visible(name), body), end, tail))

    def _gone(self, name: str, body: str) -> Iterator[str]:
        """Yield, cancelled, the events to come of the earlier calendar of the same name that `body` no longer has."""
        try:
            earlier = Calendar.from_ical(self.earlier) if self.earlier else Calendar()
        except ValueError:
            # Whatever stood there is no calendar.
            return
        if str(earlier.get("x-wr-calname")) != name:
            return
        for event in earlier.events:
            end = event.decoded("dtend")
            is_past = (
                end.timestamp() // 60 <= self.cover.start if isinstance(end, datetime) else end <= self.cover.first
            )
            if not is_past and f"UID:{event['uid']}\r\n" not in body:
                event["sequence"], event["dtstamp"] = self._sequence, vDDDTypes(self._instant)
                event["status"], event["transp"] = "CANCELLED", "TRANSPARENT"
                yield event.to_ical().decode()

    @functools.cached_property
    def _known(self) -> dict[tuple[object, ...], str]:
        return {}

    @functools.cached_property
    def _known_shown(self) -> dict[str, dict[str | None, list[tuple[tuple[object, ...], list[_Part]]]]]:
        return {}

    @functools.cached_property
    def _known_shifts(self) -> dict[str, list[_Shift]]:
        return {}

    @functools.cached_property
    def _instant(self) -> datetime:
        return self.cover.clock.aware(self.cover.clock.of(self.stamp)).astimezone(UTC)

    @property
    def _sequence(self) -> int:
        return int(self._instant.timestamp()) // 60

    def _title(self, record: Record) -> str:
        return plain(record.title, self.language) or record.id

    def _name(self, person: str) -> str:
        """Return the name of somebody; nothing for whom the readers may not know of."""
        known = self.cover.person(person)
        return (known.name or known.id) if known is not None and self.may_read(known) else ""


def _by_slot(duties: Iterable[Stint]) -> dict[Slot, list[Stint]]:
    slots: dict[Slot, list[Stint]] = {}
    for duty in duties:
        if duty.slot is not None:
            slots.setdefault(duty.slot, []).append(duty)
    return slots


def _numbered(slots: Iterable[Slot], by: ZoneClock) -> Iterator[tuple[tuple[object, ...], Slot]]:
    """Yield shifts by time, each with what it is called whoever holds it: its day, and its rank in that day.

    A shift that begins sooner or later than it did is the same one.
    """
    ranks: dict[tuple[str, bool], int] = {}
    for slot in sorted(slots):
        day = (by.wall(slot.start).date().isoformat(), slot.added)
        ranks[day] = ranks.get(day, -1) + 1
        yield (*day, ranks[day]), slot


def _empty(duties: Sequence[Stint]) -> _Part:
    return min(duty.start for duty in duties), max(duty.end for duty in duties), ()


def _parts(duties: Sequence[Stint]) -> list[_Part]:
    """Return the parts of a shift during which the same people have it."""
    parts: list[_Part] = []
    for start, end, people in segments(duties):
        if parts and parts[-1][1] == start and _people(parts[-1][2]) == _people(people):
            start = parts.pop()[0]
        parts.append((start, end, people))
    return parts


def _due(turns: Sequence[Stint], given: Iterable[Stint]) -> dict[str | None, int]:
    """Return in how many parts a shift may have been told before: to whoever is given it, and as a whole (None)."""
    parts = [_people(people) for _, _, people in segments(turns)]
    due: dict[str | None, int] = {None: max(1, len(parts)), **dict.fromkeys(_people(given), 1)}
    for person in _people(turns):
        due[person] = sum(person in part for part in parts)
    return due


def _people(duties: Iterable[Stint]) -> frozenset[str]:
    return frozenset(duty.person for duty in duties)


def _form(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%S}"


_BEGIN_FORM, _FINISH_FORM = _form(_BEGIN), _form(_FINISH)


def _uid(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32] + "@perimetre"


# --- zones ---------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=16)
def _zone(name: str, first: date, days: int) -> Timezone:
    """Return the changes of a zone's clocks from before the first day until after the last.

    Each is written by the wall clock that it puts an end to, as RFC 5545 wants it (3.6.5); the library's own way of
    making a VTIMEZONE writes the one that it begins.
    """
    by = clock(name)
    zone = Timezone()
    zone.add("tzid", by.name)
    begin, end = (by.minute(first.toordinal() + more) for more in (-_MARGIN, days + _MARGIN))
    before = by.aware(begin)
    start = before.replace(tzinfo=None)
    zone.add_component(_observance(before, _offset(before), start, daylight=bool(before.dst())))
    for minute in by.changes(begin, end):
        old, new = _offset(by.aware(minute - 1)), by.aware(minute)
        wall = datetime(1970, 1, 1) + timedelta(minutes=minute) + old
        zone.add_component(_observance(new, old, wall, daylight=_offset(new) > old))
    return zone


def _offset(aware: datetime) -> timedelta:
    offset = aware.utcoffset()
    assert offset is not None, "an instant of a zone has its offset"
    return offset


def _observance(
    new: datetime, old: timedelta, wall: datetime, *, daylight: bool
) -> TimezoneDaylight | TimezoneStandard:
    observance = TimezoneDaylight() if daylight else TimezoneStandard()
    observance.add("dtstart", wall)
    observance.add("tzoffsetfrom", old)
    observance.add("tzoffsetto", new.utcoffset())
    observance.add("tzname", new.tzname())
    return observance
