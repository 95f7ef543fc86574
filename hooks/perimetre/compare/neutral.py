"""Put what is compared into a form in which only what counts can differ.

Comes in: parts of the model. Goes out: plain values, of which two are equal where the parts say the same thing. Of a
text, the words count, not how they are set; of a list whose order says nothing, what is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import fields

from perimetre.base.durations import Duration
from perimetre.model import Part, Text
from perimetre.model.values import Synonyms
from perimetre.versions.canonical import words

# Where a thing stands, and what its review is: it is the same thing.
ASIDE = frozenset({"place", "origin", "last_reviewed_on", "review_in", "sources", "note", "formerly", "replaces"})
# Lists whose order says something.
ORDERED = frozenset(
    {"steps", "people", "ladder", "grounds", "branches", "questions", "order", "layers", "phases", "languages"}
)


def neutral(value: object, *, leave: Collection[str] = (), texts: bool = True) -> Hashable:
    """Return what a value says.

    Args:
        value: a part, or what a field of one holds; the order of a list says nothing.
        leave: the fields that do not count, in the part itself.
        texts: whether texts count; their words, where they do.
    """
    if isinstance(value, Part):
        return _part(value, leave, texts)
    if isinstance(value, Text):
        return (words(value), words(value.en)) if texts else None
    if isinstance(value, Duration):
        return value.minutes
    if isinstance(value, tuple):
        return _unordered(neutral(item, texts=texts) for item in value)
    if isinstance(value, Synonyms):
        return tuple(_unordered(getattr(value, field.name)) for field in fields(value))
    return value if isinstance(value, Hashable) else str(value)


def _part(part: Part, leave: Collection[str], texts: bool) -> Hashable:
    said: list[Hashable] = [type(part).__name__]
    for name, unsaid in _fields(type(part)):
        value = getattr(part, name)
        if value == unsaid or name in leave:
            continue
        said.append((name, neutral_field(name, value, texts=texts)))
    return tuple(said)


def neutral_field(name: str, value: object, *, texts: bool = True) -> Hashable:
    """Return what a field says; of a list whose order says something, in its order."""
    if isinstance(value, tuple) and name in ORDERED:
        return tuple(neutral(item, texts=texts) for item in value)
    return neutral(value, texts=texts)


def _unordered(items: Iterable[Hashable]) -> Hashable:
    return tuple(sorted(items, key=repr))


_known: dict[type[Part], tuple[tuple[str, object], ...]] = {}


def _fields(cls: type[Part]) -> tuple[tuple[str, object], ...]:
    """Return the fields of a class that count, each with what it is when nothing is said."""
    known = _known.get(cls)
    if known is None:
        known = _known[cls] = tuple((field.name, field.default) for field in fields(cls) if field.name not in ASIDE)
    return known
