"""Check that every word that names something names something: one walk for all the kinds of files (stage build)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from perimetre.base.diagnostics import KeyPath, Place
from perimetre.base.suggest import closest, is_slip, nearest, only_near
from perimetre.base.words import Listing, Message, counted, few, message
from perimetre.model.basics import HOUSE, Named
from perimetre.model.building.convert import Conversion, Declared
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.inheritance import OwnerFiles
from perimetre.model.building.names import UNKNOWN, KnownIds
from perimetre.model.refs import Ref
from perimetre.model.values import LISTS
from perimetre.reading.kinds import HOMES

RULE = "reference-resolves"
# How many known words a hint lists when none looks like what was written.
MOST = 8
# In as many places a hurried hand writes the same slip.
_SLIPS = 2
# As many letters that two ids begin with, and one is likely the other shortened, or lengthened.
_ALIKE = 4
_NAMED = message("It is named here.")
_NAMED_TOO = message("It is named here too.")
_HIDDEN = message(
    "It is a value that `hidden:` takes out of use in `values.yml`: name another, or take it off that list."
)


@dataclass(slots=True)
class _Unknown:
    """A word that names nothing, and where it is written: most often one slip, in the word or in the id it meant."""

    ref: Ref
    known: list[str]
    lacking: tuple[str, ...] = ()
    renamed: str | None = None
    hint: Message | None = None
    called_now: Declared | None = None
    places: list[Place] = field(default_factory=list)


def check_references(
    layers: Mapping[str, OwnerFiles], names: KnownIds, doubled: frozenset[str], findings: BuildFindings
) -> dict[str, str]:
    """Report each word that names nothing, once, with every place where it is written.

    What the house says is checked once. A word is left alone while a file that could hold what it names is unread.

    Args:
        layers: what the house and the brands say.
        names: what can be named.
        doubled: the kinds of which one id stands twice.
        findings: where to report.

    Returns:
        By kind, the word that names nothing because a record took the id of another: the two are one mistake, which is
        said at the id.
    """
    unknown: dict[tuple[str, ...], _Unknown] = {}
    named: set[tuple[str, str]] = set()
    for origin, layer in layers.items():
        for reading in layer.readings:
            inner = _inner_ids(reading)
            for reference in reading.references:
                word, ref = str(reference.word), reference.ref
                if ref.local:
                    owner = reading.owner_of(reference.path)
                    known = inner.get((owner, ref.kinds[0]), set())
                    if word not in known:
                        key = (reading.file, *map(str, owner), ref.kinds[0], word)
                        unknown.setdefault(key, _Unknown(ref, sorted(known))).places.append(
                            Place(reading.file, reference.path)
                        )
                elif names.resolves(reference.word, ref, origin):
                    named.update((kind, word) for kind in ref.kinds)
                elif names.is_judged(ref, origin):
                    key = (ref.kinds[0], word)
                    if key not in unknown:
                        unknown[key] = _Unknown(ref, names.candidates(ref, origin))
                        unknown[key].lacking = names.brands_without(reference.word, ref) if origin == HOUSE else ()
                        unknown[key].renamed = names.renamed(reference.word, ref, origin)
                        unknown[key].hint = _HIDDEN if names.is_hidden(reference.word, ref, origin) else None
                    unknown[key].places.append(Place(reading.file, reference.path))
    ids = {(declared.kind, declared.id): declared for layer in layers.values() for declared in _common(layer)}
    taken: dict[str, str] = {}
    for (*_, word), slip in unknown.items():
        kind = next((kind for kind in slip.ref.kinds if kind in doubled), None)
        if kind is not None and not slip.ref.local and sum(kind in other.ref.kinds for other in unknown.values()) == 1:
            taken[kind] = word
            continue
        slip.called_now = _called_now(word, slip, ids, named)
        _report(word, slip, _misspelt(word, slip, ids, named), findings)
    return taken


def _common(layer: OwnerFiles) -> Iterator[Declared]:
    return (declared for reading in layer.readings for declared in reading.declared if not declared.thing.LOCAL)


def _misspelt(
    word: str, slip: _Unknown, ids: Mapping[tuple[str, str], Declared], named: set[tuple[str, str]]
) -> Declared | None:
    """Return the id that was meant, where the slip is more likely in it: several name the word, nobody names the id."""
    if len(slip.places) < 2 or slip.ref.local or slip.renamed:
        return None
    near = closest(word, slip.known)
    kind = next((kind for kind in slip.ref.kinds if (kind, near or "") in ids), None)
    return ids[kind, near] if kind is not None and near is not None and (kind, near) not in named else None


def _called_now(
    word: str, slip: _Unknown, ids: Mapping[tuple[str, str], Declared], named: set[tuple[str, str]]
) -> Declared | None:
    """Return the one record that seems to have borne a word as its id: nobody names it yet, and it begins alike."""
    if slip.ref.local or slip.renamed:
        return None
    records = [
        declared
        for (kind, id_), declared in ids.items()
        if kind in slip.ref.kinds
        and (kind, id_) not in named
        and isinstance(declared.thing, Named)
        and not declared.thing.formerly
        and id_ in slip.known
        and (word.startswith(id_) or id_.startswith(word) or (len(word) >= _ALIKE and word[:_ALIKE] == id_[:_ALIKE]))
    ]
    return records[0] if len(records) == 1 else None


def _inner_ids(reading: Conversion) -> dict[tuple[KeyPath, str], set[str]]:
    """Return the ids that are known inside one record only, by the record's path and the namespace."""
    inner: dict[tuple[KeyPath, str], set[str]] = {}
    if any(reference.ref.local for reference in reading.references):
        for declared in reading.declared:
            if declared.thing.LOCAL:
                inner.setdefault((reading.owner_of(declared.path), declared.kind), set()).add(declared.id)
    return inner


