"""Read the cases of the rules: the examples of their pages, `cases/rules/*.yml`, `cases/near-misses.yml`.

The table of `docs/rules.md` is made from them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

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
