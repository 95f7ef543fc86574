"""Write findings for a person at a terminal: the line as written, what is wrong under it, what to write instead.

The layout follows rustc's and Elm's: the sentence first, then the place, the line, a caret, and the way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from perimetre.base.diagnostics import LEVEL_WORDS, Diagnostic, Related, Span
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, counted, message, say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.plain import without_orders

# A line is shown around its fault, never over more columns than this.
WIDTH = 100
# How many other places of the same file are drawn beside the fault; the rest are named.
DRAWN = 5
# How many of the rest are named; the others are counted.
NAMED = 6
# The note that says how many mistakes may hide others.
HIDING = "rule-has-its-ground"
# What takes a column a sign: letters with their accents, what French typography adds.
_PLAIN = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2013-\u2026\u202f\u20ac]*")
Paint = Callable[[str, str], str]
BOLD, RED, YELLOW, BLUE, DIM, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[2m", "\x1b[0m"
COLOURS = {"error": RED, "warning": YELLOW, "info": BLUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What is underlined in an excerpt.

    Fields:
        span: the stretch.
        label: what is said of it; of the fault itself, nothing.
        colour: the colour of its signs.
        first: how many columns of its line are left out before what is shown.
    """

    span: Span
    label: str = ""
    colour: str = BLUE
    first: int = 0

    @property
    def sign(self) -> str:
        """What underlines it: the fault is pointed at, the places that it speaks of are underlined."""
        return "-" if self.label else "^"


def write(findings: Findings) -> str:
    """Return the report in `findings.language`; what nobody sees in the files is shown by its code, never sent on."""
    paint = _paint if findings.colour else _leave
    # What hides the rest is said before all that is found: it stands at no line.
    hiding = [finding for finding in findings.diagnostics if finding.rule == HIDING]
    shown = [finding for finding in findings.diagnostics if finding.rule != HIDING]
    blocks = [_first(diagnostic, findings, paint) for diagnostic in hiding]
    blocks += ["\n".join(_block(diagnostic, findings, paint)) for diagnostic in _together(shown, findings.language)]
    return without_orders("\n\n".join([*blocks, summary(findings)]) + "\n")


def _together(diagnostics: Sequence[Diagnostic], language: str) -> Sequence[Diagnostic]:
    """Return findings, those that say the very same of several places told once, at the first of these.

    What shows other places is left as it is: the same words may then be said of something else.
    """
    told: dict[object, Diagnostic] = {}
    for finding in diagnostics:
        texts = [say(text, language) for text in (finding.message, finding.hint) if text is not None]
        words = (finding.severity, finding.rule, *texts, finding.suppressed)
        if finding.related or finding.span is None:
            told[id(finding)] = finding
        elif words not in told:
            told[words] = finding
        else:
            again = Related(file=finding.file, span=finding.span, message=message("here too"))
            told[words] = replace(told[words], related=(*told[words].related, again))
    return tuple(told.values())


def _first(diagnostic: Diagnostic, findings: Findings, paint: Paint) -> str:
    """Return what is said of the whole report, in one line."""
    language = findings.language
    head = paint(say(LEVEL_WORDS[diagnostic.severity], language), BOLD + COLOURS[diagnostic.severity])
    return say(message("{head}: {message}", head=head, message=visible(say(diagnostic.message, language))), language)


def _block(diagnostic: Diagnostic, findings: Findings, paint: Paint) -> Iterator[str]:
    language = findings.language
    head = paint(
        f"{say(LEVEL_WORDS[diagnostic.severity], language)}[{diagnostic.rule}]",
        BOLD + COLOURS[diagnostic.severity],
    )
    yield say(message("{head}: {message}", head=head, message=visible(say(diagnostic.message, language))), language)
    lines = findings.lines.get(diagnostic.file, ())
    marks, elsewhere = _marks(diagnostic, lines, language)
    numbers = [mark.span.line for mark in marks] or ([diagnostic.span.line] if diagnostic.span else [])
    gutter = " " * max(2, *(len(str(number)) for number in numbers), 0)
    yield f"{gutter}{paint('-->', DIM)} {visible(place_of(diagnostic.file, diagnostic.span))}"
    yield from _excerpt(marks, lines, gutter, paint)
    if diagnostic.hint is not None:
        yield from _note(gutter, message("help"), say(diagnostic.hint, language), language, paint)
    for other in elsewhere[:NAMED]:
        where = place_of(other.file, other.span)
        yield from _note(gutter, message("see"), f"{where} {say(other.message, language)}", language, paint)
    if len(elsewhere) > NAMED:
        yield from _note(gutter, message("see"), say(others(len(elsewhere) - NAMED), language), language, paint)
    if diagnostic.suppressed is not None:
        yield from _note(gutter, message("set aside"), diagnostic.suppressed, language, paint)
    if diagnostic.url is not None:
        yield from _note(gutter, message("rule"), diagnostic.url, language, paint)


