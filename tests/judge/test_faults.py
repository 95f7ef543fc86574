"""Faults planted in a copy of the example: the rule that should finds each, on its line, and no other.

The faults are in `cases/faults.yml`, whose header says how one is written. What is said of the example with a fault in
it is compared with what is said of it as it stands: what is new must be the rule that is expected, once, where it is
expected, and the consequences that the case names, no more and no less. Faults that are told by different rules, in
different files, are planted together; where that tells something else than was expected, in halves, then one at a time.
A rule that is not asked again finds what is remembered of the example.
"""

from __future__ import annotations

import functools
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import yaml

from perimetre.base.diagnostics import Diagnostic, Problem
from perimetre.base.words import say
from perimetre.judge.codes import EARLIER, ENGINE
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.judge.registry import RULES
from perimetre.pipeline.loading import Loaded, judged, load_sources
from perimetre.reading.sources import Collected, Source, collect
from perimetre.rules.kit.reads import Reads
from tests.conftest import DEEP_ALONE, ROOT
from tests.support.shared import judgement_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
# Whoever changes what people have acknowledged has it acknowledged again: that follows from nearly every fault.
AGAIN = frozenset({"acknowledgement-is-current", "voice-is-acknowledged-by-every-cm"})
# Whatever changes a perimeter or the voice is to be read again: so it is told, of a fault as of any other change.
READ_AGAIN = {"acknowledgement-is-current", "voice-is-acknowledged-by-every-cm"}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault, as the header of `cases/faults.yml` says."""

    id: str
    title: str
    family: str
    file: str
    edits: list[dict[str, Any]]
    rule: str
    line: str | list[str]
    told_in: str = ""
    also: tuple[str, ...] = ()


FAULTS = [
    Fault(**one) for one in yaml.load((ROOT / "tests/cases/faults.yml").read_text("utf-8"), yaml.CSafeLoader)["faults"]
]
# How many are planted together, at most.
MOST = 8


@functools.cache
def example() -> dict[str, str]:
    """Return the text of each file of the example, by path."""
    return {one.path: one.content.decode("utf-8") for one in collect(ROOT / "playbooks").sources}


def found_at(text: str, anchors: str | list[str]) -> int:
    """Return where the last of some words stands, each looked for after the one before it; the first stands once."""
    anchors = [anchors] if isinstance(anchors, str) else anchors
    assert text.count(anchors[0]) == 1, (
        f"«{anchors[0]}» must be there once, and is there {text.count(anchors[0])} times"
    )
    start = 0
    for anchor in anchors:
        start = text.find(anchor, start)
        assert start >= 0, f"«{anchor}» is not there, after the others"
    return start


def edited(text: str, edit: dict[str, Any]) -> str:
    """Return a text with one edit made to it."""
    if "end" in edit:
        return text + edit["end"]
    start = found_at(text, edit["find"])
    wanted = edit["find"] if isinstance(edit["find"], str) else edit["find"][-1]
    if "lines" in edit:
        first = text.rfind("\n", 0, start) + 1
        last = first
        for _ in range(edit["lines"]):
            last = text.find("\n", last) + 1 or len(text)
        return text[:first] + edit["put"] + text[last:]
    return text[:start] + edit["put"] + text[start + len(wanted) :]


def planted(fault: Fault, files: dict[str, str]) -> dict[str, str]:
    """Return files with a fault in them."""
    files = dict(files)
    for edit in fault.edits:
        path = edit.get("file", fault.file)
        files[path] = edited(files.get(path, ""), edit)
    return files


def all_planted(faults: Iterable[Fault]) -> dict[str, str]:
    """Return the files of the example with some faults in them."""
    files = example()
    for fault in faults:
        files = planted(fault, files)
    return files


def touched(fault: Fault) -> frozenset[str]:
    """Return the files that a fault is in."""
    return frozenset(edit.get("file", fault.file) for edit in fault.edits)


def loaded(files: dict[str, str]) -> Loaded:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    return load_sources(Collected(sources), folder="playbooks")


def judge(
    files: dict[str, str], memory: JudgeMemory | None = None, today: date = TODAY, jobs: int = 1
) -> tuple[Diagnostic, ...]:
    return judged(loaded(files), today, memory, jobs).diagnostics


def remembered(files: dict[str, str], today: date = TODAY, jobs: int = 1) -> JudgedBefore:
    memory = JudgeMemory()
    judge(files, memory, today, jobs)
    now = memory.now()
    assert now is not None
    kept: JudgedBefore = pickle.loads(pickle.dumps(now))
    return kept


def said(one: Diagnostic) -> tuple[str, str, str]:
    """Return what makes a finding the same when lines have moved."""
    return one.rule, one.file, say(one.message, "en")


@functools.cache
def clean() -> Counter[tuple[str, str, str]]:
    """Return what is said of the example as it stands."""
    return Counter(map(said, shown(judge(example(), JudgeMemory(judgement_of_the_example())))))


def shown(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return all that is said, notes included; what is set aside is not told."""
    return [one for one in found if one.suppressed is None]


