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
from perimetre.reports.text import DRAWN, NAMED, others, summary

# In bytes of UTF-8.
LIMIT = 900_000
# What the sentence about the findings left out may take, in bytes.
_RESERVE = 1_000
# Characters of one text: an endless value in a playbook hides no other finding.
_LONGEST = 2_000

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
    shown = _that_fits(findings, limit - len(head.encode("utf-8", "replace")) - _RESERVE)
    left = [finding for at, finding in enumerate(findings.diagnostics) if at not in shown]
    blocks = [head, *([_left_out(left, language)] if left else [])]
    files: dict[str, list[str]] = {}
    aside: list[str] = []
    for at, finding in enumerate(findings.diagnostics):
        if at in shown:
            (aside if finding.suppressed is not None else files.setdefault(finding.file, [])).append(shown[at])
    for file, its_findings in files.items():
        blocks += [_heading(file), *its_findings]
    if aside:
        title = message("Set aside, with a reason")
        blocks += [f"## {say(title, language)}", *aside]
    return "\n\n".join(blocks) + "\n"


def _head(findings: Findings) -> str:
    language = findings.language
    errors, warnings = findings.count("error"), findings.count("warning")
    handbook = _of_handbook(errors, warnings, findings.left_out)
    title, verdict = _of_draft(errors, warnings) if findings.draft else handbook
    if findings.to_mend and not errors:
        verdict = message("The handbook is not ready: what is proposed has not been written.")
    return f"# {say(title, language)}\n\n**{escaped(say(verdict, language))}**\n\n{escaped(summary(findings))}"


def _of_handbook(errors: int, warnings: int, left_out: int) -> tuple[Message, Message]:
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
    if left_out:
        return title, message("Nothing to fix in what was asked for, which is not the whole handbook.")
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


def _that_fits(findings: Findings, room: int) -> dict[int, str]:
    """Return what fits in `room` bytes, the gravest first, by its position among the findings."""
    shown: dict[int, str] = {}
    headed: set[str] = set()
    for at, finding in enumerate(findings.diagnostics):
        block = _finding(finding, findings)
        heading = "" if finding.suppressed is not None or finding.file in headed else f"{_heading(finding.file)}\n\n"
        headed.add(finding.file)
        size = len(f"{heading}{block}\n\n".encode("utf-8", "replace"))
        # Nothing less grave takes the place of what has none.
        if size > room:
            break
        room -= size
        shown[at] = block
    return shown


def _left_out(left: Sequence[Diagnostic], language: str) -> str:
    def many(severity: str) -> int:
        return sum(finding.severity == severity and finding.suppressed is None for finding in left)

    numbers = (many("error"), many("warning"), many("info"), sum(finding.suppressed is not None for finding in left))
    parts = (
        counted("{count} error", "{count} errors", numbers[0]),
        counted("{count} warning", "{count} warnings", numbers[1]),
        counted("{count} note", "{count} notes", numbers[2]),
        counted("{count} set aside", "{count} set aside", numbers[3]),
    )
    what = ", ".join(say(part, language) for part, number in zip(parts, numbers, strict=True) if number)
    sentence = message("This page would be too long; left out: {what}. `perimetre check` shows everything.", what=what)
    return f"*{escaped(say(sentence, language))}*"


def _heading(file: str) -> str:
    return without_orders(f"## {code(file)}")


def _finding(finding: Diagnostic, findings: Findings) -> str:
    # A backslash at the end of a line breaks it there, inside the item.
    return without_orders("\\\n  ".join(_lines(finding, findings)))


def _lines(finding: Diagnostic, findings: Findings) -> Iterator[str]:
    language = findings.language

    def labelled(label: Message, text: str) -> str:
        return f"{escaped(say(label, language))} {text}"

    severity = say(_SEVERITIES[finding.severity], language)
    where = _where(finding.span, language)
    if finding.suppressed is not None:
        label = ", ".join(part for part in (code(finding.file), where) if part)
        yield f"- **{severity}** ({label}) {_several(say(finding.message, language))}"
        yield labelled(message("Reason:"), _several(finding.suppressed))
    else:
        label = ", ".join(part for part in (severity, where) if part)
        yield f"- **{label}** {_several(say(finding.message, language))}"
        if finding.hint is not None:
            yield labelled(message("What to write:"), _several(say(finding.hint, language)))
    for related in finding.related[: DRAWN + NAMED]:
        place = ", ".join(part for part in (code(related.file), _where(related.span, language)) if part)
        yield labelled(message("See also:"), f"{place}, {_several(say(related.message, language))}")
    if len(finding.related) > DRAWN + NAMED:
        rest = others(len(finding.related) - DRAWN - NAMED)
        yield labelled(message("See also:"), f"{escaped(say(rest, language))}.")
    address = findings.address(finding)
    rule = code(finding.rule)
    yield labelled(message("Rule:"), f"[{rule}](<{address}>)" if address is not None else rule)


def _where(span: Span | None, language: str) -> str:
    return say(message("line {line}", line=span.line), language) if span is not None else ""


def _several(text: str) -> str:
    """Return a text of one line or several; the space before each following one keeps it from opening a block."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    first, *rest = (escaped(line.strip()) for line in text.split("\n"))
    return "\\\n  ".join((first, *(f"&nbsp;&nbsp;{line}" for line in rest if line)))


def code(text: str) -> str:
    """Return a name as Markdown shows code, on one line."""
    shown = visible(" ".join(text.split("\n")))
    return escaped(shown) if "`" in shown or not shown.strip() else f"`{shown}`"


def escaped(text: str) -> str:
    """Return `text` as Markdown that shows it: code between single backquotes stays code, all other marks are words."""
    parts = []
    done = 0
    shown = visible(text, keep="\n")
    for code in _CODE.finditer(shown):
        parts += [_words(shown[done : code.start()]), code[0]]
        done = code.end()
    return "".join((*parts, _words(shown[done:])))


def _words(text: str) -> str:
    text = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    # A space of no width: an `@name` would call somebody, a `#12` would link another discussion.
    return _CALLS.sub("\\1\u200b", text)
