"""Mistakes made on the same day are told in the same round: a slip of the hand hides none in another file."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import yaml

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.pipeline.loading import judged, load_sources
from perimetre.reading.sources import Collected, collect
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Round:
    """Mistakes that are made together, as the header of `cases/rounds.yml` says."""

    id: str
    slips: list[dict[str, Any]]

    @property
    def expected(self) -> list[tuple[str, str, str]]:
        """What must be told: the file, the rule, what the hint holds."""
        return [
            (f"playbooks/{slip['file']}", told["rule"], told["hint"])
            for slip in self.slips
            for told in (slip, *slip.get("more", ()))
        ]


ROUNDS = [
    Round(**round_)
    for round_ in yaml.load((ROOT / "tests/cases/rounds.yml").read_text("utf-8"), yaml.CSafeLoader)["rounds"]
]


@functools.cache
def example() -> Collected:
    return collect(ROOT / "playbooks")


def found_in(round_: Round) -> tuple[Diagnostic, ...]:
    texts = {source.path: source.content.decode("utf-8") for source in example().sources}
    for slip in round_.slips:
        assert slip["stands"] in texts[slip["file"]], f"{slip['file']} no longer has {slip['stands']!r}"
        texts[slip["file"]] = texts[slip["file"]].replace(slip["stands"], slip["typed"], 1)
    sources = tuple(replace(source, content=texts[source.path].encode("utf-8")) for source in example().sources)
    return judged(load_sources(Collected(sources), folder="playbooks"), TODAY).diagnostics


@pytest.mark.slow
@pytest.mark.parametrize("round_", ROUNDS, ids=lambda round_: round_.id)
def test_mistakes_of_one_day_are_told_in_one_round(round_: Round) -> None:
    found = found_in(round_)
    for file, rule, hint in round_.expected:
        hints = [say(finding.hint, "fr") for finding in found if (finding.file, finding.rule) == (file, rule)]
        assert any(hint in told for told in hints), f"{file}: {rule} should say {hint}, and says {hints}"
    errors = [(finding.file, finding.rule) for finding in found if finding.severity == "error"]
    assert sorted(errors) == sorted((file, rule) for file, rule, _ in round_.expected)
