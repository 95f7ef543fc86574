"""List what a house has to do on given days: reports, recurring duties, exercises, reviews.

Comes in: a `Cover`. Goes out: an `Obligation` for each day on which one is due, within the days of the cover. Each is
worked out day by day, since a rule of recurrence knows neither a short month nor the public holidays of a house.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from perimetre.base.days import after
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, counted
from perimetre.cover import Cover
from perimetre.model import Record, Report
from perimetre.model.duties import Duty
from perimetre.model.exercises import exercises_of
from perimetre.model.text import Text

MayRead = Callable[[Record], bool]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FREE = ("sat", "sun", "holiday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Something that is due on a day.

    Fields:
        key: what tells it from every other, whatever the day from which they are listed.
        what: its title.
        records: what is to be reviewed, for a review.
        note: what is said besides, or None.
        kind: `report`, `duty`, `exercise` or `review`.
    """

    key: tuple[str, ...]
    day: date
    what: Text | Message | str
    kind: str
    records: tuple[Record, ...] = ()
    note: Text | None = None


def obligations(cover: Cover, may_read: MayRead) -> Iterator[tuple[Obligation, frozenset[str]]]:
    """Yield what is due on the days of a cover, each with the roles that it is due by.

    Args:
        cover: the brand, and the days.
        may_read: whether a record is for those who read this.
    """
    for obligation, who in _all(cover, may_read):
        if cover.first <= obligation.day < cover.first + timedelta(days=cover.days):
            yield obligation, who


def _all(cover: Cover, may_read: MayRead) -> Iterator[tuple[Obligation, frozenset[str]]]:
    """Yield the same, of about these days."""
    brand = cover.brand
    for report in filter(may_read, brand.reporting.reports):
        for begins, day in _reported(report, cover):
            yield (
                Obligation(
                    key=("report", report.origin, report.id, str(begins)),
                    day=day,
                    what=report.title or report.id,
                    kind="report",
                    note=report.due,
                ),
                frozenset(filter(None, [report.by])),
            )
    for duty in filter(may_read, brand.duties.duties):
        for day in _due(duty, cover):
            yield (
                Obligation(
                    key=("obligation", duty.origin, duty.id, str(day)),
                    day=day,
                    what=duty.title or duty.id,
                    kind="duty",
                ),
                frozenset(act.who for act in duty.acts if act.who is not None),
            )
    for crisis in filter(may_read, brand.crises):
        exercised = exercises_of(brand, crisis)
        if crisis.exercise_in is not None and exercised:
            day = after(max(exercised), crisis.exercise_in)
            yield (
                Obligation(
                    key=("exercise", crisis.origin, crisis.id, str(day)),
                    day=day,
                    what=crisis.title or crisis.id,
                    kind="exercise",
                ),
                frozenset(filter(None, [crisis.lead])),
            )
    yield from _reviews(cover, may_read)


def _reported(report: Report, cover: Cover) -> Iterator[tuple[date, date]]:
    """Yield each period in which a report is due, by its first day, and the day on which it is.

    The day counts from the beginning of the following period, which is the one that it falls in.
    """
    if report.due_day is None and report.due_working_day is None:
        return
    for begins, following in itertools.pairwise(_periods(report.cadence, cover)):
        if report.due_working_day is not None:
            day = _working_day(cover, begins, report.due_working_day)
        else:
            day = begins + timedelta(days=(report.due_day or 1) - 1)
        if report.is_live(day):
            # A month that is too short for the 31st has it on its last day, that of a quarter or a year included.
            is_of_a_month = report.cadence != "week" and (report.due_day or 1) <= 31
            end = after(begins, Duration(1, "mo")) if is_of_a_month else following
            yield begins, min(day, end - timedelta(days=1))


def _periods(cadence: str | None, cover: Cover) -> Iterator[date]:
    """Yield the first day of each week, month, quarter or year from before the first day until after the last."""
    last = cover.first + timedelta(days=cover.days)
    if cadence == "week":
        day = cover.first - timedelta(days=cover.first.weekday())
        while day <= last + timedelta(days=7):
            yield day
            day += timedelta(days=7)
    elif cadence in _MONTHS:
        step = _MONTHS[cadence]
        day = date(cover.first.year, (cover.first.month - 1) // step * step + 1, 1)
        while day <= after(last, Duration(step, "mo")):
            yield day
            day = after(day, Duration(step, "mo"))


def _working_day(cover: Cover, first: date, number: int) -> date:
    """Return the working day of that number from a day on, public holidays apart."""
    day, left = first, number
    while True:
        left -= cover.class_of(day.toordinal()) not in _FREE
        if left <= 0:
            return day
        day += timedelta(days=1)


def _due(duty: Duty, cover: Cover) -> Iterator[date]:
    """Yield the days on which a duty that has a date is due: once, or coming back."""
    trigger = duty.trigger
    if trigger is None or trigger.on != "date":
        return
    last = cover.first + timedelta(days=cover.days)
    if trigger.recurs is not None:
        days = (cover.first + timedelta(days=ahead) for ahead in range(cover.days))
        for day in days:
            begun = trigger.first_on is None or trigger.first_on <= day
            if begun and duty.is_live(day) and trigger.recurs.holds_on(day, lambda of: cover.class_of(of.toordinal())):
                yield day
        return
    if trigger.first_on is None:
        return
    every = trigger.every
    for day in [trigger.first_on] if every is None else _recurring(trigger.first_on, every, last, cover):
        if cover.first <= day < last and duty.is_live(day):
            yield day


def _recurring(first: date, every: Duration, last: date, cover: Cover) -> Iterator[date]:
    """Yield the days from a first one on; each month or year counts from the first, so that the 31st stays the last."""
    if every.unit in ("h", "min") or every.amount < 1:
        return
    if every.unit == "wd":
        day = first
        while day < last:
            yield day
            day = _working_day(cover, day + timedelta(days=1), every.amount)
        return
    for rank in itertools.count():
        day = after(first, Duration(rank * every.amount, every.unit))
        if day >= last:
            return
        yield day


def _reviews(cover: Cover, may_read: MayRead) -> Iterator[tuple[Obligation, frozenset[str]]]:
    """Yield one obligation for each day on which some of an owner's records are to be reviewed."""
    defaults = cover.handbook.settings.defaults
    due: dict[tuple[date, str], list[Record]] = {}
    for record in filter(may_read, _records(cover)):
        wait = record.review_in or (defaults.review_in if defaults else None)
        owner = record.owner or (defaults.owner if defaults else None)
        if record.last_reviewed_on is not None and wait is not None:
            due.setdefault((after(record.last_reviewed_on, wait), owner or ""), []).append(record)
    for (day, owner), records in sorted(due.items(), key=lambda entry: entry[0]):
        names = sorted(f"{record.origin}/{record.id}" for record in records)
        yield (
            Obligation(
                key=("review", str(day), owner, *names),
                day=day,
                what=counted("Review due: {count} record", "Reviews due: {count} records", len(records)),
                kind="review",
                records=tuple(records),
            ),
            frozenset((owner,)),
        )


def _records(cover: Cover) -> Iterable[Record]:
    for records in (cover.brand.inherited, cover.brand.own):
        for record in records.values():
            if isinstance(record, Record) and record.status != "deprecated":
                yield record
