"""Check where lines start: which keys and list items stand side by side, and which line breaks the alignment.

Comes in: for each line, what it starts with (a key, a hyphen, a text) and its column. Goes out: slips, and the column
where the line should start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from perimetre.reading.reader.values import NO_BREAK, closing_quote

_GLUED_COLON = re.compile(r"([^\s:\"'\[\]{},#&*!|>%@`]+):(?=[^ \t])(?!//)")
_WORD = re.compile(r"[\w-]+")


class Slip(NamedTuple):
    """A mistake on a line: `row`, `column` and `end` count from 0; `values` fill the refusal's words."""

    name: str
    row: int
    column: int
    end: int
    values: dict[str, str | int]


@dataclass(slots=True)
class OpenBlock:
    """A mapping or a list that is open: the column where its keys or its hyphens stand."""

    column: int
    kind: str


@dataclass(slots=True)
class Previous:
    """The last line that said something: what the next one may do depends on it.

    `below` is the line of the key that a text stands below, or -1.
    """

    row: int = -1
    column: int = 0
    key: str | None = None
    value: str = ""
    value_column: int = 0
    open: bool = True
    block: bool = False
    unfilled: bool = False
    hyphen: bool = False
    below: int = -1


@dataclass(slots=True)
class Layout:
    """The lists and mappings that are open, line after line.

    Fields:
        lines: the lines of the file.
        levels: what is open, from the outside in.
        previous: the last line that said something.
        row: the line being read, from 0.
        pending: the slips not yet given out.
    """

    lines: list[str]
    levels: list[OpenBlock] = field(default_factory=list)
    previous: Previous = field(default_factory=Previous)
    row: int = 0
    pending: list[Slip] = field(default_factory=list)

    def slip(self, name: str, column: int, end: int, row: int | None = None, /, **values: str | int) -> None:
        """Note a mistake, on the line being read or on another."""
        self.pending.append(Slip(name, self.row if row is None else row, column, max(end, column + 1), values))

    def push(self, column: int, kind: str) -> None:
        """Open a list or a mapping, unless it is open already."""
        if not self.levels or self.levels[-1].column < column or self.levels[-1].kind != kind:
            self.levels.append(OpenBlock(column, kind))

    def place(self, kind: str, column: int, line: str) -> int:
        """Check where a line starts against the lists and mappings that are open; return where it should start."""
        popped: list[OpenBlock] = []
        while self.levels and self.levels[-1].column > column:
            popped.append(self.levels.pop())
        if not self.levels:
            if popped:
                return self._move("yaml-indentation", kind, column, line, popped)
            return column if self.previous.open else self._too_deep(kind, column, line)
        top = self.levels[-1]
        if top.column == column:
            return self._same_column(kind, column, line, popped, top)
        if popped:
            # Between two levels: the line belongs to one of them.
            return self._move("yaml-indentation", kind, column, line, popped)
        if self.previous.open:
            return column
        return self._too_deep(kind, column, line)

    def _same_column(self, kind: str, column: int, line: str, popped: list[OpenBlock], top: OpenBlock) -> int:
        if top.kind == kind:
            return column
        if kind == "list":
            if self.previous.open and not popped:
                return column
            return self._move("yaml-indentation.hyphen", kind, column, line, popped)
        if kind == "map":
            below = self.levels[-2] if len(self.levels) > 1 else None
            if below and below.column == column:
                # A list may stand in the very column of its key: the next key closes it.
                self.levels.pop()
                return column
            if popped and any(level.kind == "map" for level in popped):
                return self._move("yaml-indentation.key", kind, column, line, popped)
            return self._move("yaml-indentation.key", kind, column, line, popped)
        self._lone_text(self.row, column, line, top.kind)
        return column

    def _lone_text(self, row: int, column: int, line: str, due: str) -> None:
        """Explain a line that has neither colon nor hyphen where one of them is due."""
        text = line[column:].rstrip(" \t")
        before = line[:column]
        if text[:1] == "-" and len(text) > 1 and text[1] not in "-":
            fixed = before + "- " + text[1:].lstrip(NO_BREAK)
            name = "yaml-no-break-space" if text[1] in NO_BREAK else "yaml-missing-space"
            self.slip(name, column, column + 2, row, mark="-", text="-", line=fixed)
            return
        glued = _GLUED_COLON.match(text)
        if glued and due == "map":
            self._glued_colon(column, glued, text, before, row)
            return
        if text[:1] in ('"', "'"):
            quoted_key = closing_quote(text, 0)
            if quoted_key > 0 and text[quoted_key + 1 : quoted_key + 2] == ":":
                fixed = f"{before}{text[: quoted_key + 2]} {text[quoted_key + 2 :]}"
                self.slip("yaml-missing-space", column, column + quoted_key + 2, row, mark=":", line=fixed)
                return
        if due == "list":
            self.slip("yaml-missing-hyphen", column, len(line), row, line=f"{before}- {text}")
            return
        if self.previous.unfilled:
            target = self.previous.column + 2
            self.slip("yaml-indentation.text", column, len(line), row, column=target + 1, line=" " * target + text)
            return
        above = self.previous
        prose = len(above.value.split()) > 3 and above.value[-1] not in ".!?…\"'" and above.value[0] not in "\"'[{|>"
        if row == self.row and above.key is not None and prose and text[-1] in ".!?…":
            self._folded(above, self.lines[above.row], text)
            return
        self._missing_colon(row, line, column)

    def _glued_colon(self, column: int, glued: re.Match[str], text: str, before: str, row: int) -> None:
        rest = text[glued.end() :]
        fixed = f"{before}{glued[1]}: {rest.lstrip(NO_BREAK)}"
        if rest[0] in NO_BREAK:
            self.slip("yaml-no-break-space", column, column + glued.end() + 1, row, text=glued[1] + ":", line=fixed)
        else:
            self.slip("yaml-missing-space", column, column + glued.end(), row, mark=glued[1] + ":", line=fixed)

    def _missing_colon(self, row: int, line: str, column: int) -> None:
        text = line[column:].rstrip()
        word = _WORD.match(text)
        key = word[0] if word else first_word(text)
        rest = text[len(key) :].lstrip(" =;,.>→：")
        fixed = f"{line[:column]}{key}: {rest}".rstrip()
        prose = self.previous.block or not word or key != key.lower()
        name = "yaml-missing-colon.text" if prose and row == self.row else "yaml-missing-colon"
        self.slip(name, column, column + len(text), row, key=key, line=fixed)

    def _too_deep(self, kind: str, column: int, line: str) -> int:
        """Explain a line that is indented under one that has its value already."""
        above = self.previous
        text_above = self.lines[above.row]
        if kind == "text":
            text = line[column:].strip()
            sentences = above.value.rstrip("\"'”» ")[-1:] in tuple(".!?…") and text[:1].isupper()
            if above.key is None and above.hyphen and column >= 2 and column == above.value_column and sentences:
                self.slip("yaml-missing-hyphen", column, len(line.rstrip()), line=f"{line[: column - 2]}- {text}")
                return column
            self._folded(above, text_above, text)
            return column
        if above.below >= 0 and len(above.value.split()) > 3:
            # Sentences below a key, one of which holds a colon.
            key_line = self.lines[above.below].rstrip()
            start = len(key_line) - len(key_line.lstrip())
            values = {"text": key_line.strip().rstrip(":"), "line": key_line + " |"}
            self.slip("yaml-folded-text.below", start, len(key_line), above.below, **values)
            return column
        if above.key is None:
            aligned = column == above.value_column and (kind == "map" or not above.hyphen)
            if not aligned:
                return self._move("yaml-indentation", kind, column, line, [])
            # `- id a` above `  label: b`: what is missing is missing above.
            self._lone_text(above.row, column, text_above, kind)
            self.push(column, kind)
            return column
        if kind == "list":
            fixed = text_above[: above.value_column].rstrip()
            start = above.value_column
            values = {"key": above.key, "value": above.value, "line": fixed}
            self.slip("yaml-two-values", start, start + len(above.value), above.row, **values)
            return column
        target = above.column
        fixed = " " * target + line[column:]
        self.slip("yaml-indentation.deep", column, len(line.rstrip()), key=above.key, column=target + 1, line=fixed)
        return target

    def _folded(self, above: Previous, text_above: str, continuation: str) -> None:
        start = above.value_column
        if above.key is None:
            fixed = f"{text_above.rstrip()} {continuation}"
            self.slip("yaml-folded-text.item", start, len(text_above.rstrip()), above.row, line=fixed)
        else:
            fixed = text_above[:start].rstrip() + " >"
            self.slip("yaml-folded-text", start, start + len(above.value), above.row, line=fixed)

    def _move(self, name: str, kind: str, column: int, line: str, popped: list[OpenBlock]) -> int:
        """Refuse an indentation, and choose the nearest column where such a line may stand."""
        wanted = "list" if kind == "list" else "map"
        levels = [level.column for level in (*self.levels, *popped) if level.kind == wanted]
        if kind == "list" and self.previous.open and self.previous.key is not None:
            levels.append(self.previous.column + 2)
        target = min(levels, key=lambda place: (abs(place - column), -place), default=column)
        if kind == "text" and self.previous.block:
            target, name = self.previous.column + 2, "yaml-indentation.text"
        fixed = " " * target + line[column:]
        self.slip(name, column, len(line.rstrip()), column=target + 1, line=fixed)
        for level in reversed(popped):
            if level.column <= target:
                self.levels.append(level)
        while self.levels and self.levels[-1].column > target:
            self.levels.pop()
        return target


def first_word(text: str) -> str:
    """Return the first word of a text, or the text itself."""
    return text.split()[0] if text.split() else text
