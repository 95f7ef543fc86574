"""A match of several whole cases holds where one of them does, wherever a match is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Answer, Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.versions.versions import Versions
from tests.support.rule_cases import BASE

NOON = dt.datetime(2026, 11, 24, 12)
CASES = "any: [{topics: [price], when: {amount: {up_to: 30}}}, {authors: [customer], except: [{topics: [health]}]}]"


def perimeter(files: Mapping[str, str]) -> Perimeter:
    files = {**BASE, **files}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    return Perimeter(handbook, handbook.brands[0])


def asked(files: Mapping[str, str], action: str = "like", **said: object) -> Answer:
    role = str(said.pop("role", "community-manager"))
    known = {name: value if name == "facts" else frozenset(value) for name, value in said.items()}  # type: ignore[call-overload]
    question = Question(role=role, action=action, channel="page", at=NOON, **known)
    return perimeter(files).decide(question)


@pytest.mark.parametrize(
    ("said", "authority"),
    [
        ({"topics": ["price"], "facts": {"amount": 30}}, "free"),
        ({"topics": ["price"], "facts": {"amount": 31}}, "escalate"),
        ({"topics": ["price"], "facts": {"amount": 31}, "authors": ["customer"]}, "free"),
        ({"topics": ["health"], "authors": ["customer"]}, "escalate"),
        # One question on two topics is two: the second is answered by no case.
        ({"topics": ["price", "health"], "facts": {"amount": 3}}, "escalate"),
        # What is taken out of the whole is taken out of each case.
        ({"topics": ["price"], "facts": {"amount": 3, "minor": True}}, "escalate"),
    ],
)
def test_one_case_is_enough(said: dict[str, object], authority: str) -> None:
    rule = (
        f"rules:\n  - {{id: likes, actions: [like], {CASES}, except: [{{when: {{minor: true}}}}], authority: free}}\n"
    )
    assert asked({"brands/lumen/scope.yml": rule}, **said).authority == authority


def test_what_nobody_told_of_a_case_would_change_the_answer() -> None:
    rule = f"rules:\n  - {{id: likes, actions: [like], {CASES}, authority: free}}\n"
    changes = asked({"brands/lumen/scope.yml": rule}, topics=["price"]).would_change_if
    freer = {change.dimension for change in changes if change.authority == "free"}
    assert freer == {"amount", "authors"}


def test_a_copy_is_forbidden_in_each_case_of_its_ground() -> None:
    grounds = BASE["house/moderation.yml"].replace(
        "grounds:\n",
        "grounds:\n  - {id: abuse, title: Abus, match: {any: [{topics: [child-abuse-images]}, {topics: [minors], "
        "authors: [bot]}]}, bound: must, entry_level: hidden, record: full, action: hide, forbidden_copy: true, "
        "evidence: Le lien.}\n",
    )
    files = {"house/moderation.yml": grounds}
    assert asked(files, "capture", topics=["child-abuse-images"]).authority == "forbidden"
    assert asked(files, "capture", topics=["minors"], authors=["bot"]).authority == "forbidden"
    assert asked(files, "capture", topics=["minors"]).authority != "forbidden"


def test_a_case_for_one_role_is_read_by_that_role_alone() -> None:
    def version(role: str, topic: str) -> str:
        cases = f"any: [{{roles: [community-manager], topics: [{topic}]}}, {{roles: [social-lead], topics: [health]}}]"
        rule = f"rules:\n  - {{id: likes, actions: [like], {cases}, authority: free}}\n"
        return Versions(perimeter({"brands/lumen/scope.yml": rule}).brand).of_roles([role])

    assert version("community-manager", "price") != version("community-manager", "product")
    assert version("legal-counsel", "price") == version("legal-counsel", "product")
