"""Hold what the pages say and are found by, as data: the questions that come back, the words of the search, the files.

A part of the stage render. Comes in: the files of this folder. Goes out: objects, through the reader and the converter
of the playbooks, once per process.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

from perimetre.model.basics import Part
from perimetre.model.building.convert import Conversion, convert
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

P = TypeVar("P", bound=Part)


def load(cls: type[P], name: str) -> tuple[P, Conversion]:
    """Return a file of this folder as an object of `cls`, and what it names.

    Raises:
        ValueError: the file cannot be read: a slip in the package itself.
    """
    path = f"render/data/{name}"
    parsed = parse(Source(path, f"perimetre/{path}", (files("perimetre") / path).read_bytes()))
    if parsed.document is None or not isinstance(parsed.document.data, dict):
        raise ValueError(f"{path}: {', '.join(diagnostic.message.text for diagnostic in parsed.diagnostics)}")
    conversion = Conversion(f"perimetre/{path}", "shipped")
    loaded: P = convert(cls, parsed.document.data, conversion)
    return loaded, conversion
