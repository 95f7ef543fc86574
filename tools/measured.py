"""Write what is measured over the example house for the reference of the files: `python -m tools.measured`.

Which kinds of file each rule reads is what the rules noted while they ran; which pages come from a file, what the edit
button of each page opens. In which files a rule finds something is what its own cases expect.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection

from perimetre.base.words import translations
from perimetre.judge.registry import RULES
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import KINDS
from tests.conftest import ROOT, SESSION
from tests.support.rule_cases import CASES_OF_RULES, example, files_of

FILE = ROOT / "hooks" / "perimetre" / "render" / "data" / "measured.yml"
HEADER = "# Measured over the example house. Written by `python -m tools.measured`.\n"


def table() -> str:
    """Return `measured.yml`."""
    from tests.support.shared import judgement_of_the_example, website_of_the_example

    read: dict[str, set[str]] = {}
    for (rule, _), found in judgement_of_the_example().found.items():
        if rule in RULES:
            read.setdefault(rule, set()).update(kind for owner, kind in found.ground if not owner.startswith("*"))
    lines = ["rules:"]
    for rule in RULES:
        lines.append(
            f"  - {{rule: {rule}, finds: [{_in_order(_found(rule))}], reads: [{_in_order(read.get(rule, ()))}]}}"
        )
    lines.append("pages:")
    shown: dict[str, dict[tuple[str, bool], str]] = {}
    each: set[str] = set()
    # The titles are those of the catalogues: the English site has them as they are in the code.
    pages = [page for page in website_of_the_example("en").pages if page.source is not None]
    for page in pages:
        kind = _kind(str(page.source))
        path = page.path.removeprefix(page.brand or "").removeprefix("/")
        if path and translations("fr").gettext(page.title) == page.title:
            # A record's own page bears its name, which no catalogue holds.
            if "/" in path:
                each.add(kind)
        else:
            shown.setdefault(kind, {})[path, page.brand is None] = page.title if path else ""
    for kind in KINDS:
        entries = [
            f"{{path: {path or chr(34) * 2}, title: {_quoted(title)}{', of_house: true' if of_house else ''}}}"
            for (path, of_house), title in shown.get(kind, {}).items()
        ]
        if entries or kind in each:
            more = ", each: true" if kind in each else ""
            lines.append(f"  - {{kind: {kind}, pages: [{', '.join(entries)}]{more}}}")
    return HEADER + "\n".join(lines) + "\n"


def _found(rule: str) -> set[str]:
    """Return the kinds of file in which a rule finds something, in its own cases."""
    texts = [example(rule, "bad"), *(text for of, title, text in CASES_OF_RULES if of == rule)]
    places = {file for text in texts for file, _, id_ in files_of(text)[1] if id_ == rule}
    return {_kind(file) for file in places}


def _kind(file: str) -> str:
    filed = kind_of(file.removeprefix("playbooks/"))
    assert isinstance(filed, Filed), file
    return filed.kind.id


def _in_order(kinds: Collection[str]) -> str:
    return ", ".join(kind for kind in KINDS if kind in kinds)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault(SESSION, folder)
        FILE.write_text(table(), "utf-8")
