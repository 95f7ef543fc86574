"""List, in a sentence of a rule, the ids or the severities that a finding speaks of (stage judge)."""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.words import Listing, Message, few, message


def listed(ids: Iterable[str], last: str = "and") -> Listing:
    """Return ids as one lists them in a sentence; `last`: the word before the last, "and" or "or"."""
    return few((f"`{id_}`" for id_ in ids), last)


def severities(numbers: Iterable[int | None]) -> Listing | Message:
    """Return the numbers of severities as one says them; a line of none stands for all that are always covered."""
    known = tuple(sorted({number for number in numbers if number is not None}))
    return Listing(known) if known else message("(any)")
