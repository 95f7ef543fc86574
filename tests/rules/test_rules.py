"""Judge: every rule has a page in two languages, an example that fires where it should, and one that does not.

Each folder `rules/<family>/<rule>/` holds the examples that the pages show, `bad.yml` and `good.yml`, a near miss,
and where they do not do `more.yml`, whose cases are separated by `--- a sentence`. The codes that are no rule's have
theirs in `tests/cases/rules/`. Each case is put into the small house `tests/cases/rules/base`: after `# file: path`,
its top-level keys take the place of those of that file, which comes after it; `(new)` says that nothing of it is
kept, `(without key)` that a key is not. `# before: path` says so of the state before, for a rule that looks at what
changes. A line that should fire ends with `# expect: rule`. What else is found is not looked at. A case titled `not:`
is a near miss too. `tests/support/rule_cases.py` reads them all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import LANGUAGES, say
from perimetre.judge import engine, pages
from perimetre.judge.codes import EARLIER, ENGINE, LINT
from perimetre.judge.registry import FOLDER, FOLDERS, RULES
from perimetre.model import Handbook
from perimetre.pipeline.loading import Loaded, judged, load
from perimetre.pipeline.publishing import publish
from perimetre.reports import Findings
from perimetre.rules.kit.check import Check
from tests.conftest import DEEP, ROOT
from tests.support.fixing import all_mended
from tests.support.rule_cases import (
    BASE,
    CASES_OF_RULES,
    EARLIER_OF_NEEDS,
    AskingOne,
    before_of,
    example,
    files_of,
    load_files,
)
from tools.rules_table import table

TODAY = date(2026, 11, 22)
# The rules whose hint gives, in one of their examples at least, a text to write at a place.
RULES_WITH_FIXES = ("text-is-finished", "circuit-can-succeed", "contact-is-usable")
NOTES = frozenset({"unread-file-is-not-judged", "to-complete-is-completed"})


def judge(files: dict[str, str], today: date = TODAY, before: Handbook | None = None, only: str = "") -> Loaded:
    """Judge files; `only`: the one rule that is asked."""
    return judged(load_files(files), today, AskingOne(only) if only else None, before=before)


def built(files: dict[str, str]) -> Findings:
    """Return what a build finds: what the rules do, and what is read in the pages."""
    return publish(
        load_files(files), "fr", "internal", now=lambda zone: datetime(2026, 11, 22, 12, tzinfo=zone)
    ).findings


def found_of(loaded: Loaded | Findings, rule: str) -> set[tuple[str, int | None, str]]:
    return {(one.file, one.span.line if one.span else None, one.rule) for one in loaded.diagnostics if one.rule == rule}


def check(rule: str, example: str) -> set[tuple[str, int, str]]:
    files, expected = files_of(example)
    looked_at = RULES.get(rule)
    # A comment that sets a finding aside is of use or not by what the rules find.
    alone = "" if looked_at is None or "perimetre: ignore" in example else rule
    if looked_at is not None and looked_at.compared:
        loaded: Loaded | Findings = judge(files, before=load_files(before_of(example)).handbook, only=alone)
    else:
        loaded = built(files) if looked_at is not None and looked_at.built else judge(files, only=alone)
    early = {*EARLIER, "rule-does-not-crash"} - {rule} - (NOTES if rule in EARLIER else frozenset())
    broken = [one for one in loaded.diagnostics if one.rule in early]
    # What is not judged for it is a consequence, told after what it comes from.
    broken.sort(key=lambda one: one.rule in NOTES)
    assert [f"{one.file}:{one.span and one.span.line}: {say(one.message, 'en')}" for one in broken] == []
    assert found_of(loaded, rule) == expected
    return expected


@pytest.mark.deep
@pytest.mark.slow
def test_no_rule_crashes_on_a_case_of_another() -> None:
    """Of the cases one in ten; in depth, all of them."""
    cases = [example(rule, name) for name in ("bad", "good", "near-miss") for rule in RULES]
    cases += [case for _, _, case in CASES_OF_RULES]
    for case in cases[:: 1 if DEEP else 10]:
        told = [one for one in judge(files_of(case)[0]).diagnostics if one.rule == "rule-does-not-crash"]
        assert [say(one.message, "en") for one in told] == [], case


@pytest.mark.parametrize("rule", RULES)
def test_bad_example_of_a_page_fires_at_its_line(rule: str) -> None:
    assert check(rule, example(rule, "bad"))


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES_WITH_FIXES)
def test_finding_of_a_rule_is_gone_once_its_hint_is_done_and_nothing_new_is_wrong(rule: str) -> None:
    def errors(files: dict[str, str]) -> list[Diagnostic]:
        found = judge({path.removeprefix("playbooks/"): text for path, text in files.items()}).diagnostics
        return [one for one in found if one.rule == rule or one.severity == "error"]

    mendable = 0
    for case in (example(rule, "bad"), *(case for of, _, case in CASES_OF_RULES if of == rule)):
        files = {f"playbooks/{path}": text for path, text in files_of(case)[0].items()}
        before = errors(files)
        for finding in before:
            if finding.fixes:
                mendable += 1
                after = {(one.rule, say(one.message, "en")) for one in errors(all_mended(files, finding))}
                assert after == {(one.rule, say(one.message, "en")) for one in before if one is not finding}
    assert mendable


@pytest.mark.parametrize("rule", RULES)
def test_good_example_of_a_page_does_not_fire(rule: str) -> None:
    assert not check(rule, example(rule, "good"))


@pytest.mark.parametrize(
    ("rule", "title", "example"), CASES_OF_RULES, ids=[f"{rule}: {title}" for rule, title, _ in CASES_OF_RULES]
)
def test_rule_finds_what_a_case_expects(rule: str, title: str, example: str) -> None:
    assert rule in RULES or rule in EARLIER or rule in ENGINE
    expected = check(rule, example)
    assert expected or title.startswith("not:"), "a case that expects nothing has a title that begins with `not:`"


@pytest.mark.parametrize("rule", RULES)
def test_rule_leaves_alone_what_is_nearly_wrong(rule: str) -> None:
    assert not check(rule, example(rule, "near-miss"))


@pytest.mark.parametrize("rule", [*RULES, *EARLIER_OF_NEEDS])
def test_rule_has_a_case_that_fires_and_a_near_miss(rule: str) -> None:
    own = [title for of, title, _ in CASES_OF_RULES if of == rule]
    assert rule in RULES or any(not title.startswith("not:") for title in own)
    assert rule in RULES or any(title.startswith("not:") for title in own)


def test_table_of_the_rules_is_that_of_their_cases() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == table(), "make rules-table"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_page_with_its_examples(rule: str, language: str) -> None:
    page = pages.page(rule, language)
    assert page is not None
    assert len(page.problem) > 20 and len(page.why) > 20 and len(page.fix) > 20
    assert page.title and not page.title.endswith(".")
    assert "expect:" not in page.bad and "# file" not in page.bad and page.bad != page.good


def test_rule_is_a_folder_of_its_name_and_holds_all_that_it_needs() -> None:
    needed = {"rule.py", "page.fr.md", "page.en.md", "bad.yml", "good.yml", "near-miss.yml"}
    for rule, folder in FOLDERS.items():
        assert RULES[rule].id == rule == folder.name.replace("_", "-")
        names = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
        assert needed <= names <= needed | {"more.yml"}, rule


def test_every_folder_of_a_family_is_a_rule() -> None:
    families = [folder for folder in FOLDER.iterdir() if folder.is_dir() and folder.name not in ("kit", "__pycache__")]
    folders = {rule for family in families for rule in family.iterdir() if rule.name != "__pycache__"}
    assert folders == set(FOLDERS.values()) and len(folders) == len(RULES)
    assert not RULES.keys() & (EARLIER.keys() | ENGINE.keys() | LINT.keys())


def test_base_of_the_cases_has_nothing_to_mend_but_notes() -> None:
    assert [one for one in judge(BASE).diagnostics if one.severity != "info"] == []


@pytest.mark.slow
def test_example_house_has_no_error_and_no_warning() -> None:
    loaded = judged(load(ROOT / "playbooks"), TODAY)
    left = [one for one in loaded.diagnostics if one.severity != "info" and one.suppressed is None]
    assert [(one.file, one.rule, say(one.message, "en")) for one in left] == []


# --- the engine ----------------------------------------------------------------------------------------------------

NO_CADENCE = BASE["brands/lumen/channels.yml"].replace("    cadence: {min: 1, max: 2, per: week}\n", "")


def with_comment(comment: str, at: str = "  - id: page") -> dict[str, str]:
    return BASE | {"brands/lumen/channels.yml": NO_CADENCE.replace(at, f"{at}{comment}")}


def of(files: dict[str, str], *rules: str) -> list[Diagnostic]:
    return [one for one in judge(files).diagnostics if one.rule in rules]


def test_finding_has_its_place_its_level_and_its_page() -> None:
    (found,) = of(BASE | {"brands/lumen/channels.yml": NO_CADENCE}, "channel-has-cadence")
    assert (found.file, found.severity, found.suppressed) == ("playbooks/brands/lumen/channels.yml", "warning", None)
    assert found.span is not None and found.span.line == 2
    assert found.url == "reference/rules/channel-has-cadence/"


@pytest.mark.parametrize(("level", "severities"), [("error", ["error"]), ("info", ["info"]), ("off", [])])
def test_house_sets_the_level_of_a_rule(level: str, severities: list[str]) -> None:
    settings = BASE["handbook.yml"] + f"rule_levels: [{{rule: channel-has-cadence, level: {level}, reason: Essai.}}]\n"
    files = {"handbook.yml": settings, "brands/lumen/channels.yml": NO_CADENCE}
    assert [one.severity for one in of(BASE | files, "channel-has-cadence")] == severities


def test_level_of_what_is_to_be_completed_can_change() -> None:
    settings = BASE["handbook.yml"] + "rule_levels: [{rule: to-complete-is-completed, level: info, reason: Essai.}]\n"
    channels = BASE["brands/lumen/channels.yml"].replace("{min: 1, max: 2, per: week}", "to-complete")
    files = BASE | {"handbook.yml": settings, "brands/lumen/channels.yml": channels}
    assert [one.severity for one in of(files, "to-complete-is-completed", "channel-has-cadence")] == ["info"]


@pytest.mark.parametrize(
    ("rule", "near"),
    [
        ("chanel-has-cadence", "channel-has-cadence"),
        ("typographie-is-french", "typography-is-french"),
        ("reference-resolves", None),
    ],
)
def test_level_of_what_is_no_rule_is_an_error(rule: str, near: str | None) -> None:
    settings = BASE["handbook.yml"] + f"rule_levels:\n  - rule: {rule}\n    level: info\n    reason: Essai.\n"
    (found,) = of(BASE | {"handbook.yml": settings}, "rule-level-names-a-rule")
    assert found.severity == "error" and found.span is not None
    assert settings.splitlines()[found.span.line - 1] == f"  - rule: {rule}"
    assert found.hint is not None and found.hint.values.get("near") == near


@pytest.mark.parametrize(
    "files",
    [
        with_comment("  # perimetre: ignore[channel-has-cadence] La page ne publie pas."),
        with_comment("  # perimetre: ignore[channel-has-cadence] La page ne publie pas. (until 2026-11-22)"),
        with_comment("  # perimetre: ignore[channel-has-cadence] La page ne publie pas. (jusqu’au 2026-12-01)"),
        with_comment("\n  # perimetre: ignore[channel-has-cadence] La page ne publie pas.\n  # Une page.", "channels:"),
    ],
    ids=["beside", "last day", "in French", "above"],
)
def test_comment_with_a_reason_sets_a_finding_aside(files: dict[str, str]) -> None:
    (found,) = of(files, "channel-has-cadence", "suppression-is-used", "suppression-has-a-reason")
    assert found.suppressed == "La page ne publie pas."


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("  # perimetre: ignore[channel-has-cadence]", "suppression-has-a-reason"),
        ("  # perimetre: ignore[channel-has-cadence] (until 2027-01-01)", "suppression-has-a-reason"),
        ("  # perimetre: ignore channel-has-cadence", "suppression-has-a-reason"),
        ("  # perimetre: ignore[channel-has-cadence] Essai. (until 2026-02-30)", "suppression-has-a-reason"),
        ("  # perimetre: ignore[channel-has-cadence] Essai. (until 2026-11-21)", "suppression-is-used"),
        ("  # perimetre: ignore[channel-has-cadense] Essai.", "suppression-is-used"),
        ("  # perimetre: ignore[channel-has-objective] Essai.", "suppression-is-used"),
    ],
)
def test_comment_that_does_not_hold_is_a_finding_and_sets_nothing_aside(comment: str, rule: str) -> None:
    found = of(with_comment(comment), "channel-has-cadence", "suppression-is-used", "suppression-has-a-reason")
    assert sorted(one.rule for one in found) == sorted(["channel-has-cadence", rule])
    assert [one.suppressed for one in found] == [None, None]


def test_comment_on_a_file_sets_aside_nothing_of_what_a_draft_is_told() -> None:
    (found,) = of(with_comment("  # perimetre: ignore[words-are-ours] Essai."), "suppression-is-used")
    assert say(found.message, "en") == "`words-are-ours` cannot be set aside."


def test_text_that_looks_like_a_comment_is_none() -> None:
    files = with_comment("\n    description: |\n      Ici # perimetre: ignore[channel-has-cadence] Un exemple.")
    assert [one.rule for one in of(files, "channel-has-cadence", "suppression-is-used")] == ["channel-has-cadence"]


def test_rule_without_its_ground_is_not_judged_and_one_note_says_so() -> None:
    files = BASE | {"brands/lumen/channels.yml": NO_CADENCE, "house/scope.yml": "rules: {\n"}
    found = judge(files).diagnostics
    assert [one.severity for one in found if one.rule == "rule-has-its-ground"] == ["info"]
    judged_rules = {one.rule for one in found}
    assert "channel-has-cadence" in judged_rules
    assert not judged_rules & {"active-channel-has-perimeter", "brand-has-red-lines", "no-false-identity"}


def test_required_file_that_is_missing_is_one_error_without_cascade() -> None:
    files = {path: text for path, text in BASE.items() if path != "brands/lumen/channels.yml"}
    assert [one.rule for one in judge(files).diagnostics if one.severity != "info"] == ["handbook-has-its-files"]


def test_rule_that_crashes_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_view: object) -> Iterator[None]:
        raise ZeroDivisionError("nothing to divide by")
        yield

    monkeypatch.setitem(engine.RULES, "channel-has-cadence", Check(id="channel-has-cadence", level="info", find=crash))
    (found,) = of(BASE, "rule-does-not-crash")
    assert found.severity == "error"
    assert "channel-has-cadence" in say(found.message, "en") and "nothing to divide by" in say(found.message, "en")


SECOND_BRAND = {
    path.replace("lumen", "sirocco"): text.replace("lumen", "sirocco")
    for path, text in BASE.items()
    if path.startswith("brands/")
}
SILENCE = """\
periods:
  - {id: hush, title: Silence, kind: quiet-period, from: 2026-11-01, until: 2026-12-01, effects: Silence.}
