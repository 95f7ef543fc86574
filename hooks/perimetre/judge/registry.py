"""Find the rules: every folder `rules/<family>/<rule>/` that holds a `rule.py` (stage judge)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import perimetre.rules
from perimetre.rules.kit.check import Check

FOLDER = Path(perimetre.rules.__path__[0])


def _walk() -> Iterator[tuple[Check, Path]]:
    for file in sorted(FOLDER.glob("*/*/rule.py"), key=lambda path: path.parent.name):
        yield _load(file), file.parent


def _load(file: Path) -> Check:
    """Import the module of a rule from its file: to look for each through two more folders takes half as long again."""
    name = ".".join(("perimetre.rules", *file.relative_to(FOLDER).with_suffix("").parts))
    if name not in sys.modules:
        spec = spec_from_file_location(name, file)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    check = sys.modules[name].RULE
    assert isinstance(check, Check)
    return check


_FOUND = tuple(_walk())

# The rules by id, in the order of their ids; where the pages and the examples of each are.
RULES: Mapping[str, Check] = {check.id: check for check, _ in _FOUND}
FOLDERS: Mapping[str, Path] = {check.id: folder for check, folder in _FOUND}
