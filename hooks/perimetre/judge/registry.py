"""Find the rules: every folder `rules/<family>/<rule>/` that holds a `rule.py` (stage judge)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import perimetre.rules
from perimetre.rules.kit.check import Check

FOLDER = Path(perimetre.rules.__path__[0])


def _walk() -> Iterator[tuple[Check, Path]]:
    for file in sorted(FOLDER.glob("*/*/rule.py"), key=lambda path: path.parent.name):
        name = ".".join(("perimetre.rules", *file.relative_to(FOLDER).with_suffix("").parts))
        yield import_module(name).RULE, file.parent


_FOUND = tuple(_walk())

# The rules by id, in the order of their ids; where the pages and the examples of each are.
RULES: Mapping[str, Check] = {check.id: check for check, _ in _FOUND}
FOLDERS: Mapping[str, Path] = {check.id: folder for check, folder in _FOUND}
