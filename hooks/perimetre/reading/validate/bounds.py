"""Judge bounds against each other: wherever two stand side by side, the lesser is not above the greater.

Comes in: a document that has its form. Goes out: diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from perimetre.base.diagnostics import Diagnostic, KeyPath
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.reading.validate.context import Context, line

if TYPE_CHECKING:
    from perimetre.reading.parse import Document

# The keys of two bounds, the lesser first, and whether they may be equal: nothing is above 50 and up to 50.
PAIRS = (("min", "max", True), ("above", "up_to", False))


def reversed_bounds(document: Document) -> Iterator[Diagnostic]:
    """Yield the bounds that nothing can be within."""
    if not any(f"{most}:" in document.text for _, most, _ in PAIRS):
        return
    context = Context(document, {})
    waiting: list[tuple[KeyPath, Any]] = [((), document.data)]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, list):
            waiting += [((*path, rank), item) for rank, item in enumerate(held)]
        elif isinstance(held, dict):
            waiting += [((*path, key), item) for key, item in held.items()]
            for least, most, equal in PAIRS:
                lesser, greater = _measure(held.get(least)), _measure(held.get(most))
                if lesser is None or greater is None or lesser < greater or (lesser == greater and equal):
                    continue
                text = message(
                    "Nothing can be within `{least}` and `{most}`: the first is not below the second.",
                    least=line((least,), held[least]),
                    most=line((most,), held[most]),
                )
                hint = message("Did you mean `{line}`?", line=f"{least}: {held[most]}, {most}: {held[least]}")
                if lesser == greater:
                    hint = message("Write less for `{least}:`, or more for `{most}:`.", least=least, most=most)
                yield context.diagnostic("value-is-in-bounds", (*path, least), text, hint)


def _measure(bound: object) -> float | None:
    if isinstance(bound, str):
        try:
            return Duration.parse(bound).minutes
        except ValueError:
            return None
    return bound if isinstance(bound, (int, float)) and not isinstance(bound, bool) else None