"""
HUSH_HOLDS = """\
rules:
  - {id: hush-holds, actions: [publish], during: [hush], authority: forbidden, instead: [Attendre.]}
"""
PRESS_LAW = "evidence: Capture datée., legal_basis: [press-law-1881]}"


def test_finding_on_what_the_house_says_is_told_once_for_all_brands() -> None:
    missions = BASE["house/missions.yml"].replace("    tools: [desk]\n", "")
    assert len(of(BASE | SECOND_BRAND | {"house/missions.yml": missions}, "mission-has-tools")) == 1


def test_period_of_the_house_may_do_its_work_in_one_brand_alone() -> None:
    files = BASE | SECOND_BRAND | {"house/periods.yml": SILENCE}
    assert len(of(files, "period-changes-something")) == 1
    assert of(files | {"brands/lumen/scope.yml": HUSH_HOLDS}, "period-changes-something") == []


def test_legal_basis_of_the_house_is_told_once_though_a_brand_has_values_of_its_own() -> None:
    added = {
        "house/moderation.yml": BASE["house/moderation.yml"].replace("evidence: Capture datée.}", PRESS_LAW),
        "house/values.yml": "topics:\n  - {id: lamps, label: Lampes, definition: Nos lampes.}\n",
        "brands/lumen/values.yml": "topics:\n  - {id: candles, label: Bougies, definition: Nos bougies.}\n",
    }
    found = of(BASE | SECOND_BRAND | added, "legal-basis-is-reviewed")
    assert [finding.file for finding in found] == ["playbooks/house/values.yml"]


def test_every_need_that_a_rule_names_has_a_source() -> None:
    assert all(pages.source_of(need) for one in RULES.values() for need in one.needs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_prints_the_page_of_a_rule_and_the_sentence_of_a_code(language: str) -> None:
    told = pages.explain("no-self-approval", language)
    assert told is not None and told.startswith("no-self-approval (") and "recuse: [author]" in told
    assert "{" not in (pages.explain("yaml-duplicate-key", language) or "{")
    assert pages.explain("suppression-is-used", language)
    assert pages.explain("no-such-rule", language) is None
    for code in pages.other_checks(language):
        # Each says what should hold, and what to do.
        told = pages.explain(code, language) or ""
        assert told.startswith(f"{code}\n\n") and told.count("\n\n") == 2, code


def test_explain_knows_each_code_that_a_finding_may_bear() -> None:
    said = set(RULES) | set(pages.other_checks("en"))
    for file in (ROOT / "hooks" / "perimetre").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                made = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                codes = [word.value for word in call.keywords if word.arg == "rule"]
                codes += call.args[:1] if made == "refuse" or ast.unparse(call.func).endswith("findings.add") else []
                for code in codes:
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        assert code.value.partition(".")[0] in said, f"{file}: {code.value}"
