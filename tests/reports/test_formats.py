"""What machines and managers must be able to rely on in the reports: SARIF, Code Quality, Markdown, fingerprints."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from perimetre.base.diagnostics import Diagnostic, Related, Span
from perimetre.base.words import Message, counted, message
from perimetre.judge.registry import RULES
from perimetre.reports import FORMATS, Findings, markdown
from perimetre.reports.fingerprints import fingerprints
from tests.conftest import ROOT
from tests.reports.test_reports import cases, diagnostics, raw, span

# The schema of the standard, as its editors ship it.
SCHEMA = ROOT / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
LANGUAGES = st.sampled_from(["fr", "en"])
RENDERED = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def told(found: list[Diagnostic] | tuple[Diagnostic, ...], language: str = "en", **more: object) -> Findings:
    return Findings(diagnostics=tuple(found), files=3, language=language, **more)


def at(line: int, text: str = "Wrong.", rule: str = "some-rule", file: str = "a.yml") -> Diagnostic:
    place = Span(line=line, column=1, end_line=line, end_column=2)
    return Diagnostic(rule=rule, severity="error", message=message(text), file=file, span=place)


def from_case(case: dict) -> Findings:
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
    return told([one], lines={case["file"]: case.get("lines", [])})


def run_of(findings: Findings) -> dict:
    log = json.loads(FORMATS["sarif"](findings))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


# --- SARIF ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft4Validator:
    """The official schema; the addresses of rules are judged by a test of their own."""
    if not SCHEMA.exists():
        pytest.skip("The schema of SARIF is not here. This brings it: npm install --ignore-scripts --no-package-lock")
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))


@given(found=st.lists(diagnostics, max_size=4), language=LANGUAGES)
def test_any_finding_gives_valid_sarif(schema: jsonschema.Draft4Validator, found: list, language: str) -> None:
    log = json.loads(FORMATS["sarif"](told(found, language, site="https://handbook.example")))
    assert [error.message for error in schema.iter_errors(log)] == []


def test_the_schema_would_refuse_a_fault(schema: jsonschema.Draft4Validator) -> None:
    log = json.loads(FORMATS["sarif"](told([at(1)])))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not schema.is_valid(log)


@pytest.mark.parametrize("case", cases("formats"))
def test_sarif_says_what_where_and_how_grave(case: dict) -> None:
    run = run_of(from_case(case))
    (result,) = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["level"], result["suppressions"]) == (case["rule"], case["level"], [])
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": case["uri"], "uriBaseId": "%SRCROOT%"}
    region = place.get("region")
    assert (list(region.values()) if region else None) == (case.get("span"))
    plain = "\n".join(part for part in (case["message"], case.get("hint")) if part)
    assert result["message"]["text"] == case.get("sarif", plain)
    related = [
        (one["message"]["text"], one["physicalLocation"]["region"]["startLine"])
        for one in result.get("relatedLocations", [])
    ]
    assert related == [(one["message"], one["span"][0]) for one in case.get("related", [])]


@given(st.text(min_size=1, max_size=20))
def test_any_name_of_a_file_is_found_again_from_its_address(file: str) -> None:
    (result,) = run_of(told([at(1, file=file)]))["results"]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address.isascii() and not re.search(r"[^\w.~/%:-]", address)
    assert unquote(address.removeprefix("file://")) == file


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_has_its_help_and_its_address(schema: jsonschema.Draft4Validator, language: str) -> None:
    found = [
        Diagnostic(rule=rule, severity="error", message=Message("x"), file="a.yml", url=f"reference/rules/{rule}/")
        for rule in RULES
    ]
    log = json.loads(FORMATS["sarif"](told(found, language, site="https://handbook.example/charte/")))
    assert [error.message for error in schema.iter_errors(log)] == []
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        assert rule["helpUri"] == f"https://handbook.example/charte/reference/rules/{rule['id']}/"
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]
        assert "```yaml" in rule["help"]["markdown"]
    assert [result["ruleIndex"] for result in log["runs"][0]["results"]] == list(range(len(RULES)))


def test_without_a_site_no_rule_has_half_an_address() -> None:
    one = Diagnostic(rule="deadlines-grow", severity="error", message=Message("x"), file="a.yml", url="reference/x/")
    (rule,) = run_of(told([one]))["tool"]["driver"]["rules"]
    assert "helpUri" not in rule


def test_what_is_set_aside_stays_in_sarif_with_its_reason() -> None:
    aside = Diagnostic(rule="r", severity="error", message=Message("x"), file="a.yml", suppressed="agreed in May")
    first, second = run_of(told([aside, at(2)]))["results"]
    assert first["suppressions"] == []
    assert second["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "agreed in May"}]


# --- Code Quality --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("formats"))
def test_code_quality_says_what_where_and_how_grave(case: dict) -> None:
    (issue,) = json.loads(FORMATS["gitlab"](from_case(case)))
    assert (issue["check_name"], issue["severity"]) == (case["rule"], case["gitlab"])
    assert issue["description"] == case["description"]
    assert issue["location"]["path"] == case["file"]
    assert issue["location"]["lines"]["begin"] == (case.get("span") or [1])[0]


@given(st.lists(diagnostics, max_size=5), LANGUAGES)
def test_any_finding_is_one_issue_of_code_quality(found: list[Diagnostic], language: str) -> None:
    issues = json.loads(FORMATS["gitlab"](told(found, language)))
    gravest_first = sorted(found, key=lambda one: one.gravity)
    shown = [one for one in gravest_first if one.suppressed is None]
    assert [issue["location"]["path"] for issue in issues] == [posixpath.normpath(one.file) for one in shown]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue["description"] and "\n" not in issue["description"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1


# --- fingerprints --------------------------------------------------------------------------------------------------

FILE = ["brand: x", "rules:", "  - id: one", "    owner: cmm", "  - id: two", "    owner: cmm", "owner: cmm"]


@given(st.lists(st.sampled_from(["", "# a remark", "new: 1", "list:", "  - id: other", "    owner: cm"]), max_size=8))
def test_lines_inserted_above_change_no_fingerprint(inserted: list[str]) -> None:
    def of(lines: list[str], down: int) -> tuple[str, ...]:
        return fingerprints(told([at(line + down) for line in (4, 6, 7)], lines={"a.yml": lines}))

    before = of(FILE, 0)
    assert of([*inserted, *FILE], len(inserted)) == before
    assert len(set(before)) == 3


def test_a_fault_mended_leaves_the_others_their_fingerprints() -> None:
    lines = {"a.yml": FILE}
    three = fingerprints(told([at(4), at(6), at(7)], lines=lines))
    mended = {"a.yml": [*FILE[:3], "    owner: cm", *FILE[4:]]}
    assert fingerprints(told([at(6), at(7)], lines=mended)) == three[1:]


def test_a_fingerprint_depends_neither_on_the_language_nor_on_a_count_of_days() -> None:
    def of(count: int, language: str) -> tuple[str, ...]:
        said = counted("{count} error", "{count} errors", count)
        one = Diagnostic(rule="r", severity="error", message=said, file="a.yml")
        return fingerprints(told([one], language))

    assert of(12, "fr") == of(12, "en") == of(134, "en")


@given(st.lists(diagnostics, max_size=6), st.lists(st.text(max_size=20), max_size=6))
def test_no_two_findings_have_one_fingerprint(found: list[Diagnostic], lines: list[str]) -> None:
    found = found * 2
    made = fingerprints(told(found, lines={one.file: lines for one in found}))
    assert len(set(made)) == len(found)
    results = run_of(told(found, lines={one.file: lines for one in found}))["results"]
    assert [list(result["partialFingerprints"].values()) for result in results] == [[one] for one in made]


# --- Markdown ------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        assert all(name == "href" and value.startswith("https://handbook.example/") for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def bare(text: str) -> str:
    """A text without its spaces, the marks that Markdown takes for code, and the spaces of no width."""
    return re.sub(r"[\s\u200b\xa0`]", "", text)


HOSTILE = [
    "<script>alert(1)</script>",
    "`</code><b>x`",
    "``` \n# title\n- item\n1. one",
    "[x](javascript:a) ![y](z) <https://a.example>",
    "**bold** __b__ ~~s~~ *i* _i_",
    "\\`<b>`\\",
    "a | b\n--- | ---\n1 | 2",
    "&lt;b&gt; &#60;",
    "[ref]: https://a.example",
    "===",
    "`a``b`",
    "<!-- x",
]


@given(
    st.lists(
        st.one_of(st.sampled_from(HOSTILE), st.text("`<>*_[]()!\\&|~#-=@ \nab:/.1", max_size=40)),
        min_size=4,
        max_size=4,
    )
)
def test_nothing_that_a_playbook_says_is_read_as_markdown_or_html(texts: list[str]) -> None:
    said, hint, reason, file = texts
    one = Diagnostic(
        rule="some-rule",
        severity="error",
        message=raw(said) or Message("x"),
        hint=raw(hint) or None,
        file=file or "a.yml",
        url="reference/rules/some-rule/",
        related=(Related(file="b.yml", span=None, message=raw(reason) or Message("x")),),
    )
    aside = Diagnostic(rule="r", severity="error", message=Message("x"), file="c.yml", suppressed=reason)
    page = _Page(RENDERED.render(FORMATS["markdown"](told([one, aside], site="https://handbook.example"))))
    assert set(page.tags) <= {"h1", "h2", "p", "strong", "ul", "li", "br", "code", "a"}
    assert (page.tags.count("h1"), page.tags.count("h2"), page.tags.count("li"), page.tags.count("a")) == (1, 2, 2, 1)
    for text in texts:
        assert bare(text) in bare(page.text)


@pytest.mark.parametrize("case", cases("formats"))
def test_markdown_shows_the_line_and_what_to_write(case: dict) -> None:
    shown = FORMATS["markdown"](from_case(case))
    assert shown.startswith("# Check of the handbook\n\n**The handbook ")
    assert shown.endswith(case["markdown"])


def test_nobody_is_called_by_a_report() -> None:
    shown = FORMATS["markdown"](told([at(1, "Ask @chief about #12.")]))
    assert "@chief" not in shown and "#12" not in shown


@given(st.lists(diagnostics, max_size=6), LANGUAGES)
def test_markdown_counts_what_is_found(found: list[Diagnostic], language: str) -> None:
    findings = told(found, language)
    page = _Page(RENDERED.render(FORMATS["markdown"](findings)))
    assert page.tags.count("li") == len(found)
    assert "\x1b" not in page.text
    if findings.count("error"):
        assert str(findings.count("error")) in page.text


@given(st.integers(0, 150), st.integers(0, 150), st.integers(10_000, 20_000))
def test_a_long_report_is_cut_and_says_what_is_left_out(errors: int, infos: int, limit: int) -> None:
    notes = [
        Diagnostic(rule="r", severity="info", message=message("Perhaps é."), file=f"{number}.yml")
        for number in range(infos)
    ]
    shown = markdown.write(told([*notes, *(at(line) for line in range(1, errors + 1))]), limit)
    assert len(shown.encode()) < limit
    kept_errors, kept_notes = shown.count("- **Error"), shown.count("- **Note")
    gone = [(errors - kept_errors, "error"), (infos - kept_notes, "note")]
    said = ", ".join(f"{count} {what}{'s' * (count != 1)}" for count, what in gone if count)
    assert (f"left out: {said}." in shown) if said else ("left out" not in shown)
    assert kept_errors == errors or kept_notes == 0, "notes are kept where errors are left out"


def test_the_report_of_a_ruined_handbook_stays_below_the_limit() -> None:
    shown = FORMATS["markdown"](told([at(line, "Une phrase assez longue. " * 20) for line in range(1, 4000)]))
    assert 800_000 < len(shown.encode()) < 900_000


def test_one_endless_text_hides_no_other_finding() -> None:
    shown = FORMATS["markdown"](told([at(1, "`é<" * 500_000), at(2, "The other.")]))
    assert "…" in shown and "The other." in shown and "left out" not in shown


# --- all -----------------------------------------------------------------------------------------------------------


def test_help_waits_for_no_report() -> None:
    code = "import sys, perimetre.drivers.cli.main, perimetre.drivers.cli.check; print(list(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "'perimetre.reports'" in loaded
    assert "perimetre.reports.sarif" not in loaded and "perimetre.judge" not in loaded


def test_a_format_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        FORMATS["findings"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_clean_handbook_is_a_report_too(form: str, language: str) -> None:
    assert FORMATS[form](told([], language)) or form == "github"
