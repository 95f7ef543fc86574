"""Give a key of a record that is there another value: the day on which somebody leaves, the step that now follows.

Comes in: what is changed, what was given, the handbook, a document. Goes out: where, and the text of the document. What
stands around stays to the byte.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import KeyPath, Place
from perimetre.migrations.editing import Edit, edited, value_at
from perimetre.pipeline.adding.inserting import NotAddedError, line_end, past_its_comments
from perimetre.pipeline.adding.records import in_braces
from perimetre.pipeline.adding.shapes import Changed
from perimetre.pipeline.loaded import Loaded
from perimetre.reading.document import Document

if TYPE_CHECKING:
    from perimetre.model import Brand


def levels_of(loaded: Loaded, level: str) -> Iterator[Brand]:
    """Yield the house and the brands whose records a folder may name: its own, or all where no folder is meant."""
    assert loaded.handbook is not None
    of_house = (loaded.handbook.house,) if loaded.handbook.house is not None else ()
    for brand in (*of_house, *loaded.handbook.brands):
        if level in ("", brand.id, f"brands/{brand.id}"):
            yield brand


def place_of_record(loaded: Loaded, level: str, namespace: str, id_: str) -> Place | None:
    """Return where the record stands that an id names at a level; None: there is none."""
    found = (brand.find(namespace, id_) for brand in levels_of(loaded, level))
    return next((record.place for record in found if record is not None), None)


def changed_places(
    change: Changed, loaded: Loaded, level: str, given: Mapping[str, object]
) -> Iterator[tuple[str, KeyPath]]:
    """Yield the files and the places in them of the records of which a key is changed."""
    if change.of is not None:
        namespace, option = change.of
        place = place_of_record(loaded, level, namespace, str(given[option]))
        if place is None:
            return
        documents = [(loaded.documents[place.file], place.path)]
    else:
        ending = f"/{change.file}.yml"
        documents = [(document, ()) for document in loaded.documents.values() if document.path.endswith(ending)]
    for document, above in documents:
        for path in _within(change, document, above, given):
            yield document.path, path


def _within(change: Changed, document: Document, above: KeyPath, given: Mapping[str, object]) -> Iterator[KeyPath]:
    if change.list is None:
        yield above
        return
    data = value_in(document.data, above)
    items = data.get(change.list) if isinstance(data, dict) else None
    for rank, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, dict) or change.where is None:
            continue
        key, option = change.where
        held = item.get(change.key)
        # A record that ends before keeps its own end: days are compared as they are written.
        if item.get(key) == given[option] and not (
            change.only_later and held and str(held) <= str(given[change.value])
        ):
            yield (*above, change.list, rank)


def with_value(document: Document, path: KeyPath, key: str, value: object) -> tuple[str, object]:
    """Return the text of a document in which a key of a mapping has a value, and the data that it must be read as.

    Raises:
        NotAddedError: the path leads to no mapping, or to an empty one.
    """
    holder = value_in(document.data, path)
    if not isinstance(holder, dict) or not holder:
        raise NotAddedError
    text = document.text
    if key in holder:
        edit = Edit(*value_at(document, (*path, key)), in_braces(value))
    else:
        over = value_at(document, (*path, next(reversed(holder))))[1]
        if text[value_at(document, path)[0]] == "{":
            edit = Edit(over, over, f", {key}: {in_braces(value)}")
        else:
            column = document.span_of((*path, next(iter(holder))), "key").column - 1
            place = past_its_comments(text, line_end(text, over), column)
            ends = "\r\n" if "\r\n" in text else "\n"
            edit = Edit(place, place, f"{ends}{' ' * column}{key}: {in_braces(value)}")
    data = copy.deepcopy(document.data)
    meant = value_in(data, path)
    assert isinstance(meant, dict)
    meant[key] = value
    return edited(text, [edit]), data


def value_in(data: object, path: KeyPath) -> object:
    """Return what stands in some data; None where the path leads nowhere."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
