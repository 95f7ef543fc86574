"""Draw the cover of a year: a line a month, a square a day, the darker the worse.

A part of the stage render. Comes in: how each day stands, words. Goes out: a figure a severity. Squares that follow
each other alike are drawn as one, and cut by the style sheet; each month says in words what its squares show.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import svg

COLUMNS = 31
HEIGHT = 16
"""Pixels of a square."""
_TICKS = (1, 5, 10, 15, 20, 25, 31)

# What is written in a square, besides its shade: black and white keeps them apart.
LETTERS: Mapping[str, str] = {"nobody": "✕", "undecided": "?", "one": "1", "several": "", "closed": "–", "none": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the picture.

    Fields:
        states: what each state means, in a few words.
        month: says a month by its first day.
        days: says the days from one to another.
        rest: what the line under a square means.
        then: what stands between two things said of a month.
    """

    states: Mapping[str, str]
    month: Callable[[dt.date], str]
    days: Callable[[dt.date, dt.date], str]
    rest: str
    then: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Run:
    first: dt.date
    last: dt.date
    state: str


def draw(first: dt.date, states: Sequence[str], off: Sequence[bool], words: Words, *, name: str) -> Markup:
    """Return the picture.

    Args:
        first: the day of the first state.
        states: by day, a key of `LETTERS`.
        off: by day, whether it is of a weekend or a public holiday.
        words: the words.
        name: what the picture is.
    """
    rows = Markup("").join(
        Markup(
            '<li class="pm-lane"><div class="pm-lane-words"><strong>{}</strong> <span class="pm-unseen">{}</span></div>'
            '<div class="pm-days">{}</div></li>'
        ).format(words.month(runs[0].first), _in_words(runs, words), _strip(runs, rest))
        for runs, rest in _months(first, states, off)
    )
    return Markup(
        '<figure class="pm-picture pm-lanes pm-lanes--year" aria-label="{}">'
        '<ol>{}</ol><div class="pm-lane pm-lane--axis" aria-hidden="true"><div class="pm-lane-words"></div>{}</div>'
        "</figure>"
    ).format(name, rows, _axis())


def legend(states: Collection[str], words: Words) -> Markup:
    """Return what the squares of some states mean."""
    items = Markup("").join(
        Markup('<li><span class="pm-lane-mark pm-day--{}" aria-hidden="true">{}</span> {}</li>').format(
            state, LETTERS[state] or "\N{NO-BREAK SPACE}", words.states[state]
        )
        for state in LETTERS
        if state in states
    )
    rest = Markup('<li><span class="pm-lane-mark pm-day--rest" aria-hidden="true">{}</span> {}</li>').format(
        "\N{NO-BREAK SPACE}", words.rest
    )
    return Markup('<ul class="pm-key pm-year-key">{}{}</ul>').format(items, rest)


def _months(
    first: dt.date, states: Sequence[str], off: Sequence[bool]
) -> Iterator[tuple[list[_Run], list[tuple[dt.date, dt.date]]]]:
    days = [first + dt.timedelta(days=more) for more in range(len(states))]
    ranks = range(len(days))
    for _, grouped_days in itertools.groupby(ranks, key=lambda rank: (days[rank].year, days[rank].month)):
        month = list(grouped_days)
        runs = [
            _Run(days[alike[0]], days[alike[-1]], state)
            for state, grouped in itertools.groupby(month, key=lambda rank: states[rank])
            if (alike := list(grouped))
        ]
        rest = [
            (days[alike[0]], days[alike[-1]])
            for free, grouped in itertools.groupby(month, key=lambda rank: off[rank])
            if free and (alike := list(grouped))
        ]
        yield runs, rest


def _strip(runs: Sequence[_Run], rest: Sequence[tuple[dt.date, dt.date]]) -> Markup:
    parts: list[Markup] = []
    for run in runs:
        start, width = run.first.day - 1, (run.last - run.first).days + 1
        parts.append(
            svg.element(
                "rect", klass=f"pm-day pm-day--{run.state}", x=svg.percent(start / COLUMNS), y=0,
                width=svg.percent(width / COLUMNS), height=HEIGHT,
            )
        )  # fmt: skip
        if LETTERS[run.state]:
            # A long stretch says it now and then, so that the eye need not look for it.
            for more in range(0, width, 7):
                middle = svg.percent((start + more + 0.5) / COLUMNS)
                klass = f"pm-day-letter pm-day-letter--{run.state}"
                parts.append(svg.element("text", LETTERS[run.state], klass=klass, x=middle, y=HEIGHT - 4.5))
    for begin, end in rest:
        left, share = svg.percent((begin.day - 1) / COLUMNS), svg.percent(((end - begin).days + 1) / COLUMNS)
        parts.append(svg.element("rect", klass="pm-rest", x=left, y=HEIGHT + 1, width=share, height=2))
    return svg.drawing(parts, height=HEIGHT + 3, klass="pm-strip")


def _in_words(runs: Sequence[_Run], words: Words) -> str:
    return words.then.join(f"{words.days(run.first, run.last)}, {words.states[run.state]}" for run in runs)


def _axis() -> Markup:
    parts = [
        svg.element("text", str(day), klass="pm-tick", x=svg.percent((day - 0.5) / COLUMNS), y=12, text_anchor="middle")
        for day in _TICKS
    ]
    return svg.drawing(parts, height=16, klass="pm-axis")
