"""A rule is judged where all that it reads could be read: with a file that cannot be, nothing false is said.

What a rule stands on is learnt while it runs; here each file of the example is made unreadable in turn, and nothing is
said that was not said of the example as it stands, but of that file, and one note.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from perimetre.base.diagnostics import Diagnostic, Place, Problem
from perimetre.base.memory import Memory
from perimetre.base.words import message, say
from perimetre.judge import engine
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.pipeline.loading import judged, load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View
from tests.conftest import ROOT
from tests.support.rule_cases import BASE
from tests.support.shared import judgement_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
# One key, and a bracket that nothing closes.
UNREADABLE = b"page: [\n"

EXAMPLE = {
    path.relative_to(ROOT / "playbooks").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "playbooks").rglob("*.yml"))
}
# Enough to be tried at each change: what is defined and named elsewhere, and what rules find through others. The others
# are tried in turn by `make test-deep`.
ALWAYS = ("house/people.yml", "house/scope.yml", "house/voice.yml", "brands/veillee/operations/reading-night-2027.yml")
DEEPER = (pytest.mark.deep, pytest.mark.only_deep)


def told(files: dict[str, bytes], before: JudgedBefore | None = None) -> tuple[Diagnostic, ...]:
    sources = tuple(Source(path, f"playbooks/{path}", files[path]) for path in sorted(files))
    return judged(load_sources(Collected(sources), folder="playbooks"), TODAY, JudgeMemory(before)).diagnostics


def said(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.rule, finding.file, say(finding.message, "en")


@functools.cache
def clean() -> frozenset[tuple[str, str, str]]:
    return frozenset(map(said, told(EXAMPLE, judgement_of_the_example())))


class Shared(Memory):
    """What is worked out of the files that stay the same, kept from one file that cannot be read to the next.

    It knows nothing of what a rule reads: that is noted before it is asked, each time.
    """

    def turn(self) -> None:
        """Forget nothing between two brands."""

    def next_file(self) -> None:
        """Forget what neither this file nor the one before has had asked for."""
        super().turn()


SHARED = Shared()


@pytest.mark.parametrize("path", [pytest.param(path, marks=() if path in ALWAYS else DEEPER) for path in EXAMPLE])
def test_nothing_false_is_said_while_a_file_cannot_be_read(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(engine, "Memory", lambda: SHARED)
    SHARED.next_file()
    found = told(EXAMPLE | {path: UNREADABLE})
    own = [finding for finding in found if finding.file == f"playbooks/{path}"]
    assert [finding.severity for finding in own if finding.rule not in ("rule-has-its-ground",)].count("error") == 1
    notes = [finding for finding in found if finding.rule == "rule-has-its-ground"]
    assert [note.severity for note in notes] == ["info"]
    assert [said(finding) for finding in found if finding not in (*own, *notes) and said(finding) not in clean()] == []


# --- how it is learnt ----------------------------------------------------------------------------------------------

WITHOUT_PEOPLE = {path: text.encode() for path, text in BASE.items()} | {"brands/lumen/people.yml": UNREADABLE}


def a_rule(read: Callable[[View], object], whole: bool = False) -> Check:
    """Return a rule that reads something, and finds fault with the brand."""

    def find(view: View) -> Iterator[Problem]:
        read(view)
        yield flaw(Place(view.file("brand"), ("id",)), message("Something is wrong."))

    return Check(id="a-rule", level="error", find=find, whole=whole)


def is_judged(monkeypatch: pytest.MonkeyPatch, *rules: Check) -> bool:
    """Say whether one of some rules is judged while nobody can read who the people of the brand are."""
    monkeypatch.setattr(engine, "RULES", {str(rank): rule for rank, rule in enumerate(rules)})
    return "a-rule" in {finding.rule for finding in told(WITHOUT_PEOPLE)}


@pytest.mark.parametrize(
    ("read", "judged_"),
    [
        (lambda view: view.brand.channels, True),
        (lambda view: view.brand.id, True),
        (lambda view: view.lacking("people", "roles"), True),
        (lambda view: view.brand.find("channel", "page"), True),
        (lambda view: view.documents["playbooks/brands/lumen/channels.yml"], True),
        (lambda view: view.handbook.settings, True),
        (lambda view: view.brand.people, False),
        (lambda view: view.brand.find("role", "community-manager"), False),
        (lambda view: list(view.brand.own), False),
        (lambda view: list(view.documents), False),
        (lambda view: [brand.people for brand in view.handbook.brands], False),
        (lambda view: view.holders, False),
        (lambda view: view.cover, False),
        (lambda view: view.acknowledged, False),
        (lambda view: view.own_words, False),
    ],
)
def test_rule_is_judged_where_what_it_reads_can_be_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[View], object], judged_: bool
) -> None:
    assert is_judged(monkeypatch, a_rule(read)) is judged_


@pytest.mark.parametrize("name", ["roles", "holders", "cover", "acknowledged", "own_words", "lost"])
def test_rule_rests_on_what_was_read_for_another(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def read(view: View) -> object:
        lines = view.brand.escalation.lines
        return view.lost(lines[0]) if name == "lost" else getattr(view, name)

    assert not is_judged(monkeypatch, a_rule(read), a_rule(read))


def test_rule_rests_on_what_is_read_later_for_another() -> None:
    """A perimeter answers as it is asked, and keeps the answer: whoever takes it rests on what was read for it."""
    loaded = load_sources(Collected(tuple(Source(path, path, text.encode()) for path, text in BASE.items())), folder="")
    assert loaded.handbook is not None
    (view,) = engine.views_of(loaded.handbook, loaded.documents, TODAY)
    asking, taking = view.anew(), view.anew()
    assert taking.answers.known == {}
    assert "consents" not in kinds_read(taking)
    assert asking.perimeter.brand.consents is not None
    assert "consents" in kinds_read(taking) & kinds_read(asking)


def kinds_read(view: View) -> set[str]:
    return {kind for reads in view.reads.all() for kinds in reads.kinds.values() for kind in kinds}


def test_rule_of_the_whole_handbook_is_judged_where_each_brand_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_judged(monkeypatch, a_rule(lambda view: [other.brand.channels for other in view.views], whole=True))
    assert not is_judged(monkeypatch, a_rule(lambda view: [other.brand.people for other in view.views], whole=True))


def test_brand_that_can_be_read_is_judged_beside_one_that_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    second = {
        path.replace("lumen", "sirocco"): text.replace("lumen", "sirocco").encode()
        for path, text in BASE.items()
        if path.startswith("brands/")
    }
    monkeypatch.setattr(engine, "RULES", {"a-rule": a_rule(lambda view: view.brand.people)})
    found = [finding for finding in told(WITHOUT_PEOPLE | second) if finding.rule == "a-rule"]
    assert [finding.file for finding in found] == ["playbooks/brands/sirocco/brand.yml"]
