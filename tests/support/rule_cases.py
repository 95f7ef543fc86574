"""Read the cases of the rules: those in their folders, and those of the codes that are no rule's in `cases/rules/`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.judge.registry import FOLDERS
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "rules"
BASE = {
    path.relative_to(CASES / "base").as_posix(): path.read_text("utf-8")
    for path in sorted((CASES / "base").rglob("*.yml"))
}
EXPECT = re.compile(r"#.*\bexpect: ([a-z0-9, -]+)$")
TOP_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)

# Rules that the model itself needs, and that a stage before the judge tells, or the judge of itself.
EARLIER_OF_NEEDS = (
    "derogation-is-allowed",
    "derogation-names-a-live-rule",
    "end-follows-beginning",
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


def before_of(example: str) -> dict[str, str]:
    """Return the files of the base with what an example says of the state before, each part after `# before: path`."""
    parts = re.findall(r"^# before: (.*?)(?=^# (?:file|before): |\Z)", example, flags=re.MULTILINE | re.DOTALL)
    return files_of("".join(f"# file: {part}" for part in parts))[0]


def files_of(example: str) -> tuple[dict[str, str], set[tuple[str, int, str]]]:
    """Return the files of the base with the example put into them, and what is expected: file, line, rule."""
    files: dict[str, str] = before_of(example) if "# before: " in example else dict(BASE)
    expected: set[tuple[str, int, str]] = set()
    for part in re.findall(r"^# file: (.*?)(?=^# (?:file|before): |\Z)", example, flags=re.MULTILINE | re.DOTALL):
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
    """Yield each case besides the examples of the pages: the rule or the code, its title, its files."""
    for rule, path in [
        *((path.stem, path) for path in sorted(CASES.glob("*.yml"))),
        *((rule, folder / "more.yml") for rule, folder in FOLDERS.items() if (folder / "more.yml").exists()),
    ]:
        for part in re.split(r"^--- ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, example = part.partition("\n")
            yield rule, title, example


CASES_OF_RULES = tuple(cases())


def example(rule: str, name: str) -> str:
    """Return an example of a rule: `bad`, `good` or `near-miss`."""
    return (FOLDERS[rule] / f"{name}.yml").read_text("utf-8")


def near_miss_title(rule: str) -> str:
    """Return what makes the near miss of a rule right after all: the first line of it says so."""
    return example(rule, "near-miss").partition("\n")[0].removeprefix("# near miss: ")
