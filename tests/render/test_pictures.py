"""The pictures: what is drawn is what the house wrote, in its order, and is said in words as well."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from perimetre.language.labels import AUTHORITIES
from perimetre.render.pictures import cover, escalation, glance, lanes, svg, timeline, tone, tree


class Drawn(HTMLParser):
    """Read a picture: its words as they are heard, its elements, and the drawings that say nothing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.heard: list[str] = []
        self.mute: list[str] = []
        self._hidden = 0
        self._depth: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        hidden = given.get("aria-hidden") == "true"
        self._depth.append((tag, hidden))
        self._hidden += hidden
        if tag == "svg" and not self._hidden and not given.get("aria-label"):
            self.mute.append(tag)
        if given.get("role") == "img":
            self.heard.append(given["aria-label"])

    def handle_endtag(self, tag: str) -> None:
        opened, hidden = self._depth.pop()
        assert opened == tag
        self._hidden -= hidden

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.heard.append(data.strip())

    def of(self, klass: str) -> list[dict[str, str]]:
        return [given for _, given in self.elements if klass in given.get("class", "").split()]


def minutes(count: int) -> str:
    return f"{count} min"


def share(written: str) -> float:
    assert written.endswith("%")
    return float(written[:-1]) / 100


def line(**changed: object) -> Drawn:
    steps = [
        escalation.Called(who=Markup("Ada"), minutes=0),
        escalation.Called(who=Markup("Bob"), minutes=10),
        escalation.Called(who=Markup("Cléo"), minutes=30),
    ]
    given = {"length": 50, "repeat": 1, "fallback": Markup("Dan"), "name": "n", "language": "en", "minutes": minutes}
    return Drawn(escalation.draw(steps, **{**given, **changed}))


def test_a_line_is_drawn_at_its_minutes_and_again_as_often_as_it_says() -> None:
    drawn = line()
    end = 50 * 2 * 1.15
    first = [share(bar[side]) * end for bar in drawn.of("pm-bar--call") for side in ("x", "width")]
    again = [share(bar["x"]) * end for bar in drawn.of("pm-bar--again")]
    assert first == pytest.approx([0, 10, 10, 20, 30, 20], abs=0.02)
    assert again == pytest.approx([50, 60, 80], abs=0.02)
    assert [share(bar["x"]) * end for bar in drawn.of("pm-bar--last")] == pytest.approx([100], abs=0.02)


def test_a_line_is_said_in_words_in_its_order() -> None:
    heard = line().heard
    assert heard == ["Ada", "at once", "Bob", "after 10 min", "Cléo", "after 30 min", "Dan", heard[-1]]
    assert "100 min" in heard[-1]


def test_a_line_without_a_single_delay_is_not_drawn() -> None:
    steps = [escalation.Called(who=Markup("Ada"), minutes=None)]
    given = {"length": 0, "repeat": 0, "fallback": None, "name": "n", "language": "en", "minutes": minutes}
    assert escalation.draw(steps, **given) == ""


DUE = (
    ("answer", 60, "qualification", False),
    ("call", 5, "detection", False),
    ("notify", 4320, "detection", True),
    ("capture", 8, "detection", False),
)


def test_what_is_due_stands_by_clock_and_in_the_order_of_the_delays() -> None:
    due = [
        timeline.Due(words=Markup(what), delay=minutes(delay), minutes=delay, clock=clock, legal=legal)
        for what, delay, clock, legal in DUE
    ]
    drawn = Drawn(timeline.draw(due, name=lambda clock: clock, caption=lambda clock: f"from {clock}", minutes=minutes))
    assert drawn.heard == [
        "from detection", "5 min", "call", "8 min", "capture", "4320 min", "notify",
        "from qualification", "60 min", "answer",
    ]  # fmt: skip
    places = [share(point["x"]) for point in drawn.of("pm-point")]
    assert places[0] < places[1] < places[2] <= 1
    assert len(drawn.of("pm-point--legal")) == 1


def test_far_delays_close_up_and_near_ones_stay_apart() -> None:
    scale = lanes.Scale(end=4320, ticks=(), near=10)
    assert scale.place(0) == 0
    assert scale.place(4320) == 1
    assert scale.place(10) - scale.place(5) > 0.02
    assert lanes.Scale(end=0, ticks=()).place(3) == 0


def names(shown: list[cover.Stretch]) -> cover.PictureWords:
    return cover.PictureWords(
        letters=cover.letters(person for one in shown for person in one.people),
        person=lambda id: Markup(id.capitalize()),
        day=lambda day: day.isoformat(),
        hour=lambda hour: hour,
        nobody="nobody",
        closed="closed",
        deputy="deputy",
        weekdays=("m", "t", "w", "t", "f", "s", "s"),
        week=lambda day: f"week of {day.isoformat()}",
        then="; ",
    )


MONDAY = dt.date(2026, 11, 23)


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime.combine(MONDAY, dt.time()) + dt.timedelta(days=day, hours=hour)


SHOWN = [
    cover.Stretch(start=at(0, 0), end=at(0, 18), asked=False),
    cover.Stretch(start=at(0, 18), end=at(1, 6), people=("ada",)),
    cover.Stretch(start=at(1, 6), end=at(1, 12), people=("bob",), deputy=True),
    cover.Stretch(start=at(1, 12), end=at(2, 0)),
    cover.Stretch(start=at(2, 0), end=at(7, 0), closed=True),
]


