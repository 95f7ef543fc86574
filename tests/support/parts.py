"""List the classes of which the files of the playbooks are made."""

from __future__ import annotations

import typing

from perimetre.model import FILES, Part
from perimetre.model.building.convert import hints


def parts(cls: type[Part]) -> set[type[Part]]:
    """Return every class of part that a file holds, its own among them."""
    known: set[type[Part]] = set()
    waiting: list[object] = [cls]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, Part) and hint not in known:
            known.add(hint)
            waiting += hints(hint).values()
        waiting += typing.get_args(hint)
        waiting += [typing.get_origin(hint)] if typing.get_args(hint) else []
        waiting += [hint.__origin__] if hasattr(hint, "__metadata__") else []
    return known


def every_part() -> set[type[Part]]:
    """Return every class of part of every kind of file."""
    return {part for cls in FILES.values() for part in parts(cls)}
