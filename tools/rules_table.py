"""Write the table of the rules, their levels, needs and cases, `docs/rules.md`: `make rules-table`."""

from __future__ import annotations

import re

import yaml

from perimetre.judge.registry import RULES
from tests.conftest import ROOT
from tests.support.rule_cases import CASES_OF_RULES, EARLIER_OF_NEEDS, EXPECT, example, near_miss_title

HEADER = """# The rules, and the cases that hold them

Each rule of the judge, with its default level (a house changes it in `handbook.yml`, with a reason) and the needs that
it keeps true, as `docs/needs.md` counts them. Then a line on which it fires, in the *bad* example of its page or in its
first case; a near miss, a file that is nearly wrong and on which it keeps silent; and the faults planted in the example
handbook that it is the one to find. `perimetre explain RULE` prints a rule's page.

A rule's examples, near miss and further cases stand in its folder, `hooks/perimetre/rules/<family>/<rule>/`; the cases
of what other stages find are in `tests/cases/rules/`, the faults in `tests/cases/faults.yml`. All of them are run by
`tests/rules/test_rules.py`, but the faults, which `tests/judge/test_faults.py` plants one at a time. It says that no
rule lacks a case or a near miss, and that this table, written by `make rules-table`, is theirs.
"""


def table() -> str:
    """Return `docs/rules.md`."""
    levels: dict[str, str] = {id_: check.level for id_, check in RULES.items()} | dict.fromkeys(
        EARLIER_OF_NEEDS, "error"
    )
    levels |= {"suppression-is-used": "warning", "to-complete-is-completed": "warning"}
    faults = yaml.load((ROOT / "tests" / "cases" / "faults.yml").read_text("utf-8"), yaml.CSafeLoader)["faults"]
    told = [levels[rule] for rule in sorted(levels)]
    firing = len(RULES) + sum(not title.startswith("not:") for _, title, _ in CASES_OF_RULES)
    near = len(RULES) + sum(title.startswith("not:") for _, title, _ in CASES_OF_RULES)
    counts = (
        f"{len(levels)} rules: {told.count('error')} errors, {told.count('warning')} warnings, "
        f"{told.count('info')} infos. {firing} cases that fire, {near} near misses, {len(faults)} planted faults."
    )
    rows = [
        "| rule | level | need | a line that fires | a near miss | planted faults |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for rule in sorted(levels):
        needs = ", ".join(map(str, RULES[rule].needs)) if rule in RULES else ""
        planted = ", ".join(f"`{one['id']}`" for one in faults if one["rule"] == rule)
        cells = (f"`{rule}`", levels[rule], needs or "—", f"`{_line(rule)}`", _near(rule), planted or "—")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join((HEADER, counts, "", *rows, ""))


def _line(rule: str) -> str:
    """Return a line on which a rule fires, cut where it is long."""
    texts = [one for of, title, one in CASES_OF_RULES if of == rule and not title.startswith("not:")]
    if rule in RULES:
        texts.insert(0, example(rule, "bad"))
    line = next(
        one for text in texts for one in text.splitlines() if (found := EXPECT.search(one)) and rule in found[1]
    )
    line = re.sub(r"[ \t]*#[^#]*\bexpect: .*$", "", line).strip().removeprefix("- ").replace("|", "\\|")
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"


def _near(rule: str) -> str:
    """Return what makes the near miss of a rule right."""
    own = (title for of, title, _ in CASES_OF_RULES if of == rule and title.startswith("not:"))
    return near_miss_title(rule) if rule in RULES else next(own).removeprefix("not: ")


if __name__ == "__main__":
    (ROOT / "docs" / "rules.md").write_text(table(), "utf-8")