def _marks(diagnostic: Diagnostic, lines: Sequence[str], language: str) -> tuple[list[_Mark], list[Related]]:
    """Return what is drawn, the fault first, and the other places, which are only named."""
    span = diagnostic.span
    if span is None or not 0 < span.line <= len(lines):
        return [], list(diagnostic.related)
    # A window keeps the fault in sight on a very long line.
    windows = {span.line: _window(lines[span.line - 1], span)}
    marks = [_Mark(span=span, colour=COLOURS[diagnostic.severity], first=windows[span.line])]
    elsewhere: list[Related] = []
    for other in diagnostic.related:
        there, label = other.span, " ".join(say(other.message, language).split())
        if there and label and other.file == diagnostic.file and 0 < there.line <= len(lines) and len(marks) <= DRAWN:
            first = windows.setdefault(there.line, _window(lines[there.line - 1], there))
            if first < there.column <= first + WIDTH:
                marks.append(_Mark(span=there, label=label, first=first))
                continue
        elsewhere.append(other)
    return marks, elsewhere


def _window(line: str, span: Span) -> int:
    """Return how many columns of a line are left out, so that a stretch of it is shown."""
    start = min(span.column, len(line) + 1)
    return max(0, start - 1 - WIDTH // 2) if len(line) > WIDTH else 0


def _excerpt(marks: Sequence[_Mark], lines: Sequence[str], gutter: str, paint: Paint) -> Iterator[str]:
    """Yield each line that is spoken of, in the order of the file, with what is underlined in it below."""
    bar = paint("|", DIM)
    before = 0
    for number in sorted({mark.span.line for mark in marks}):
        if not before:
            yield f"{gutter} {bar}"
        elif number > before + 1:
            yield paint("...", DIM)
        before = number
        line = lines[number - 1].rstrip("\r\n")
        here = sorted((mark for mark in marks if mark.span.line == number), key=lambda mark: (mark.span, mark.label))
        shown = visible(line[here[0].first : here[0].first + WIDTH])
        yield f"{paint(str(number).rjust(len(gutter)), DIM)} {bar} {shown}"
        for mark in here:
            yield f"{gutter} {bar} {_underline(mark, line, paint)}"


def _underline(mark: _Mark, line: str, paint: Paint) -> str:
    """Return a row of signs under a stretch of a line, and what is said of it."""
    start = min(mark.span.column, len(line) + 1)
    end = mark.span.end_column if mark.span.end_line == mark.span.line else len(line) + 1
    end = max(end, start + 1)
    before, under = line[mark.first : start - 1], line[start - 1 : min(end - 1, mark.first + WIDTH)] or " "
    signs = paint(mark.sign * max(1, columns(visible(under))), mark.colour)
    return f"{' ' * columns(visible(before))}{signs}" + (f" {visible(mark.label)}" if mark.label else "")


def _note(gutter: str, label: Message, text: str, language: str, paint: Paint) -> Iterator[str]:
    first, *rest = text.rstrip("\n").split("\n")
    head = say(message("{label}: {text}", label=label, text=""), language).rstrip(" ")
    yield f"{gutter} {paint('=', DIM)} {paint(head, BOLD)} {visible(first)}"
    for line in rest:
        yield f"{gutter}   {visible(line)}"


def others(count: int) -> Message:
    """Return what is said of the places that are not named."""
    return counted(
        "{count} other place, which `--format json` lists",
        "{count} other places, which `--format json` lists",
        count,
    )


def summary(findings: Findings) -> str:
    """Return one sentence: how many files were read, how many findings of each severity; what mendings would leave."""
    language = findings.language
    errors, warnings, infos = (findings.count(severity) for severity in ("error", "warning", "info"))
    files = say(counted("{count} file read", "{count} files read", findings.files), language)
    parts = [
        counted("{count} error", "{count} errors", errors),
        counted("{count} warning", "{count} warnings", warnings),
        counted("{count} note", "{count} notes", infos),
        counted("{count} set aside", "{count} set aside", findings.suppressed),
        counted("{count} left out, as asked", "{count} left out, as asked", findings.left_out),
    ]
    numbers = (errors, warnings, infos, findings.suppressed, findings.left_out)
    counts = [say(part, language) for part, number in zip(parts, numbers, strict=True) if number]
    if findings.to_mend:
        mendings = counted("{count} correction possible", "{count} corrections possible", findings.to_mend)
        words = {"files": files, "mendings": mendings}
        if not counts:
            return say(message("{files}: {mendings}; nothing would then remain to fix.", **words), language)
        left = ", ".join(counts)
        return say(message("{files}: {mendings}; what would remain: {left}.", left=left, **words), language)
    found = ", ".join(counts) or message("nothing to fix")
    return say(message("{files}: {found}.", files=files, found=found), language)


def place_of(file: str, span: Span | None) -> str:
    """Return a place as a terminal and an editor take it: `file:line:column`, or the file alone."""
    return f"{file}:{span.line}:{span.column}" if span else file


def _paint(text: str, colour: str) -> str:
    return f"{colour}{text}{PLAIN}"


def _leave(text: str, _colour: str) -> str:
    return text


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes: an emoji of several signs takes two, an accent apart none."""
    if _PLAIN.fullmatch(text):
        return len(text)
    # Late: what most files hold takes a column a sign.
    from wcwidth import wcswidth

    return max(0, wcswidth(text))
