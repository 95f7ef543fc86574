"""Who is called, in the browser and in Python: the same people at the same minutes, in a real browser."""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import perimetre.render
from perimetre.cover import Cover, Target, follow
from perimetre.model import Handbook
from perimetre.pipeline.loading import load
from perimetre.render.live.duty import DutyWriter, live_duty
from tests.conftest import DEEP, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(perimetre.render.__path__[0]) / "assets" / "live" / "duty.js"
BRANDS = ("veillee", "osier-lin")
# From before the clocks go back to after they have gone forward.
FIRST, DAYS = dt.date(2026, 10, 20), 200
CHANGES = (dt.datetime(2026, 10, 25, 3), dt.datetime(2027, 3, 28, 2))
ASK = """asked => asked.map(([line, minute]) => {
  const {first, steps, fallback} = self.duty.follow(line, minute);
  const cards = ({minutes, called}) => [minutes, called.map(({card}) => card)];
  return [first, steps.map(cards), fallback && cards(fallback)];
})"""
DEFAULTS = "asked => asked.map(([severity, minute]) => self.duty.lineFor(severity, minute))"
CARDS = "asked => asked.map(([target, minute]) => self.duty.cardsAt(target, minute))"
UNTIL = """asked => asked.map(([target, minute]) => {
  return self.duty.cardsAt(target, minute).map(card => [card, self.duty.until(target, card, minute)]);
})"""

Ask = Callable[[str, Sequence[Any]], Any]


@functools.cache
def example() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


class Live:
    """The duties of a brand as the browser holds them, beside those that they come from."""

    def __init__(self, brand: str) -> None:
        self.handbook = handbook = example()
        self.brand = next(each for each in handbook.brands if each.id == brand)
        self.cover = Cover(handbook, self.brand, FIRST, DAYS)
        self.written = live_duty(self.cover)
        self.data = json.loads(self.written.data)
        self.ranks = {card: rank for rank, card in enumerate(self.written.cards)}
        writer = DutyWriter(self.cover, lambda _: True)
        writer.data()
        self.card, self.targets = writer.card, writer.targets
        self.lines = {line.id: line for line in self.brand.escalation.lines}

    def cards(self, targets: Iterable[Target]) -> list[int]:
        return [self.ranks[self.card(target)] for target in targets]

    def expected(self, line: int, minute: int, cover: Cover | None = None) -> list[Any]:
        """Return a call as the browser should follow it."""
        cover = cover or self.cover
        call = follow(cover, self.lines[self.written.lines[line]], 3, minute)
        # A step that is called at once because of those before it is the first that reaches somebody.
        reached = [rank for rank, step in enumerate(call.steps) if not step.is_empty]
        last = call.fallback
        return [
            reached[0] if reached else None,
            [[step.minutes, self.cards(step.targets)] for step in call.steps],
            None if last is None else [last.minutes, self.cards(last.targets)],
        ]

    def edges(self) -> list[int]:
        """Return each minute at which somebody comes or goes behind a target of a line."""
        targets = {target for line in self.cover.lines for step in line.steps for target in step.call}
        return sorted({edge for target in targets for edge in edges_of(self.cover, target)})

    def around_changes(self) -> list[int]:
        """Return the minutes around each change of the clocks, by the half hour."""
        return [
            self.cover.clock.of(change) + more
            for change in CHANGES
            for hours in range(-30, 31)
            for more in (hours * 30 - 1, hours * 30, hours * 30 + 1)
        ]


def edges_of(cover: Cover, target: str) -> list[int]:
    """Return each minute at which somebody comes or goes behind a target."""
    edges = {edge for part in cover.segments_of(target) for edge in (part.start, part.end)}
    return sorted(edge for edge in edges if cover.start < edge < cover.end - 1)


@pytest.fixture(scope="module", params=BRANDS)
def live(request: pytest.FixtureRequest) -> Live:
    """Return the duties of a brand of the example."""
    return Live(request.param)


@pytest.fixture(scope="module")
def ask(browser: Browser, live: Live) -> Iterator[Ask]:
    """Return a function that asks the browser, a phone on the other side of the world."""
    context = browser.new_context(timezone_id="Pacific/Auckland")
    tab = context.new_page()
    tab.add_script_tag(path=SCRIPT)
    tab.evaluate("data => { self.duty = new PerimetreDuty.Duty(data) }", live.data)
    yield lambda program, asked: tab.evaluate(program, asked)
    context.close()


