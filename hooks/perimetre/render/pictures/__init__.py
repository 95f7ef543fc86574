"""Give the templates the pictures: what people would rather look at than read, drawn at build time.

A part of the stage render. One `Pictures` goes with the `Tools` of a page: it takes records, names them as their reader
may see them, and hands plain values to the drawings, one module each. Goes out: `Markup`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from perimetre.base.durations import Duration
from perimetre.base.words import Listing, message, say
from perimetre.cover import Cover, Level, Turns, last_resort
from perimetre.cover.intervals import intersect, subtract
from perimetre.cover.lines import ordered, pass_length
from perimetre.cover.year import Days, Year
from perimetre.language import typography
from perimetre.language.labels import AUTHORITIES, WORDS, word
from perimetre.model import Action, Channel, Crisis, Line
from perimetre.model.voice import ScaleBounds, Tone
from perimetre.perimeter.questions import Answer
from perimetre.render.given import given
from perimetre.render.phrases import TONES, PagePhrases
from perimetre.render.pictures import cover as cover_picture
from perimetre.render.pictures import escalation, glance, lanes, timeline, tone, tree, year
from perimetre.render.surroundings import Besides
from perimetre.render.tools import Tools
from perimetre.render.views import Opening

WEEKS = 13
"""How many weeks the coming months are."""

_DAY_STATES = {
    "nobody": message("nobody can be reached at some hour"),
    "undecided": message("somebody answers, but nobody who can decide, at some hour"),
    "one": message("all rests on one person at some hour"),
    "several": message("several people answer, and several can decide, at every hour"),
    "closed": message("closed on purpose"),
    "none": message("nothing is promised that day"),
}


class Pictures:
    """The pictures that templates call, for one page."""

    def __init__(self, tools: Tools, phrases: PagePhrases) -> None:
        self._tools = tools
        self._phrases = phrases
        self._language = tools.language
        # Of this page alone: what outlives it would keep the whole handbook.
        self._shown = functools.cache(_stretches)

    def _say(self, what: object) -> str:
        return say(what, self._language)

    # --- tone --------------------------------------------------------------------------------------------------------

    @given
    def tone_picture(self, of: Tone) -> Markup:
        """Return the tone by channel and case, the base first."""
        base = [self._degree(name, getattr(of.base, name, None)) for name in TONES]
        rows = []
        if of.base is not None:
            title = Markup("<strong>{}</strong>").format(self._say(message("The base")))
            rows.append(tone.Row(name=title, degrees=tuple(base)))
        for rank, setting in enumerate(of.settings, 1):
            degrees = tuple(
                self._degree(name, getattr(setting, name)) or self._inherited(usual)
                for name, usual in zip(TONES, base, strict=True)
            )
            title = Markup('<a href="#setting-{}">{}</a>').format(rank, self._phrases.setting_title(setting))
            rows.append(tone.Row(name=title, degrees=degrees))
        return tone.draw(
            rows,
            [self._say(WORDS["tone"][name]) for name in TONES],
            name=self._say(message("Tone by channel and situation")),
            corner=self._say(message("Situation")),
        )

    def _degree(self, name: str, value: int | ScaleBounds | None) -> tone.Degree | None:
        if value is None:
            return None
        low, high = (value.min or 1, value.max or tone.DEGREES) if isinstance(value, ScaleBounds) else (value, value)
        low, high = (min(max(degree, 1), tone.DEGREES) for degree in (low, high))
        return tone.Degree(low=low, high=max(low, high), words=self._phrases.degree(name, value))

    def _inherited(self, usual: tone.Degree | None) -> tone.Degree | None:
        if usual is None:
            return None
        words = self._say(message("{degree}, as the base", degree=usual.words))
        return tone.Degree(low=usual.low, high=usual.high, words=words, own=False)

    # --- escalation and crises ---------------------------------------------------------------------------------------

    @given
    def line_picture(self, line: Line, levels: Iterable[Level]) -> Markup:
        """Return an escalation line along its time, with its levels in office hours."""
        called = [
            escalation.Called(
                who=self._tools.whos(level.call, "and") if level.call else self._tools.to_do(), minutes=level.minutes
            )
            for level in levels
        ]
        last = last_resort(self._tools.brand, line) if self._tools.brand is not None else ()
        title = self._tools.title_of("line", line.id)
        return escalation.draw(
            called,
            length=pass_length(ordered(line)),
            repeat=line.repeat or 0,
            fallback=self._tools.whos(last) if last else None,
            name=self._say(message("Who is called when: {line}", line=title)),
            language=self._language,
            minutes=self._phrases.minutes,
        )

    @given
    def timeline_picture(self, crisis: Crisis) -> Markup:
        """Return what is due in a scenario, by clock; nothing where nothing has a delay."""
        due: list[timeline.Due] = []
        for step in crisis.steps:
            delay = step.delay
            if delay is not None and delay.latest is not None and isinstance(delay.from_, str):
                title = self._tools.say(step.title or step.id)
                words = Markup('<a href="#step-{}">{}</a>').format(step.id, title)
                if step.actor:
                    words += Markup(' <span class="pm-dim">· {}</span>').format(self._tools.who(step.actor))
                due.append(self._due(words, delay.latest, delay.from_, earliest=delay.not_before))
        for legal in crisis.legal_clocks:
            if legal.within is not None and legal.clock is not None:
                basis = self._tools.legal(legal.basis) if legal.basis else escape(self._say(message("the law")))
                is_law = legal.kind in (None, "legal")
                words = basis
                if is_law:
                    words = Markup(' <span class="pm-tag">{}</span> {}').format(self._say(message("law")), basis)
                due.append(self._due(words, legal.within, legal.clock, legal=is_law))
        return timeline.draw(
            due,
            name=lambda clock: self._say(message("What is due, {clock}", clock=word("clock", clock))),
            caption=lambda clock: self._capital(self._tools.word("clock", clock)),
            minutes=self._span,
        )

    def _due(
        self, words: Markup, within: Duration, clock: str, *, earliest: Duration | None = None, legal: bool = False
    ) -> timeline.Due:
        return timeline.Due(
            words=words,
            delay=self._tools.dur(within) if within.minutes else self._say(message("at once")),
            minutes=max(within.minutes, 0),
            earliest=max(earliest.minutes, 0) if earliest else 0,
            clock=clock,
            legal=legal,
        )

    def _span(self, minutes: int) -> str:
        """Return « 15 min », « 4 h », « 3 j »: the words on an axis are short."""
        unit, amount = (
            ("d", minutes // 1440) if minutes >= 1440 else ("h", minutes // 60) if minutes >= 60 else ("min", minutes)
        )
        if unit == "d":
            return self._say(message("{count} d", count=amount)).replace(" ", typography.NBSP)
        return f"{amount}{typography.NBSP}{unit}"

    @staticmethod
    def _capital(words: str) -> str:
        return words[:1].upper() + words[1:]

    # --- who holds the phone -----------------------------------------------------------------------------------------

    @given
    def week_picture(self, cover: Cover, schedule: str) -> Markup:
        """Return the week of a schedule, hour by hour, from today."""
        first = self._tools.readers.today
        names = self._cover_names(cover, schedule)
        title = self._tools.title_of("schedule", schedule)
        name = self._say(message("The week of {schedule}", schedule=title))
        return cover_picture.week(self._shown(cover, schedule, first, 7), first, names, name=name)

    @given
    def months_picture(self, cover: Cover, schedule: str) -> Markup:
        """Return the coming weeks of a schedule, from this week's Monday or the first day that is known."""
        first = self._monday()
        names = self._cover_names(cover, schedule)
        title = self._tools.title_of("schedule", schedule)
        name = self._say(message("The coming weeks of {schedule}", schedule=title))
        shown = self._shown(cover, schedule, first, 7 * WEEKS)
        return cover_picture.months(shown, first, WEEKS, names, name=name)

    @given
    def cover_key(self, cover: Cover, schedule: str) -> Markup:
        """Return whose letter is which in the pictures of a schedule."""
        return cover_picture.legend(self._cover_names(cover, schedule))

    def _monday(self) -> dt.date:
        return self._tools.readers.today - dt.timedelta(days=self._tools.readers.today.weekday())

    def _cover_names(self, cover: Cover, schedule: str) -> cover_picture.PictureWords:
        shown = self._shown(cover, schedule, self._monday(), 7 * WEEKS)
        people = (person for stretch in shown for person in stretch.people)
        return cover_picture.PictureWords(
            letters=cover_picture.letters(people),
            person=functools.cache(functools.partial(self._tools.ref, "person")),
            day=lambda day: typography.short_day(day, self._language, "EEE d"),
            week=lambda day: typography.short_day(day, self._language, "d MMM"),
            hour=lambda hour: typography.hour(hour, self._language),
            nobody=self._say(message("nobody")),
            closed=self._say(message("closed on purpose")),
            deputy=self._say(message("deputy")),
            weekdays=typography.weekdays(self._language),
            then=typography.SEMICOLONS[self._language],
        )

    # --- the year ----------------------------------------------------------------------------------------------------

    @given
    def year_picture(self, days: Days, cover: Year, name: str) -> Markup:
        """Return how a line stands each day of the year, month by month."""
        return year.draw(cover.first, days.states, cover.off, self._year_words(), name=name)

    @given
    def year_key(self, cover: Year) -> Markup:
        """Return what the squares of a year mean: those that there are."""
        return year.legend({state for line in cover.lines for state in line.states}, self._year_words())

    def _year_words(self) -> year.Words:
        return year.Words(
            states={state: self._say(words) for state, words in _DAY_STATES.items()},
            month=lambda day: typography.short_day(day, self._language, "MMM yyyy"),
            days=self._days,
            rest=self._say(message("weekend or public holiday")),
            then=typography.SEMICOLONS[self._language],
        )

    def _days(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return typography.short_day(first, self._language, "d MMMM")
        return self._say(
            message(
                "from {first} to {last}",
                first=typography.short_day(first, self._language, "d"),
                last=typography.short_day(last, self._language, "d MMMM"),
            )
        )

    @given
    def share_picture(self, turns: Sequence[Turns], name: str) -> Markup:
        """Return what each person carries of a schedule, beside an even share."""
        even = 1 / len(turns)
        most = max(turn.share for turn in turns)
        drawn = []
        for turn in turns:
            parts = [
                message("{hours} h at night", hours=self._hours(turn.night)) if turn.night else None,
                message("{hours} h on weekends and public holidays", hours=self._hours(turn.weekend))
                if turn.weekend
                else None,
            ]
            percent, hours = round(turn.share * 100), self._hours(turn.minutes)
            share = message("{part} %, that is {hours} h", part=percent, hours=hours)
            if which := tuple(part for part in parts if part is not None):
                share = message("{what}, of which {parts}", what=share, parts=Listing(which))
            drawn.append(self._lane(turn.person, self._say(share), lanes.Bar(start=0, end=turn.share, look="share")))
        scale = lanes.Scale(end=max(1.15 * most, 2 * even), ticks=((even, self._say(message("even share"))),))
        return lanes.draw(drawn, scale, name=name, look="due")

    def _hours(self, minutes: int) -> str:
        return typography.number(round(minutes / 60), self._language)

    def _lane(self, person: str, words: str, bar: lanes.Bar) -> lanes.Lane:
        named = Markup('<strong>{}</strong> <span class="pm-note">{}</span>').format(
            self._tools.ref("person", person), words
        )
        return lanes.Lane(words=named, bars=(bar,))

    @given
    def missed_picture(self, people: Iterable[tuple[str, Sequence[Opening]]], length: Callable[[int], str]) -> Markup:
        """Return how long the absence of each person would leave a hole."""
        shown = [(person, opening) for person, openings in people for opening in openings]
        drawn = []
        for person, opening in shown:
            what = message("nobody could decide") if opening.decides else message("nobody would answer")
            words = self._say(message("{length}: {what}", length=length(opening.minutes), what=what))
            look = "share" if opening.decides else "nobody"
            drawn.append(self._lane(person, words, lanes.Bar(start=0, end=opening.minutes, look=look)))
        most = max(opening.minutes for _, opening in shown)
        name = self._say(message("How long each would be missed"))
        scale = lanes.Scale(end=float(most), ticks=((0.0, "0"), (float(most), length(most))))
        return lanes.draw(drawn, scale, name=name, look="due")

    # --- the perimeter and the triage --------------------------------------------------------------------------------

    @given
    def glance_picture(
        self,
        role: str,
        missions: Mapping[str, Sequence[Action]],
        channels: Sequence[Channel],
        answer: Callable[[str, str, str], Answer],
        besides: Callable[[str, str, str], Besides],
    ) -> Markup:
        """Return missions by channels for a role, each level by its sign, with «…» where some case is stricter."""
        counts = {
            (key, channel.id): Counter(
                (answer(role, action.id, channel.id).shown, besides(role, action.id, channel.id).is_sterner)
                for action in actions
            )
            for key, actions in missions.items()
            for channel in channels
        }
        return glance.draw(
            [(key, self._mission(key)) for key in missions],
            [(channel.id, self._tools.ref("channel", channel.id)) for channel in channels],
            counts,
            actions={key: [action.id for action in actions] for key, actions in missions.items()},
            words={name: self._say(level.word) for name, level in AUTHORITIES.items()},
            role=role,
            name=self._say(message("The perimeter at a glance: {role}", role=self._tools.title_of("role", role))),
            corner=self._say(message("Mission")),
        )

    def _mission(self, key: str) -> Markup:
        label = self._tools.label("mission_keys", key)
        path = self._tools.root(f"perimeter/actions/{key}")
        if not self._tools.has(path):
            return escape(label)
        return Markup('<a href="{}">{}</a>').format(self._tools.link(path), label)

    @given
    def fork(self, question: Markup | None, act: str | None, outcome: Markup) -> tree.Fork:
        """Return a question of a tree with what follows, to be drawn."""
        return tree.Fork(question=question, act=act, outcome=Markup(outcome))

    @given
    def tree_picture(self, forks: Iterable[tree.Fork], first: int | None = None) -> Markup:
        """Return the flow of a tree; `first`: how many questions are in sight, the others folded."""
        return tree.draw(
            tuple(forks),
            yes=self._say(message("Yes")),
            no=self._say(message("No")),
            otherwise=self._say(message("None of these")),
            first=first,
            later=self._say(message("The questions that follow")),
        )


def _stretches(cover: Cover, schedule: str, first: dt.date, days: int) -> tuple[cover_picture.Stretch, ...]:
    record = cover.schedule(schedule)
    shifts = cover.unrolled(record).shifts if record else ()
    stretches: list[cover_picture.Stretch] = []
    for segment in cover.week(schedule, first, days):
        stretch = functools.partial(
            cover_picture.Stretch, people=segment.people, closed=segment.closed, deputy=segment.deputy
        )
        if segment.people or segment.closed:
            stretches.append(stretch(start=segment.start, end=segment.end))
            continue
        # Nobody: a hole where the schedule has a turn, and nothing to say outside its hours.
        around = ((cover.clock.of(segment.start), cover.clock.of(segment.end)),)
        for pieces, asked in ((intersect(around, shifts), True), (subtract(around, shifts), False)):
            stretches += [
                stretch(start=cover.clock.wall(start), end=cover.clock.wall(end), asked=asked) for start, end in pieces
            ]
    return tuple(sorted(stretches, key=lambda stretch: stretch.start))
