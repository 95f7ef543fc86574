"""A legal basis is reviewed: somebody of the house checked it within the year."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import after
from perimetre.base.diagnostics import Place, Problem
from perimetre.base.durations import Duration
from perimetre.base.words import counted, message
from perimetre.model import Brand
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the legal bases that are relied on and were not checked: those of the house once, then the brand's own."""
    house = view.handbook.house
    used = _relied_on(view.brand)
    shared = used & _relied_on(house) if house else frozenset()
    for bases, place in ((shared, _to_write(view, house)), (used - shared, view.lacking("values", "checked"))):
        stale = [basis_id for basis_id in sorted(bases) if _is_stale(view, basis_id)]
        if stale:
            yield flaw(
                next(filter(None, (_checked(view, id_) for id_ in stale)), place),
                counted(
                    "{count} legal basis that the handbook relies on has not been checked within the year: {bases}.",
                    "{count} legal bases that the handbook relies on have not been checked within the year: {bases}.",
                    len(stale),
                    bases=listed(stale),
                ),
                message(
                    "Have a lawyer check them, then write the date and the person under `checked:` in `values.yml`."
                ),
                about=stale,
            )


def _relied_on(brand: Brand) -> frozenset[str]:
    used = {basis for duty in brand.duties.duties for basis in duty.legal_basis}
    used |= {basis for ground in brand.moderation.grounds for basis in ground.legal_basis}
    used |= {basis for line in brand.scope.red_lines for basis in line.legal_basis}
    return frozenset(used)


def _is_stale(view: View, basis_id: str) -> bool:
    basis = view.brand.values.legal_bases.get(basis_id)
    return basis is not None and (basis.checked_on is None or after(basis.checked_on, Duration(1, "y")) < view.today)


def _to_write(view: View, house: Brand | None) -> Place:
    """Return where the house would write its checks: in its values, else at the start of what it has."""
    files = house.files if house else {}
    if "values" in files:
        return Place(files["values"], ("checked",), "key")
    return Place(files["brand"], (), "key") if "brand" in files else view.lacking("values", "checked")


def _checked(view: View, basis: str) -> Place | None:
    """Return where the last check of a basis is written, if one is."""
    house = view.handbook.house
    files = {brand.files["values"] for brand in (house, view.brand) if brand and "values" in brand.files}
    checks: list[tuple[str, Place]] = []
    for file in files & view.documents.keys():
        data = view.documents[file].data
        written = data.get("checked") if isinstance(data, dict) else None
        checks += [
            (str(check.get("on")), Place(file, ("checked", rank)))
            for rank, check in enumerate(written or ())
            if isinstance(check, dict) and check.get("basis") == basis
        ]
    return max(checks, key=lambda dated: dated[0])[1] if checks else None


RULE = Check(
    id="legal-basis-is-reviewed",
    level="warning",
    needs=(71,),
    find=find,
)
