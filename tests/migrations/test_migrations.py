"""Former forms are moved, and nothing else: to the byte, once and for all, and the house says what it said."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.diagnostics import Diagnostic
from perimetre.migrations.editing import NotMovedError
from perimetre.migrations.steps import STEPS, brought, former_forms
from perimetre.model.statements import Statement
from perimetre.pipeline.loading import Loaded, judged, load_sources
from perimetre.reading.document import Document
from perimetre.reading.parse import parse
from perimetre.reading.sources import Collected, Source
from tests.conftest import ROOT, examples
from tests.rules.test_rules import BASE, TODAY

CASES = yaml.load((ROOT / "tests" / "cases" / "migrate.yml").read_text("utf-8"), yaml.CSafeLoader)["cases"]


def document(text: str) -> Document:
    read = parse(Source("house/crises/a.yml", "playbooks/house/crises/a.yml", text.encode()))
    assert read.document is not None, (text, read.diagnostics)
    return read.document


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_file_is_written_as_a_case_says_to_the_byte(case: dict[str, Any]) -> None:
    before = document(case["before"])
    if case.get("refused"):
        assert list(former_forms(before.data))
        with pytest.raises(NotMovedError):
            brought(before)
        return
    after = brought(before)
    assert after == case["after"]
    assert brought(document(after)) == after


def house(files: dict[str, str]) -> Loaded:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    return load_sources(Collected(sources), folder="playbooks")


def found(loaded: Loaded) -> list[Diagnostic]:
    return [one for one in judged(loaded, TODAY).diagnostics if one.rule != "form-is-that-of-today"]


def statements(loaded: Loaded) -> dict[str, Statement]:
    assert loaded.handbook is not None
    brands = (loaded.handbook.house, *loaded.handbook.brands)
    return {one.id: one for brand in brands if brand for crisis in brand.crises for one in crisis.statements}


def test_a_house_that_is_brought_over_says_what_it_said() -> None:
    before = house(dict(BASE))
    files = {document.path: brought(document) for document in before.documents.values()}
    after = house(files)
    assert any(one.approved_by for one in statements(before).values())
    assert [one.agreements for one in statements(before).values()] == [
        one.agreements for one in statements(after).values()
    ]
    assert not any(one.approved_by for one in statements(after).values())
    assert {(one.rule, str(one.message)) for one in found(after)} <= {
        (one.rule, str(one.message)) for one in found(before)
    }
    assert not list(former_forms([document.data for document in after.documents.values()]))
    rules = {one.rule for one in judged(before, TODAY).diagnostics} - {
        one.rule for one in judged(after, TODAY).diagnostics
    }
    assert rules == {"form-is-that-of-today"}


WORDS = st.sampled_from(["Merci.", "Oui, tout.", "À {{hour}} : rien.", "a # b", "« Non »", "- x", "it's"])
KEYS = ("id", "text", "approved_by", "approved_at", "approvals", "version")


def quoted(value: str, style: str) -> str:
    if style == "single":
        return "'" + value.replace("'", "''") + "'"
    if style == "double" or value.strip("abcdefghijklmnopqrstuvwxyz-") != "":
        return '"' + value.replace('"', '\\"') + '"'
    return value


@st.composite
def files_of_statements(draw: st.DrawFn) -> str:
    """Draw a file of statements in the former form, in any clothes that the strict reader takes."""
    chance = random.Random(draw(st.integers()))
    end = chance.choice(["\n", "\r\n"])
    lines = ["# Un fichier.", "statements:"]
    for rank in range(draw(st.integers(1, 4))):
        keys = [key for key in KEYS if key not in ("approvals", "version") or chance.random() < 0.4]
        chance.shuffle(keys)
        values = {
            "id": f"s{rank}",
            "text": quoted(draw(WORDS), chance.choice(["single", "double"])),
            "approved_by": quoted("lead", chance.choice(["plain", "single", "double"])),
            "approved_at": chance.choice(["2026-03-01T09:05", '"2026-03-01T09:05"']),
            "version": "2",
        }
        listed = chance.choice(["flow", "items", "lines"])
        if chance.random() < 0.4:
            inside = ", ".join(
                f"{key}: {'[{by: counsel, on: 2026-03-02}]' if key == 'approvals' else values[key]}" for key in keys
            )
            lines.append(f"  - {{{inside}}}" + chance.choice(["", "  # dit"]))
            continue
        for position, key in enumerate(keys):
            head = "  - " if position == 0 else "    "
            if key != "approvals":
                lines.append(f"{head}{key}: {values[key]}" + chance.choice(["", "", " # dit", "   "]))
            elif listed == "flow":
                lines.append(f"{head}approvals: [{{by: counsel, on: 2026-03-02}}]")
            elif listed == "items":
                lines += [f"{head}approvals:", "      - {by: counsel, on: 2026-03-02}  # elle"]
            else:
                lines += [f"{head}approvals:", "    - by: counsel", "      on: 2026-03-02"]
            if position and chance.random() < 0.2:
                lines.append(chance.choice(["", "    # entre deux"]))
    return end.join(lines) + chance.choice([end, ""])


@settings(max_examples=examples(60, 1_000), deadline=None)
@given(files_of_statements())
def test_whatever_its_clothes_a_file_is_moved_whole_or_refused(text: str) -> None:
    before = document(text)
    try:
        after = brought(before)
    except NotMovedError:
        # What stands behind a dash, with a comment after it, has no other place.
        assert "#" in text
        return
    expected: Any = copy.deepcopy(before.data)
    for step in STEPS:
        for _, rank in step.found_in(before.data):
            expected["statements"][rank] = step.moved(before.data["statements"][rank])  # type: ignore[index,call-overload]
    assert document(after).data == expected
    assert brought(document(after)) == after
    # What is not of the former form is still there, line by line: each comment, each other key.
    kept = [line for line in text.splitlines() if "approv" not in line and "- " not in line and "{" not in line]
    rest = after.splitlines()
    assert [line for line in kept if not any(line.strip() in other for other in rest)] == []
    assert text.count("#") == after.count("#")
