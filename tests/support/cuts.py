"""Tell the days on which a perimeter may change: between two of them, whatever day is asked gives the same answer."""

from __future__ import annotations

from datetime import date, timedelta

from perimetre.perimeter.decisions import Perimeter


def cuts(perimeter: Perimeter, first: date, last: date) -> tuple[date, ...]:
    """Return the days in [first, last] on which the perimeter may change: rules and periods that begin or end.

    The first day is always one of them. Between two cuts, days of one class (a weekday, a holiday) have one space.
    """
    days = {first}
    for clause in perimeter.clauses:
        rule = clause.rule
        days.update(day for day in (rule.valid_from,) if day)
        ends = (rule.valid_until, getattr(rule, "until", None))
        days.update(day + timedelta(days=1) for day in ends if day)
    for period in perimeter.brand.periods.periods:
        spans = [(period.from_, period.until), *((window.from_, window.to) for window in period.windows)]
        for start, end in spans:
            years = range(first.year - 1, last.year + 2) if period.recurring == "yearly" else (None,)
            for year in years:
                days.update(_in_year(day, year) for day in (start, end + timedelta(days=1) if end else None) if day)
    return tuple(sorted(day for day in days if first <= day <= last))


def _in_year(day: date, year: int | None) -> date:
    if year is None:
        return day
    # 29 February has no anniversary in most years: the first of March stands for it.
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)
