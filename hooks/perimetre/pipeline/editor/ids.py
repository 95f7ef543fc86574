"""Know the ids that a name of the files may be, and say of each what bears it.

Comes in: the handbook, what it knows by name, what a word may name. Goes out: the words, each with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perimetre.base.words import Listing, Message, message, say
from perimetre.compare.fields import title_of
from perimetre.language.labels import word as label
from perimetre.model import Brand, Handbook, Named, Text
from perimetre.model.building import shipped
from perimetre.model.building.names import KnownIds
from perimetre.model.escalation import EscalationFile
from perimetre.model.refs import Ref
from perimetre.model.values import Value
from perimetre.model.whole import VALUE_KINDS

Word = str | int
_GROUP = "group"


def words_of(ref: Ref, names: KnownIds, handbook: Handbook, language: str) -> Mapping[Word, str]:
    """Return the words that a name may be, and what is said of each: "" where nothing is, as of a place somebody has.

    Args:
        ref: what is named.
        names: what can be named.
        handbook: the records that bear the ids.
        language: that of what is said.
    """
    # A severity may be called by its number, too.
    words = sorted(names.everywhere(ref), key=lambda known: (isinstance(known, str), known))
    return {known: _said(known, ref, handbook, language) for known in words}


def _said(known: Word, ref: Ref, handbook: Handbook, language: str) -> str:
    if "brand" in ref.kinds and (brand := handbook.brand(str(known))) is not None:
        return f"**{brand.brand.name.in_(language)}**" if brand.brand.name else ""
    kind, record, owners = next(_bearing(known, ref, handbook), (None, None, ()))
    if record is None or kind is None:
        # Of the values that ship, those that the house takes out of use.
        lists = (shipped.values().of(value) for value in ref.kinds if value in VALUE_KINDS)
        record = next((values[str(known)] for values in lists if known in values), None)
    if record is None:
        return ""
    title = title_of(record)
    shown = title.in_(language) if isinstance(title, Text) else str(title or known)
    if isinstance(record, Value):
        return f"**{shown}** · {record.definition.in_(language)}" if record.definition else f"**{shown}**"
    assert kind is not None
    return f"**{shown}** · {say(_whose(label('record_kind', kind), owners, language), language)}"


def _whose(what: Message | str, owners: tuple[Brand, ...], language: str) -> Message | str:
    """Return what bears an id, with the brands whose it is; the house's is everybody's."""
    names = tuple(brand.brand.name.in_(language) if brand.brand.name else brand.id for brand in owners)
    return message("{what} ({brands})", what=what, brands=Listing(names, "and")) if names else what


def _bearing(known: Word, ref: Ref, handbook: Handbook) -> Iterator[tuple[str, Named, tuple[Brand, ...]]]:
    """Yield what bears an id, with its namespace, and the brands that wrote it where the house did not."""
    for kind in (*ref.kinds, *((_GROUP,) if ref.group else ())):
        levels = [level for level in (handbook.house, *handbook.brands) if level is not None]
        found = [(level, record) for level in levels if (record := _borne(level, kind, known)) is not None]
        if found:
            is_everybodys = found[0][0] is handbook.house
            owners = tuple(level for level, _ in found if (kind, known) in level.own)
            yield kind, found[0][1], () if is_everybodys else owners
    if "compartment" in ref.kinds:
        yield from (("compartment", circle, ()) for circle in handbook.settings.compartments if circle.id == known)


def _borne(level: Brand, kind: str, known: Word) -> Named | None:
    if kind == "severity":
        severities = level.of(EscalationFile).severities
        return next((severity for severity in severities if known in (severity.id, severity.number)), None)
    return level.find(kind, str(known))
