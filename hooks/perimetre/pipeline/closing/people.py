"""Say what becomes of each place that names somebody who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import KeyPath
from perimetre.base.words import message
from perimetre.model import Person
from perimetre.pipeline.closing.closing import Closing, FileToClose
from perimetre.pipeline.closing.references import open_files
from perimetre.pipeline.loaded import Loaded

# What was signed or read stays.
_AS_IT_WAS = frozenset({"acknowledgements", "decision", "lesson"})


def closed_person(loaded: Loaded, person: Person, day: date, today: date) -> Closing:
    """Return the files of a handbook that somebody leaves.

    Args:
        loaded: the handbook.
        person: who leaves.
        day: their last day, which is still theirs.
        today: the day, in the house's zone.
    """
    closing = Closing(day=day, is_ahead=day > today)
    return closing.close(_closed(loaded, person, day, is_ahead=closing.is_ahead))


def _closed(loaded: Loaded, person: Person, day: date, *, is_ahead: bool) -> Iterator[FileToClose]:
    for opened in open_files(loaded):
        file = FileToClose(opened)
        if opened.rewriting.source.file == person.place.file:
            opened.rewriting.write((*person.place.path, "left_on"), str(day))
        for named in opened.naming("person", person.id) if opened.kind not in _AS_IT_WAS else ():
            _leave(file, named.path, person.id, day, is_ahead=is_ahead)
        yield file


def _leave(file: FileToClose, path: KeyPath, id_: str, day: date, *, is_ahead: bool) -> None:
    rewriting = file.opened.rewriting
    if file.opened.kind == "people" and path[0] == "assignments":
        file.end(path[:-1], day)
    elif file.opened.kind == "people":
        # The turns in a schedule stand as long as nobody else is named: `turns` lists them.
        return
    elif file.opened.kind == "channels":
        if file.end(path[:-1], day):
            text = message("Take back the keys of `{person}` to these accounts, and change what they know.", person=id_)
            file.note_once(path, text)
    elif isinstance(path[-1], int) and rewriting.others(path) and not is_ahead:
        rewriting.take_out(path)
    else:
        file.note(path, message("`{person}` is named here, and leaves: name somebody else.", person=id_))
