"""What a tool says beside what the handbook says: minute for minute, and back: what is exported is what is imported."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perimetre.cover import Cover
from perimetre.model import Schedule
from perimetre.pipeline.loading import load
from perimetre.pipeline.rotas import UNKNOWN, Namesakes, check, drafted, held
from perimetre.reading.rotas import Holder, Rota, RotaSpan, read_rotas
from perimetre.reports.calendars import Calendars
from tests.conftest import ROOT, examples
from tests.cover.test_cover import cover_of
from tests.support.minutes import ZONES, House, Scan, houses

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

STAMP = dt.datetime(2026, 11, 23, 8)


def span_of(cover: Cover) -> RotaSpan:
    return RotaSpan(start=cover.start, end=cover.end, zone=cover.clock.name)


def exported(cover: Cover, schedule: Schedule) -> Rota | None:
    """Return a schedule as its own calendar says it; None where nobody is ever on duty."""
    text = Calendars(cover=cover, language="fr", stamp=STAMP).of_a_schedule(schedule)
    rotas = read_rotas([("a.ics", text.encode())], span_of(cover))
    assert len(rotas) < 2 and not any(rota.unsaid for rota in rotas)
    return rotas[0] if rotas else None


def differing(cover: Cover, schedule: Schedule, rota: Rota) -> dict[int, tuple[set[str], set[str]]]:
    """Return the minutes at which the two differ, and whom each names."""
    found = check(cover, schedule, rota, Namesakes(cover.brand), cover.start, cover.end).found
    before = (-1, frozenset[str](), frozenset[str]())
    for each, _ in found:
        assert each.start < each.end and before[0] <= each.start
        # What touches and says the same is one.
        assert (each.start, each.ours, each.theirs) != before
        before = (each.end, each.ours, each.theirs)
    return {minute: (set(each.ours), set(each.theirs)) for each, _ in found for minute in range(each.start, each.end)}


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe"])
def test_a_house_agrees_with_its_own_calendar(zone: str) -> None:
    @settings(max_examples=examples(4, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(houses(zone))
    def of_a_house(drawn: tuple[House, dt.date]) -> None:
        cover = cover_of(*drawn, 40)
        for schedule in cover.schedules:
            rota = exported(cover, schedule)
            assert not cover.duties_of(schedule.id) if rota is None else differing(cover, schedule, rota) == {}

    of_a_house()


def test_the_example_agrees_with_its_own_calendar() -> None:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    cover = Cover(handbook, handbook.brand("veillee"), STAMP.date())
    text = Calendars(cover=cover, language="fr", stamp=STAMP).of_the_brand()
    rotas = {rota.title: rota for rota in read_rotas([("veillee.ics", text.encode())], span_of(cover))}
    assert len(rotas) == len(cover.schedules) > 4
    for schedule in cover.schedules:
        assert schedule.title is not None
        assert differing(cover, schedule, rotas.pop(schedule.title.in_("fr"))) == {}


def test_differences_are_those_of_a_scan_minute_by_minute() -> None:
    """The calendar of one house, beside another: both are read minute by minute by a scan that shares no code."""

    @settings(max_examples=examples(5, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(sorted(ZONES)).flatmap(houses))
    def of_two_houses(drawn: tuple[House, dt.date]) -> None:
        ours, first = drawn
        theirs = changed(ours)
        mine, other = cover_of(ours, first, 2), cover_of(theirs, first, 2)
        schedule, told = mine.schedules[0], other.schedules[0]
        rota = exported(other, told)
        if rota is None:
            return
        found = differing(mine, schedule, rota)
        scans = Scan(ours, first, 2), Scan(theirs, first, 2)
        known = {person.id for person in mine.brand.people.people}
        for minute in range(scans[0].start, scans[0].end):
            here = {person for person, _ in scans[0].target(schedule.id, minute)}
            there = {
                person if person in known else UNKNOWN + (other_name(other, person))
                for person, _ in scans[1].target(told.id, minute)
            }
            assert found.get(minute) == ((here, there) if here != there else None), mine.clock.wall(minute)

    of_two_houses()


def changed(house: House) -> House:
    """Return a house whose tool was not told: everybody's turn is somebody else's, nothing is replaced, nobody away."""
    other = copy.deepcopy(house)
    ids = [person["id"] for person in house["people"]]
    following = dict(zip(ids, [*ids[1:], ids[0]], strict=True))
    for schedule in other["schedules"]:
        for layer in schedule["layers"]:
            for part in (layer, layer.get("rotation", {})):
                if "people" in part:
                    part["people"] = [following.get(person, person) for person in part["people"]]
        schedule.pop("overrides", None)
        schedule.pop("absences", None)
    return other


def other_name(cover: Cover, person: str) -> str:
    known = cover.person(person)
    assert known is not None
    return known.name or known.id


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/St_Johns"])
def test_draft_says_what_the_file_says(zone: str) -> None:
    """The draft, put in the handbook in the place of what was exported, has the same people on duty."""

    @settings(max_examples=examples(4, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(houses(zone))
    def of_a_house(drawn: tuple[House, dt.date]) -> None:
        house, first = drawn
        cover = cover_of(house, first, 60)
        for schedule in cover.schedules:
            rota = exported(cover, schedule)
            if rota is None or not rota.turns:
                continue
            text, _ = drafted(cover, [rota], Namesakes(cover.brand), "draft", contacts=False)
            (written,) = yaml.safe_load(text)["schedules"]
            draft = yaml.load(text, yaml.BaseLoader)["schedules"][0] | {"role": schedule.role, "regime": "duty"}
            assert written["id"] == "draft"
            drafting = cover_of({**house, "schedules": [without_marks(draft)]}, first, 60)
            said = {
                (minute, duty.person)
                for duty in drafting.planned(drafting.schedules[0]).duties
                for minute in range(max(duty.start, rota.first or 0), min(duty.end, rota.last or duty.end), 5)
            }
            wanted = {
                (minute, person)
                for start, end, person in held(rota, Namesakes(cover.brand))
                for minute in range(start, end)
            }
            doubtful = twice(cover)
            at = {minute for minute, _ in said}
            assert {each for each in said if each[0] not in doubtful} <= wanted
            assert {each for each in wanted if each[0] in at and each[0] not in doubtful} <= said

    of_a_house()


def twice(cover: Cover) -> set[int]:
    """Return the minutes near an hour that comes twice, of which the second cannot be written."""
    changes = list(cover.clock.changes(cover.start - 1440, cover.end + 1440))
    return {minute for change in changes for minute in range(change - 120, change + 180)}


def without_marks(draft: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in draft.items() if value != "to-complete"} | {
        "layers": [] if draft["layers"] == "to-complete" else draft["layers"]
    }


def people(*said: str) -> Namesakes:
    house: House = {
        "people": [
            {
                "id": "ana-ruiz",
                "name": "Ana Ruiz",
                "employment": "employee",
                "contact": [{"mode": "mail", "value": "Ana@x.org"}],
            },
            {"id": "ben", "name": "Bénédicte O’Lan", "employment": "employee"},
            {"id": "bob", "name": "Bob", "employment": "employee"},
            {"id": "bob-2", "name": "Bob", "employment": "employee"},
        ]
    }
    from tests.cover.test_cover import BASE

    cover = cover_of({**BASE, **house, "assignments": []}, dt.date(2026, 8, 1), 1)
    return Namesakes(cover.brand, dict(pair.split("=") for pair in said))


@pytest.mark.parametrize(
    ("holder", "who"),
    [
        (Holder(names=("P1", "ana@x.ORG", "A. R.")), ["ana-ruiz"]),
        (Holder(names=("ana.ruiz",)), ["ana-ruiz"]),
        (Holder(names=("ana_ruiz@elsewhere.org",)), ["ana-ruiz"]),
        (Holder(text="On Call - Ana Ruiz - Social"), ["ana-ruiz"]),
        (Holder(text="Astreinte\u00a0: benedicte o'lan et Ana Ruiz", noise=("Astreinte",)), ["ben", "ana-ruiz"]),
        (Holder(text="Ana Ruiz & Zoé"), ["ana-ruiz", "?Zoé"]),
        (Holder(text="On Call - Hello Kitty - Alpha"), ["?Hello Kitty"]),
        # Two people bear the name: nobody is guessed.
        (Holder(text="Bob"), ["?Bob"]),
        (Holder(text="Anaïs Ruiz"), ["?Anaïs Ruiz"]),
        (Holder(names=("P9", "Zoé")), ["?Zoé"]),
    ],
)
def test_nobody_is_matched_by_likeness(holder: Holder, who: list[str]) -> None:
    assert sorted(people().who(holder)) == sorted(who)


def test_who_a_name_means_can_be_said() -> None:
    assert people("Zoé=ben").who(Holder(names=("P9", "zoe"))) == ("ben",)
