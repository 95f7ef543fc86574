"""Hold what is said already of records, by what their change does: nothing is said twice, nothing hides what is not.

Comes in: what changes of what may be done, and of who answers, have said. Goes out: of a record, what is left to say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from perimetre.base.diagnostics import Place
from perimetre.compare.neutral import neutral
from perimetre.model import Circuit, Named

_N = TypeVar("_N", bound=Named)
# Who wrote a record, its kind, its id.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of one record.

    Fields:
        fields: those of which all is said.
        things: of the others, what is said to come, to go or to be asked otherwise, each as `mark` makes it.
        phrases: what is said in the words of its fields, in English.
    """

    fields: frozenset[str] = frozenset()
    things: frozenset[Hashable] = frozenset()
    phrases: frozenset[str] = frozenset()

    def without(self, record: _N) -> _N:
        """Return a record without the things that are said."""
        if not self.things:
            return record
        left: dict[str, Any] = {}
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, tuple):
                left[field.name] = tuple(item for item in value if mark(item) not in self.things)
            elif value is not None and field.default is None and mark(value) in self.things:
                left[field.name] = None
        return replace(record, **left)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAlready:
    """What is said already of what changes does.

    Fields:
        of: what is said of rules and circuits.
        schedules: the schedules whose duties are told, each with a brand that it reaches.
        places: where what was said is written.
    """

    of: Mapping[Key, Said]
    schedules: frozenset[tuple[str, str]]
    places: frozenset[Place]


def mark(thing: object) -> Hashable:
    """Return what makes two things that are asked the same: the id of what has one, else what it says."""
    return thing.id if isinstance(thing, Circuit) else neutral(thing)


def together(several: Iterable[tuple[Key, Said]]) -> Mapping[Key, Said]:
    """Return what is said of each record, by several changes."""
    parts: dict[Key, list[Said]] = {}
    for key, said in several:
        parts.setdefault(key, []).append(said)
    return {
        key: Said(
            fields=frozenset[str]().union(*(said.fields for said in of)),
            things=frozenset[Hashable]().union(*(said.things for said in of)),
            phrases=frozenset[str]().union(*(said.phrases for said in of)),
        )
        for key, of in parts.items()
    }
