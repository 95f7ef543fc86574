"""Say what becomes of each place that names a channel which closes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from perimetre.base.diagnostics import KeyPath
from perimetre.base.words import few, message
from perimetre.model import Brand, Channel, Operation, Record
from perimetre.model.brand import Mandate
from perimetre.pipeline.closing.closing import Closing, FileToClose, is_over
from perimetre.pipeline.closing.references import WhereNamed, open_files
from perimetre.pipeline.loaded import Loaded

# What was decided, signed, declared or learnt then says it as it was.
_PAST = frozenset({"decision", "acknowledgements", "lesson", "channels"})


def closed_channel(loaded: Loaded, brand: Brand, id_: str, day: date, today: date) -> Closing:
    """Return the files of a handbook without a channel.

    Of one that closes on a day to come, the day alone is written: until then it is open, and what names it holds.

    Args:
        loaded: the handbook.
        brand: the brand that has the channel.
        id_: the channel.
        day: its last day.
        today: the day, in the house's zone.
    """
    levels = _levels(loaded, brand, id_)
    closing = Closing(day=day, is_ahead=day > today)
    return closing.close(_closed(loaded, brand, levels, id_, day, is_ahead=closing.is_ahead))


def _levels(loaded: Loaded, brand: Brand, id_: str) -> Collection[str]:
    """Return whose files name this channel and no other: where another brand has one of that name, its own."""
    assert loaded.handbook is not None
    others = [
        other.id
        for other in loaded.handbook.brands
        if other.id != brand.id
        and any(channel.id == id_ and channel.state != "retired" for channel in other.channels.channels)
    ]
    return {brand.id} if others else {"handbook", "house", *(one.id for one in loaded.handbook.brands)}


def _closed(
    loaded: Loaded, brand: Brand, levels: Collection[str], id_: str, day: date, *, is_ahead: bool
) -> Iterator[FileToClose]:
    channel = next(channel for channel in brand.channels.channels if channel.id == id_)
    for opened in open_files(loaded):
        file = FileToClose(opened)
        if opened.rewriting.source.file == channel.place.file:
            _close(file, channel, day, is_ahead=is_ahead)
        if opened.origin in levels and opened.kind not in _PAST and not is_ahead:
            for named in opened.naming("channel", id_):
                _leave(file, named, id_, day)
        yield file


def _close(file: FileToClose, channel: Channel, day: date, *, is_ahead: bool) -> None:
    path = channel.place.path
    if not is_ahead:
        file.opened.rewriting.write((*path, "state"), "retired")
        keys = channel.access.people if channel.access is not None else ()
        held = [key.person for key in keys if key.person is not None and (key.to is None or key.to > day)]
        if held:
            people = few((f"`{person}`" for person in held), "and")
            text = message(
                "The keys are still with {people}: take them back, then write `to:` with the day.", people=people
            )
            file.note((*path, "access", "people"), text)
    file.opened.rewriting.write((*path, "closed_on"), str(day))
    if channel.successor is None:
        file.note(path, message("Where those who wrote there are answered now: `successor:`, the id of a channel."))


def _leave(file: FileToClose, named: WhereNamed, id_: str, day: date) -> None:
    """Take the channel out of one place; what stands on it alone ends with it, or is left to decide."""
    rewriting, path = file.opened.rewriting, named.path
    if rewriting.is_gone(path) or _stays(file, named, day):
        return
    in_list = isinstance(path[-1], int)
    if in_list and (rewriting.others(path) or "all_but" in path):
        rewriting.take_out(path)
        return
    # Nothing else is named there: without it the whole would hold everywhere.
    holder = _part_of(path)
    part = named.holders[0][1] if named.holders and named.holders[0][0] == holder else None
    key = path[len(holder) : len(holder) + 1]
    if file.opened.kind == "people" or isinstance(part, Mandate):
        file.end(holder, day)
        file.note_once(holder, message("What is held on `{id}` alone ends with it. Who goes on elsewhere?", id=id_))
    elif isinstance(part, Operation) and part.from_ is not None and part.from_ <= day:
        file.end(holder, day)
        file.note(holder, message("It stood on `{id}` alone, and ends with it. Does it go on elsewhere?", id=id_))
    elif isinstance(part, Operation):
        file.mark((*holder, *key), message("It was to be on `{id}` alone: name another channel, or end it.", id=id_))
    elif isinstance(part, Record):
        if part.valid_until is None or part.valid_until > day:
            rewriting.write((*holder, "valid_until"), str(day))
        file.note(holder, message("It holds on `{id}` alone, and ends with it. Does another take over?", id=id_))
    elif "id" in rewriting.at(holder):
        # A statement, a step: what it says is not lost with the channel.
        file.mark((*holder, *key), message("It was on `{id}` alone: name another channel, or take it out.", id=id_))
    else:
        rewriting.take_out(holder)


def _stays(file: FileToClose, named: WhereNamed, day: date) -> bool:
    """Say whether a place tells what was: what is over, or was agreed while the channel was open."""
    for path, part in named.holders:
        held = file.opened.rewriting.at(path)
        if isinstance(part, (Operation, Mandate)) and is_over(held, day):
            return True
        if file.opened.kind == "consents" and str(held.get("given_on", "9")) <= str(day):
            return True
        if isinstance(part, Record) and part.valid_until is not None and part.valid_until <= day:
            return True
    return False


def _part_of(path: KeyPath) -> KeyPath:
    """Return the path of the mapping that holds a word: an item of a list, or the file itself."""
    size = len(path) - 1 if isinstance(path[-1], int) else len(path)
    ranks = [rank for rank, step in enumerate(path[:size]) if isinstance(step, int)]
    return path[: ranks[-1] + 1] if ranks else ()
