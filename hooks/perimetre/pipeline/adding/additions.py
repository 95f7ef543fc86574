"""Add a record to the files of a handbook, and read them back: they must say what was meant, and nothing else.

Comes in: what is added, what was given, the handbook as it was loaded. Goes out: the files as they will be.
"""

from __future__ import annotations

import codecs
import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import Diagnostic, KeyPath, PerimetreError
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message
from perimetre.pipeline.adding.changing import changed_places, place_of_record, with_value
from perimetre.pipeline.adding.inserting import NotAddedError, is_in_braces, with_record, with_record_there
from perimetre.pipeline.adding.records import Written, filled, left_in, meant, rows
from perimetre.pipeline.adding.shapes import Added, Addition
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.rewritten import Rewritten
from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

if TYPE_CHECKING:
    from perimetre.reading.document import Document

CHANGED = -1
"""In the place of a rank, in `Additions.records`: a record that was there, of which a key was changed."""

# The first line of a file, by which an editor finds its schema.
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S*?)[\w-]+\.schema\.json[ \t]*(?=\r?\n|\Z)")


class AdditionError(PerimetreError):
    """What was asked cannot be added."""


@dataclass(slots=True, kw_only=True)
class Additions(Rewritten):
    """Files to which records are added.

    Fields:
        marks: what is left to the house: the file, where it is there, what is to be written.
        records: what was written: the file, where it is there, its rank among the records of what is added,
            or `CHANGED`.
    """

    marks: list[tuple[str, KeyPath, str]] = field(default_factory=list)
    records: list[tuple[str, KeyPath, int]] = field(default_factory=list)

    def left(self) -> Iterator[tuple[str, str, str]]:
        """Yield what is left to the house: the line, as it is printed, the key, what is to be written."""
        for path, key, hint in self.marks:
            document = parse(self.after[path]).document
            assert document is not None
            name = next(step for step in reversed(key) if isinstance(step, str))
            yield f"{document.file}:{document.span_of(key).line}", name, hint


def added(addition: Addition, given: Mapping[str, object], loaded: Loaded, level: str, language: str) -> Additions:
    """Return the files with what is added.

    Args:
        addition: what is added.
        given: what was given, and what follows from it, by option.
        loaded: the handbook.
        level: the folder where it goes: `house`, `brands/lumen`.
        language: that of the house.

    Raises:
        AdditionError: it cannot be added, and nothing is.
    """
    files = Additions()
    for rank, record in enumerate(addition.records):
        if record.only_with is not None and record.only_with not in given:
            continue
        written = filled(record.template, given, language)
        if record.list is None:
            path = _path(record, level, str(given["id"]))
            _begin(files, loaded, path, record.file, written)
            files.records.append((path, (), rank))
            continue
        for path, above in _spots(record, loaded, level, given):
            there = _insert(files, loaded, path, (*above, record.list), written, record)
            files.records.append((path, there, rank))
    for change in addition.changes:
        if change.value not in given:
            continue
        for path, there in changed_places(change, loaded, level, given):
            _change(files, loaded, path, there, change.key, given[change.value])
    if not files.after:
        raise AdditionError(message("Nothing changes: say what does."))
    return files


def refused(before: Loaded, after: Loaded) -> Diagnostic | None:
    """Return the first error that the additions bring, beside what they leave to the house; None: there is none."""
    known = [(finding.rule, finding.file, finding.message) for finding in before.diagnostics]
    for finding in after.diagnostics:
        told = (finding.rule, finding.file, finding.message)
        if finding.severity == "error" and finding.suppressed is None and finding.rule != "to-complete-is-completed":
            if told not in known:
                return finding
            known.remove(told)
    return None


def _path(record: Added, level: str, id_: str) -> str:
    kind = KINDS[record.file]
    return f"{level}/{kind.folder}/{id_}.yml" if kind.folder else f"{level}/{kind.id}.yml"


