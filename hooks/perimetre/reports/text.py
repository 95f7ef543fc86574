"""Write findings for a person at a terminal: the line as written, what is wrong under it, what to write instead.

The layout follows rustc's and Elm's: the sentence first, then the place, the line, a caret, and the way out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import Message, counted, message, say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.plain import without_orders

# A line is shown around its fault, never over more columns than this.
WIDTH = 100
Paint = Callable[[str, str], str]
BOLD, RED, YELLOW, BLUE, DIM, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[2m", "\x1b[0m"
COLOURS = {"error": RED, "warning": YELLOW, "info": BLUE}


def write(findings: Findings) -> str:
    """Return the report in `findings.language`; what nobody sees in the files is shown by its code, never sent on."""
    paint = _paint if findings.colour else _leave
    blocks = ["\n".join(_block(one, findings, paint)) for one in findings.diagnostics]
    return without_orders("\n\n".join([*blocks, summary(findings)]) + "\n")


def _block(one: Diagnostic, findings: Findings, paint: Paint) -> Iterator[str]:
    language = findings.language
    severity = {
        "error": message("error"),
        "warning": message("warning"),
        "info": message("note"),
    }[one.severity]
    head = paint(f"{say(severity, language)}[{one.rule}]", BOLD + COLOURS[one.severity])
    yield say(message("{head}: {message}", head=head, message=visible(say(one.message, language))), language)
    yield from _excerpt(one.file, one.span, findings.lines.get(one.file, ()), paint, COLOURS[one.severity])
    gutter = " " * _gutter(one.span)
    if one.hint is not None:
        yield from _note(gutter, message("help"), say(one.hint, language), language, paint)
    for other in one.related:
        where = _where(other.file, other.span)
        said = say(other.message, language)
        yield from _note(gutter, message("see"), f"{where} {said}", language, paint)
    if one.suppressed is not None:
        yield from _note(gutter, message("set aside"), one.suppressed, language, paint)
    if one.url is not None:
        yield from _note(gutter, message("rule"), one.url, language, paint)


def _excerpt(file: str, span: Span | None, lines: Sequence[str], paint: Paint, colour: str) -> Iterator[str]:
    gutter = " " * _gutter(span)
    yield f"{gutter}{paint('-->', DIM)} {visible(_where(file, span))}"
    if span is None or not 0 < span.line <= len(lines):
        return
    line = lines[span.line - 1].rstrip("\r\n")
    start = min(span.column, len(line) + 1)
    end = span.end_column if span.end_line == span.line else len(line) + 1
    end = max(end, start + 1)
    # The window keeps the fault in sight on a very long line.
    first = max(0, start - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    shown = line[first : first + WIDTH]
    before, under = line[first : start - 1], line[start - 1 : min(end - 1, first + WIDTH)] or " "
    bar = paint("|", DIM)
    yield f"{gutter} {bar}"
    yield f"{paint(str(span.line).rjust(len(gutter)), DIM)} {bar} {visible(shown)}"
    yield f"{gutter} {bar} {' ' * columns(visible(before))}{paint('^' * max(1, columns(visible(under))), colour)}"


def _note(gutter: str, label: Message, said: str, language: str, paint: Paint) -> Iterator[str]:
    first, *rest = said.rstrip("\n").split("\n")
    head = say(message("{label}: {text}", label=label, text=""), language).rstrip(" ")
    yield f"{gutter} {paint('=', DIM)} {paint(head, BOLD)} {visible(first)}"
    for line in rest:
        yield f"{gutter}   {visible(line)}"


def summary(findings: Findings) -> str:
    """Return one sentence: how many files were read, how many findings of each severity."""
    language = findings.language
    errors, warnings, infos = (findings.count(severity) for severity in ("error", "warning", "info"))
    files = say(counted("{count} file read", "{count} files read", findings.files), language)
    parts = [
        counted("{count} error", "{count} errors", errors),
        counted("{count} warning", "{count} warnings", warnings),
        counted("{count} note", "{count} notes", infos),
        counted("{count} set aside", "{count} set aside", findings.suppressed),
    ]
    numbers = (errors, warnings, infos, findings.suppressed)
    said = [say(part, language) for part, number in zip(parts, numbers, strict=True) if number]
    return say(message("{files}: {found}.", files=files, found=", ".join(said) or message("nothing to fix")), language)


def _where(file: str, span: Span | None) -> str:
    return f"{file}:{span.line}:{span.column}" if span else file


def _gutter(span: Span | None) -> int:
    return max(2, len(str(span.line))) if span else 2


def _paint(text: str, colour: str) -> str:
    return f"{colour}{text}{PLAIN}"


def _leave(text: str, _colour: str) -> str:
    return text


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    # Accents that stand apart, and what joins two emoji, add no column.
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
