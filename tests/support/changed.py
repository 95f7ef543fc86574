"""Change every text of a handbook, wherever it stands: what a hostile or a secretive house could have written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from perimetre.base.diagnostics import Place
from perimetre.model.text import Text
from perimetre.model.whole import Handbook

# Strings that people write freely, beside the texts: the other strings are ids and closed words.
FREE = frozenset(
    ("name", "term", "value", "handle", "url", "pattern", "version", "website", "forms", "terms", "exceptions",
     "allowed", "required", "rules_url", "number")
)  # fmt: skip

Change = Callable[[Any, tuple[Any, ...]], Any]
"""(a text or a free string, the parts that hold it, from the outside in) → what stands in its place."""


def changed(handbook: Handbook, change: Change) -> Handbook:
    """Return the handbook with every text and every free string passed through `change`."""
    done: dict[int, Any] = {}
    kept: list[Any] = []

    def walk(value: Any, inside: tuple[Any, ...], name: str) -> Any:
        if isinstance(value, Text) or (isinstance(value, str) and name in FREE):
            return change(value, inside)
        if isinstance(value, tuple):
            return tuple(walk(one, inside, name) for one in value)
        if isinstance(value, Mapping):
            return {key: walk(one, inside, name) for key, one in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type | Place):
            if id(value) not in done:
                fields = {
                    field.name: walk(getattr(value, field.name), (*inside, value), field.name)
                    for field in dataclasses.fields(value)
                    if field.init
                }
                done[id(value)] = dataclasses.replace(value, **fields)
                kept.append(value)
            return done[id(value)]
        return value

    return walk(handbook, (), "")
