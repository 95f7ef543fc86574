"""After doing what the hint of a rule says, its finding is gone: every hint that gives a text to write, in every case.

`tests/cases/hints.yml` says what a hint leaves to the house, and what a reader does by hand where it gives more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import yaml

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.judge.codes import EARLIER
from perimetre.judge.registry import RULES
from perimetre.pipeline.loading import judged
from tests.conftest import ROOT
from tests.support.fixing import written_beside
from tests.support.rule_cases import CASES_OF_RULES, AskingOne, example, files_of, load_files

TODAY = date(2026, 11, 22)
DONE = yaml.load((ROOT / "tests" / "cases" / "hints.yml").read_text("utf-8"), yaml.CSafeLoader)
WRITTEN = re.compile(r"`([a-z_]+: [^`]+)`")
CASES = [
    *((rule, "bad", example(rule, "bad")) for rule in RULES),
    *(case for case in CASES_OF_RULES if case[0] in RULES and not case[1].startswith("not:")),
]


def findings(files: dict[str, str], rule: str) -> list[Diagnostic]:
    return list(judged(load_files(files), TODAY, AskingOne(rule)).diagnostics)


def to_write(finding: Diagnostic) -> list[str]:
    """Return the texts that a hint says to write, complete, in the names of the small house."""
    hint = say(finding.hint, "en") if finding.hint is not None else ""
    texts = [text for text in WRITTEN.findall(hint) if "…" not in text and not text.endswith(":")]
    for placeholder, name in DONE["names"].items():
        texts = [text.replace(placeholder, name) for text in texts]
    return texts


def obeyed(files: dict[str, str], finding: Diagnostic) -> Iterator[dict[str, str]]:
    """Yield the files with what a hint says written in them, in each place where a hand may write it."""
    texts = to_write(finding)
    elsewhere = DONE["elsewhere"].get(finding.rule)
    if elsewhere is not None:
        record = f"- {{id: obeyed, title: Obéi, {', '.join([*texts, elsewhere['rest']])}}}"
        text, start = files[elsewhere["file"]], f"{elsewhere['list']}:"
        text = re.sub(rf"^{start}( \[\])?", start, text, flags=re.MULTILINE)
        text = text if re.search(rf"^{start}", text, re.MULTILINE) else f"{text}\n{start}\n"
        indent = re.search(rf"^{start}[^\n]*\n( *)- ", text, re.MULTILINE)
        line = f"\n{indent[1] if indent else '  '}{record}"
        yield files | {elsewhere["file"]: re.sub(rf"^({start}[^\n]*)", lambda at: at[1] + line, text, flags=re.M)}
        return
    for file, old, new in DONE["by_hand"].get(finding.rule, ()):
        if old in files.get(file, ""):
            yield files | {file: files[file].replace(old, new, 1)}
    path = finding.file.removeprefix("playbooks/")
    line = finding.span.line if finding.span is not None else 1
    for text in texts:
        yield from (files | {path: changed} for changed in written_beside(files[path], line, text))


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(rule, case, id=f"{rule}: {title}")
        for rule, title, case in CASES
        if not (RULES[rule].built or RULES[rule].compared)
    ],
)
def test_finding_is_gone_once_what_its_hint_says_is_written(rule: str, case: str) -> None:
    files = files_of(case)[0]
    before = [finding for finding in findings(files, rule) if finding.rule == rule]
    for finding in before:
        if not to_write(finding) or finding.fixes:
            continue
        left = len(before)
        for changed in obeyed(files, finding):
            after = findings(changed, rule)
            if not [one for one in after if one.rule in EARLIER and one.severity == "error"]:
                left = min(left, sum(one.rule == rule for one in after))
            if left < len(before):
                break
        assert left < len(before), (say(finding.hint, "en") if finding.hint else "", finding.file, finding.span)
        return


@pytest.mark.parametrize(
    ("title", "sums"),
    [
        ("Rembourser jusqu’à 40 €", "60"),
        ("Rembourser au-delà de 40 €", "50"),
        ("Rembourser de 50 € à 40 €", "60"),
        ("Rembourser 40 €", "50 and 60"),
    ],
)
def test_a_stale_sum_in_a_title_is_told_by_the_one_that_takes_its_place(title: str, sums: str) -> None:
    rule = "title-says-its-amount"
    files, _ = files_of(example(rule, "bad"))
    (file,) = [name for name, text in files.items() if "jusqu’à 30 €" in text]
    text = files[file].replace("Geste commercial jusqu’à 30 €", title)
    text = text.replace("{amount: {up_to: 60}}", "{amount: {above: 50, up_to: 60}}")
    text = text.replace("authority: free\n", "authority: free\n    limit: {sum: amount, max: 900, per: month}\n")
    (found,) = findings(files | {file: text}, rule)
    assert found.hint is not None
    assert say(found.hint, "en") == f"Write the same sum in the title as in the rule: {sums}."


def hint_of(rule: str, case: str) -> tuple[str, str]:
    (lines,) = [case_lines for of, name, case_lines in CASES if (of, name) == (rule, case)]
    found = findings(files_of(lines)[0], rule)[0]
    return say(found.message, "en"), say(found.hint, "en") if found.hint is not None else ""


def test_an_assignment_for_one_night_is_proposed_for_that_night_alone() -> None:
    _, hint = hint_of("duty-holder-is-in-post", "a night given to somebody who never held the role")
    assert "`{person: camille, role: communications-director, from: 2026-12-24, to: 2026-12-25}`" in hint


def test_keys_that_begin_on_a_later_day_are_not_said_to_be_lost() -> None:
    said, _ = hint_of("account-is-held-by-two", "the two have them from a later day")
    assert said == "Nobody holds the keys of `page` yet."
