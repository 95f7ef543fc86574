"""Carry from one machine to another what came of a part of the brands: the parts of a check, or of a site.

Comes in: a folder outside the project, the files of the handbook, what came of a part. Goes out: a file a part, each
whole or not there, that says of which files, on what day and by what code it was made; and, where all of them are there
and say the same, what they hold. What they hold is a pickle, which runs what it holds: nothing is read from a project,
where it may have come with a change that somebody proposes.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.shards import Shard, ShardError, shard, shards
from perimetre.base.words import Message, message
from perimetre.drivers.cli.cache import cache_folder, code, collecting_nothing, digest_of, projects
from perimetre.drivers.cli.output import write_whole

if TYPE_CHECKING:
    from perimetre.reading.sources import Collected


T = TypeVar("T")


class PartError(PerimetreError):
    """A part cannot be written, or is not one of those that are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What a part says of itself: by what code it was made, of which files, for whom, on what day; which part it is."""

    code: str
    tree: str
    settings: str
    day: str
    shard: str
    content: str


class Parts:
    """The parts of a check of some playbooks, or of their site, in a folder."""

    def __init__(
        self,
        folder: Path,
        playbooks: Path,
        collected: Collected,
        kind: Literal["check", "site"] = "check",
        settings: str = "",
    ) -> None:
        """Find them.

        Args:
            folder: where they are.
            playbooks: the folder of the playbooks.
            collected: the files of the handbook, and what could not be read of them.
            kind: what they are parts of.
            settings: what they are made with besides.

        Raises:
            PartError: the folder lies in the project.
        """
        place = folder.resolve()
        if any(place.is_relative_to(root) for root in projects(playbooks.resolve())):
            raise PartError(
                message(
                    "`{folder}` lies in the project, where a change that somebody proposes could bring its own. Give a "
                    "folder outside: `../parts`.",
                    folder=str(folder),
                )
            )
        self._folder = folder
        self._playbooks = playbooks
        self._kind = kind
        self._settings = settings
        self._tree = digest_of(collected)

    def write(self, part: Shard, day: date, made: object) -> Path:
        """Write a part; return its file.

        Raises:
            PartError: it cannot be written.
        """
        with collecting_nothing():
            content = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
        head = {
            "code": self._code(),
            "tree": self._tree,
            "settings": self._settings,
            "day": day.isoformat(),
            "shard": str(part),
            "content": hashlib.sha256(content).hexdigest(),
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused(self._folder, error) from error
        file = self._file(part)
        write_whole(file, json.dumps(head).encode() + b"\n" + content)
        return file

    def day(self) -> date:
        """Return the day of the parts, all of which must be there and of these files.

        Raises:
            PartError: one is missing, or is not of these files, of this code, or of the day of the others.
        """
        return next(iter(self._heads().values()))[0]

    def read(self, kind: type[T]) -> list[T]:
        """Return what all the parts hold, in their order; `kind`: what each is.

        Raises:
            PartError: as for `day`, or one is damaged.
        """
        made = []
        for file, (_, digest) in self._heads().items():
            content = self._bytes(file).partition(b"\n")[2]
            if hashlib.sha256(content).hexdigest() != digest:
                raise PartError(_made_otherwise(file, message("it is damaged")))
            with collecting_nothing():
                part = pickle.loads(content)
            if not isinstance(part, kind):
                raise PartError(_made_otherwise(file, message("it is damaged")))
            made.append(part)
        return made

    def _heads(self) -> Mapping[Path, tuple[date, str]]:
        """Return the day of each part, and what tells what it holds, in their order."""
        found = {file: self._head(file) for file in self._files()}
        if not found:
            folder = str(self._folder)
            raise PartError(
                message("`{folder}` holds no part of a check.", folder=folder)
                if self._kind == "check"
                else message("`{folder}` holds no part of the site.", folder=folder)
            )
        first = next(iter(found.values()))
        count = _shard_of(first).count
        for part in shards(count):
            if self._file(part) not in found:
                raise PartError(
                    message(
                        "`{file}` is missing: {count} parts make the whole.", file=str(self._file(part)), count=count
                    )
                )
        expected = {"code": self._code(), "tree": self._tree, "settings": self._settings, "day": first.day}
        why = {
            "code": message("it was made by another version of Périmètre, or of what it is installed with"),
            "tree": message("it was made of other playbooks than those that are here"),
            "settings": message("it was made with another `mkdocs.yml`, or for other readers"),
            "day": message("it was made on another day than the others"),
        }
        for file, head in found.items():
            for name, value in expected.items():
                if getattr(head, name) != value:
                    raise PartError(_made_otherwise(file, why[name]))
            if self._file(_shard_of(head)) != file or _shard_of(head).count != count:
                raise PartError(_made_otherwise(file, message("it is a part of another sharing")))
        ordered = [self._file(part) for part in shards(count)]
        return {file: (date.fromisoformat(found[file].day), found[file].content) for file in ordered}

    def _files(self) -> Iterator[Path]:
        try:
            yield from sorted(self._folder.glob(f"{self._kind}-*.part"))
        except OSError as error:
            raise self._refused(self._folder, error) from error

    def _head(self, file: Path) -> _Head:
        line = self._bytes(file).partition(b"\n")[0]
        try:
            told = _Head(**json.loads(line))
            shard(told.shard)
            date.fromisoformat(told.day)
        except (ValueError, TypeError, ShardError) as error:
            raise PartError(_made_otherwise(file, message("it is damaged"))) from error
        return told

    def _bytes(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise self._refused(file, error) from error

    def _file(self, part: Shard) -> Path:
        return self._folder / f"{self._kind}-{part.name}.part"

    def _code(self) -> str:
        return code(cache_folder(self._playbooks))

    def _refused(self, file: Path, error: OSError) -> PartError:
        reason = error.strerror or type(error).__name__
        return PartError(message("`{file}`: {reason}.", file=str(file), reason=reason))


def _shard_of(head: _Head) -> Shard:
    return shard(head.shard)


def _made_otherwise(file: Path, why: Message) -> Message:
    return message("`{file}` cannot be put together with the others: {why}. Make it again.", file=str(file), why=why)
