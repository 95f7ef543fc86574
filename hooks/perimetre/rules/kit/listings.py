"""List, in a sentence of a rule, the severities or the lines that a finding speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.words import Listing, Message, message


def severities(numbers: Iterable[int | None]) -> Listing | Message:
    """Return the numbers of severities as one says them; a line of none stands for all that are always covered."""
    told = tuple(sorted({one for one in numbers if one is not None}))
    return Listing(told) if told else message("(any)")


def named(ids: Iterable[str]) -> Listing:
    """Return ids as one lists them in a sentence."""
    return Listing(tuple(f"`{one}`" for one in ids), "or")
