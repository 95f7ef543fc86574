"""List, in a sentence of a rule, the ids or the severities that a finding speaks of (stage judge)."""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.words import Listing, Message, message, some

# Beyond these a list is read by nobody: some of it, and how much else, says more.
LONGEST = 8


def listed(ids: Iterable[str], last: str = "and") -> Listing:
    """Return ids as one lists them in a sentence; `last`: the word before the last, "and" or "or"."""
    names = tuple(f"`{id_}`" for id_ in ids)
    return Listing(names, last) if len(names) <= LONGEST else some(names, last)


def severities(numbers: Iterable[int | None]) -> Listing | Message:
    """Return the numbers of severities as one says them; a line of none stands for all that are always covered."""
    known = tuple(sorted({number for number in numbers if number is not None}))
    return Listing(known) if known else message("(any)")
