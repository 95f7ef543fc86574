"""Check that every word that names something names something: one walk for all the kinds of files (stage build)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..diagnostics import Place
from ..suggest import closest
from ..words import Listing, Message, message
from .convert import Reading, Reference
from .findings import Findings
from .inheritance import Layer
from .names import HOMES, UNKNOWN, Names

RULE = "reference-resolves"
# How many known words a hint lists when none looks like what was written.
MOST = 8
_HIDDEN = message(
    "It is a value that `hidden:` takes out of use in `values.yml`: name another, or take it off that list."
)


def check_references(layers: Mapping[str, Layer], names: Names, findings: Findings) -> None:
    """Report each word that names nothing, in the files of each layer; what the house says is checked once.

    A word is left alone while a file that could hold what it names cannot be read.
    """
    for origin, layer in layers.items():
        for reading in layer.readings:
            inner = _inner_ids(reading)
            for reference in reading.references:
                if reference.ref.local:
                    known = inner.get((reading.owner_of(reference.path), reference.ref.kinds[0]), frozenset())
                    if reference.word not in known:
                        _report(reference, reading.file, sorted(known), (), findings)
                elif not names.resolves(reference.word, reference.ref, origin) and names.is_judged(
                    reference.ref, origin
                ):
                    lacking = names.brands_without(reference.word, reference.ref) if origin == "house" else ()
                    known_words = names.candidates(reference.ref, origin)
                    hint = _HIDDEN if names.is_hidden(reference.word, reference.ref, origin) else None
                    _report(reference, reading.file, known_words, lacking, findings, hint)


def _inner_ids(reading: Reading) -> dict[tuple[tuple[str | int, ...], str], set[str]]:
    """Return the ids that are known inside one record only, by the record's path and the namespace."""
    found: dict[tuple[tuple[str | int, ...], str], set[str]] = {}
    if any(reference.ref.local for reference in reading.references):
        for declared in reading.declared:
            if declared.thing.LOCAL:
                found.setdefault((reading.owner_of(declared.path), declared.kind), set()).add(declared.id)
    return found


def _report(
    reference: Reference,
    file: str,
    known: list[str],
    lacking: tuple[str, ...],
    findings: Findings,
    hint: Message | None = None,
) -> None:
    word, place = str(reference.word), Place(file, reference.path)
    said: Message = replace(UNKNOWN[reference.ref.kinds], values={"word": word})
    if lacking:
        brands = Listing(tuple(f"`{brand}`" for brand in lacking))
        said = message(
            "{said} It is missing in {brands}, where what the house says also holds.", said=said, brands=brands
        )
    findings.add(RULE, place, said, hint or _hint(word, place, known, reference, findings))


def _hint(word: str, place: Place, known: list[str], reference: Reference, findings: Findings) -> Message:
    near = closest(word, [one for one in known if one != word])
    if near is not None:
        line = findings.line_with(place, word, near)
        if line is not None:
            return message("Did you mean `{near}`? Write `{line}`.", near=near, line=line)
        return message("Did you mean `{near}`?", near=near)
    others = [one for one in known if one != word]
    if 0 < len(others) <= MOST:
        return message("Write {words}.", words=Listing(tuple(f"`{one}`" for one in others), "or"))
    home = next((HOMES[kind] for kind in reference.ref.kinds if kind in HOMES), None)
    if home in ("crisis", "operation", "decision"):
        home = {"crisis": "crises/", "operation": "operations/", "decision": "decisions/"}[home]
        return message("Add it in the folder `{folder}`, or name another.", folder=home)
    if home is None:
        return message("Add it, or name another.")
    return message("Add it to `{file}`, or name another.", file=f"{home}.yml")
