"""The past of an account: the measures that count against it, the stage of membership that its age makes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.history import Measure, measures_counted, stage_of
from perimetre.perimeter.questions import Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from tests.support.rule_cases import BASE

DAY = dt.date(2026, 11, 24)
LADDER = """
ladder:
  - {id: hidden, title: Masqué, act: hide, on_breach: excluded}
  - {id: excluded, title: Exclu, act: ban, earlier: {ground: hate, count: 2, per: 90d}}
"""
STAGES = """
membership:
  - {id: newcomer, title: Nouveau, may_not: [Publier un lien]}
  - {id: settled, title: Installé, after: 30d}
  - {id: regular, title: Habitué, after: 1y}
modes: [{channels: [page], match: {when: {membership: [newcomer]}}, mode: before, read_within: 2h}]
"""


def perimeter(more: str) -> Perimeter:
    written = BASE["house/moderation.yml"]
    if "ladder:" in more:
        written = written[: written.index("ladder:")] + written[written.index("notice:") :]
    files = {**BASE, "house/moderation.yml": written + more}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    return Perimeter(handbook, handbook.brands[0])


def test_only_what_the_ladder_counts_is_counted() -> None:
    brand = perimeter(LADDER).brand
    measures = [
        Measure(on=DAY - dt.timedelta(days=ago), ground=ground)
        for ago, ground in ((0, "hate"), (90, "hate"), (91, "hate"), (3, None), (3, "spam"), (-1, "hate"))
    ]
    assert measures_counted(brand, "ban", measures, DAY) == 2
    # No step keeps this act for those who begin again: all that was done counts.
    assert measures_counted(brand, "hide", measures, DAY) == 5


@pytest.mark.parametrize(("days", "stage"), [(0, "newcomer"), (29, "newcomer"), (30, "settled"), (400, "regular")])
def test_the_age_of_an_account_is_its_stage(days: int, stage: str) -> None:
    assert stage_of(perimeter(STAGES).brand, days * 1440) == stage


def test_age_alone_tells_no_stage_where_somebody_gives_one() -> None:
    given = STAGES.replace("after: 1y", "granted_by: [social-lead]")
    assert stage_of(perimeter(given).brand, 29 * 1440) is None
    assert stage_of(perimeter("").brand, 29 * 1440) is None


def test_what_newcomers_write_may_be_read_first() -> None:
    there = perimeter(STAGES)
    modes = {}
    for stage in ("newcomer", "settled"):
        facts = {"membership": stage}
        at = dt.datetime.combine(DAY, dt.time(12))
        asked = Question(role="community-manager", action="hide", channel="page", at=at, facts=facts)
        moderated = there.decide(asked).moderation
        modes[stage] = moderated.mode if moderated else None
    assert modes == {"newcomer": "before", "settled": "after"}


HATE_BUT_CUSTOMERS = """
grounds:
  - id: hate
    title: Haine
    match: {topics: [discrimination], except: [{authors: [customer]}]}
    bound: must
    entry_level: excluded
    record: full
    action: hide
"""


def test_what_a_ground_takes_out_is_kept_for_those_who_begin_again() -> None:
    """The ground opens at the exclusion, but not for a customer: they are excluded the second time, as by any other."""
    written = BASE["house/moderation.yml"]
    grounds = written[written.index("grounds:") : written.index("ladder:")]
    moderation = written[: written.index("ladder:")].replace(grounds, HATE_BUT_CUSTOMERS.lstrip()) + LADDER.lstrip()
    files = {**BASE, "house/moderation.yml": moderation + written[written.index("notice:") :]}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    asked = Question(
        role="community-manager",
        action="ban",
        channel="page",
        at=dt.datetime.combine(DAY, dt.time(12)),
        topics=frozenset(("discrimination",)),
        facts={"earlier-measures": 0},
    )
    there = Perimeter(handbook, handbook.brands[0])
    kept = {}
    for author in ("customer", "elected-official"):
        answer = there.decide(replace(asked, authors=frozenset((author,))))
        kept[author] = "excluded" in {rule.id for rule in answer.rules}
    assert kept == {"customer": True, "elected-official": False}
