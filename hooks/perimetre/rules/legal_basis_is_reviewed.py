"""A legal basis is reviewed: somebody of the house checked it within the year."""

from __future__ import annotations

from collections.abc import Iterator

from ..durations import Duration
from ..words import Listing, counted, message
from .base import Check, Problem, View, after, flaw


def find(view: View) -> Iterator[Problem]:
    """Yield the legal bases that are relied on and were not checked."""
    used = {one for duty in view.brand.duties.duties for one in duty.legal_basis}
    used |= {one for ground in view.brand.moderation.grounds for one in ground.legal_basis}
    used |= {one for line in view.brand.scope.red_lines for one in line.legal_basis}
    stale = []
    for one in sorted(used):
        basis = view.brand.values.legal_bases.get(one)
        if basis is not None and (basis.checked_on is None or after(basis.checked_on, Duration(1, "y")) < view.today):
            stale.append(one)
    if stale:
        yield flaw(
            view.lacking("values", "checked"),
            counted(
                "{count} legal basis that the handbook relies on was not checked within the year: {bases}.",
                "{count} legal bases that the handbook relies on were not checked within the year: {bases}.",
                len(stale),
                bases=Listing(tuple(f"`{one}`" for one in stale)),
            ),
            message(
                "Have them read by a lawyer of the house, then write the day and who under `checked:` in `values.yml`."
            ),
        )


RULE = Check(
    id="legal-basis-is-reviewed",
    level="warning",
    needs=(71,),
    ground=(
        "duties",
        "moderation",
        "scope",
        "values",
    ),
    find=find,
)
