"""After doing what a hint says, what it mends is gone, and nothing else is wrong: on every case of the reader.

A hint that gives a text to write at a place says so to machines too (`Diagnostic.fixes`); here a machine does it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reading.kinds import KINDS
from perimetre.reading.mending import mended
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from perimetre.reading.validate import validate
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases"
FILES = sorted([*(CASES / "parse").glob("*.yml"), *(CASES / "validate").glob("*.yml")])


def told(text: str) -> list[Diagnostic]:
    """Return the errors of a case; one that says its kind is judged as a file of it."""
    parsed = parse(Source("a.yml", "a.yml", text.encode("utf-8", "surrogatepass")))
    kind = text.splitlines()[0].removeprefix("# kind: ") if text.startswith("# kind: ") else None
    if parsed.document is None:
        return [finding for finding in parsed.diagnostics if finding.severity == "error"]
    return list(validate(parsed.document, KINDS[kind])) if kind else []


def read(path: Path) -> str | None:
    """Return the text of a case; None where it is no text."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


# What a word hid is judged once it is written as it should be: the second mistake is another, and was not seen before.
HIDDEN = {
    "authority-misspelt": "key-is-present",
    "fact-id-with-capitals": "value-has-its-form",
}

MENDABLE = [
    pytest.param(text, rank, HIDDEN.get(path.stem), id=f"{path.parent.name}/{path.stem}:{rank}")
    for path in FILES
    if (text := read(path)) is not None
    for rank, finding in enumerate(told(text))
    if finding.fixes
]


def what(finding: Diagnostic) -> tuple[str, str]:
    return finding.rule, say(finding.message, "en")


@pytest.mark.parametrize(("text", "rank", "hidden"), MENDABLE)
def test_finding_is_gone_once_its_hint_is_done_and_nothing_new_is_wrong(
    text: str, rank: int, hidden: str | None
) -> None:
    before = told(text)
    after = told(mended(text, before[rank].fixes))
    assert [finding.rule for finding in after if finding.rule == hidden] == ([hidden] if hidden else [])
    after = [finding for finding in after if finding.rule != hidden]
    assert Counter(map(what, after)) <= Counter(what(finding) for finding in before if finding is not before[rank])


def test_most_cases_have_a_hint_that_a_machine_can_do() -> None:
    assert len(MENDABLE) > 100