def differences(live: Live, ask: Ask, asked: Sequence[tuple[int, int]]) -> list[Any]:
    answers = ask(ASK, [list(each) for each in asked])
    return [
        (live.written.lines[line], minute, answer, expected)
        for (line, minute), answer in zip(asked, answers, strict=True)
        if answer != (expected := live.expected(line, minute))
    ]


def test_those_behind_a_target_are_the_same_at_each_edge(live: Live, ask: Ask) -> None:
    wrong = []
    for (target, modes), rank in live.targets.items():
        edges = edges_of(live.cover, target)
        chosen = edges if DEEP else edges[:: len(edges) // 10 + 1]
        minutes = [edge + more for edge in chosen for more in (-1, 0, 1)]
        answers = ask(CARDS, [[rank, minute] for minute in minutes])
        for minute, answer in zip(minutes, answers, strict=True):
            if answer != live.cards(live.cover.targets((target,), minute, modes)):
                wrong.append((target, minute))
    assert wrong == []


def test_lines_are_followed_as_in_python_where_somebody_comes_or_goes(live: Live, ask: Ask) -> None:
    edges = live.edges()
    assert len(edges) > 500
    chosen = edges[:: len(edges) // (150 if DEEP else 5)]
    minutes = [edge + more for edge in chosen for more in (-1, 0, 1)]
    assert differences(live, ask, [(line, minute) for line in range(len(live.lines)) for minute in minutes]) == []


def test_lines_are_followed_as_in_python_when_the_clocks_change(live: Live, ask: Ask) -> None:
    minutes = live.around_changes()
    minutes = minutes[:: 2 if DEEP else len(minutes) // 8]
    assert differences(live, ask, [(line, minute) for line in range(len(live.lines)) for minute in minutes]) == []


def test_lines_are_followed_as_in_python_at_any_minute(live: Live, ask: Ask) -> None:
    chance = random.Random(11)
    cover = live.cover
    asked = [
        (chance.randrange(len(live.lines)), chance.randrange(cover.start, cover.end))
        for _ in range(2000 if DEEP else 100)
    ]
    assert differences(live, ask, asked) == []


def test_answer_is_that_of_the_command_which_looks_at_one_day(live: Live, ask: Ask) -> None:
    chance = random.Random(5)
    wrong = []
    for _ in range(25 if DEEP else 3):
        minute = chance.randrange(live.cover.start, live.cover.end)
        number = chance.randrange(5)
        # What `perimetre oncall` does.
        cover = Cover(live.handbook, live.brand, live.cover.clock.wall(minute).date(), 1)
        line = cover.default_line(number)
        assert line is not None
        [rank] = ask(DEFAULTS, [[number, minute]])
        [answer] = ask(ASK, [[rank, minute]])
        if live.written.lines[rank] != line.id or answer != live.expected(rank, minute, cover):
            wrong.append((minute, number, answer))
    assert wrong == []


def test_until_when_somebody_is_there_is_where_their_turn_ends(live: Live, ask: Ask) -> None:
    """`perimetre oncall --schedule` says «until»: the same, where it is not beyond what is told."""
    targets = {target: rank for (target, modes), rank in live.targets.items() if not modes or modes == ("phone",)}
    schedules = [schedule.id for schedule in live.cover.schedules if schedule.id in targets]
    assert len(schedules) >= 3
    for schedule in schedules:
        segments = live.cover.segments_of(schedule)
        for segment in segments[: None if DEEP else 15]:
            if not live.cover.start <= segment.start < live.cover.end:
                continue
            [told] = ask(UNTIL, [[targets[schedule], segment.start]])
            person = {live.written.cards[card].person: until for card, until in told}
            for stint in segment.people:
                last = segment.end
                while any(
                    part.start == last and stint.person in {each.person for each in part.people} for part in segments
                ):
                    last = next(part.end for part in segments if part.start == last)
                assert person[stint.person] == (last if last < live.cover.end else None), (schedule, segment)


def test_duties_of_a_brand_weigh_little_once_compressed(live: Live) -> None:
    assert len(gzip.compress(live.written.data.encode())) < 5_000


def test_a_copy_says_of_when_it_is(live: Live, ask: Ask) -> None:
    start, end = live.cover.start, live.cover.end
    fresh = live.cover.clock.minute((FIRST + dt.timedelta(days=14)).toordinal())
    asked = [start - 1, start, fresh - 1, fresh, end - 1, end]
    said = ask("asked => asked.map(minute => self.duty.standing(minute))", asked)
    assert said == ["early", "", "", "old", "old", "late"]
