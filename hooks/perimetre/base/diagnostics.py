"""Say what is wrong, where, and what to write instead: one type for every stage, every report and both drivers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message

FindingLevel = Literal["error", "warning", "info"]
# The level that a house gives to a rule.
SetLevel = Literal["error", "warning", "info", "off"]
GRAVEST_FIRST: tuple[FindingLevel, ...] = ("error", "warning", "info")
# How a level is said; a house may also turn a rule off.
LEVEL_WORDS: Mapping[str, Message] = {
    "error": message("error"),
    "warning": message("warning"),
    "info": message("note"),
    "off": message("off"),
}
KeyPath = tuple["str | int", ...]


class PerimetreError(Exception):
    """The root of the errors that the package raises on purpose; its text is a `Message`."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a file: lines and columns count from 1, columns in code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A symbolic place: a file (as printed) and the path of keys and positions that leads to a value.

    Fields:
        file: the file's path as every output prints it.
        path: keys of mappings and positions in lists from the root, `()` for the whole file.
        at: `value`, or `key` for the key that introduces it (an unknown key, a parent that lacks something).
        within: the stretch that is meant of the text that stands there, in code points, the end exclusive; or None.
    """

    file: str
    path: KeyPath = ()
    at: Literal["key", "value"] = "value"
    within: tuple[int, int] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Let a handbook be remembered: it has ten thousand places, which come back in a third of the time."""
        return type(self), (self.file, self.path, self.at, self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a check found, at a symbolic place; the stage that runs the check makes a `Diagnostic` of it.

    Fields:
        level: a level milder than the rule's, where what was found weighs less; None: the rule's.
        about: the ids that it is about, beside that of the record where it is.
        write: what the hint says to write at the place, where that is all there is to do; or None.
    """

    place: Place
    message: Message
    hint: Message | None = None
    related: tuple[tuple[Place, Message], ...] = ()
    level: FindingLevel | None = None
    about: frozenset[str] = frozenset()
    write: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A second place that a diagnostic speaks of."""

    file: str
    span: Span | None
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A text to write in the place of another, as a hint says it.

    Fields:
        file: the file, as printed.
        span: what it takes the place of.
        text: what to write there.
    """

    file: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing to mend, with its place.

    Fields:
        rule: the rule's id, kebab-case, a sentence that should hold (`reference-resolves`).
        severity: `error`, `warning` or `info`.
        message: what is wrong.
        hint: what to write instead, the corrected line included where there is one.
        fixes: what the hint says, where a machine can do it: all of them mend it, and nothing else is to be done.
        file: the path as printed: relative to the repository, or to the current folder where there is none.
        span: the place, or None when the finding is about the file as a whole, or about a file that is missing.
        url: the address of the rule's page, or None.
        suppressed: the reason why the finding is set aside, or None.
        suppressed_until: the last day for which it is, or None where it has no end.
        related: the other places that it speaks of.
        place: the symbolic place, where a rule found it.
        about: the ids that it is about; of a word that names nothing, that word and the one that was meant.
    """

    rule: str
    severity: FindingLevel
    message: Message
    hint: Message | None = None
    file: str
    span: Span | None = None
    url: str | None = None
    suppressed: str | None = None
    suppressed_until: date | None = None
    related: tuple[Related, ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)
    about: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    fixes: tuple[Fix, ...] = field(default=(), compare=False, repr=False)

    @property
    def order(self) -> tuple[object, ...]:
        """The order of diagnostics of one gravity: by file, then by place, then by rule."""
        span = self.span or Span(line=0, column=0, end_line=0, end_column=0)
        return (self.file, span, self.rule, self.message.text)

    @property
    def gravity(self) -> tuple[bool, int]:
        """The rank of how much it weighs, the gravest first; what is set aside is nothing to mend, and comes last."""
        return (self.suppressed is not None, GRAVEST_FIRST.index(self.severity))


def levelled(found: Iterable[Diagnostic], levels: Mapping[str, SetLevel]) -> Iterator[Diagnostic]:
    """Yield findings with the levels that a house gives to their rules, without those that it turns off."""
    for diagnostic in found:
        level = levels.get(diagnostic.rule, diagnostic.severity)
        if level != "off":
            yield replace(diagnostic, severity=level)
