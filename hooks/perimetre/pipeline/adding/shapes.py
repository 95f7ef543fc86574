"""Hold the shapes of the table of `kinds.py`: a kind that may be added, the records that it writes, what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from perimetre.base.diagnostics import KeyPath
from perimetre.base.words import Message
from perimetre.reading.kinds import KINDS

if TYPE_CHECKING:
    from perimetre.pipeline.adding.derived import Derive


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A record that is written.

    Fields:
        file: the kind of its file.
        list: the list at whose end it goes; None: it is the whole of a file of its own.
        template: its keys and values.
        on_one_line: whether it stands between braces, as its neighbours do.
        only_with: what must have been given for it to be written; None: it always is.
        of_turns: it goes in each schedule where the person given under this name has a turn; None: at the top.
        of: it goes in a list of a record that is there: the sort of record, the option that names it; None: at the top.
        fills: a key: where an item of the list says `to-complete` for it and the same of the rest, the record takes its
            place; None: it goes at the end.
    """

    file: str
    template: Mapping[str, object]
    list: str | None = None
    on_one_line: bool = False
    only_with: str | None = None
    of_turns: str | None = None
    of: tuple[str, str] | None = None
    fills: str | None = None

    @property
    def schema_path(self) -> KeyPath:
        """The keys that lead to it in the schema of its file: an item of a list stands at 0."""
        main = KINDS[self.file].main
        above: KeyPath = ("schedules", 0) if self.of_turns is not None else ()
        if self.of is not None and main is not None:
            above = (main, 0)
        return (*above, self.list, 0) if self.list is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A key of a record that is there, which gets another value.

    Fields:
        file: the kind of its file.
        key: the key.
        value: the name under which its value was given.
        of: the record: its sort, the option that names it; None: the list is that of every file of the kind.
        list: the list of it whose items are meant; None: the record itself.
        where: a key of these items, and the option that it must say.
        only_later: whether an item that already says an earlier day keeps it.
    """

    file: str
    key: str
    value: str
    of: tuple[str, str] | None = None
    list: str | None = None
    where: tuple[str, str] | None = None
    only_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A kind of record that may be added.

    Fields:
        what: what is added, as it is said.
        level: where: in a `brand`, in a brand or the house (`any`), a `new` brand, or wherever somebody is named
            (`turns`: in the schedules where they have a turn).
        needs: the options without which nothing is written.
        takes: those that may be given besides.
        records: what is written.
        changes: what is changed of what is there.
        derive: what follows from what is given.
        next: what is left to do elsewhere, which no mark in the files would say.
    """

    what: Message
    records: tuple[Added, ...] = ()
    changes: tuple[Changed, ...] = ()
    level: Literal["brand", "any", "new", "turns"] = "any"
    needs: tuple[str, ...] = ("name",)
    takes: tuple[str, ...] = ()
    derive: Derive | None = None
    next: Message | None = None
