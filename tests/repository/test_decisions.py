"""A decision bears one number, which is no other's; what the decisions name, and what names them, exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.repository.test_architecture import tracked

DECISIONS = sorted((ROOT / "docs" / "decisions").iterdir())
NAMED = re.compile(r"`([\w./-]+(?:\.(?:py|yml|html|txt|md|json)|/))`")
PATHS = [f"/{path.relative_to(ROOT).as_posix()}" for path in tracked()]


def number_of(path: Path) -> str:
    return path.name.partition("-")[0]


def test_decisions_bear_one_number_each() -> None:
    assert [path.name for path in DECISIONS if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)] == []
    assert [number for number, count in Counter(map(number_of, DECISIONS)).items() if count > 1] == []


@pytest.mark.parametrize("path", DECISIONS, ids=number_of)
def test_a_decision_begins_with_its_number_and_names_what_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(f"# {number_of(path)}: ")
    assert len(text.splitlines()) <= 60, "a decision is under a page"
    numbers = {number_of(other) for other in DECISIONS}
    assert set(re.findall(r"\((\d{4})\)", text)) <= numbers
    ends = [f"/{name}" for name in NAMED.findall(text)]
    assert [
        end for end in ends if not any(end in known if end[-1] == "/" else known.endswith(end) for known in PATHS)
    ] == []


def test_decisions_that_are_named_elsewhere_exist() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in tracked()
        if path.suffix in {".py", ".md", ".yml", ".toml"}
        for name in re.findall(r"decisions/(\d{4}-[a-z-]+\.md)", path.read_text("utf-8"))
    }
    assert named
    assert {(path, name) for path, name in named if not (ROOT / "docs" / "decisions" / name).exists()} == set()
