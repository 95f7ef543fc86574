"""Say what a refused text should have been: from libyaml's error and the values noted, to diagnostics in words.

Comes in: a `Refused` and the lines of the text. Goes out: diagnostics, one per root cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from perimetre.base.diagnostics import Diagnostic, Related
from perimetre.base.words import message
from perimetre.reading.reader.events import Noted, Refused, read
from perimetre.reading.reader.layout import Slip
from perimetre.reading.reader.lines import LineReader
from perimetre.reading.reader.places import row_of, span, unpack
from perimetre.reading.reader.refusals import MAX_DEPTH, MAX_DIAGNOSTICS, refuse
from perimetre.reading.reader.repair import item_by_its_id, repair, separated
from perimetre.reading.reader.values import comment_start, curly_quoted, quoted

# Refusals whose exact sentence depends on the lines around: the line reader knows better than the event.
_BY_LINES = frozenset(
    (
        "yaml-folded-text",
        "yaml-dash-bullet",
        "yaml-no-break-space",
        "yaml-curly-quotes",
        "yaml-curly-quotes.key",
        "yaml-hash-in-text",
        "yaml-missing-space",
        "yaml-tab-indent",
    )
)


# Mistakes of layout show on one line and may be made on another: their corrections are tried before they are said.
_BY_ID = frozenset(("yaml-indentation.hyphen", "yaml-indentation.key"))
_UNSURE = frozenset(("yaml-indentation", "yaml-missing-colon", "yaml-missing-hyphen", "yaml-two-values"))


@dataclass(slots=True)
class Explainer:
    """Explains one file."""

    file: str
    text: str
    lines: list[str]
    starts: tuple[int, ...]
    refused: Refused = field(default_factory=Refused)
    _slips: list[Slip] | None = field(default=None)

    def explain(self, refused: Refused) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each thing to mend."""
        self.refused = refused
        said: set[tuple[int, int]] = set()
        limit = None
        if refused.error:
            stopped = self._stopped(refused)
            limit = (stopped.span.line, stopped.span.column) if stopped.span else (1, 1)
            said.add(limit)
            yield stopped
        for noted in refused.noted:
            diagnostic = self._noted(noted)
            place = (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0)
            # After the line that breaks the file, or on it, whatever was read means nothing.
            if place in said or (limit and row_of(self.starts, noted.end) + 1 >= limit[0]):
                continue
            said.add(place)
            yield diagnostic

    def slips(self) -> list[Slip]:
        """Return what the line reader finds, read once."""
        if self._slips is None:
            self._slips = list(islice(LineReader(self.lines).slips(), 10 * MAX_DIAGNOSTICS))
        return self._slips

    def _slip(self, slip: Slip) -> Diagnostic:
        start = self.starts[slip.row]
        return refuse(slip.name, self.file, span(self.starts, start + slip.column, start + slip.end), **slip.values)

    def _stopped(self, refused: Refused) -> Diagnostic:
        """Explain where libyaml stopped: the first line at fault stands there or above, never below."""
        error = refused.error
        mark = error.problem_mark or error.context_mark
        row = min(mark.line, len(self.lines) - 1) if mark else 0
        first = self.slips()[0] if self.slips() and self.slips()[0].row <= row else None
        if first and first.name.partition(".")[0] not in _UNSURE:
            return self._slip(first)
        shown = first.row if first else row
        while shown and not self.lines[shown].strip():
            shown -= 1
        noted = len(refused.noted)

        def readable(text: str) -> bool:
            return _readable(text, noted)

        if first and first.name in _BY_ID and (item := item_by_its_id(self.lines, first, readable)):
            return self._slip(item)
        if not first and error.context_mark and "flow" in str(error.context):
            mark = error.context_mark
            mended = separated(self.lines, mark.line, mark.column, readable)
            if mended:
                return self._slip(mended)
        mended = repair(self.lines, shown, first, readable)
        if mended or first:
            return self._slip(mended or first)
        return self._unexplained(error)

    def _unexplained(self, error: object) -> Diagnostic:
        context, problem = str(error.context or ""), str(error.problem or "")
        place = error.context_mark if "flow" in context and error.context_mark else error.problem_mark
        place = place or error.context_mark
        start = min(place.index, len(self.text)) if place else 0
        row = row_of(self.starts, start)
        if not self.lines[row].strip() and "\t" in self.lines[row]:
            at = span(self.starts, self.starts[row], self.starts[row] + len(self.lines[row]))
            return refuse("yaml-tab-indent.blank", self.file, at)
        if not self.lines[row].strip():
            # The end of the file shows nothing: the last line that says something does.
            while row and not self.lines[row].strip():
                row -= 1
            start = self.starts[row] + len(self.lines[row]) - len(self.lines[row].lstrip())
        name = "yaml-bracket" if "flow" in context else "yaml-syntax"
        line, column = self.lines[row], start - self.starts[row]
        if "escape" in problem or "hexdecimal" in problem:
            found = re.compile(r"\\\S?").search(line, max(0, column - 1))
            if found:
                body = re.sub(r"""(?<=[\s:\[,-])"((?:[^"\\]|\\.)*)\"""", lambda part: quoted(part[1]), line, count=1)
                at = span(self.starts, self.starts[row] + found.start(), self.starts[row] + found.end())
                return refuse("yaml-escape", self.file, at, text=found[0], line=body)
        if line[column : column + 1] == "\t":
            at = span(self.starts, start, start + 1)
            return refuse("yaml-tab-indent", self.file, at, line=line.expandtabs(2))
        end = self.starts[row] + max(len(line.rstrip()), column + 1)
        return refuse(name, self.file, span(self.starts, start, min(end, max(len(self.text), start))))

    def _noted(self, noted: Noted) -> Diagnostic:
        if noted.name in _BY_LINES:
            first, last = row_of(self.starts, noted.start), row_of(self.starts, max(noted.start, noted.end - 1))
            near = [slip for slip in self.slips() if first <= slip.row <= last]
            exact = [slip for slip in near if slip.name == noted.name]
            chosen = near if noted.name == "yaml-folded-text" else exact
            if noted.first and (not chosen or chosen[0].name.partition(".")[0] == noted.name):
                start, end = unpack(noted.first)
                return self._in_place(Noted("yaml-folded-text.below", start, end))
            if chosen and chosen[0].name.partition(".")[0] in _UNSURE:
                others = len(self.refused.noted) - 1
                mended = repair(self.lines, chosen[0].row, chosen[0], lambda text: _readable(text, others))
                return self._slip(mended or chosen[0])
            if chosen:
                return self._slip(chosen[0])
        if noted.name == "yaml-duplicate-key":
            return self._duplicate(noted)
        return self._in_place(noted)

    def _duplicate(self, noted: Noted) -> Diagnostic:
        first = span(self.starts, *unpack(noted.first))
        related = (Related(file=self.file, span=first, message=message("The first time is here.")),)
        at = span(self.starts, noted.start, noted.end)
        return refuse(noted.name, self.file, at, related, key=noted.text, line=first.line)

    def _in_place(self, noted: Noted) -> Diagnostic:
        """Fill the words from the place alone."""
        row = row_of(self.starts, noted.start)
        line = self.lines[row]
        column = noted.start - self.starts[row]
        end = min(noted.end - self.starts[row], len(line))
        text = line[column:end]
        name = noted.name
        values: dict[str, object] = {"text": text, "mark": text[:1], "line": line.strip()}
        if name in ("yaml-leading-zero", "yaml-leading-plus", "yaml-number", "yaml-alias"):
            values["line"] = f"{line[:column]}{quoted(text)}{line[end:]}"
        elif name in ("yaml-anchor", "yaml-tag"):
            comment = comment_start(line, column)
            value = line[column : len(line) if comment < 0 else comment].rstrip()
            values["line"] = f"{line[:column]}{quoted(value)}{line[column + len(value) :]}"
        elif name == "yaml-folded-text":
            name = "yaml-folded-text.item"
            joined = " ".join(self.text[noted.start : noted.end].split())
            values["line"] = line[:column] + joined
        elif name == "yaml-folded-text.below":
            values["line"] = f"{line[:end].rstrip()}: |"
        elif name == "yaml-bracket.braces":
            values["line"] = f"{line[:column]}[{text[1:-1]}]{line[end:]}"
        elif name == "yaml-tab-indent":
            values["line"] = line.expandtabs(2)
        elif name == "yaml-hash-in-text":
            values["text"] = line[column:].rstrip()
            values["line"] = _protected(line, column)
            noted = Noted(name, noted.start, self.starts[row] + len(line.rstrip()))
        elif name in ("yaml-curly-quotes", "yaml-curly-quotes.key"):
            inner = curly_quoted(text.strip()) or text
            values["line"] = f"{line[:column]}{quoted(inner)}{line[end:]}"
            values["kept"] = f"{line[:column]}{quoted(text.strip())}{line[end:]}"
        elif name == "yaml-unclosed-quote.start":
            values["mark"], values["line"] = '"', f'{line[:column]}"{line[column:]}'
            noted = Noted(name, noted.end - 1, noted.end)
        elif name == "yaml-no-break-space":
            values["text"] = text.strip()
            values["line"] = f"{line[:column]}{' '.join(text.split())}{line[end:]}"
        elif name == "yaml-missing-space":
            before, _, after = text.partition(":")
            values["mark"], values["line"] = f"{before}:", f"{line[:column]}{before}: {after}"
        elif name == "yaml-dash-bullet":
            values["line"] = f"{line[:column]}- {line[column + 1 :].lstrip()}"
        elif name == "yaml-bracket.colon":
            before, _, after = text.partition(":")
            values["fixed"] = f"{before}: {after}".rstrip()
        elif name == "yaml-missing-hyphen.record":
            values["line"] = f"{line[: max(0, column - 2)]}- {line[column:]}"
        elif name == "yaml-empty-block":
            noted = Noted(name, noted.start, noted.start + 1)
        elif name == "yaml-quotes-needed":
            values["line"] = f"{line[:column]}{quoted(text)}{line[end:]}"
        elif name == "yaml-missing-space.comment":
            values["line"] = f"{line[:column]} {line[column:]}"
        elif name == "yaml-indentation.bracket":
            target = int(noted.text) + 2
            values["column"], values["line"] = target + 1, " " * target + line.strip()
        elif name == "yaml-too-deep":
            values["limit"] = MAX_DEPTH
        elif name == "yaml-several-documents":
            values["mark"] = "---" if line.startswith("---") else "..."
        elif name == "yaml-invisible-character.escape":
            values["code"] = noted.text
        at = None if name == "yaml-empty" else span(self.starts, noted.start, max(noted.end, noted.start))
        return refuse(name, self.file, at, **values)


def _readable(text: str, noted: int) -> bool:
    """Tell whether a text can be read, apart from as many refusals as there were before."""
    result = read(text)
    return not isinstance(result, Refused) or (not result.error and len(result.noted) <= noted)


def _protected(line: str, column: int) -> str:
    """Put between quotes the value that a glued comment cuts."""
    found = re.match(r"[ ]*(?:- +)*(?:[^:]*:[ ]+)?", line)
    start = found.end() if found and found.end() <= column else column
    return line[:start] + quoted(line[start:].rstrip())
