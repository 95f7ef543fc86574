"""Write findings as Markdown, for a person who decides: how many, what, where, what to write instead.

The text goes into the summary of a job or a comment of a merge request, which refuse what is longer than a megabyte:
the least severe findings are left out first, and a sentence says how many. Nothing that a playbook says is read as
Markdown or HTML there, nor calls anybody by an `@`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import Message, counted, message, say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.plain import without_orders
from perimetre.reports.text import summary

# In bytes of UTF-8.
LIMIT = 900_000
# What the sentence about the findings left out may take, in bytes.
_RESERVE = 1_000
# Characters of one text: an endless value in a playbook hides no other finding.
_LONGEST = 2_000

_ORDER = {"error": 0, "warning": 1, "info": 2}
_SEVERITIES: dict[str, Message] = {
    "error": message("Error"),
    "warning": message("Warning"),
    "info": message("Note"),
}
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_MARKS = re.compile(r"[\\`*_\[\]~$|!]")
_CALLS = re.compile(r"([@#])(?=\w)")


def write(findings: Findings, limit: int = LIMIT) -> str:
    """Return the report, of fewer than `limit` bytes (at least 10,000) whatever was found."""
    language = findings.language
    head = _head(findings)
    kept = _kept(findings, limit - len(head.encode("utf-8", "replace")) - _RESERVE)
    left = [one for at, one in enumerate(findings.diagnostics) if at not in kept]
    blocks = [head, *([_left_out(left, language)] if left else [])]
    files: dict[str, list[str]] = {}
    aside: list[str] = []
    for at in _gravest_first(findings):
        one = findings.diagnostics[at]
        if at in kept:
            (aside if one.suppressed is not None else files.setdefault(one.file, [])).append(kept[at])
    for file, said in files.items():
        blocks += [_heading(file), *said]
    if aside:
        title = message("Set aside, with a reason")
        blocks += [f"## {say(title, language)}", *aside]
    return "\n\n".join(blocks) + "\n"


def _head(findings: Findings) -> str:
    language = findings.language
    errors, warnings = findings.count("error"), findings.count("warning")
    title, verdict = _of_draft(errors, warnings) if findings.draft else _of_handbook(errors, warnings)
    title, verdict = say(title, language), say(verdict, language)
    return f"# {title}\n\n**{escaped(verdict)}**\n\n{escaped(summary(findings))}"


def _of_handbook(errors: int, warnings: int) -> tuple[Message, Message]:
    title = message("Check of the handbook")
    if errors:
        return title, counted(
            "The handbook is not ready: {count} error must be fixed first.",
            "The handbook is not ready: {count} errors must be fixed first.",
            errors,
        )
    if warnings:
        return title, counted(
            "The handbook can be used; {count} warning deserves a decision.",
            "The handbook can be used; {count} warnings deserve a decision.",
            warnings,
        )
    return title, message("The handbook can be used as it is.")


def _of_draft(errors: int, warnings: int) -> tuple[Message, Message]:
    title = message("Check of a draft")
    if errors:
        return title, counted(
            "The draft is not ready: {count} error must be fixed first.",
            "The draft is not ready: {count} errors must be fixed first.",
            errors,
        )
    if warnings:
        return title, counted(
            "The draft follows the voice; {count} warning deserves a second look.",
            "The draft follows the voice; {count} warnings deserve a second look.",
            warnings,
        )
    return title, message("The draft follows the voice.")


def _gravest_first(findings: Findings) -> list[int]:
    """Return the positions of the findings: errors, warnings, notes, then what is set aside."""
    found = findings.diagnostics
    return sorted(range(len(found)), key=lambda at: (found[at].suppressed is not None, _ORDER[found[at].severity]))


def _kept(findings: Findings, room: int) -> dict[int, str]:
    """Return what fits in `room` bytes, the gravest first, by its position among the findings."""
    kept: dict[int, str] = {}
    headed: set[str] = set()
    for at in _gravest_first(findings):
        one = findings.diagnostics[at]
        block = _finding(one, findings)
        heading = "" if one.suppressed is not None or one.file in headed else f"{_heading(one.file)}\n\n"
        headed.add(one.file)
        size = len(f"{heading}{block}\n\n".encode("utf-8", "replace"))
        # Nothing less grave takes the place of what has none.
        if size > room:
            break
        room -= size
        kept[at] = block
    return kept


def _left_out(left: Sequence[Diagnostic], language: str) -> str:
    def many(severity: str) -> int:
        return sum(one.severity == severity and one.suppressed is None for one in left)

    numbers = (many("error"), many("warning"), many("info"), sum(one.suppressed is not None for one in left))
    parts = (
        counted("{count} error", "{count} errors", numbers[0]),
        counted("{count} warning", "{count} warnings", numbers[1]),
        counted("{count} note", "{count} notes", numbers[2]),
        counted("{count} set aside", "{count} set aside", numbers[3]),
    )
    what = ", ".join(say(part, language) for part, number in zip(parts, numbers, strict=True) if number)
    said = message("This page would be too long; left out: {what}. `perimetre check` shows everything.", what=what)
    return f"*{escaped(say(said, language))}*"


def _heading(file: str) -> str:
    return without_orders(f"## {_code(file)}")


def _finding(one: Diagnostic, findings: Findings) -> str:
    # A backslash at the end of a line breaks it there, inside the item.
    return without_orders("\\\n  ".join(_lines(one, findings)))


def _lines(one: Diagnostic, findings: Findings) -> Iterator[str]:
    language = findings.language

    def told(label: Message, text: str) -> str:
        return f"{escaped(say(label, language))} {text}"

    severity = say(_SEVERITIES[one.severity], language)
    where = _where(one.span, language)
    if one.suppressed is not None:
        label = ", ".join(part for part in (_code(one.file), where) if part)
        yield f"- **{severity}** ({label}) {_several(say(one.message, language))}"
        yield told(message("Reason:"), _several(one.suppressed))
    else:
        yield f"- **{', '.join(part for part in (severity, where) if part)}** {_several(say(one.message, language))}"
        if one.hint is not None:
            yield told(message("What to write:"), _several(say(one.hint, language)))
    for other in one.related:
        place = ", ".join(part for part in (_code(other.file), _where(other.span, language)) if part)
        yield told(message("See also:"), f"{place}, {_several(say(other.message, language))}")
    address = findings.address(one)
    rule = _code(one.rule)
    yield told(message("Rule:"), f"[{rule}](<{address}>)" if address is not None else rule)


def _where(span: Span | None, language: str) -> str:
    return say(message("line {line}", line=span.line), language) if span is not None else ""


def _several(text: str) -> str:
    """Return a text of one line or several; the space before each following one keeps it from opening a block."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    first, *rest = (escaped(line.strip()) for line in text.split("\n"))
    return "\\\n  ".join((first, *(f"&nbsp;&nbsp;{line}" for line in rest if line)))


def _code(text: str) -> str:
    shown = visible(" ".join(text.split("\n")))
    return escaped(shown) if "`" in shown or not shown.strip() else f"`{shown}`"


def escaped(text: str) -> str:
    """Return `text` as Markdown that shows it: code between single backquotes stays code, all other marks are words."""
    parts = []
    done = 0
    shown = visible(text, keep="\n")
    for found in _CODE.finditer(shown):
        parts += [_words(shown[done : found.start()]), found[0]]
        done = found.end()
    return "".join((*parts, _words(shown[done:])))


def _words(text: str) -> str:
    text = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    # A space of no width: an `@name` would call somebody, a `#12` would link another discussion.
    return _CALLS.sub("\\1\u200b", text)
