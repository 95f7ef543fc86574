"""What a report must say of findings, whatever the playbooks hold."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perimetre.base.diagnostics import Diagnostic, Related, Span
from perimetre.base.words import Message, message
from perimetre.reports import FORMATS, Findings, text
from tests.conftest import ROOT
from tools.printed import PRINTED, printed

CASES = ROOT / "tests" / "cases" / "reports"
SPAN = Span(line=1, column=1, end_line=1, end_column=4)
SCHEMA = ROOT / "schemas" / "output" / "check.schema.json"


def cases(name: str) -> list:
    loaded = yaml.load((CASES / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [pytest.param(case, id=case["name"]) for case in loaded]


def span(numbers: list[int] | None) -> Span | None:
    return numbers and Span(line=numbers[0], column=numbers[1], end_line=numbers[2], end_column=numbers[3])


def raw(text: str | None) -> Message | None:
    return text and Message("{text}", {"text": text})


def findings(case: dict) -> Findings:
    one = Diagnostic(
        rule=case["rule"],
        severity=case["severity"],
        message=raw(case["message"]),
        hint=raw(case.get("hint")),
        file=case["file"],
        span=span(case.get("span")),
        related=tuple(
            Related(file=other["file"], span=span(other["span"]), message=raw(other["message"]))
            for other in case.get("related", ())
        ),
    )
    return Findings(diagnostics=(one,), files=1, language="en", lines={case["file"]: case.get("lines", [])})


@pytest.mark.parametrize("case", cases("text"))
def test_text_shows_the_line_and_the_way_out(case: dict) -> None:
    shown = FORMATS["text"](findings(case))
    assert [line.rstrip() for line in shown.splitlines()] == case["expect"].splitlines()


def test_many_places_are_drawn_up_to_a_few_and_named_beyond() -> None:
    there = [Span(line=line, column=1, end_line=line, end_column=4) for line in range(2, 12)]
    many = Diagnostic(
        rule="some-rule",
        severity="error",
        message=Message("Here."),
        file="a.yml",
        span=SPAN,
        related=tuple(Related(file="a.yml", span=span, message=Message("Here too.")) for span in there),
    )
    shown = FORMATS["text"](Findings(diagnostics=(many,), files=1, language="en", lines={"a.yml": ["one"] * 12}))
    assert shown.count("--- Here too.") == 5
    assert shown.count("= see: a.yml:") == 5


@pytest.mark.parametrize(("form", "places"), [("text", 6), ("markdown", 11)])
def test_places_that_are_not_named_are_counted(form: str, places: int) -> None:
    related = tuple(Related(file=f"{rank}.yml", span=SPAN, message=Message("Here too.")) for rank in range(30))
    many = Diagnostic(rule="r", severity="error", message=Message("x"), file="a.yml", span=SPAN, related=related)
    shown = FORMATS[form](Findings(diagnostics=(many,), files=1, language="en", lines={"a.yml": ["one"]}))
    assert shown.count("Here too.") == places
    assert f"{30 - places} other places, which `--format json` lists" in shown


def test_what_is_said_the_same_of_several_places_is_said_once_and_counted_each() -> None:
    told = [
        Diagnostic(rule="r", severity="warning", message=Message(words), file=f"{file}.yml", span=SPAN)
        for words, file in (("Left.", "a"), ("Other.", "a"), ("Left.", "b"), ("Left.", "c"))
    ]
    shown = FORMATS["text"](Findings(diagnostics=tuple(told), files=3, language="en", lines={"a.yml": ["one"]}))
    assert shown.count("warning[r]: Left.") == shown.count("warning[r]: Other.") == 1
    assert [line.strip() for line in shown.splitlines() if "see:" in line] == [
        "= see: b.yml:1:1 here too",
        "= see: c.yml:1:1 here too",
    ]
    assert "3 files read: 4 warnings." in shown


def test_numbers_of_lines_are_as_wide_as_the_widest_that_is_drawn() -> None:
    far = Related(file="a.yml", span=Span(line=1000, column=1, end_line=1000, end_column=2), message=Message("Far."))
    one = Diagnostic(rule="r", severity="info", message=Message("x"), file="a.yml", span=SPAN, related=(far,))
    shown = FORMATS["text"](Findings(diagnostics=(one,), files=1, language="en", lines={"a.yml": ["a: 1"] * 1000}))
    assert shown.splitlines()[1:7] == ["    --> a.yml:1:1", "     |", "   1 | a: 1", "     | ^^^", "...", "1000 | a: 1"]


@pytest.mark.parametrize("name", FORMATS)
def test_report_is_printed_as_it_was(name: str) -> None:
    """A change of any format is seen, and accepted by `python -m tools.printed`."""
    assert printed(name) == (PRINTED / f"{name}.txt").read_text("utf-8"), "tools.printed"


@pytest.mark.parametrize("case", cases("github"))
def test_github_annotations_are_escaped(case: dict) -> None:
    assert FORMATS["github"](findings(case)) == case["expect"] + "\n"


texts = st.text(max_size=60)
spans = st.one_of(
    st.none(),
    st.builds(
        lambda line, column, lines, columns: Span(
            line=line, column=column, end_line=line + lines, end_column=columns if lines else column + columns
        ),
        st.integers(1, 5),
        st.integers(1, 40),
        st.integers(0, 3),
        st.integers(1, 40),
    ),
)


@pytest.mark.parametrize(("errors", "notes", "said"), [(10, 10, False), (11, 0, True), (0, 12, True)])
def test_github_says_that_it_shows_ten_of_each_level(errors: int, notes: int, said: bool) -> None:
    severities = ["info"] * notes + ["error"] * errors
    many = tuple(
        Diagnostic(rule="r", severity=severity, message=Message("x"), file="a.yml", span=SPAN)
        for severity in severities
    )
    lines = FORMATS["github"](Findings(diagnostics=many, files=1, language="en")).splitlines()
    assert len(lines) == errors + notes + said
    notices = [line for line in lines if line.startswith("::notice")]
    assert ("GitHub shows 10 annotations" in "".join(notices[:1])) == said


def test_gravest_are_told_first_in_every_report() -> None:
    severities = ["info", "warning", "error", "warning", "error"]
    found = [
        Diagnostic(rule=f"{severity}-{rank}", severity=severity, message=Message("x"), file=f"{rank}.yml", span=SPAN)
        for rank, severity in enumerate(severities)
    ]
    aside = Diagnostic(rule="agreed", severity="error", message=Message("x"), file="0.yml", suppressed="Décidé.")
    told = Findings(diagnostics=(aside, *found), files=1, language="en")
    expected = ["error-2", "error-4", "warning-1", "warning-3", "info-0", "agreed"]
    assert [finding.rule for finding in told.diagnostics] == expected
    for form in FORMATS:
        report = FORMATS[form](told)
        places = [report.find(rule) for rule in expected if rule in report]
        assert places == sorted(places) and len(places) >= len(expected) - 1


diagnostics = st.builds(
    Diagnostic,
    rule=st.just("some-rule"),
    severity=st.sampled_from(["error", "warning", "info"]),
    message=texts.map(raw).filter(bool),
    hint=st.one_of(st.none(), texts.map(raw).filter(bool)),
    file=st.text(min_size=1, max_size=20),
    span=spans,
    suppressed=st.one_of(st.none(), st.just("agreed")),
    related=st.lists(
        st.builds(Related, file=st.text(min_size=1, max_size=9), span=spans, message=texts.map(raw).filter(bool))
    ).map(tuple),
)


@given(st.lists(diagnostics, max_size=4), st.lists(st.text(max_size=120), max_size=6), st.sampled_from(["fr", "en"]))
def test_any_playbook_can_be_reported(found: list[Diagnostic], lines: list[str], language: str) -> None:
    told = Findings(diagnostics=tuple(found), files=3, language=language, lines={one.file: lines for one in found})
    shown = FORMATS["text"](told)
    assert "\x1b" not in shown, "a playbook reaches the terminal with its escape codes"
    assert all(one.rule in shown for one in found)
    report = json.loads(FORMATS["json"](told))
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert report["summary"]["suppressed"] == sum(one.suppressed is not None for one in found)
    annotations = FORMATS["github"](told).split("\n")[:-1]
    assert len(annotations) == sum(one.suppressed is None for one in found)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in annotations)


def test_suppressed_findings_are_not_counted() -> None:
    one = Diagnostic(rule="r", severity="error", message=Message("x"), file="a.yml", suppressed="agreed in May")
    report = json.loads(FORMATS["json"](Findings(diagnostics=(one,), files=1, language="fr")))
    assert (report["summary"]["errors"], report["summary"]["suppressed"]) == (0, 1)
    assert report["diagnostics"][0]["suppressed"] == "agreed in May"


@pytest.mark.parametrize(
    ("before", "wide", "under", "carets"),
    [
        ("é…’ ", 4, "mot", 3),
        ("e\u0301 ", 2, "mot", 3),
        ("日本 ", 5, "語", 2),
        ("👩\u200d👩\u200d👧 ", 3, "👍🏽", 2),
        ("🇫🇷 ❤️ ", 6, "fin", 3),
    ],
)
def test_the_caret_stands_under_what_is_wrong_whatever_its_width(
    before: str, wide: int, under: str, carets: int
) -> None:
    start = len("title: ") + len(before) + 1
    finding = Diagnostic(
        rule="value-is-known",
        severity="error",
        message=message("No."),
        file="a.yml",
        span=Span(line=1, column=start, end_line=1, end_column=start + len(under)),
    )
    lines = {"a.yml": [f"title: {before}{under}"]}
    shown = text.write(Findings(diagnostics=(finding,), lines=lines, files=1, language="en"))
    assert f"   | {' ' * (len('title: ') + wide)}{'^' * carets}\n" in shown
