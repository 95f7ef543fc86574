"""Say what a refused text should have been: from libyaml's error and the values noted, to diagnostics in words.

Comes in: a `Refused` and the lines of the text. Goes out: diagnostics, one per root cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from yaml import MarkedYAMLError

from perimetre.base.diagnostics import Diagnostic, Fix, Related
from perimetre.base.words import message
from perimetre.reading.reader.cuts import FILLS, Cut
from perimetre.reading.reader.events import Noted, Refused, read
from perimetre.reading.reader.layout import Slip
from perimetre.reading.reader.lines import LineReader
from perimetre.reading.reader.places import row_of, span, unpack
from perimetre.reading.reader.refusals import MAX_DIAGNOSTICS, refuse
from perimetre.reading.reader.repair import TEXT_WITHOUT_QUOTES, item_by_its_id, repair, separated
from perimetre.reading.reader.values import quoted
from perimetre.reading.schemas import keys_of_the_schemas

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
# Refusals that are mended by more than another line in the place of one.
_MORE_THAN_A_LINE = frozenset(
    (
        "yaml-folded-text",
        "yaml-folded-text.item",
        "yaml-missing-colon.stray",
        "yaml-missing-hyphen.id",
        "yaml-two-values",
        "yaml-unclosed-bracket",
        "yaml-anchor",
        "yaml-alias",
        "yaml-tag",
    )
)
_WORD = re.compile(r"[\w-]+")
_END_IN_BRACES = re.compile(r"[}\]]|,[ \t]*[\w-]+:[ \t]")
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
        places: set[tuple[int, int]] = set()
        limit = None
        if refused.error:
            stopped = self._stopped(refused.error)
            limit = (stopped.span.line, stopped.span.column) if stopped.span else (1, 1)
            places.add(limit)
            yield stopped
        for noted in refused.noted:
            diagnostic = self._noted(noted)
            place = (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0)
            # After the line that breaks the file, or on it, whatever was read means nothing.
            if place in places or (limit and row_of(self.starts, noted.end) + 1 >= limit[0]):
                continue
            places.add(place)
            yield diagnostic

    def slips(self) -> list[Slip]:
        """Return what the line reader finds, read once."""
        if self._slips is None:
            self._slips = list(islice(LineReader(self.lines).slips(), 10 * MAX_DIAGNOSTICS))
        return self._slips

    def _slip(self, slip: Slip) -> Diagnostic:
        if slip.name == "yaml-missing-colon" and self._is_stray(slip):
            slip = slip._replace(name="yaml-missing-colon.stray")
        start = self.starts[slip.row]
        at = span(self.starts, start + slip.column, start + slip.end)
        return self._mended(refuse(slip.name, self.file, at, **slip.values), slip.name, slip.row, slip.values)

    def _is_stray(self, slip: Slip) -> bool:
        """Say whether a word alone on its line is most likely no key at all, with or without a colon."""
        alone = self.lines[slip.row].strip() == slip.values["key"]
        return alone and slip.values["key"] not in keys_of_the_schemas()

    def _slip_and_its_like(self, first: Slip, slips: list[Slip]) -> Diagnostic:
        """Return the diagnostic of a slip, which tells of those that the same hand made below in the same way."""
        told = self._slip(first)
        if first.name != "yaml-dash-bullet":
            return told
        others = [self._slip(slip) for slip in slips if slip.name == first.name and slip.row > first.row]
        here = message("Here too.")
        related = tuple(Related(file=self.file, span=other.span, message=here) for other in others)
        return replace(told, related=related, fixes=tuple(fix for slip in (told, *others) for fix in slip.fixes))

    def _mended(self, diagnostic: Diagnostic, name: str, row: int, values: Mapping[str, object]) -> Diagnostic:
        """Return a diagnostic with what its hint says to write in the place of a line, where that is all it says."""
        if "line" not in values or "unsure" in values or name in _MORE_THAN_A_LINE:
            return diagnostic
        last = int(str(values.get("last", row + 1))) - 1
        whole = span(self.starts, self.starts[row], self.starts[last] + len(self.lines[last]))
        text = "\n".join(str(values[part]) for part in ("line", "next") if part in values)
        return replace(diagnostic, fixes=(Fix(file=self.file, span=whole, text=text),))

    def _stopped(self, error: MarkedYAMLError) -> Diagnostic:
        """Explain where libyaml stopped: the first line at fault stands there or above, never below."""
        mark = error.problem_mark or error.context_mark
        row = min(mark.line, len(self.lines) - 1) if mark else 0
        first = self.slips()[0] if self.slips() and self.slips()[0].row <= row else None
        if first and first.name.partition(".")[0] not in _UNSURE:
            return self._slip_and_its_like(first, self.slips())
        shown = first.row if first else row
        while shown and not self.lines[shown].strip():
            shown -= 1
        noted = len(self.refused.noted)

        def readable(text: str) -> bool:
            return _readable(text, noted)

        if first and first.name in _BY_ID and (item := item_by_its_id(self.lines, first, readable)):
            return self._slip(item)
        if not first and error.context_mark and "flow" in str(error.context):
            mark = error.context_mark
            if mended := separated(self.lines, mark.line, mark.column, readable):
                return self._slip(mended)
        if slip := repair(self.lines, shown, first, readable) or first:
            return self._slip(slip)
        return self._unexplained(error)

    def _unexplained(self, error: MarkedYAMLError) -> Diagnostic:
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
            code = re.compile(r"\\\S?").search(line, max(0, column - 1))
            if code:
                body = re.sub(r"""(?<=[\s:\[,-])"((?:[^"\\]|\\.)*)\"""", lambda part: quoted(part[1]), line, count=1)
                at = span(self.starts, self.starts[row] + code.start(), self.starts[row] + code.end())
                return refuse("yaml-escape", self.file, at, text=code[0], line=body)
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
                alone = sum(other.name == noted.name for other in self.refused.noted) == 1
                return self._slip_and_its_like(chosen[0], self.slips() if alone else [])
        if noted.name == "yaml-bracket.value" and (quotes := self._curly_on(row_of(self.starts, noted.start))):
            # A comma between curly quotes: what stands after it is no key.
            return self._slip(quotes)
        if noted.name == "yaml-bracket.value" and (text := self._cut_by_comma(noted)):
            return self._slip(text)
        if noted.name == "yaml-duplicate-key":
            return self._duplicate(noted)
        if noted.name == "yaml-folded-text":
            return self._in_place(Noted("yaml-folded-text.item", noted.start, noted.end))
        return self._in_place(noted)

    def _curly_on(self, row: int) -> Slip | None:
        return next((slip for slip in self.slips() if slip.row == row and slip.name == "yaml-curly-quotes"), None)

    def _cut_by_comma(self, noted: Noted) -> Slip | None:
        """Return the slip of a text without quotes that its own comma cuts between braces, or None."""
        row = row_of(self.starts, noted.start)
        line, column = self.lines[row], noted.start - self.starts[row]
        start = max((text.end() for text in TEXT_WITHOUT_QUOTES.finditer(line, 0, column)), default=0)
        before = line[start:column].rstrip(", \t")
        # A word alone after another may well be a key without a value.
        if not start or _WORD.fullmatch(before) or noted.text in keys_of_the_schemas():
            return None
        closed = _END_IN_BRACES.search(line, column)
        end = closed.start() if closed else len(line.rstrip())
        fixed = line[:start] + quoted(line[start:end].rstrip()) + line[end:]
        return Slip("yaml-quotes-needed.comma", row, start, end, {"line": fixed})

    def _duplicate(self, noted: Noted) -> Diagnostic:
        first = span(self.starts, *unpack(noted.first))
        related = (Related(file=self.file, span=first, message=message("The first time is here.")),)
        at = span(self.starts, noted.start, noted.end)
        # A key with nothing after it opens a list or a mapping of its own.
        is_open = self.lines[at.line - 1][at.end_column - 1 :].strip() == ":"
        name = "yaml-duplicate-key.block" if is_open else noted.name
        return refuse(name, self.file, at, related, key=noted.text, line=first.line)

    def _in_place(self, noted: Noted) -> Diagnostic:
        """Fill the words from the place alone."""
        row = row_of(self.starts, noted.start)
        line = self.lines[row]
        column = noted.start - self.starts[row]
        cut = Cut(line, column, min(noted.end - self.starts[row], len(line)), noted.text)
        filled: dict[str, object] = {}
        values: dict[str, object] = {"text": cut.text, "mark": cut.text[:1], "line": line.strip()}
        if noted.name == "yaml-folded-text.item":
            values["line"] = cut.before + " ".join(self.text[noted.start : noted.end].split())
        elif fill := FILLS.get(noted.name):
            filled = fill(cut)
            values |= filled
        start, end = noted.start, max(noted.end, noted.start)
        if noted.name == "yaml-hash-in-text":
            end = self.starts[row] + len(line.rstrip())
        elif noted.name == "yaml-unclosed-quote.start":
            start = end - 1
        elif noted.name == "yaml-empty-block":
            end = start + 1
        place = None if noted.name == "yaml-empty" else span(self.starts, start, end)
        return self._mended(refuse(noted.name, self.file, place, **values), noted.name, row, filled)


def _readable(text: str, noted: int) -> bool:
    """Tell whether a text can be read, apart from as many refusals as there were before."""
    result = read(text)
    return not isinstance(result, Refused) or (not result.error and len(result.noted) <= noted)
