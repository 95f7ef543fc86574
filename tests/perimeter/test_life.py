"""A permission lasts until it is to be granted again; whom a rule tells is said with what they are told."""

from __future__ import annotations

import datetime as dt

from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Answer, Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.versions.versions import Versions
from tests.support.rule_cases import BASE

LAST = dt.date(2026, 12, 24)
RULE = "rules:\n  - {id: likes, actions: [like], channels: [page], authority: AUTHORITY, regrant_by: 2026-12-24}\n"


def perimeter(scope: str) -> Perimeter:
    files = {**BASE, "brands/lumen/scope.yml": scope}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    return Perimeter(handbook, handbook.brands[0])


def asked(scope: str, day: dt.date) -> Answer:
    at = dt.datetime.combine(day, dt.time(12))
    return perimeter(scope).decide(Question(role="community-manager", action="like", channel="page", at=at))


def test_permission_that_is_not_granted_again_falls_to_what_the_other_rules_say_and_the_answer_says_so() -> None:
    free = RULE.replace("AUTHORITY", "free")
    on_the_day = asked(free, LAST)
    assert (on_the_day.authority, on_the_day.lapsed) == ("free", ())
    after = asked(free, LAST + dt.timedelta(days=1))
    assert (after.authority, [rule.id for rule in after.lapsed]) == ("escalate", ["likes"])
    assert after.asks == asked("rules: []", LAST).asks


def test_what_restrains_never_lapses() -> None:
    after = asked(
        RULE.replace("AUTHORITY", "forbidden, instead: [Ne rien faire.]"),
        LAST + dt.timedelta(days=1),
    )
    assert (after.authority, after.lapsed) == ("forbidden", ())


def test_day_on_which_a_permission_lapses_is_one_of_those_that_are_proved() -> None:
    bands = Bands(perimeter(RULE.replace("AUTHORITY", "free")), LAST - dt.timedelta(days=20))
    assert LAST + dt.timedelta(days=1) in bands.days


def test_granting_again_makes_nobody_read_again() -> None:
    free = RULE.replace("AUTHORITY", "free")
    versions = {
        Versions(perimeter(scope).brand).of_roles(["community-manager"])
        for scope in (free, free.replace("2026-12-24", "2027-12-24"), free.replace("regrant_by", "edition"))
    }
    assert len(versions) == 1


def test_rule_says_whom_it_tells_and_with_what() -> None:
    answer = asked(
        "rules:\n  - {id: likes, actions: [like], authority: notify, speaks_first: [authorities], "
        "inform: [{who: author, when: after, with: [reason, appeal]}, {who: press, when: after, copy: true}]}\n",
        LAST,
    )
    assert [(told.who, told.with_, told.copy) for told in answer.inform] == [
        ("author", ("reason", "appeal"), False),
        ("press", (), True),
    ]
    assert answer.speaks_first == ("authorities",)
