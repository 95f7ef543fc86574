"""What the rules of the perimeter find of the days to come, judged on one day: `tests/cases/year.yml`."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from perimetre.base.words import say
from tests.conftest import ROOT
from tests.rules.test_rules import judge
from tests.support.rule_cases import BASE, merged

CASES = yaml.load((ROOT / "tests" / "cases" / "year.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["cases"]


def files_of(case: dict[str, Any]) -> dict[str, str]:
    files = BASE | {"brands/lumen/scope.yml": merged(BASE["brands/lumen/scope.yml"], listed("rules", case["scope"]))}
    if "periods" in case:
        files["house/periods.yml"] = listed("periods", case["periods"])
    if "house" in case:
        kept = re.sub(r"(?m)^  - \{id: trainee-prepares.*\n", "", BASE["house/scope.yml"])
        files["house/scope.yml"] = kept.replace("rules:\n", listed("rules", case["house"]))
    return files


def listed(key: str, records: str) -> str:
    return f"{key}:\n" + "".join(f"  - {record}\n" for record in re.split(r"(?<=\}), (?=\{id)", records))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_what_breaks_later_is_told_now_with_its_first_instant(case: dict[str, Any]) -> None:
    files = files_of(case)
    findings = judge(files).diagnostics
    assert not [finding for finding in findings if finding.rule == "reference-resolves"]
    found = [finding for finding in findings if finding.rule == case["rule"]]
    if case.get("none"):
        assert found == []
        return
    (finding,) = found
    assert finding.span is not None
    assert case["line"] in files[finding.file.removeprefix("playbooks/")].splitlines()[finding.span.line - 1]
    told = say(finding.message, "en")
    assert case.get("says", "") in told
    if "begins" in case:
        assert told.endswith(f"It begins on {case['begins']}."), told
    else:
        assert "begins" not in told
