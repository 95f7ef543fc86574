"""Faults planted one at a time in a copy of the example: the rule that should finds each, on its line, and no other.

The faults are in `cases/faults.yml`, whose header says how one is written. What is said of the example with a fault in
it is compared with what is said of it as it stands: what is new must be the rule that is expected, once, where it is
expected, and the consequences that the case names, no more and no less. A judgement that rests on what is remembered
of the example says the same.
"""

from __future__ import annotations

import functools
import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import yaml

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.judge.codes import EARLIER, ENGINE
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.judge.registry import RULES
from perimetre.pipeline.loading import judged, load_sources
from perimetre.reading.sources import Collected, Source, collect
from tests.conftest import ROOT

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


FAULTS = [Fault(**one) for one in yaml.safe_load((ROOT / "tests/cases/faults.yml").read_text("utf-8"))["faults"]]
# Enough to be tried at each change: what stands in a brand, in the house, and what is one's own.
ALWAYS = tuple(fault.id for fault in FAULTS)[::20]


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


def planted(fault: Fault) -> dict[str, str]:
    """Return the files of the example with a fault in them."""
    files = dict(example())
    for edit in fault.edits:
        path = edit.get("file", fault.file)
        files[path] = edited(files.get(path, ""), edit)
    return files


def judge(
    files: dict[str, str], memory: JudgeMemory | None = None, today: date = TODAY, jobs: int = 1
) -> tuple[Diagnostic, ...]:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    return judged(load_sources(Collected(sources), folder="playbooks"), today, memory, jobs).diagnostics


def remembered(files: dict[str, str], today: date = TODAY, jobs: int = 1) -> JudgedBefore:
    memory = JudgeMemory()
    judge(files, memory, today, jobs)
    now = memory.now()
    assert now is not None
    kept: JudgedBefore = pickle.loads(pickle.dumps(now))
    return kept


@functools.cache
def of_the_example() -> JudgedBefore:
    return remembered(example())


def said(one: Diagnostic) -> tuple[str, str, str]:
    """Return what makes a finding the same when lines have moved."""
    return one.rule, one.file, say(one.message, "en")


@functools.cache
def clean() -> Counter[tuple[str, str, str]]:
    """Return what is said of the example as it stands."""
    return Counter(map(said, shown(judge(example()))))


def shown(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return all that is said, notes included; what is set aside is not told."""
    return [one for one in found if one.suppressed is None]


def news(fault: Fault, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what is said of the example with a fault in it, and was not said without."""
    known = Counter(clean())
    new = []
    for one in shown(found):
        if one.rule in AGAIN - {fault.rule}:
            continue
        if known[said(one)]:
            known[said(one)] -= 1
        else:
            new.append(one)
    return new


def line_of(fault: Fault) -> int:
    """Return the line on which a fault is to be told, from 1."""
    text = planted(fault)[fault.told_in or fault.file]
    return text.count("\n", 0, found_at(text, fault.line)) + 1


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, id=fault.id, marks=() if fault.id in ALWAYS else pytest.mark.slow) for fault in FAULTS],
)
def test_fault_is_told_once_at_its_line_with_its_consequences_and_nothing_else(fault: Fault) -> None:
    files = planted(fault)
    found = judge(files)
    # Who remembers the example as it stands finds the same.
    assert judge(files, JudgeMemory(of_the_example())) == found
    new = news(fault, found)
    told = [(one.rule, one.file, one.span and one.span.line, say(one.message, "en")) for one in new]
    meant = [one for one in new if one.rule == fault.rule]
    assert len(meant) == 1, told
    assert meant[0].file == f"playbooks/{fault.told_in or fault.file}"
    assert meant[0].span is not None and meant[0].span.line == line_of(fault), told
    assert sorted({one.rule for one in new} - READ_AGAIN - {fault.rule}) == sorted(fault.also), told


def test_faults_are_told_apart_and_spread_over_the_handbook() -> None:
    assert len({one.id for one in FAULTS}) == len({one.title for one in FAULTS}) == len(FAULTS) >= 40
    families = Counter(one.family for one in FAULTS)
    assert min(families.values()) >= 2 and len(families) >= 10
    assert {one.rule for one in FAULTS} <= RULES.keys() | EARLIER.keys() | ENGINE.keys()