def _report(word: str, slip: _Unknown, misspelt: Declared | None, findings: BuildFindings) -> None:
    first, *others = slip.places
    if misspelt is not None:
        place = Place(misspelt.thing.place.file, (*misspelt.path, "id"))
        text = counted(
            "Nobody names `{id}`, and `{word}`, which is named {count} time, does not exist.",
            "Nobody names `{id}`, and `{word}`, which is named {count} times, does not exist.",
            len(slip.places),
            id=misspelt.id,
            word=word,
        )
        hint = message("Did you mean `{near}`? Write `{line}`.", near=word, line=f"id: {word}")
        related = tuple((place, _NAMED) for place in slip.places)
        findings.add(RULE, place, text, hint, related=related, about=(word, misspelt.id), fixes=[(place, word)])
        return
    text = replace(UNKNOWN[slip.ref.kinds], values={"word": word})
    if slip.lacking:
        brands = few(f"`{brand}`" for brand in slip.lacking)
        text = message(
            "{said} It is missing in {brands}, where what the house says also holds.", said=text, brands=brands
        )
    near = None if slip.hint else slip.renamed or closest(word, [known for known in slip.known if known != word])
    hint = slip.hint or _hint(word, near, first, slip, findings)
    related = tuple((place, _NAMED_TOO) for place in others)
    fixes = [(place, near) for place in slip.places] if near and _is_sure(word, near, slip) else []
    findings.add(RULE, first, text, hint, related=related, about=(word, near) if near else (word,), fixes=fixes)


# By kind of value, what an entry of `values.yml` needs besides its id, its label and its definition.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "action": ("mission: …",),
    "fact": ("type: boolean",),
    "crisis_kind": ("tier: 2", "cluster: accidental"),
    "emergency_number": ('number: "…"', "by: call", "for: …"),
    "legal_basis": ("reference: …", "rule: …"),
    "network": ("names: […]", "count: …"),
}


