"""Close a channel, a person or a brand: what becomes of each file, and what is left to decide.

Comes in: what is closed, on what day, and the handbook as it was loaded. Goes out: the files as they will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from perimetre.base.diagnostics import KeyPath
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Message
from perimetre.migrations.editing import NotMovedError
from perimetre.pipeline.closing.references import OpenFile
from perimetre.pipeline.rewritten import Rewritten


@dataclass(slots=True, kw_only=True)
class Closing(Rewritten):
    """Files from which something is taken out of service.

    Fields:
        day: the last day of it.
        is_ahead: whether that day is to come.
        left: what is left to decide: the file and the line, as printed, and what it is about.
        by_hand: the files that cannot be changed without touching the rest, as printed.
    """

    day: date
    is_ahead: bool
    left: list[tuple[str, Message]] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def close(self, files: Iterable[FileToClose]) -> Closing:
        """Take in the files that change, and what is left to decide in each."""
        for file in files:
            rewriting = file.opened.rewriting
            source = rewriting.source
            if rewriting.has_changes():
                try:
                    after = rewriting.rewritten()
                except NotMovedError:
                    self.by_hand.append(source.file)
                    continue
                if after != source:
                    self.before[source.path], self.after[source.path] = source, after
            self.left += [(f"{source.file}:{rewriting.line_of(path)}", text) for path, text in file.left()]
        return self


@dataclass(slots=True)
class FileToClose:
    """A file, and what is left to decide in it.

    Fields:
        opened: the file, and what is to change in it.
        noted: what is left to decide: where, by paths of the file as it was, and what it is about.
    """

    opened: OpenFile
    noted: list[tuple[KeyPath, Message]] = field(default_factory=list)

    def note(self, path: KeyPath, text: Message) -> None:
        """Leave something to decide."""
        self.noted.append((path, text))

    def note_once(self, path: KeyPath, text: Message) -> None:
        """Leave something to decide, unless the same is to be decided already."""
        if all(other != text for _, other in self.noted):
            self.note(path, text)

    def mark(self, path: KeyPath, text: Message) -> None:
        """Leave a value to the house."""
        self.opened.rewriting.write(path, TO_COMPLETE)
        self.note(path, text)

    def left(self) -> Iterator[tuple[KeyPath, Message]]:
        """Yield what is left to decide, of what stays in the file."""
        return ((path, text) for path, text in self.noted if not self.opened.rewriting.is_gone(path))

    def end(self, path: KeyPath, day: date) -> bool:
        """End what holds from a day to a day, on a day; what would only begin after it goes, what is over stays.

        Returns:
            whether it went on after that day.
        """
        part = self.opened.rewriting.at(path)
        if str(part.get("from", "")) > str(day):
            self.opened.rewriting.take_out(path)
        elif not is_over(part, day):
            self.opened.rewriting.write((*path, "to"), str(day))
        return not is_over(part, day)


def is_over(part: dict[str, object], day: date) -> bool:
    """Say whether what holds from a day to a day has ended on a day, or before it."""
    return "to" in part and str(part["to"]) <= str(day)
