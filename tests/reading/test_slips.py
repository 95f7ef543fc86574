"""Slips made in the example's own files: each is one error, on its line, with what to type; a right value is none."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import pytest
import yaml

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.pipeline.loading import load_sources
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.parse import parse
from perimetre.reading.sources import Collected, collect
from perimetre.reading.validate import RULES, validate
from tests.conftest import ROOT
from tests.support.fixing import all_mended


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A slip, as the header of `cases/slips.yml` says."""

    id: str
    file: str
    stands: str | list[str]
    typed: str | list[str]
    rule: str | None = None
    line: int = 1
    hint: str | dict[str, str] = ""


SLIPS = [
    Slip(**slip) for slip in yaml.load((ROOT / "tests/cases/slips.yml").read_text("utf-8"), yaml.CSafeLoader)["slips"]
]


@functools.cache
def example() -> Collected:
    return collect(ROOT / "playbooks")


def lines(text: str | list[str]) -> list[str]:
    return text if isinstance(text, list) else [text]


def place(slip: Slip, written: list[str]) -> int:
    """Return where the lines of a slip stand, from 0; the example may have moved since."""
    wanted = lines(slip.stands)
    rows = [row for row in range(len(written)) if written[row : row + len(wanted)] == wanted]
    assert len(rows) == 1, f"{slip.file}: what stands there must be there once, and is there {len(rows)} times"
    return rows[0]


def mistyped(slip: Slip) -> tuple[Collected, int]:
    """Return the example with the slip in it, and the slip's line, from 1."""
    source = next(source for source in example().sources if source.path == slip.file)
    written = source.content.decode("utf-8").split("\n")
    row = place(slip, written)
    written[row : row + len(lines(slip.stands))] = lines(slip.typed)
    changed = replace(source, content="\n".join(written).encode("utf-8"))
    return Collected(tuple(changed if other is source else other for other in example().sources)), row + 1


def found_in(slip: Slip) -> tuple[list[Diagnostic], int]:
    """Return what is said of the slip, apart from the notes on files that are not judged meanwhile."""
    collected, line = mistyped(slip)
    loaded = load_sources(collected, folder="playbooks")
    return [finding for finding in loaded.diagnostics if finding.severity != "info"], line


@pytest.mark.slow
@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.rule], ids=lambda slip: slip.id)
def test_slip_is_one_error_on_its_line_with_what_to_type_and_is_gone_once_it_is_typed(slip: Slip) -> None:
    findings, line = found_in(slip)
    assert [(finding.rule, finding.severity) for finding in findings] == [(slip.rule, "error")]
    (error,) = findings
    assert error.file == f"playbooks/{slip.file}"
    assert error.span is not None and error.span.line - line + 1 == slip.line
    assert error.hint is not None
    for language in ("en", "fr"):
        wanted = slip.hint if isinstance(slip.hint, str) else slip.hint[language]
        assert wanted and wanted in say(error.hint, language)
    assert say(error.message, "fr") != say(error.message, "en")
    assert say(error.hint, "fr") != say(error.hint, "en")
    if error.fixes:
        assert wrong_after(slip, error) == []


def wrong_after(slip: Slip, error: Diagnostic) -> list[Diagnostic]:
    """Return the errors that are left once the hint of one is done, in its file or in any other."""
    sources = {source.file: source for source in mistyped(slip)[0].sources}
    texts = {fix.file: sources[fix.file].content.decode("utf-8") for fix in error.fixes}
    for file, text in all_mended(texts, error).items():
        sources[file] = replace(sources[file], content=text.encode("utf-8"))
    if error.rule in RULES or error.rule.startswith("yaml-"):
        source = sources[error.file]
        parsed, filed = parse(source), kind_of(source.path)
        assert isinstance(filed, Filed)
        return list(parsed.diagnostics or (validate(parsed.document, filed.kind) if parsed.document else ()))
    left = load_sources(Collected(tuple(sources.values())), folder="playbooks").diagnostics
    return [finding for finding in left if finding.severity == "error"]


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if not slip.rule], ids=lambda slip: slip.id)
def test_right_value_is_left_alone(slip: Slip) -> None:
    assert found_in(slip)[0] == []


def test_slips_are_told_apart() -> None:
    ids = [slip.id for slip in SLIPS]
    assert len(set(ids)) == len(ids)
    assert all(slip.stands != slip.typed for slip in SLIPS)
