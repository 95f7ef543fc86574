"""A text is finished: nothing in it is left to write, its variables are declared, and those declared are in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.suggest import closest, loose
from perimetre.base.words import Message, message
from perimetre.model import Crisis, Template
from perimetre.model.places import PLACE_VARIABLES
from perimetre.model.templates import Variable
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.texts import texts_in
from perimetre.rules.kit.view import View

# A note to oneself: in capitals wherever it stands, in small letters where the text holds nothing else.
_NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBD)\b|\blorem ipsum\b"
    r"|\A\W*(?:todo|tbd|fixme|x{3,}|(?:à|a) (?:écrire|ecrire|rédiger|rediger|compléter|completer|définir|definir))\W*\Z"
    r"|\A\W*(?:to (?:write|be written|do|be done))\W*\Z"
)
_ANY_CASE = re.compile(r"\blorem ipsum\b|\A\W*(?:à|a) (?:écrire|rédiger|compléter|définir)\W*\Z", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{ ?([^{}\n]{1,80}?) ?\}\}")
_ONE_BRACE = re.compile(r"(?<!\{)\{ ?([\w-]{1,80}) ?\}(?!\})")
# Where a ready answer, or a scenario, has words that leave.
_FILLED = ("variants", "statements", "language_elements", "questions")
# A word of a label that is shorter says nothing: `de`, `la`.
_LONG_ENOUGH = 4
# What is not shown as a text: the key under which such a word means itself.
_NOT_SHOWN = frozenset({"id", "pattern", "patterns", "detect", "bad", "good", "term", "variants_of"})


def find(view: View) -> Iterator[Problem]:
    """Yield the texts that are not finished; then the variables that are not declared, or declared for nothing."""
    for file, document in view.documents.items():
        for path, text in view.memory.once(texts_in, document.data):
            note = _NOTE.search(text) or _ANY_CASE.search(text)
            if note and not _NOT_SHOWN & set(path):
                yield Problem(
                    place=Place(file, path, within=note.span()),
                    message=message("“{words}” is left to write.", words=note[0].strip()),
                    hint=message("Write the text; or `to-complete`, if nobody has decided yet."),
                    level="warning",
                )
    seen = set()
    for other in view.views:
        records: tuple[Template | Crisis, ...] = (*other.brand.templates.templates, *other.brand.crises)
        for record in records:
            if record.place not in seen:
                seen.add(record.place)
                yield from _variables(view, record)


def _variables(view: View, record: Template | Crisis) -> Iterator[Problem]:
    declared = {variable.id for variable in record.variables}
    document = view.documents.get(record.place.file)
    held = document.data if document else None
    for step in record.place.path:
        held = held[step]  # type: ignore[index]  # the model was built from it
    filled, slips = set[str](), 0
    written = {key: held[key] for key in _FILLED if key in held} if isinstance(held, dict) else None
    for path, text in texts_in(written):
        place = (*record.place.path, *path)
        for variable in _VARIABLE.finditer(text):
            filled.add(variable[1])
            if variable[1] in declared or variable[1] in PLACE_VARIABLES:
                continue
            slips += 1
            near = _meant(variable[1], record.variables)
            yield Problem(
                place=Place(record.place.file, place, within=variable.span()),
                message=message("Nobody declares the variable `{name}`.", name=variable[1]),
                hint=_to_write(near) if near else _to_declare(variable[1], declared),
                write=_in_braces(near) if near else None,
            )
        for variable in _ONE_BRACE.finditer(text):
            slips += 1
            meant = closest(variable[1], sorted(declared)) or variable[1]
            yield Problem(
                place=Place(record.place.file, place, within=variable.span()),
                message=message("`{name}` stands between single braces, and is printed as it is.", name=variable[1]),
                hint=_to_write(meant),
                write=_in_braces(meant),
            )
    for declaration in record.variables:
        # Where a text has another variable than those declared, it is most often this one that it meant.
        if declaration.id not in filled and not slips and document is not None:
            yield Problem(
                place=Place(declaration.place.file, (*declaration.place.path, "id")),
                message=message("No text has the variable `{name}`.", name=declaration.id),
                hint=message(
                    "Write `{written}` where it is filled in, or take the variable out.",
                    written=_in_braces(declaration.id),
                ),
                level="warning",
            )


def _meant(name: str, variables: Sequence[Variable]) -> str | None:
    """Return the variable that was most likely meant: one written nearly so, or the only one that shares a word."""
    near = closest(name, sorted((*(variable.id for variable in variables), *PLACE_VARIABLES)))
    if near is not None or "." in name:
        return near
    words = set(loose(name).split("-"))
    sharing = [variable.id for variable in variables if words & _words_of(variable)]
    return sharing[0] if len(sharing) == 1 else None


def _words_of(variable: Variable) -> set[str]:
    """Return the words by which somebody may call a variable: those of its id, and of its label."""
    label = variable.label.in_("fr") if variable.label else ""
    return {*variable.id.split("-"), *(word for word in loose(label).split("-") if len(word) >= _LONG_ENOUGH)}


def _in_braces(name: str) -> str:
    return "{{" + name + "}}"


def _to_write(name: str) -> Message:
    return message("Write `{written}`.", written=_in_braces(name))


def _to_declare(name: str, declared: Collection[str]) -> Message:
    if name.startswith("place."):
        return message("A text takes from a place: {words}.", words=listed(map(_in_braces, PLACE_VARIABLES)))
    line = "{id: " + name + ", label: …, example: …}"
    if declared:
        return message(
            "Write one that is declared: {words}; or add `{line}` to the `variables:`.",
            words=listed(map(_in_braces, sorted(declared))),
            line=line,
        )
    return message("Add `{line}` to the `variables:` of this ready answer, or of this scenario.", line=line)


RULE = Check(id="text-is-finished", level="error", needs=(), find=find, whole=True)
