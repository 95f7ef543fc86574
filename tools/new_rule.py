"""Write the folder of a new rule, with everything to fill in: `make new-rule ID=some-id FAMILY=cover`.

Comes in: the rule's id, a sentence that should hold, and the family that it belongs to. Goes out: a folder with the
code, the two pages, and the three examples; whatever is to be written bears the word `FILL-IN`, and the tests fail as
long as one is left (`tests/repository/test_new_rule.py`).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from perimetre.base.suggest import closest
from perimetre.judge.codes import EARLIER, ENGINE
from perimetre.judge.registry import FOLDER, RULES

MARK = "FILL-IN"
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")

_RULE = '''"""FILL-IN the sentence that should hold, in words."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield FILL-IN what is wrong."""
    for channel in view.channels:  # FILL-IN what the rule looks at
        if channel.title is None:  # FILL-IN when it is wrong
            yield flaw(
                key(channel, "title"),  # FILL-IN the place: the key that is wrong, or missing
                message("FILL-IN what is wrong with `{id}`, as a director would say it.", id=channel.id),
                message("FILL-IN what to write."),
            )


# FILL-IN the level (error, warning, info), as its neighbours' in docs/rules.md, and the needs of docs/needs.md.
RULE = Check(id="{id}", level="warning", needs=(), find=find)
'''
_PAGE_FR = """# FILL-IN la phrase qui doit être vraie, sans point

FILL-IN ce que la règle regarde, et ce qu’elle laisse tranquille.

## Pourquoi c’est important

FILL-IN ce qui arrive, un dimanche soir, quand ce n’est pas vrai.

## Comment corriger

FILL-IN ce qu’il faut écrire.
"""
_PAGE_EN = """# FILL-IN the sentence that should hold, without a full stop

FILL-IN what the rule looks at, and what it leaves alone.

## Why it matters

FILL-IN what happens, on a Sunday night, when it does not hold.

## How to fix it

FILL-IN what to write.
"""
_BAD = """# file: brands/lumen/channels.yml
# FILL-IN the top-level keys that take the place of those of this file in tests/cases/rules/base; the line at fault
# ends with the expectation. Then the same in good.yml, mended, and in near-miss.yml, nearly wrong and right.
channels:
  - id: page
    title: FILL-IN  # expect: {id}
    kind: social
    ownership: owned
    state: active
    audience: Ceux qui lisent le soir.
"""
_GOOD = """# file: brands/lumen/channels.yml
channels:
  - id: page
    title: FILL-IN
    kind: social
    ownership: owned
    state: active
    audience: Ceux qui lisent le soir.
"""
_NEAR_MISS = f"# near miss: FILL-IN what makes it right after all\n{_GOOD}"
_FILES: Mapping[str, str] = {
    "rule.py": _RULE,
    "page.fr.md": _PAGE_FR,
    "page.en.md": _PAGE_EN,
    "bad.yml": _BAD,
    "good.yml": _GOOD,
    "near-miss.yml": _NEAR_MISS,
}


def families(folder: Path = FOLDER) -> list[str]:
    """Return the families of rules that there are."""
    return sorted({rule.parent.parent.name for rule in folder.glob("*/*/rule.py")})


def refusal(id_: str, family: str, folder: Path = FOLDER) -> str | None:
    """Return why a rule cannot be called so, or stand there; None where it can."""
    if not _ID.fullmatch(id_):
        return f"`{id_}` is no id: words of lower-case letters and digits between hyphens, as in `contact-is-usable`."
    if id_ in RULES or id_ in EARLIER or id_ in ENGINE:
        return f"`{id_}` is taken: `perimetre explain {id_}` says what it is."
    if family not in (known := families(folder)):
        near = closest(family, known)
        return (
            f"There is no family `{family}`{f'; did you mean `{near}`?' if near else '.'} Families: {', '.join(known)}."
        )
    if (folder / family / id_.replace("-", "_")).exists():
        return f"`{folder / family / id_.replace('-', '_')}` is there already."
    return None


def write(id_: str, family: str, folder: Path = FOLDER) -> Path:
    """Write the folder of a rule, and return it."""
    rule = folder / family / id_.replace("-", "_")
    rule.mkdir()
    for name, text in _FILES.items():
        (rule / name).write_text(re.sub(r"(?<=expect: )\{id\}|(?<=id=\")\{id\}", id_, text), "utf-8")
    return rule


def left_to_fill_in(folder: Path = FOLDER) -> list[str]:
    """Return where the mark is left in the rules: file and line."""
    return [
        f"{path.relative_to(folder).as_posix()}:{row}"
        for path in sorted(folder.glob("*/*/*.*"))
        if path.suffix in {".py", ".md", ".yml"}
        for row, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if MARK in line
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the folder, and say what comes next; 1 where the name or the family will not do."""
    parser = argparse.ArgumentParser(prog="make new-rule", description="Write the folder of a new rule.")
    parser.add_argument("id", metavar="ID", help="a sentence that should hold: contact-is-usable")
    parser.add_argument("family", metavar="FAMILY", help=", ".join(families()))
    given = parser.parse_args(arguments)
    if said := refusal(given.id, given.family):
        sys.stderr.write(f"{said}\n")
        return 1
    rule = write(given.id, given.family)
    sys.stdout.write(f"{rule}: write what is marked {MARK}, then follow docs/dev/recipes.md.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
