"""A legal basis is reviewed: somebody of the house checked it within the year."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import after
from perimetre.base.diagnostics import Place, Problem
from perimetre.base.durations import Duration
from perimetre.base.words import Listing, counted, message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


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
            next((place for one in stale if (place := _checked(view, one))), view.lacking("values", "checked")),
            counted(
                "{count} legal basis that the handbook relies on has not been checked within the year: {bases}.",
                "{count} legal bases that the handbook relies on have not been checked within the year: {bases}.",
                len(stale),
                bases=Listing(tuple(f"`{one}`" for one in stale)),
            ),
            message("Have a lawyer check them, then write the date and the person under `checked:` in `values.yml`."),
        )


def _checked(view: View, basis: str) -> Place | None:
    """Return where the last check of a basis is written, if one is."""
    found: list[tuple[str, Place]] = []
    for file, document in view.documents.items():
        if document.path in ("house/values.yml", f"brands/{view.brand.id}/values.yml"):
            written = document.data.get("checked") if isinstance(document.data, dict) else ()
            found += [
                (str(one.get("on")), Place(file, ("checked", rank)))
                for rank, one in enumerate(written or ())
                if isinstance(one, dict) and one.get("basis") == basis
            ]
    return max(found, key=lambda one: one[0])[1] if found else None


RULE = Check(
    id="legal-basis-is-reviewed",
    level="warning",
    needs=(71,),
    find=find,
)
