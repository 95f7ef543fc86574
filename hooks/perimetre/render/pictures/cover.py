"""Draw who holds the phone: a week hour by hour, and the coming months week by week.

A part of the stage render. Comes in: stretches of wall time with the people on duty. Goes out: a figure a schedule.
Each person has a letter, so that black and white keeps them apart; each lane says the same in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import lanes

DAY = 1440
LOOKS = 6
"""How many tints there are for people; beyond, they come again, with other letters."""
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some wall time, and who is on duty then.

    Fields:
        start, end: wall times of the house.
        people: ids; none where nobody is.
        closed: nobody, on purpose.
        deputy: those who are there stand in for somebody.
        asked: whether the schedule has a turn then; outside its hours, nobody is nothing to worry about.
    """

    start: dt.datetime
    end: dt.datetime
    people: tuple[str, ...] = ()
    closed: bool = False
    deputy: bool = False
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWords:
    """The words of the picture.

    Fields:
        letters: the letter of each person, in the order in which they come.
        person: says a person's name.
        day, week: say a day, and a week by its Monday, for a lane.
        hour: says an hour "HH:MM".
        nobody, closed, deputy: the words for these.
        weekdays: the seven days, short, from Monday.
        then: what stands between two stretches.
    """

    letters: Mapping[str, str]
    person: Callable[[str], Markup]
    day: Callable[[dt.date], str]
    hour: Callable[[str], str]
    nobody: str
    closed: str
    deputy: str
    weekdays: Sequence[str]
    week: Callable[[dt.date], str]
    then: str


def letters(people: Iterable[str]) -> dict[str, str]:
    """Return a letter for each person, in their order: A… Z, then A2…"""
    letter: dict[str, str] = {}
    for person in people:
        if person not in letter:
            rank = len(letter)
            letter[person] = chr(ord("A") + rank % 26) + (str(rank // 26 + 1) if rank >= 26 else "")
    return letter


def week(shown: Sequence[Stretch], first: dt.date, names: PictureWords, *, name: str) -> Markup:
    """Return the seven days from `first`, a lane of 24 hours each."""
    ticks = tuple((float(hour * 60), names.hour(f"{hour:02}:00")) for hour in (0, 6, 12, 18, 24))
    drawn = []
    for more in range(7):
        day = first + dt.timedelta(days=more)
        bars, words = _cut(shown, dt.datetime.combine(day, dt.time()), DAY, names)
        drawn.append(lanes.Lane(words=_words(names.day(day), words, folded=True), bars=bars))
    return lanes.draw(drawn, lanes.Scale(end=DAY, ticks=ticks), name=name, look="week")


def months(shown: Sequence[Stretch], first: dt.date, weeks: int, names: PictureWords, *, name: str) -> Markup:
    """Return the weeks from `first` (a Monday), a lane of seven days each."""
    ticks = tuple((float(rank * DAY), weekday) for rank, weekday in enumerate(names.weekdays))
    drawn = []
    for rank in range(weeks):
        monday = first + dt.timedelta(weeks=rank)
        bars, _ = _cut(shown, dt.datetime.combine(monday, dt.time()), 7 * DAY, names)
        begin, end = dt.datetime.combine(monday, dt.time()), dt.datetime.combine(monday + dt.timedelta(7), dt.time())
        shared = [stretch for stretch in shown if stretch.start < end and begin < stretch.end]
        people = dict.fromkeys(person for stretch in shared for person in stretch.people)
        who = Markup(", ").join(names.person(person).striptags() for person in people) or escape(names.nobody)
        # Letters are enough where many share a week; where few do, their bars may be too narrow for a letter.
        drawn.append(lanes.Lane(words=_words(names.week(monday), who, folded=len(people) > _NAMED), bars=bars))
    return lanes.draw(drawn, lanes.Scale(end=7 * DAY, ticks=ticks), name=name, look="months")


def legend(names: PictureWords) -> Markup:
    """Return whose letter is which."""
    items = Markup("").join(
        Markup('<li><span class="pm-lane-mark pm-mark--p{}" aria-hidden="true">{}</span> {}</li>').format(
            rank % LOOKS, letter, names.person(person)
        )
        for rank, (person, letter) in enumerate(names.letters.items())
    )
    return Markup('<ul class="pm-inline pm-key">{}</ul>').format(items) if items else Markup("")


def _cut(
    shown: Sequence[Stretch], begin: dt.datetime, length: int, names: PictureWords
) -> tuple[tuple[lanes.Bar, ...], Markup]:
    """Return the bars of a stretch of wall time, and the same in words."""
    end = begin + dt.timedelta(minutes=length)
    ranks = {person: rank for rank, person in enumerate(names.letters)}
    bars: list[lanes.Bar] = []
    words: list[Markup] = []
    for stretch in shown:
        shows = stretch.people or stretch.closed or stretch.asked
        if stretch.end <= begin or end <= stretch.start or not shows:
            continue
        start, stop = max(stretch.start, begin), min(stretch.end, end)
        if stretch.people:
            look = f"p{ranks[stretch.people[0]] % LOOKS}"
            letter = "+".join(names.letters[person] for person in stretch.people)
            who = Markup(", ").join(names.person(person) for person in stretch.people)
            if stretch.deputy:
                who = Markup("{} ({})").format(who, names.deputy)
        else:
            look, letter = ("closed", "–") if stretch.closed else ("nobody", "✕")
            who = escape(names.closed if stretch.closed else names.nobody)
        first, last = ((moment - begin) / dt.timedelta(minutes=1) for moment in (start, stop))
        bars.append(lanes.Bar(start=first, end=last, look=look, letter=letter))
        whole = start == begin and stop == end
        until = "24:00" if stop == end else stop.strftime("%H:%M")
        hours = Markup("{}–{} ").format(names.hour(start.strftime("%H:%M")), names.hour(until))
        words.append(who if whole else hours + who)
    return tuple(bars), Markup(names.then).join(words) or Markup("–")


def _words(day: str, who: Markup, *, folded: bool) -> Markup:
    """Return a lane's words; where the legend says who is who, only a screen reader is told again."""
    look = "pm-unseen" if folded else "pm-lane-said"
    return Markup('<strong>{}</strong> <span class="{}">{}</span>').format(day, look, who)
