"""Write duties and recurring obligations as a calendar that clients import (RFC 5545).

Comes in: a `Cover`. Goes out: the text of an `.ics` file. An event keeps its UID as long as it is the same duty of the
same person, so that a calendar imported again replaces what it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from perimetre.base.durations import Duration
from perimetre.base.words import Message, counted, message, say
from perimetre.cover import Cover, ZoneClock, clock
from perimetre.model import Record, Report, Schedule
from perimetre.reading.reader.characters import visible

# How often something comes back, in the words of RFC 5545.
Recurrence = Mapping[str, str | int | Sequence[str]]
_FREQUENCY = {"d": "DAILY", "wd": "DAILY", "w": "WEEKLY", "mo": "MONTHLY", "y": "YEARLY"}


def calendar(cover: Cover, language: str, person: str | None = None) -> str:
    """Return the duties of a brand's people, and what comes back regularly: reports, duties, exercises, reviews.

    Args:
        cover: who can be reached when; its days are those of the calendar.
        language: `fr` or `en`.
        person: the duties of this person only, and the obligations of the roles that they hold.
    """
    whole = Calendar()
    whole.add("prodid", "-//Périmètre//perimetre oncall//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    title = cover.brand.brand.name
    whole.add("x-wr-calname", visible(title.in_(language) if title else cover.brand.id))
    whole.add("x-wr-timezone", cover.clock.name)
    zones = {cover.clock_of(schedule).name for schedule in cover.schedules}
    roles = None if person is None else cover.roles_of(person)
    for event in (*_duties(cover, language, person), *_obligations(cover, language, roles)):
        # The same handbook gives the same file: the stamp is the day's, not the clock's.
        event.add("dtstamp", datetime(cover.first.year, cover.first.month, cover.first.day, tzinfo=UTC))
        whole.add_component(event)
    for name in sorted(zones):
        whole.subcomponents.insert(0, _zone(clock(name), cover.first, cover.days))
    text: bytes = whole.to_ical()
    return text.decode("utf-8")


def _zone(by: ZoneClock, first: date, days: int) -> Timezone:
    """Return the changes of a zone's clocks from before the first day until after the last.

    Each is written by the wall clock that it puts an end to, as RFC 5545 wants it (3.6.5); the library's own way of
    making a VTIMEZONE writes the one that it begins.
    """
    zone = Timezone()
    zone.add("tzid", by.name)
    begin, end = (by.minute(first.toordinal() + more) for more in (-366, days + 366))
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


def _uid(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32] + "@perimetre"


def _event(uid: str, summary: str, description: str, category: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", visible(summary))
    if description:
        event.add("description", visible(description, keep="\n"))
    event.add("categories", [visible(category)])
    return event


# --- duties --------------------------------------------------------------------------------------------------------


def _duties(cover: Cover, language: str, person: str | None) -> Iterator[Event]:
    for schedule in cover.schedules:
        seen: set[tuple[str, int]] = set()
        for duty in cover.duties_of(schedule.id):
            if duty.end <= cover.start or duty.start >= cover.end or (person is not None and duty.person != person):
                continue
            if (duty.person, duty.start) in seen:
                continue
            seen.add((duty.person, duty.start))
            known = cover.person(duty.person)
            name = known.name if known and known.name else duty.person
            title = _title(schedule, language)
            description = _note(cover, schedule, duty.stands_in_for, language)
            event = _event(
                _uid("duty", schedule.origin, schedule.id, duty.person, duty.start),
                say(message("{schedule}: {name}", schedule=title, name=name), language),
                description,
                title,
            )
            event.add("dtstart", _moment(cover, schedule, duty.start))
            event.add("dtend", _moment(cover, schedule, duty.end))
            yield event


def _moment(cover: Cover, schedule: Schedule, minute: int) -> datetime:
    """Return an instant by the schedule's wall clock; in UTC for the second of an hour that comes twice."""
    by = cover.clock_of(schedule)
    aware = by.aware(minute)
    return aware.replace(fold=0) if by.of(aware.replace(tzinfo=None)) == minute else aware.astimezone(UTC)


def _note(cover: Cover, schedule: Schedule, absent: str | None, language: str) -> str:
    sentences: list[Message] = []
    if absent is not None:
        gone = cover.person(absent)
        sentences.append(message("Stands in for {name}.", name=gone.name if gone and gone.name else absent))
    if schedule.handover is not None and schedule.handover.at is not None:
        sentences.append(message("Handover at {hour}.", hour=str(schedule.handover.at)))
    return " ".join(say(sentence, language) for sentence in sentences)


# --- obligations ---------------------------------------------------------------------------------------------------


