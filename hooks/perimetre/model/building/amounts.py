"""Say in what currency each level counts, and report what one level says in money that another cannot read (build).

Nothing is ever converted: where a brand counts in another currency than the level that wrote an amount, that level
says the amount in each (`{EUR: 100, CHF: 110}`), and the brand reads its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.diagnostics import Place
from perimetre.base.words import message
from perimetre.model.basics import HOUSE, Part
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.inheritance import OwnerFiles
from perimetre.model.escalation import Criterion
from perimetre.model.handbook import Settings
from perimetre.model.matches import FactTest
from perimetre.model.operation import Budget
from perimetre.model.people import Earning
from perimetre.model.shared import Limit
from perimetre.model.values import Values
from perimetre.model.whole import Handbook
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HANDBOOK

_BRAND = "brand"


class _Currencies(dict[str, str]):
    """The currency of each level; that of the house for whoever says none."""

    def __missing__(self, origin: str) -> str:
        return self.get(HOUSE, Settings().currency)


def currencies(documents: Iterable[Document]) -> Mapping[str, str]:
    """Return the currency of each level: its own, or that of the nearest above it; the last is the handbook's."""
    said: dict[str, object] = {}
    above: dict[str, object] = {}
    for document in documents:
        filed = kind_of(document.path)
        if isinstance(filed, Filed) and filed.kind.id in (_BRAND, HANDBOOK) and isinstance(document.data, dict):
            origin = HOUSE if filed.origin == HANDBOOK else filed.origin
            said[origin] = document.data.get("currency") or said.get(origin)
            above[origin] = document.data.get("within", HOUSE)
    found = _Currencies({HOUSE: str(said.get(HOUSE) or Settings().currency)})
    for origin in said:
        level: object = origin
        seen = {HOUSE}
        while isinstance(level, str) and level not in seen and not said.get(level):
            seen.add(level)
            level = above.get(level)
        found[origin] = str(said.get(str(level)) or found[HOUSE])
    return found


def check_amounts(
    levels: Mapping[str, Sequence[OwnerFiles]],
    brands: Mapping[str, OwnerFiles],
    handbook: Handbook,
    currency_of: Mapping[str, str],
    findings: BuildFindings,
) -> None:
    """Report each amount that holds in a brand which counts in another currency, and is not said in that one.

    Args:
        levels: by brand, what those above it say, the house first.
        brands: what each brand says.
        handbook: the whole.
        currency_of: the currency of each level.
        findings: where it is reported.
    """
    lacking: dict[Place, tuple[str, set[str]]] = {}
    for brand in handbook.brands:
        wanted = currency_of[brand.id]
        for layer in (*levels[brand.id], brands[brand.id]):
            for place, written in _amounts(layer, brand.values, currency_of[layer.origin]):
                if wanted not in written:
                    lacking.setdefault(place, (min(written), set()))[1].add(wanted)
    for place, (known, wanted_ones) in lacking.items():
        every = (known, *sorted(wanted_ones))
        findings.add(
            "amount-has-its-currency",
            place,
            message(
                "This amount is in {written}, and holds where one counts in {wanted}: nothing is ever converted.",
                written=known,
                wanted=", ".join(sorted(wanted_ones)),
            ),
            message(
                "Say it in each currency: `{line}`; or move it to the level that counts so.",
                line="{" + ", ".join(f"{currency}: …" for currency in every) + "}",
            ),
        )


def _amounts(layer: OwnerFiles, values: Values, currency: str) -> Iterator[tuple[Place, frozenset[str]]]:
    """Yield where each amount of money stands, and the currencies in which it is said."""
    for reading in layer.readings:
        for part in reading.noted:
            for key in _keys(part, values):
                path = (*part.place.path, key)
                written = reading.amounts.get(path)
                if written is not None or getattr(part, key) is not None:
                    yield Place(part.place.file, path), written or frozenset((currency,))


def _keys(part: Part, values: Values) -> tuple[str, ...]:
    """Return the keys of a part that hold an amount of money."""
    if isinstance(part, Budget):
        return "max", "spent"
    if isinstance(part, Earning):
        return ("amount",) if part.unit == "money" else ()
    fact = part.sum if isinstance(part, Limit) else part.fact if isinstance(part, FactTest | Criterion) else None
    known = values.facts.get(fact) if fact is not None else None
    if known is None or known.type != "money":
        return ()
    return ("max", "min") if isinstance(part, Limit) else ("above", "up_to")