def test_a_week_is_drawn_hour_by_hour_and_cut_at_midnight() -> None:
    drawn = Drawn(cover.week(SHOWN, MONDAY, names(SHOWN), name="n"))
    ada = [(round(share(bar["x"]) * 24, 1), round(share(bar["width"]) * 24, 1)) for bar in drawn.of("pm-bar--p0")]
    assert ada == [(18, 6), (0, 6)]
    assert [round(share(bar["x"]) * 24, 1) for bar in drawn.of("pm-bar--nobody")] == [12]
    assert len(drawn.of("pm-bar--closed")) == 5
    heard = " ".join(drawn.heard)
    assert "18:00–24:00 Ada" in heard
    assert "06:00–12:00 Bob (deputy); 12:00–24:00 nobody" in heard


def test_hours_that_a_schedule_does_not_ask_for_are_no_hole() -> None:
    drawn = Drawn(cover.week(SHOWN[:2], MONDAY, names(SHOWN), name="n"))
    assert drawn.of("pm-bar--nobody") == []


def test_the_coming_weeks_name_whoever_holds_the_phone() -> None:
    drawn = Drawn(cover.months(SHOWN, MONDAY, 2, names(SHOWN), name="n"))
    assert drawn.heard == ["week of 2026-11-23", "Ada, Bob", "week of 2026-11-30", "nobody"]


def test_everybody_has_a_letter_of_their_own() -> None:
    found = cover.letters([*"abc", "a", *(f"p{rank}" for rank in range(60))])
    assert list(found.values())[:3] == ["A", "B", "C"]
    assert len(set(found.values())) == len(found) == 63


def test_a_tone_fills_its_degrees_and_says_them() -> None:
    drawn = Drawn(tone.scale(tone.Degree(low=2, high=4, words="from 2 to 4")))
    looks = [given["class"].split("--")[1] for tag, given in drawn.elements if tag == "circle"]
    assert looks == ["off", "on", "on", "on", "off"]
    assert drawn.heard == ["from 2 to 4"]
    hollow = Drawn(tone.scale(tone.Degree(low=1, high=1, words="1", own=False)))
    assert len(hollow.of("pm-degree--base")) == 1


def test_tones_keep_the_order_of_rows_and_dimensions() -> None:
    rows = [
        tone.Row(name=Markup("base"), degrees=(tone.Degree(low=1, high=1, words="one"), None)),
        tone.Row(name=Markup("anger"), degrees=(None, tone.Degree(low=5, high=5, words="five"))),
    ]
    drawn = Drawn(tone.draw(rows, ["humour", "respect"], name="n", corner="situation"))
    assert drawn.heard == ["situation", "humour", "respect", "base", "one", "–", "anger", "–", "five"]


def test_a_glance_shows_the_levels_by_sign_and_counts_them_in_words() -> None:
    counts = {("watch", "forum"): {("forbidden", False): 1, ("free", True): 2, ("free", False): 1}}
    words = {name: name for name in AUTHORITIES}
    drawn = glance.draw(
        [("watch", Markup("Watch"))], [("forum", Markup("Forum")), ("mail", Markup("Mail"))], counts,
        actions={"watch": ["listen"]}, words=words, role="cm", name="n", corner="c",
    )  # fmt: skip
    assert Drawn(drawn).heard == ["c", "Forum", "Mail", "Watch", "free 3, forbidden 1", "–"]
    signs = re.findall(r'aria-hidden="true"[^>]*>(..?)<', drawn)
    assert signs == [f"{AUTHORITIES['free'].sign}…", AUTHORITIES["forbidden"].sign]


def test_a_tree_asks_in_order_and_ends_where_every_answer_was_no() -> None:
    forks = [
        tree.Fork(question=Markup("Danger?"), act="emergency", outcome=Markup("<p>Call</p>")),
        tree.Fork(question=Markup("Press?"), act="template", outcome=Markup("<p>Answer</p>")),
        tree.Fork(question=None, act=None, outcome=Markup("<p>Watch</p>")),
    ]
    drawn = Drawn(tree.draw(forks, yes="Yes", no="No", otherwise="None"))
    assert drawn.heard == ["Danger?", "Yes", "Call", "No", "Press?", "Yes", "Answer", "No", "None", "Watch"]
    assert len(drawn.of("pm-flow-box--danger")) == 1


def test_no_drawing_is_mute_nor_styled_by_attribute() -> None:
    pictures = [
        cover.week(SHOWN, MONDAY, names(SHOWN), name="n"),
        tone.scale(tone.Degree(low=1, high=2, words="x")),
        tree.draw([tree.Fork(question=Markup("q"), act=None, outcome=Markup(""))], yes="y", no="n", otherwise="o"),
    ]
    for picture in pictures:
        drawn = Drawn(picture)
        assert drawn.mute == []
        assert not [given for _, given in drawn.elements if "style" in given or "fill" in given]


def test_what_is_drawn_is_escaped() -> None:
    drawn = svg.element("text", "<b>", x='"><script>')
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_ticks_leave_room_for_their_words() -> None:
    scale = lanes.Scale(end=60, ticks=())
    kept = lanes.spread([(float(at), str(at)) for at in range(0, 61, 5)], scale, 0.2)
    assert kept[0][0] == 0
    assert kept[-1][0] == 60
    places = [scale.place(at) for at, _ in kept]
    assert all(after - before >= 0.2 - 1e-9 for before, after in itertools.pairwise(places))