def _obligations(cover: Cover, language: str, roles: frozenset[str] | None) -> Iterator[Event]:
    brand = cover.brand
    for report in brand.reporting.reports:
        if report.is_live(cover.first) and report.cadence not in (None, "event") and _concerns(report.by, roles):
            yield _report(report, cover.first, language)
    for duty in brand.duties.duties:
        trigger = duty.trigger
        if trigger is None or trigger.on != "date" or trigger.first_on is None or not duty.is_live(cover.first):
            continue
        recurrence = _recurrence(trigger.every) if trigger.every is not None else None
        if recurrence is not None:
            uid = _uid("obligation", duty.origin, duty.id)
            event = _event(uid, _title(duty, language), "", _kind("duty", language))
            event.add("rrule", recurrence)
            yield _all_day(event, trigger.first_on)
    for crisis in brand.crises:
        if crisis.exercise_in is not None and crisis.exercised_on and _concerns(crisis.lead, roles):
            due = later(max(crisis.exercised_on), crisis.exercise_in)
            text = message("Exercise due: {what}", what=_title(crisis, language))
            event = _event(
                _uid("exercise", crisis.origin, crisis.id, due), say(text, language), "", _kind("exercise", language)
            )
            yield _all_day(event, due)
    yield from _reviews(cover, language, roles)


def _recurrence(every: Duration) -> Recurrence | None:
    """Return how what comes back after a delay in days or more does so, or None."""
    if every.unit not in _FREQUENCY or every.amount < 1:
        return None
    recurrence: Recurrence = {"freq": _FREQUENCY[every.unit], "interval": every.amount}
    return {**recurrence, "byday": ["MO", "TU", "WE", "TH", "FR"]} if every == Duration(1, "wd") else recurrence


def _reviews(cover: Cover, language: str, roles: frozenset[str] | None) -> Iterator[Event]:
    """Yield one event for each day on which some of an owner's records are to be reviewed."""
    defaults = cover.handbook.settings.defaults
    due: dict[tuple[date, str], list[Record]] = {}
    for record in _records(cover):
        wait = record.review_in or (defaults.review_in if defaults else None)
        owner = record.owner or (defaults.owner if defaults else None)
        if record.last_reviewed_on is not None and wait is not None and _concerns(owner, roles):
            day = later(record.last_reviewed_on, wait)
            if cover.first <= day < cover.first + timedelta(days=cover.days):
                due.setdefault((day, owner or ""), []).append(record)
    for (day, owner), records in sorted(due.items(), key=lambda entry: entry[0]):
        names = sorted({_title(record, language) for record in records})
        text = counted("Review due: {count} record", "Reviews due: {count} records", len(records))
        uid = _uid("review", day, owner, *sorted(f"{record.origin}/{record.id}" for record in records))
        yield _all_day(_event(uid, say(text, language), "\n".join(names), _kind("review", language)), day)


def _records(cover: Cover) -> Iterable[Record]:
    for records in (cover.brand.inherited, cover.brand.own):
        for record in records.values():
            if isinstance(record, Record) and record.status != "deprecated":
                yield record


def _report(report: Report, first: date, language: str) -> Event:
    due = report.due.in_(language) if report.due is not None else ""
    event = _event(_uid("report", report.origin, report.id), _title(report, language), due, _kind("report", language))
    # The day counts from the beginning of the following period, which is the one that it falls in.
    day = (report.due_day or 1) - 1
    begins = {
        "week": first - timedelta(days=first.weekday()),
        "month": first.replace(day=1),
        "quarter": date(first.year, 3 * ((first.month - 1) // 3) + 1, 1),
        "year": date(first.year, 1, 1),
    }[report.cadence or "month"]
    recurrences: Mapping[str, Recurrence] = {
        "week": {"freq": "WEEKLY"},
        "month": {"freq": "MONTHLY"},
        "quarter": {"freq": "MONTHLY", "interval": 3},
        "year": {"freq": "YEARLY"},
    }
    if report.cadence == "month":
        # A month that is too short for the day has its report on its last day.
        day = min(day, 27)
    event.add("rrule", recurrences[report.cadence or "month"])
    return _all_day(event, begins + timedelta(days=day))


def _all_day(event: Event, day: date) -> Event:
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def later(day: date, delay: Duration) -> date:
    """Return the day a delay after another; a month or a year later is the same day of it, or its last."""
    if delay.unit in ("mo", "y"):
        months = delay.amount * (12 if delay.unit == "y" else 1)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month + 1, min(day.day, last))
    return day + timedelta(days=-(-delay.minutes // 1440))


def _concerns(who: str | None, roles: frozenset[str] | None) -> bool:
    return roles is None or who in roles


def _title(record: Record, language: str) -> str:
    return (record.title.in_(language) if record.title is not None else "") or record.id


def _kind(name: str, language: str) -> str:
    kinds = {
        "report": message("Report"),
        "duty": message("Duty"),
        "exercise": message("Exercise"),
        "review": message("Review"),
    }
    return say(kinds[name], language)
