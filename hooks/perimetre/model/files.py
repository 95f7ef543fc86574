"""Know which class holds each kind of file: that of the module which bears the kind's name (stage build)."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from perimetre.model.basics import File, Record
from perimetre.reading.kinds import KINDS, Kind


def _class_of(kind: Kind) -> type[File] | type[Record]:
    """Return the class of the root of a file: the one `File` of its module, or the record that bears the kind's name.

    Raises:
        LookupError: the module has no such class, or several; a test makes a handbook of every kind.
    """
    module = importlib.import_module(f"perimetre.model.{kind.id}")
    classes = [
        cls
        for cls in vars(module).values()
        if isinstance(cls, type)
        and cls.__module__ == module.__name__
        and (issubclass(cls, File) if kind.folder is None else issubclass(cls, Record) and kind.id == cls.KIND)
    ]
    if len(classes) != 1:
        raise LookupError(f"perimetre/model/{kind.id}.py: one class for the kind `{kind.id}`, not {len(classes)}")
    return classes[0]


FILES: Mapping[str, type[File] | type[Record]] = {kind.id: _class_of(kind) for kind in KINDS.values()}