def _spots(record: Added, loaded: Loaded, level: str, given: Mapping[str, object]) -> Iterator[tuple[str, KeyPath]]:
    """Yield the files and the places in them where a record goes."""
    if record.of is not None:
        namespace, option = record.of
        place = place_of_record(loaded, level, namespace, str(given[option]))
        if place is not None:
            yield loaded.documents[place.file].path, place.path
        return
    if record.of_turns is None:
        yield f"{level}/{record.file}.yml", ()
        return
    person, asked = str(given[record.of_turns]), given.get("schedule")
    schedules = list(_schedules(loaded))
    found = [
        (path, above) for id_, path, above, people in schedules if asked == id_ or (asked is None and person in people)
    ]
    if not found:
        text = message("`{person}` has a turn in no schedule. Name one: `--schedule`.", person=person)
        raise AdditionError(text)
    yield from found


def _schedules(loaded: Loaded) -> Iterator[tuple[str, str, KeyPath, frozenset[str]]]:
    """Yield each schedule: its id, its file, where it is there, who has a turn in it."""
    for document in loaded.documents.values():
        if document.path.endswith("/people.yml") and isinstance(document.data, dict):
            schedules = document.data.get("schedules")
            for rank, schedule in enumerate(schedules if isinstance(schedules, list) else ()):
                if isinstance(schedule, dict):
                    people = frozenset(_people(schedule.get("layers")))
                    yield str(schedule.get("id")), document.path, ("schedules", rank), people


def _people(layers: object) -> Iterator[str]:
    for layer in layers if isinstance(layers, list) else ():
        if isinstance(layer, dict):
            rotation = layer.get("rotation")
            for holder in (layer, rotation if isinstance(rotation, dict) else {}):
                people = holder.get("people")
                yield from map(str, people if isinstance(people, list) else ())


def _insert(files: Additions, loaded: Loaded, path: str, to: KeyPath, written: Written, record: Added) -> KeyPath:
    """Write a record in a list, and return where it is there."""
    source = files.after.get(path) or _source(loaded, path)
    if source is None:
        _begin(files, loaded, path, record.file, {str(to[0]): [written]})
        return (str(to[0]), 0)
    document = parse(source).document
    if document is None:
        raise AdditionError(
            message("`{file}` cannot be read, so nothing can be added to it. Run `perimetre check`.", file=source.file)
        )
    waiting = _waiting(document, to, written, record.fills)
    try:
        if waiting is None:
            text = with_record(document, to, written, on_one_line=record.on_one_line)
        else:
            text = with_record_there(document, (*to, waiting), written)
    except NotAddedError:
        raise _by_hand(source) from None
    read = _replace(files, path, source, text, _with(document, to, meant(written), waiting))
    there = (*to, len(_list_at(read.data, to)) - 1 if waiting is None else waiting)
    _mark(files, path, there, written)
    return there


def _change(files: Additions, loaded: Loaded, path: str, there: KeyPath, key: str, value: object) -> None:
    """Give a key of a record another value."""
    source = files.after.get(path) or _source(loaded, path)
    document = parse(source).document if source is not None else None
    assert source is not None
    if document is None:
        raise _by_hand(source)
    try:
        text, data = with_value(document, there, key, value)
    except NotAddedError:
        raise _by_hand(source) from None
    _replace(files, path, source, text, data)
    files.records.append((path, there, CHANGED))


def _replace(files: Additions, path: str, source: Source, text: str, data: object) -> Document:
    """Put a text in the place of a file, if it is read as the data that it must be, and return what is read."""
    mark = codecs.BOM_UTF8 if source.content.startswith(codecs.BOM_UTF8) else b""
    then = Source(source.path, source.file, mark + text.encode("utf-8"))
    read = parse(then).document
    if read is None or read.data != data:
        raise _by_hand(source)
    if path not in files.after:
        files.before[path] = source
    files.after[path] = then
    return read


