"""That calendars are the schedules: what a client reads is what `oncall` answers, minute for minute, both ways."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from dateutil import rrule
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar, Event

from perimetre.cover import Cover
from perimetre.model import Person, Schedule
from perimetre.model.building.build import build
from perimetre.pipeline.loading import load
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from perimetre.reports.calendars import Calendars
from tests.conftest import DEEP_ALONE, ROOT, examples
from tests.cover.test_cover import BASE, cover_of
from tests.support.minutes import ZONES, House, files_of, houses

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

PLAYBOOKS = ROOT / "playbooks"
FIRST = dt.date(2026, 11, 23)
STAMP = dt.datetime(2026, 11, 23, 8)
YEAR = 400
MINUTE = dt.timedelta(minutes=1)
# Between the title of a schedule and who is on duty.
SAID = "\u00a0: "
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def calendars(cover: Cover, language: str = "fr", stamp: dt.datetime = STAMP, earlier: str = "") -> Calendars:
    return Calendars(cover=cover, language=language, stamp=stamp, earlier=earlier)


# --- what a client reads -------------------------------------------------------------------------------------------


class Client:
    """A client of calendars: it keeps events by their UID, and reads their zones where the calendar writes them."""

    def __init__(self) -> None:
        self.events: dict[str, tuple[int, Event, Zones]] = {}

    def takes(self, text: str) -> Client:
        read = Calendar.from_ical(text)
        zones = {str(zone["tzid"]): known_zone(zone) for zone in read.timezones}
        for event in read.events:
            assert event.errors == []
            uid, sequence = str(event["uid"]), int(event["sequence"])
            known = self.events.get(uid)
            if known is None or known[0] < sequence:
                self.events[uid] = (sequence, event, zones)
        return self

    def shown(self) -> Iterator[tuple[int, int, str]]:
        """Yield what is shown of the events that have hours: first minute, minute after the last, title."""
        for _, event, zones in self.events.values():
            if isinstance(event["dtstart"].dt, dt.datetime) and event.get("status") != "CANCELLED":
                start, end = (minute_of(event[key], zones) for key in ("dtstart", "dtend"))
                assert start < end
                yield start, end, str(event["summary"])


Zones = dict[str, dt.tzinfo]


def minute_of(written: Any, zones: Zones) -> int:
    """Return the UTC minute of a date with its hour, by the zone that the calendar itself describes."""
    instant, zone = written.dt, written.params.get("TZID")
    if zone is not None:
        instant = instant.replace(tzinfo=zones[zone])
    return int((instant - EPOCH) / MINUTE)


ZONES_READ: dict[bytes, dt.tzinfo] = {}


def known_zone(zone: Any) -> dt.tzinfo:
    written = zone.to_ical()
    if written not in ZONES_READ:
        ZONES_READ[written] = zone.to_tz(lookup_tzid=False)
    return ZONES_READ[written]


def compare(cover: Cover, schedule: Schedule, shown: list[tuple[int, int, str]], person: str | None = None) -> int:
    """Compare, at each minute, who is shown with who is called; return how many minutes were compared.

    Between two instants at which either of them changes, nothing does: one minute stands for all.
    """
    names = {known.id: known.name or known.id for known in cover.brand.people.people}
    edges = {cover.start, cover.end}
    edges |= {edge for start, end, _ in shown for edge in (start, end)}
    edges |= {edge for segment in cover.segments_of(schedule.id) for edge in (segment.start, segment.end)}
    inside = sorted(edge for edge in edges if cover.start <= edge <= cover.end)
    waiting, active = sorted(shown, reverse=True), list[tuple[int, int, str]]()
    for minute, _ in pairwise(inside):
        while waiting and waiting[-1][0] <= minute:
            active.append(waiting.pop())
        active = [event for event in active if event[1] > minute]
        called = {names[duty.person] for duty in cover.at(schedule.id, minute)}
        if person is not None:
            called &= {names[person]}
        titles = [title for _, _, title in active]
        read = {name for title in titles for name in re.split(r", | et ", title.partition(SAID)[2])}
        if person is not None:
            read &= {names[person]}
        assert read == called, (schedule.id, cover.clock.wall(minute), titles)
    return inside[-1] - inside[0]


def of_schedule(cover: Cover, schedule: Schedule) -> list[tuple[int, int, str]]:
    return list(Client().takes(calendars(cover).of_a_schedule(schedule)).shown())


@pytest.mark.parametrize("zone", sorted(ZONES))
def test_a_calendar_is_its_schedule_over_a_year(zone: str) -> None:
    @settings(max_examples=examples(3, 30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(houses(zone))
    def of_a_house(drawn: tuple[House, dt.date]) -> None:
        cover = cover_of(*drawn, 365)
        for schedule in cover.schedules:
            assert compare(cover, schedule, of_schedule(cover, schedule)) >= 364 * 1440

    of_a_house()


@pytest.fixture(scope="module", params=["veillee", pytest.param("osier-lin", marks=DEEP_ALONE)])
def exact(request: pytest.FixtureRequest) -> Cover:
    handbook = load(PLAYBOOKS).handbook
    assert handbook is not None
    return Cover(handbook, handbook.brand(request.param), FIRST, YEAR)


@pytest.fixture(scope="module")
def text(exact: Cover) -> str:
    return calendars(exact).of_the_brand()


@pytest.fixture(scope="module")
def read(text: str) -> Calendar:
    return Calendar.from_ical(text)


def test_calendars_of_the_example_are_its_schedules(exact: Cover, text: str) -> None:
    whole = Client().takes(text)
    for schedule in exact.schedules:
        title = schedule.title.in_("fr") + SAID
        shown = of_schedule(exact, schedule)
        compare(exact, schedule, shown)
        assert sorted(shown) == sorted(event for event in whole.shown() if event[2].startswith(title))


def test_somebody_s_calendar_holds_their_own_duties_and_no_other(exact: Cover) -> None:
    made = Calendars(cover=exact, language="fr", stamp=STAMP, imported=False)
    people = made.people
    assert {person.id for person in people} >= {
        duty.person for schedule in exact.schedules for duty in exact.duties_of(schedule.id)
    }
    for person in people:
        shown = list(Client().takes(made.of_a_person(person)).shown())
        assert all(person.name in title for _, _, title in shown)
        for schedule in exact.schedules:
            mine = [event for event in shown if event[2].startswith(schedule.title.in_("fr") + SAID)]
            compare(exact, schedule, mine, person.id)


# --- imported again ------------------------------------------------------------------------------------------------

ALWAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
NIGHTS = {
    "id": "nights",
    "title": "Nuits",
    "regime": "on-call",
    "role": "director",
    "layers": [
        {
            "id": "all",
            "shifts": [{"days": ALWAYS, "from": "20:00", "to": "08:00"}],
            "rotation": {"every": "day", "starts_on": "2026-11-23", "people": ["ada", "ben", "cleo"]},
        }
    ],
}
SWAP = {"from": "2026-12-01T20:00", "to": "2026-12-02T08:00", "person": "ben", "instead_of": "cleo"}
PART = {"from": "2026-12-01T23:00", "to": "2026-12-02T02:00", "person": "ben", "instead_of": "cleo"}
BACK = {"person": "cleo", "instead_of": "ben"}
BESIDES = {"from": "2026-12-05T12:00", "to": "2026-12-05T14:00", "person": "ben"}
ABSENCE = {"person": "ada", "from": "2026-12-02", "to": "2026-12-09"}
LAYER = NIGHTS["layers"][0]

CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a swap": ({}, {"overrides": [SWAP]}),
    "a swap that is taken back": ({"overrides": [SWAP]}, {}),
    "a swap that a second one takes back": ({"overrides": [SWAP]}, {"overrides": [SWAP, SWAP | BACK]}),
    "a swap of some hours that a second one takes back": ({"overrides": [PART]}, {"overrides": [PART, PART | BACK]}),
    "a swap of some hours that a second one takes back in part": (
        {"overrides": [PART]},
        {"overrides": [PART, PART | BACK | {"from": "2026-12-02T00:00"}]},
    ),
    "a swap handed on to a third": (
        {"overrides": [SWAP]},
        {"overrides": [SWAP, SWAP | {"person": "ada", "instead_of": "ben"}]},
    ),
    "an hour given to another": ({}, {"overrides": [PART]}),
    "an absence": ({}, {"absences": [ABSENCE]}),
    "an absence of whoever takes hours besides": (
        {"overrides": [BESIDES]},
        {"overrides": [BESIDES], "absences": [ABSENCE | {"person": "ben"}]},
    ),
    "an absence that is taken back": ({"absences": [ABSENCE]}, {}),
    "somebody leaves the turns": (
        {},
        {"layers": [LAYER | {"rotation": LAYER["rotation"] | {"people": ["ada", "cleo"]}}]},
    ),
    "a shift begins sooner": ({}, {"layers": [LAYER | {"shifts": [{"days": ALWAYS, "from": "19:00", "to": "08:00"}]}]}),
    "a layer takes the place of another": (
        {},
        {"layers": [LAYER | {"id": "other", "rotation": None, "people": ["ben"]}]},
    ),
    "a closure": ({}, {"closed_on_purpose": [{"from": "2026-12-04", "to": "2026-12-06", "reason": "Voulu."}]}),
}


def cover_with(change: dict[str, Any]) -> Cover:
    layers = [
        {key: value for key, value in layer.items() if value is not None}
        for layer in change.get("layers", NIGHTS["layers"])
    ]
    house = BASE | {"schedules": [NIGHTS | change | {"layers": layers}]}
    given = [{"person": person, "role": "director"} for person in ("ada", "ben", "cleo")]
    house["assignments"] = [*BASE["assignments"], *given]
    return cover_of(json.loads(json.dumps(house, default=str)), FIRST, 60)


@pytest.mark.parametrize("change", CHANGES)
def test_a_calendar_imported_again_leaves_nobody_behind(change: str) -> None:
    before, after = map(cover_with, CHANGES[change])
    client = Client().takes(calendars(before).of_a_schedule(before.schedules[0]))
    later = calendars(after, stamp=STAMP + dt.timedelta(days=1))
    client.takes(later.of_a_schedule(after.schedules[0]))
    compare(after, after.schedules[0], list(client.shown()))


@pytest.mark.parametrize("person", ["ada", "ben", "cleo"])
@pytest.mark.parametrize(
    "change",
    [
        "a swap",
        "a swap that a second one takes back",
        "a swap of some hours that a second one takes back",
        "a swap of some hours that a second one takes back in part",
        "a swap handed on to a third",
        "an absence",
        "an absence that is taken back",
        "a closure",
    ],
)
def test_somebody_s_calendar_imported_again_holds_what_is_theirs(change: str, person: str) -> None:
    before, after = map(cover_with, CHANGES[change])
    client = Client()
    for cover, stamp in ((before, STAMP), (after, STAMP + dt.timedelta(hours=1))):
        (known,) = (each for each in cover.brand.people.people if each.id == person)
        client.takes(calendars(cover, stamp=stamp).of_a_person(known))
    compare(after, after.schedules[0], list(client.shown()), person)


@pytest.mark.parametrize("person", ["ada", "ben", "cleo"])
@pytest.mark.parametrize("change", CHANGES)
def test_somebody_s_calendar_written_over_the_one_before_leaves_nothing_behind(change: str, person: str) -> None:
    before, after = map(cover_with, CHANGES[change])
    client, earlier = Client(), ""
    # There and back: what was taken out once comes back.
    for hour, cover in enumerate((before, after, before)):
        (known,) = (each for each in cover.brand.people.people if each.id == person)
        made = calendars(cover, stamp=STAMP + dt.timedelta(hours=hour), earlier=earlier)
        earlier = made.of_a_person(known)
        client.takes(earlier)
        compare(cover, cover.schedules[0], list(client.shown()), person)


def test_what_is_past_stays_and_another_s_calendar_takes_nothing_out() -> None:
    cover = cover_with({})
    ada, ben = (calendars(cover).of_a_person(each) for each in cover.brand.people.people if each.id in ("ada", "ben"))
    later = Cover(cover.handbook, cover.brand, FIRST + dt.timedelta(days=10), 50)
    (known,) = (each for each in later.brand.people.people if each.id == "ada")
    for earlier in (ada, ben, "no calendar", ""):
        text = calendars(later, stamp=STAMP + dt.timedelta(days=10), earlier=earlier).of_a_person(known)
        assert "CANCELLED" not in text


def test_a_calendar_that_is_subscribed_to_shows_nothing_that_is_cancelled() -> None:
    cover = cover_with({"absences": [ABSENCE]})
    made = Calendars(cover=cover, language="fr", stamp=STAMP, imported=False)
    for text in (made.of_a_schedule(cover.schedules[0]), made.of_a_person(made.people[0])):
        assert not [event for event in Calendar.from_ical(text).events if "status" in event]
    compare(cover, cover.schedules[0], list(Client().takes(made.of_a_schedule(cover.schedules[0])).shown()))


def test_a_shift_is_the_same_event_from_one_day_to_the_next(exact: Cover, read: Calendar) -> None:
    later_on = Cover(exact.handbook, exact.brand, FIRST + dt.timedelta(days=3), 100)
    before = {str(event["uid"]): event for event in read.events}
    for event in Calendar.from_ical(calendars(later_on).of_the_brand()).events:
        assert before[str(event["uid"])]["dtstart"].dt == event["dtstart"].dt


# --- the form of the file ------------------------------------------------------------------------------------------


def test_a_calendar_reads_back_without_a_fault(read: Calendar) -> None:
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert [component.errors for component in read.walk() if component.errors] == []
    uids = [str(event["uid"]) for event in read.events]
    assert len(set(uids)) == len(uids)
    for event in read.events:
        assert event["dtstamp"].dt.tzinfo is not None
        assert event["dtstart"].dt < event["dtend"].dt


def test_lines_are_folded_as_the_standard_wants(text: str) -> None:
    written = text.encode()
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_the_zone_says_the_clocks_as_they_are(read: Calendar) -> None:
    (zone,) = read.timezones
    own, real = zone.to_tz(lookup_tzid=False), ZoneInfo(str(zone["tzid"]))
    # Every half hour; of the hour that comes twice, a wall time means the first.
    for step in range(YEAR * 48):
        wall = (dt.datetime(2026, 11, 23, tzinfo=dt.UTC) + step * dt.timedelta(minutes=30)).astimezone(real)
        if wall.fold == 0:
            assert wall.replace(tzinfo=own).utcoffset() == wall.utcoffset(), wall


# --- what is due ---------------------------------------------------------------------------------------------------

DUE = yaml.load((ROOT / "tests" / "cases" / "obligations.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("case", DUE, ids=[case["why"] for case in DUE])
def test_what_is_due_is_due_on_its_day(case: dict[str, Any]) -> None:
    read = Calendar.from_ical(of_case(case))
    days = sorted(str(event["dtstart"].dt) for event in read.events if not isinstance(event["dtstart"].dt, dt.datetime))
    assert days[: len(case["days"])] == [str(day) for day in case["days"]]
    assert all(day >= str(case["first"]) for day in days)
    if case.get("no_more"):
        assert len(days) == len(case["days"])


def of_case(case: dict[str, Any]) -> str:
    house = BASE | {key: case[key] for key in ("holidays", "assignments") if key in case}
    files = files_of(json.loads(json.dumps(house, default=str)))
    files |= {"house/duties.yml": {"duties": case.get("duties", [])}}
    files |= {"house/reporting.yml": {"reports": case.get("reports", [])}}
    sources = [Source(path, path, json.dumps(data, default=str).encode()) for path, data in files.items()]
    handbook = build([parse(source).document for source in sources]).handbook
    made = calendars(Cover(handbook, handbook.brand("lumen"), case["first"], YEAR))
    if "person" not in case:
        return made.of_the_brand()
    return made.of_a_person(handbook.brand("lumen").find(Person, case["person"]))


def test_turns_that_come_back_on_odd_days_are_where_the_library_of_calendars_has_them() -> None:
    shifts = [
        {"recurs": {"nth": 2, "day": "mon"}, "from": "20:00", "to": "08:00"},
        {"recurs": {"nth": "last", "day": "working-day"}, "from": "18:00", "to": "22:00"},
        {"recurs": {"every": "2w", "day": "sat", "from": "2026-11-28"}, "from": "09:00", "to": "12:00"},
    ]
    layers = [{"id": "all", "shifts": shifts, "people": ["ada"]}]
    schedule = {"id": "odd", "title": "Rares", "regime": "on-call", "role": "director", "layers": layers}
    held = [{"person": "ada", "role": "director"}]
    cover = cover_of(BASE | {"schedules": [schedule], "holidays": [], "assignments": held}, FIRST, YEAR)
    text = calendars(cover).of_a_schedule(cover.brand.find(Schedule, "odd"))
    client = Client().takes(text)
    starts = {cover.clock.wall(start) for start, _, _ in client.shown() if cover.start <= start < cover.end}
    begin, end = dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(FIRST, dt.time()) + dt.timedelta(days=YEAR)
    rules = (
        rrule.rrule(rrule.MONTHLY, dtstart=begin.replace(hour=20), until=end, byweekday=rrule.MO(2)),
        rrule.rrule(rrule.MONTHLY, dtstart=begin.replace(hour=18), until=end, byweekday=range(5), bysetpos=-1),
        rrule.rrule(rrule.WEEKLY, dtstart=dt.datetime(2026, 11, 28, 9), until=end, interval=2),
    )
    assert starts == {at for rule in rules for at in rule if at < end}
