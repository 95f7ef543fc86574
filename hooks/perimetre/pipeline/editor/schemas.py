"""Write the schemas of a house: those that ship, where what names something offers the ids that the house has.

Comes in: a handbook without errors. Goes out: the text of each schema, by its file. The ids stand in one file of their
own, each on its line: what a new one changes is told line by line, and the other files change with the product alone.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Message, few, message, say
from perimetre.model.building.build import build
from perimetre.model.building.names import KnownIds
from perimetre.model.naming import Site, places_that_name, target
from perimetre.model.refs import Ref
from perimetre.pipeline.editor.ids import Word, words_of
from perimetre.pipeline.editor.saying import inside, say_missing_keys, say_types, say_values
from perimetre.pipeline.editor.snippets import keep_on_the_line, offer_records
from perimetre.pipeline.loaded import Loaded
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HOMES, Kind
from perimetre.reading.schemas import COMMON, Schema, folder, translated
from perimetre.reading.validate.verdict import FORMATS

IDS = "house.schema.json"
"""The file of the ids: no kind of file is called so."""
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What leaves a schema: an address of nowhere, which tools would ask the network for; and forms that are known to nobody
# else, beside patterns that say nearly as much.
_ADDRESS = "$id"
_FORM = "format"


def schemas_of(loaded: Loaded) -> Mapping[str, str]:
    """Return the schemas of a house, by file name, in its first language.

    Args:
        loaded: its handbook, in which there is no error.
    """
    handbook = loaded.handbook
    assert handbook is not None
    language = handbook.settings.languages[0]
    schemas = {path.name: copy.deepcopy(translated(path.name, language)) for path in folder().glob("*.schema.json")}
    names = _names(loaded)
    say_words = functools.cache(lambda ref: words_of(ref, names, handbook, language))
    ids: dict[str, Schema] = {}
    for (node, file), ref in places_that_name(schemas):
        holder = _holder(node)
        if holder is None or ref.local:
            continue
        at, (form, written_in) = holder["$ref"], target(schemas, holder["$ref"], file)
        words = say_words(ref)
        # Of the phases of the scenarios, an id says too little to be chosen from a list.
        if any(words.values()):
            name = _name(at.rpartition("/")[2], ref)
            if name not in ids:
                ids[name] = _completed(schemas, (form, written_in), words, ref, language)
            holder["$ref"] = f"{IDS}#/$defs/{name}"
    offer_records(schemas, language)
    known = {**schemas, IDS: {"$defs": ids}}
    for name, schema in schemas.items():
        keep_on_the_line(schema)
        say_values(schema, language)
        say_types(schema, language)
        say_missing_keys(schema, name, known, language)
    files = {name: _compact(_bare(schema)) for name, schema in schemas.items()}
    title = say(message("The ids of the house"), language)
    whole = {"$schema": _DRAFT, "title": title, "$defs": dict(sorted(ids.items()))}
    return {**files, IDS: json.dumps(whole, ensure_ascii=False, indent=1) + "\n"}


def _names(loaded: Loaded) -> KnownIds:
    """Return what can be named; a handbook that was remembered does not hold it."""
    documents = [document for document in loaded.documents.values() if isinstance(kind_of(document.path), Filed)]
    names = build(documents).names
    assert names is not None
    return names


def _holder(node: Schema) -> Schema | None:
    """Return the part of a place that leads to the form of a name: itself, or one of those among which it may be."""
    if "$ref" in node:
        return node
    return next((inner for inner in node.get("anyOf", ()) if "$ref" in inner), None)


def _name(form: str, ref: Ref) -> str:
    """Return the name of a list of ids: that of the form that it takes the place of, and what tells it from others."""
    told = [form, *(() if form.startswith(ref.kinds[0].replace("_", "-")) else ref.kinds), *_signs(ref)]
    return "-".join(told).replace("_", "-")


def _signs(ref: Ref) -> Iterator[str]:
    yield from (f"or-{ref.group}",) if ref.group else ()
    yield from ("hidden",) if ref.hides else ()
    yield from ("past",) if ref.past else ()


def _completed(schemas: Mapping[str, Schema], form: Site, words: Mapping[Word, str], ref: Ref, language: str) -> Schema:
    """Return the form of a name that lists the ids: those that ship in their usual order, then those of the house."""
    standings = _listed(schemas, (schemas[COMMON]["$defs"]["who"], COMMON))
    shipped = dict((*_listed(schemas, form), *((word, said) for word, said in standings if word in ref.words)))
    said = {word: words[word] or shipped.get(word, "") for word in (*shipped, *words) if word in words}
    said[TO_COMPLETE] = say(message("To be decided: the house has not said yet."), language)
    title = form[0]["title"]
    return {
        "title": title,
        "markdownDescription": form[0]["markdownDescription"],
        "enum": list(said),
        "markdownEnumDescriptions": list(said.values()),
        "errorMessage": say(_unknown(title, ref), language),
    }


def _listed(schemas: Mapping[str, Schema], form: Site) -> Iterator[tuple[Word, str]]:
    """Yield the words that a form lists already, with what it says of each."""
    node, file = form
    yield from zip(node.get("enum", ()), node.get("markdownEnumDescriptions", ()), strict=True)
    if "$ref" in node:
        yield from _listed(schemas, target(schemas, node["$ref"], file))
    for inner in node.get("anyOf", ()):
        yield from _listed(schemas, (inner, file))


def _unknown(title: str, ref: Ref) -> Message:
    """Return what is said of a word that is none of the ids."""
    homes = {HOMES[kind].id: HOMES[kind] for kind in ref.kinds if kind in HOMES}
    text = message("{title}: nothing in the handbook has this id. Choose one from the list.", title=title)
    if not homes:
        return text
    places = few((f"`{_place(home)}`" for home in homes.values()), "or")
    return message(
        "{said} If it is new, add it to {places}; `perimetre schemas` then refreshes the list.",
        said=text,
        places=places,
    )


def _place(home: Kind) -> str:
    return f"{home.folder}/" if home.folder else f"{home.id}.yml"


def _bare(schema: Schema) -> Schema:
    for node in inside(schema):
        # A field may be called `format` as well.
        if node.get(_FORM) in FORMATS:
            del node[_FORM]
    return {key: value for key, value in schema.items() if key != _ADDRESS}


def _compact(schema: Any) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n"
