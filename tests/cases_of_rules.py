"""Read the cases of the rules: the examples of their pages, `cases/rules/*.yml`, `cases/near-misses.yml`.

The table of `docs/rules.md` is made from them too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from perimetre.rules import RULES
from tests.conftest import ROOT

CASES = Path(__file__).parent / "cases" / "rules"
BASE = {
    path.relative_to(CASES / "base").as_posix(): path.read_text("utf-8")
    for path in sorted((CASES / "base").rglob("*.yml"))
}
EXAMPLES = ROOT / "hooks" / "perimetre" / "rules" / "pages" / "examples"
NEAR_MISSES: dict[str, dict[str, Any]] = yaml.safe_load((CASES.parent / "near-misses.yml").read_text("utf-8"))[
    "near_misses"
]
EXPECT = re.compile(r"#.*\bexpect: ([a-z0-9, -]+)$")
TOP_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)

# Rules that the model itself needs, and that a stage before the judge tells, or the judge of itself.
EARLIER_OF_NEEDS = (
    "derogation-is-allowed",
    "derogation-names-a-live-rule",
    "id-is-unique",
    "reference-resolves",
    "suppression-has-a-reason",
    "suppression-is-used",
    "term-has-one-class",
    "to-complete-is-completed",
)


def merged(base: str, fragment: str, without: str = "") -> str:
    """Return a file with the top-level keys of `fragment` in the place of its own, those of `without` left out."""
    keys = {*TOP_KEY.findall(fragment), *without.split()}
    kept = []
    for block in re.split(r"^(?=[a-z_]+:)", base, flags=re.MULTILINE):
        if block.partition(":")[0] not in keys:
            kept.append(block)
    return fragment + "".join(kept)


def files_of(example: str) -> tuple[dict[str, str], set[tuple[str, int, str]]]:
    """Return the files of the base with the example put into them, and what is expected: file, line, rule."""
    files, expected = dict(BASE), set()
    for part in re.split(r"^# file: ", example, flags=re.MULTILINE)[1:]:
        header, _, fragment = part.partition("\n")
        name, _, how = header.partition(" ")
        if how == "(removed)":
            del files[name]
            continue
        files[name] = (
            fragment
            if how == "(new)"
            else merged(files.get(name, ""), fragment, how.strip("()").removeprefix("without "))
        )
        for row, line in enumerate(files[name].splitlines(), start=1):
            if found := EXPECT.search(line):
                expected |= {(f"playbooks/{name}", row, one) for one in found[1].split(", ")}
    return files, expected


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield each case of a rule: the rule, its title, its files."""
    for path in sorted(CASES.glob("*.yml")):
        for part in re.split(r"^--- ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, example = part.partition("\n")
            yield path.stem, title, example


CASES_OF_RULES = tuple(cases())


def near_miss(rule: str) -> str:
    """Return the near miss of a rule: an example of its page with what makes it right in it."""
    case = NEAR_MISSES[rule]
    text = (EXAMPLES / rule / f"{case.get('of', 'bad')}.yml").read_text("utf-8")
    text = re.sub(r"[ \t]*#[^\n]*\bexpect: [^\n]*", "", text)
    for wrong, right in case.get("edits", {}).items():
        assert text.count(wrong) == 1, f"{rule}: «{wrong}» must be there once, and is there {text.count(wrong)} times"
        text = text.replace(wrong, right)
    return text + case.get("add", "")


# --- the table of docs/rules.md: `python -m tests.cases_of_rules > docs/rules.md` ----------------------------------

HEADER = """# The rules, and the cases that hold them

Each rule of the judge, with its default level (a house changes it in `handbook.yml`, with a reason) and the needs that
it keeps true, as `docs/needs.md` counts them. Then a line on which it fires, in the *bad* example of its page or in its
first case; a near miss, a file that is nearly wrong and on which it keeps silent; and the faults planted in the example
handbook that it is the one to find. `perimetre explain RULE` prints a rule's page.

The examples are in `hooks/perimetre/rules/pages/examples/`, more cases in `tests/cases/rules/`, near misses there too
(titled `not:`) or in `tests/cases/near-misses.yml`, faults in `tests/cases/faults.yml`. `tests/test_rules.py` runs all
of them but the faults, which `tests/test_faults.py` plants one at a time. It says that no rule lacks a case or a near
miss, and that this table, written by `python -m tests.cases_of_rules`, is theirs.
"""


def table() -> str:
    """Return `docs/rules.md`."""
    levels = {id_: check.level for id_, check in RULES.items()} | dict.fromkeys(EARLIER_OF_NEEDS, "error")
    levels |= {"suppression-is-used": "warning", "to-complete-is-completed": "warning"}
    faults = yaml.safe_load((CASES.parent / "faults.yml").read_text("utf-8"))["faults"]
    told = [levels[rule] for rule in sorted(levels)]
    firing = len(RULES) + sum(not title.startswith("not:") for _, title, _ in CASES_OF_RULES)
    near = len(NEAR_MISSES) + sum(title.startswith("not:") for _, title, _ in CASES_OF_RULES)
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
        texts.insert(0, (EXAMPLES / rule / "bad.yml").read_text("utf-8"))
    line = next(
        one for text in texts for one in text.splitlines() if (found := EXPECT.search(one)) and rule in found[1]
    )
    line = re.sub(r"[ \t]*#[^#]*\bexpect: .*$", "", line).strip().removeprefix("- ").replace("|", "\\|")
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"


def _near(rule: str) -> str:
    """Return what makes the near miss of a rule right."""
    own = (title for of, title, _ in CASES_OF_RULES if of == rule and title.startswith("not:"))
    return str(NEAR_MISSES[rule]["title"]) if rule in NEAR_MISSES else next(own).removeprefix("not: ")


if __name__ == "__main__":
    sys.stdout.write(table())