def _by_hand(source: Source) -> AdditionError:
    return AdditionError(
        message("`{file}` is written in a way that cannot be added to. Add the record by hand.", file=source.file)
    )


def _waiting(document: Document, to: KeyPath, written: Written, fills: str | None) -> int | None:
    """Return the rank of the item of a list that waits for what a record says; None: none does.

    It stands between braces: of another, the lines may hold what somebody wrote beside them.
    """
    holder = document.data
    for step in to:
        holder = holder.get(str(step)) if isinstance(holder, dict) else None
    if fills is None or not isinstance(holder, list):
        return None
    rest = {key: value for key, value in written.items() if key not in (fills, "from", "to")}
    return next(
        (
            rank
            for rank, item in enumerate(holder)
            if item == {fills: TO_COMPLETE, **rest} and is_in_braces(document, (*to, rank))
        ),
        None,
    )


def _with(document: Document, to: KeyPath, record: object, rank: int | None) -> object:
    """Return the data of a document with a record in a list: at its end, or in the place of the item of a rank."""
    data = copy.deepcopy(document.data)
    holder = data
    for step in to[:-1]:
        holder = holder[step]  # type: ignore[index]  # it was added to
    assert isinstance(holder, dict)
    held = holder.get(str(to[-1]))
    items = list(held) if isinstance(held, list) else []
    items[len(items) if rank is None else rank : len(items) if rank is None else rank + 1] = [record]
    holder[str(to[-1])] = items
    return data


def _list_at(data: object, to: KeyPath) -> list[object]:
    for step in to:
        data = data[step]  # type: ignore[index]  # it was added to
    assert isinstance(data, list)
    return data


def _begin(files: Additions, loaded: Loaded, path: str, kind: str, written: Written) -> None:
    if _source(loaded, path) is not None:
        raise AdditionError(
            message("`{file}` is there already: nothing is written over it.", file=_shown(loaded, path))
        )
    beside = _beside(loaded, path)
    ends = "\r\n" if beside is not None and "\r\n" in beside.text else "\n"
    lines = [*_first_line(beside, path, kind), *rows(written)]
    file = _shown(loaded, path)
    source = Source(path, file, "".join(f"{line}{ends}" for line in lines).encode("utf-8"))
    read = parse(source).document
    if read is None or read.data != meant(written):
        raise _by_hand(source)
    files.after[path] = source
    _mark(files, path, (), written)


def _mark(files: Additions, file: str, path: KeyPath, written: Written) -> None:
    files.marks += [(file, (*path, *key), hint) for key, hint in left_in(written)]


def _source(loaded: Loaded, path: str) -> Source | None:
    return next((source for source in loaded.sources.values() if source.path == path), None)


def _shown(loaded: Loaded, path: str) -> str:
    """Return a path below the playbooks as every output prints it."""
    for source in loaded.sources.values():
        if source.file.endswith(source.path):
            return source.file.removesuffix(source.path) + path
    return path


def _beside(loaded: Loaded, path: str) -> Document | None:
    """Return the nearest file that names its schema, whose first line a new one takes after."""
    named = [document for document in loaded.documents.values() if MODELINE.match(document.text)]
    return max(named, key=lambda document: len(posixpath.commonpath([document.path, path])), default=None)


def _first_line(beside: Document | None, path: str, kind: str) -> Iterator[str]:
    modeline = MODELINE.match(beside.text) if beside is not None else None
    if beside is None or modeline is None:
        return
    where = modeline[1]
    if "://" not in where and not where.startswith("/"):
        # From the playbooks' folder, wherever that is: the schemas may lie above it.
        root = "/playbooks/of/a/house"
        schemas = posixpath.normpath(posixpath.join(root, posixpath.dirname(beside.path), where))
        where = f"{posixpath.relpath(schemas, posixpath.join(root, posixpath.dirname(path)))}/"
    yield f"# yaml-language-server: $schema={where}{kind}.schema.json"
