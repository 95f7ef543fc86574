"""Note since which version each key of the files is there: `python -m tools.since VERSION REVISION`, at a release.

What the keys were is read from git, at a revision; a key that the file holds already came with an earlier version.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from perimetre.reading.kinds import KINDS
from perimetre.render.file_forms import positions, since
from tests.conftest import ROOT

FILE = ROOT / "hooks" / "perimetre" / "render" / "data" / "since.yml"
HEADER = "# The keys that each version brought, by the form that has them. Written by `python -m tools.since`.\n"

Path = tuple[str, ...]
"""The keys that lead to a value, from the top of a kind of file, the kind first; whichever file defines its form."""


def _load(revision: str | None, name: str) -> Any:
    if revision is None:
        return json.loads((ROOT / "schemas" / name).read_text("utf-8"))
    shown = subprocess.run(
        ["git", "show", f"{revision}:schemas/{name}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return json.loads(shown.stdout) if shown.returncode == 0 else {}


def paths(revision: str | None) -> Mapping[tuple[str, str], set[Path]]:
    """Return the keys at a revision (None: now), by where each stands and its name, with all that leads to it."""
    schemas: dict[str, Any] = {}

    def schema(page: str) -> Any:
        if page not in schemas:
            schemas[page] = _load(revision, f"{page}.schema.json")
        return schemas[page]

    found: dict[tuple[str, str], set[Path]] = {}

    def walk(page: str, node: Any, where: str, path: Path, above: Path) -> None:
        for name, key in node.get("properties", {}).items():
            found.setdefault((where, name), set()).add((*path, name))
            walk(page, key, f"{where}.{name}", (*path, name), above)
        if "items" in node:
            walk(page, node["items"], where, path, above)
        for one in (node, *node.get("allOf", ())):
            file, _, pointer = str(one.get("$ref", "")).partition("#/$defs/")
            of = file.removesuffix(".schema.json") if file else page
            # A form that holds itself is gone through once.
            if "$ref" in one and (at := f"{of}/{pointer}" if pointer else of) not in above:
                root = schema(of)
                target = root.get("$defs", {}).get(pointer, {}) if pointer else root
                walk(of, target, at, path, (*above, at))

    for kind in KINDS:
        walk(kind, schema(kind), kind, (kind,), (kind,))
    return found


def brought(revision: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the forms of today whose keys were there at a revision, with these keys."""
    then = set[Path]().union(*paths(revision).values())
    now = paths(None)
    for page in (*KINDS, "common"):
        for where, names in positions(page):
            kept = [name for name in names if now.get((where, name), set()) & then]
            if kept:
                yield where, kept


def main(version: str, revision: str) -> None:
    """Add a version to the file."""
    known = {(form.at, name) for one in since() for form in one.forms for name in form.keys}
    lines = [f'  - version: "{version}"\n    forms:\n']
    for where, names in brought(revision):
        if new := [name for name in names if (where, name) not in known]:
            lines.append(f"      - {{at: {where}, keys: [{', '.join(new)}]}}\n")
    FILE.write_text((FILE.read_text("utf-8") if since() else f"{HEADER}versions:\n") + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
