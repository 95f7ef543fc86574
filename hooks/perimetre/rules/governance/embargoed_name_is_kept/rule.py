"""An embargoed name is kept: it stands in no text, title, id or name of file that more people read before its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.diagnostics import KeyPath, Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.model.handbook import Compartment
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.embargoes import KeptName, kept_names, spelt
from perimetre.rules.kit.texts import texts_in
from perimetre.rules.kit.view import View

_OUT = message("Write it without this name until then.")
# Where a file holds texts that leave the house: ready answers, statements.
_LEAVING = (("templates", "variants"), ("templates", "texts"), ("statements",))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadText:
    """A text of a file, as it is written, and who reads it.

    Fields:
        place: where it stands; the start of the file for the file's own name.
        circles: the compartments that it is in.
        is_restricted: whether it, or what holds it, is `restricted`.
        is_public: whether it is for anybody.
        leaves: whether it is one of the texts that leave the house.
    """

    text: str
    place: Place
    circles: frozenset[str]
    is_restricted: bool
    is_public: bool
    leaves: bool


def find(view: View) -> Iterator[Problem]:
    """Yield the names that are read too widely, then the embargoes whose own name the lexicon prints."""
    names = kept_names(view.handbook, view.today)
    if not names:
        return
    circles = {circle.id: circle for circle in view.handbook.settings.compartments}
    for written in _everything(view, names):
        words = spelt(written.text)
        for name in names:
            if (
                name.stands_in(words)
                and name.is_meant_by(written.text)
                and not _is_inside(name, written.place)
                and not _may_stand(name, written, circles)
                and not _is_told_elsewhere(view, name, written.place)
            ):
                yield _said(name, written)
                break
    for name in names:
        if name.compartment is None and name.key == "term" and name.record.confidentiality != "restricted":
            yield Problem(
                place=key(name.record, "term"),
                message=message(
                    "“{name}” is under embargo {end}, and the lexicon prints it for everybody in the house.",
                    name=name.text,
                    end=_end(name),
                ),
                hint=message(
                    "Open a compartment in `handbook.yml` with those who may read it, and write `compartment:` on this "
                    "entry; or `confidentiality: restricted`."
                ),
                level="warning",
            )


def _said(name: KeptName, written: _ReadText) -> Problem:
    values = {"name": name.text, "end": _end(name)}
    if name.compartment is not None:
        what = message(
            "“{name}” is kept in the compartment `{compartment}` {end}, and more people read this.",
            **values,
            compartment=name.compartment.id,
        )
        hint = message(
            "Take the name out until then, or write `compartment: {compartment}` on this record.",
            compartment=name.compartment.id,
        )
    else:
        what = message("“{name}” is under embargo {end}, and more people read this.", **values)
        hint = _OUT
    stretch = name.stretch_of(written.text)
    place = written.place
    if place.path and stretch:
        place = Place(place.file, place.path, "value", stretch)
    related = (key(name.record, name.key), message("It is kept here."))
    return flaw(place, what, hint, related, about=(name.record.id,))


def _end(name: KeptName) -> Message:
    return message("until {day} included", day=str(name.until)) if name.until else message("until a day is written")


def _may_stand(name: KeptName, written: _ReadText, circles: Mapping[str, Compartment]) -> bool:
    """Say whether all who read a text may read a name."""
    if name.compartment is not None:
        mine = frozenset(name.compartment.readers)
        return any(id_ == name.compartment.id or frozenset(circles[id_].readers) <= mine for id_ in written.circles)
    if name.record.confidentiality == "restricted":
        return written.is_restricted or bool(written.circles)
    # Inside the house everybody may know: what leaves it may not say so.
    return bool(written.circles) or not (written.leaves or written.is_public)


def _is_inside(name: KeptName, place: Place) -> bool:
    """Say whether a place is in the record that bears the name, or names it by its id."""
    own = name.record.place
    return place.file == own.file and place.path[: len(own.path)] == own.path


def _is_told_elsewhere(view: View, name: KeptName, place: Place) -> bool:
    """Say whether the voice of a brand has told that the word is not to be written there; asked of few places."""
    around = [((place.file, place.path[:size]), name.record.id) for size in range(len(place.path) + 1)]
    return any(not other.once(_told_by_voice).isdisjoint(around) for other in view.views)


def _told_by_voice(view: View) -> frozenset[tuple[tuple[str, KeyPath], str]]:
    """Return where the voice of a brand has told that a word of the lexicon is not to be written, with its id."""
    return frozenset(
        ((finding.problem.place.file, finding.problem.place.path), id_)
        for finding in view.own_words
        for id_ in finding.problem.about
    )


def _may_hold(texts: Iterable[str], names: Sequence[KeptName]) -> bool:
    """Say whether one of the names may stand in some texts: they are looked through together, which is quicker."""
    words = spelt("\n".join(texts))
    return any(form in words for kept in names for form in kept.forms)


def _everything(view: View, names: Sequence[KeptName]) -> Iterator[_ReadText]:
    """Yield every text, word and id of the files that may hold a name, and the names of these files."""
    known = {circle.id for circle in view.handbook.settings.compartments if circle.holds(view.today)}
    for file, document in view.documents.items():
        called = file.rpartition("/")[2].removesuffix(".yml")
        root = document.data
        if not _may_hold([called, *(text for _, text in view.memory.once(texts_in, root))], names):
            continue
        waiting: list[tuple[KeyPath, object, frozenset[str], frozenset[str]]] = [((), root, frozenset(), frozenset())]
        while waiting:
            path, held, circles, levels = waiting.pop()
            if isinstance(held, dict):
                circles |= known & {held.get("compartment")}
                levels |= frozenset(("public", "restricted")) & {held.get("confidentiality")}
                waiting.extend(((*path, name), inner, circles, levels) for name, inner in held.items())
                if not path:
                    yield _ReadText(
                        text=called,
                        place=Place(file),
                        circles=circles,
                        is_restricted="restricted" in levels,
                        is_public=False,
                        leaves=False,
                    )
            elif isinstance(held, list):
                waiting.extend(((*path, rank), inner, circles, levels) for rank, inner in enumerate(held))
            elif isinstance(held, str):
                keys = [step for step in path if isinstance(step, str)]
                yield _ReadText(
                    text=held,
                    place=Place(file, path),
                    circles=circles,
                    is_restricted="restricted" in levels,
                    is_public="public" in levels and "restricted" not in levels,
                    leaves=any(all(word in keys for word in words) for words in _LEAVING),
                )


RULE = Check(
    id="embargoed-name-is-kept",
    level="error",
    needs=(),
    find=find,
    whole=True,
)