def _is_sure(word: str, near: str, slip: _Unknown) -> bool:
    """Say whether a near name may be written without asking.

    What many places name and nobody bears has been taken out: another put there would be made to sign, to approve and
    to be called in its stead.
    """
    return near == slip.renamed or (len(slip.places) <= _SLIPS and is_slip(word, near))


def _hint(word: str, near: str | None, place: Place, slip: _Unknown, findings: BuildFindings) -> Message:
    if near is not None:
        line = findings.line_with(place, word, near)
        if line is not None and near == slip.renamed:
            return message("It is now called `{near}`. Write `{line}`.", near=near, line=line)
        if line is not None:
            return message("Did you mean `{near}`? Write `{line}`.", near=near, line=line)
        return message("Did you mean `{near}`?", near=near)
    if slip.ref.kinds == ("person",):
        # Most often somebody who left and was deleted: what they signed stays, under who they were.
        return message(
            "If they left, put them back in `people.yml` with `left_on:` and the day; if they bear another id, add "
            "`formerly: [{word}]` to it. Else add them, or name somebody else.",
            word=word,
        )
    if slip.called_now is not None:
        return message(
            "If `{id}` is what it is called now, add `formerly: [{word}]` to it, in `{file}`: what names it is then "
            "told line by line. Else name another.",
            id=slip.called_now.id,
            word=word,
            file=slip.called_now.thing.place.file,
        )
    home = next((HOMES[kind] for kind in slip.ref.kinds if kind in HOMES), None)
    others = [known for known in slip.known if known != word]
    # What the house itself says is declared by the house.
    folder = "house/" if "/house/" in f"/{place.file}" else ""
    entry = entry_of_values(word, slip.ref.kinds, f"{folder}values.yml") if home and home.id == "values" else None
    if (lone := only_near(word, others)) is not None:
        # Further than a slip of the hand, and nothing else is near: worth asking, never worth writing in its place.
        return message("Did you mean `{near}`?", near=lone)
    if 0 < len(others) <= MOST:
        words = Listing(tuple(f"`{known}`" for known in others), "or")
        # What is named inside one record alone is not of a file.
        if home is None or home.folder is not None or slip.ref.local:
            return message("Write {words}.", words=words)
        if entry is not None:
            return message("Write {words}; or, if it is new: {entry}.", words=words, entry=entry)
        return message("Write {words}; or, if it is new, add it to `{file}`.", words=words, file=f"{home.id}.yml")
    if len(others) > MOST and (home is None or home.folder is not None or slip.ref.local):
        words = Listing(tuple(f"`{known}`" for known in nearest(word, others)))
        return message("The nearest are {words}. Name one of them.", words=words)
    if home is None:
        return message("Add it, or name another.")
    if len(others) > MOST:
        file = f"{folder}{home.id}.yml"
        words = Listing(tuple(f"`{known}`" for known in nearest(word, others)))
        if entry is not None:
            return message(
                "The nearest are {words}. Name one of them; or, if it is new: {entry}.", words=words, entry=entry
            )
        return message("The nearest are {words}. Name one of them, or add yours to `{file}`.", words=words, file=file)
    if home.folder is not None:
        return message("Add it to the folder `{folder}`, or name another.", folder=f"{home.folder}/")
    if entry is not None:
        return message("Name another; or, if it is new: {entry}.", entry=entry)
    return message("Add it to `{file}`, or name another.", file=f"{home.id}.yml")


def entry_of_values(word: str, kinds: Iterable[str], file: str) -> Message | None:
    """Return what to write in a `values.yml` for a word of the house's own; None: it is no value."""
    kind = next((kind for kind in kinds if kind in LISTS), None)
    if kind is None:
        return None
    entry = ", ".join([f"- {{id: {word}", "label: …", "definition: …", *_NEEDED.get(kind, ())]) + "}"
    return message("in `{file}`, under `{list}:`, write `{entry}`", file=file, list=LISTS[kind], entry=entry)
