"""Add up the parts of a whole: of what is published, of the time of a team.

Comes in: shares in percents, none where a record says none. Goes out: their sum, and those that count in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from perimetre.model.shares import Share

WHOLE = 100


class Sum(NamedTuple):
    """A sum in percents, and the shares of which it is made."""

    percent: int
    of: tuple[Share, ...]


def least(shares: Iterable[Share | None]) -> Sum:
    """Return what the shares ask for at least, together."""
    counted = tuple(share for share in shares if share is not None and share.min)
    return Sum(sum(share.min or 0 for share in counted), counted)


def most(shares: Iterable[Share | None]) -> Sum | None:
    """Return what the shares fill at most, together; None where there is none, or where one has no bound."""
    all_ = tuple(shares)
    counted = tuple(share for share in all_ if share is not None and share.max is not None)
    if not all_ or len(counted) < len(all_):
        return None
    return Sum(sum(share.max or 0 for share in counted), counted)
