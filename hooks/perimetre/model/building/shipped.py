"""Read what ships with the product: the values, and the severities that hold where a house names none (stage build).

The same reader and the same converter as for the playbooks; once per process, since the package does not change.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TypeVar

from perimetre.model.basics import File
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.escalation import EscalationFile, Severity
from perimetre.model.values import Values, ValuesFile
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

ORIGIN = "shipped"
F = TypeVar("F", bound=File)

# What has been read, by path. Whoever remembers it from one command to another brings it back here.
READ: dict[str, File] = {}


@functools.cache
def values() -> Values:
    """Return the values that ship."""
    folder = files("perimetre") / "values"
    together = Values()
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yml")):
        together = together.with_(_read(ValuesFile, f"values/{name}"))
    return together


@functools.cache
def severities() -> tuple[Severity, ...]:
    """Return the severities that ship, the mildest first."""
    return _read(EscalationFile, "model/building/severities.yml").severities


def _read(cls: type[F], path: str) -> F:
    known = READ.get(path)
    if isinstance(known, cls):
        return known
    content = (files("perimetre") / path).read_bytes()
    parsed = parse(Source(path, f"perimetre/{path}", content))
    if parsed.document is None or not isinstance(parsed.document.data, dict):
        # A slip in the package itself: a test reads them all.
        raise ValueError(f"{path}: {parsed.diagnostics[0].message.text}")
    made = READ[path] = convert(cls, parsed.document.data, Conversion(f"perimetre/{path}", ORIGIN))
    return made