def news(faults: Sequence[Fault], found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what is said of the example with faults in it, and was not said without."""
    known = Counter(clean())
    again = AGAIN - {fault.rule for fault in faults}
    new = []
    for one in shown(found):
        if one.rule in again:
            continue
        if known[said(one)]:
            known[said(one)] -= 1
        else:
            new.append(one)
    return new


def line_of(fault: Fault, files: dict[str, str]) -> int:
    """Return the line on which a fault is to be told, from 1."""
    text = files[fault.told_in or fault.file]
    return text.count("\n", 0, found_at(text, fault.line)) + 1


def is_apart(fault: Fault, other: Fault) -> bool:
    """Say whether two faults, planted together, are told each by rules of its own, in files of its own."""
    own, others = {fault.rule, *fault.also}, {other.rule, *other.also}
    return not (own & others or touched(fault) & touched(other))


def is_alone(fault: Fault) -> bool:
    """Say whether a fault is to be planted alone: what cannot be read hides what rules would find."""
    return fault.rule in AGAIN or fault.rule in EARLIER or fault.rule in ENGINE


def groups() -> list[list[Fault]]:
    """Return the faults in groups of those that can be planted together."""
    made: list[list[Fault]] = []
    for fault in FAULTS:
        for group in made:
            if len(group) < MOST and not any(
                is_alone(fault) or is_alone(other) or not is_apart(fault, other) for other in group
            ):
                group.append(fault)
                break
        else:
            made.append([fault])
    return made


def remembering_nothing_of(faults: Iterable[Fault]) -> JudgeMemory:
    """Return what is remembered of the example, but by the rules that tell some faults: these are asked anew."""
    before, asked = judgement_of_the_example(), {rule for fault in faults for rule in (fault.rule, *fault.also)}
    return JudgeMemory(
        replace(before, found={key: found for key, found in before.found.items() if key[0] not in asked})
    )


def wrong(faults: Sequence[Fault]) -> list[object]:
    """Return what is not told as it should be of the example with some faults in it."""
    files = all_planted(faults)
    new = news(faults, judge(files, remembering_nothing_of(faults)))
    told = [(one.rule, one.file, one.span and one.span.line, say(one.message, "en")) for one in new]
    complaints: list[object] = []
    for fault in faults:
        place = (fault.rule, f"playbooks/{fault.told_in or fault.file}", line_of(fault, files))
        if [finding[:3] for finding in told if finding[0] == fault.rule] != [place]:
            complaints.append(("to be told once", place))
    others = {one.rule for one in new} - READ_AGAIN - {fault.rule for fault in faults}
    if others != {rule for fault in faults for rule in fault.also}:
        complaints.append(("besides", sorted(others)))
    return [*complaints, "of what is told", *told] if complaints else []


def check(faults: Sequence[Fault]) -> None:
    """Judge faults together; where one may bear on another, in halves, then alone."""
    complaints = wrong(faults)
    if complaints and len(faults) > 1:
        half = len(faults) // 2
        check(faults[:half])
        check(faults[half:])
    else:
        assert complaints == [], faults[0].id


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(faults, id=" ".join(fault.id for fault in faults), marks=pytest.mark.slow if rank else ())
        for rank, faults in enumerate(groups())
    ],
)
def test_fault_is_told_once_at_its_line_with_its_consequences_and_nothing_else(faults: list[Fault]) -> None:
    check(faults)


class Doubting(JudgeMemory):
    """A memory that has each rule asked again of what it remembers, and compares."""

    def __init__(self, before: JudgedBefore) -> None:
        super().__init__(before)
        self.known: dict[tuple[str, str], tuple[Problem, ...]] = {}

    def recall(self, rule: str, brand: str) -> tuple[Problem, ...] | None:
        known = super().recall(rule, brand)
        if known is None:
            # What it has read has changed: it would be asked in any case.
            return ()
        self.known[rule, brand] = known
        return None

    def keep(self, rule: str, brand: str, reads: Reads, problems: Sequence[Problem]) -> None:  # noqa: ARG002
        assert tuple(problems) == self.known[rule, brand], (rule, brand)


def plantings(faults: Iterable[Fault]) -> Iterator[dict[str, str]]:
    """Yield as few copies of the example as hold some faults of the same files, but those that stop the reading."""
    files, left = example(), []
    for fault in faults:
        try:
            more = planted(fault, files)
        except AssertionError:
            # It stands where another is.
            left.append(fault)
            continue
        if not loaded(more).has_errors:
            files = more
        elif files != example():
            left.append(fault)
    if files != example():
        yield files
        yield from plantings(left)


FILES = sorted({tuple(sorted(touched(fault))) for fault in FAULTS})


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(paths, id=" ".join(paths), marks=() if rank % 9 == 0 else DEEP_ALONE)
        for rank, paths in enumerate(FILES)
    ],
)
def test_rule_whose_ground_has_not_changed_finds_what_is_remembered(paths: tuple[str, ...]) -> None:
    for files in plantings(fault for fault in FAULTS if touched(fault) == {*paths}):
        memory = Doubting(judgement_of_the_example())
        judge(files, memory)
        # The settings of the handbook are what every rule stands on.
        assert memory.known or "handbook.yml" in paths


def test_faults_are_told_apart_and_spread_over_the_handbook() -> None:
    assert len({one.id for one in FAULTS}) == len({one.title for one in FAULTS}) == len(FAULTS) >= 40
    families = Counter(one.family for one in FAULTS)
    assert min(families.values()) >= 2 and len(families) >= 10
    assert {one.rule for one in FAULTS} <= RULES.keys() | EARLIER.keys() | ENGINE.keys()
