"""Read the comments by which a house sets findings aside, and heed them (stage judge).

`# perimetre: ignore[rule-id] reason (until 2027-03-01)`, at the end of the line of the finding or on a line of its own
above it. Several rules are separated by commas. The reason is required; the end is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from perimetre.base.diagnostics import Diagnostic, FindingLevel, Span
from perimetre.base.frozen import dataclass
from perimetre.base.suggest import closest
from perimetre.base.words import Message, message
from perimetre.judge.codes import EARLIER, ENGINE, LINT, SOFT
from perimetre.judge.placing import Placer, address
from perimetre.judge.registry import RULES
from perimetre.reading.document import Document
from perimetre.reading.reader.places import LINE_BREAK, MappingNode, Node, unpack

MARK = "perimetre:"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*perimetre:[ \t]*(.*)$")
_IGNORE = re.compile(r"ignore[ \t]*\[([^\]]*)\][ \t]*(.*)$")
_UNTIL = re.compile(r"\([ \t]*(?:until|jusqu.au)[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]*\)[ \t]*\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that sets findings aside.

    Fields:
        file: the file as printed.
        span: where the comment stands.
        line: the line whose findings it speaks of.
        rules: the ids between the brackets.
        reason: why, without the end; empty where none is given.
        until: the last day, or None.
        odd: what stands in the place of `ignore[…]`, or of a date that does not exist; None where all is well.
    """

    file: str
    span: Span
    line: int
    rules: tuple[str, ...] = ()
    reason: str = ""
    until: date | None = None
    odd: str | None = None


def suppressions(document: Document) -> Iterator[Suppression]:
    """Yield the suppressions of a document, from top to bottom."""
    if MARK not in document.text:
        return
    scalars = tuple(_scalars(document.nodes, document.text))
    lines = document.lines
    for row, line in enumerate(lines):
        match = _COMMENT.search(line)
        if match is None:
            continue
        start = document.starts[row] + match.start()
        if any(first <= start < last for first, last in scalars):
            continue
        spoken = row if line[: match.start()].strip() else _next(lines, row)
        span = Span(line=row + 1, column=match.start() + 1, end_line=row + 1, end_column=len(line.rstrip()) + 1)
        yield _read(match[1].strip(), file=document.file, span=span, line=spoken + 1)


def _read(text: str, *, file: str, span: Span, line: int) -> Suppression:
    match = _IGNORE.match(text)
    if match is None:
        return Suppression(file=file, span=span, line=line, odd=text)
    rules = tuple(id_.strip() for id_ in match[1].split(",") if id_.strip())
    reason, until = match[2].strip(), None
    if ends := _UNTIL.search(reason):
        try:
            until = date.fromisoformat(ends[1])
        except ValueError:
            return Suppression(file=file, span=span, line=line, rules=rules, odd=ends[1])
        reason = reason[: ends.start()].strip()
    return Suppression(file=file, span=span, line=line, rules=rules, reason=reason, until=until)


def _next(lines: list[str], row: int) -> int:
    """Return the row that a comment on a line of its own speaks of: the next that holds more than a comment."""
    for below in range(row + 1, len(lines)):
        text = lines[below].strip()
        if text and not text.startswith("#"):
            return below
    return row


def _scalars(root: Node, text: str) -> Iterator[tuple[int, int]]:
    """Yield where each scalar stands; of a block, the lines below its mark, beside which a comment may stand."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, int):
            start, end = unpack(node)
            below = LINE_BREAK.search(text, start) if text[start : start + 1] in ("|", ">") else None
            yield below.end() if below else start, end
        elif isinstance(node, MappingNode):
            waiting.extend(inner for _, inner in node.children.values())
        else:
            waiting.extend(node.children)


# --- heeding them ---------------------------------------------------------------------------------------------------


def set_aside(
    found: list[Diagnostic], placer: Placer, today: date, silent: Iterable[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return the diagnostics, those that a comment sets aside with its reason, and what is wrong with the comments.

    Args:
        found: what may be set aside.
        placer: where things stand, and the comments.
        today: the day.
        silent: the rules that were not judged, of which nobody knows whether a comment is of use.
    """
    comments = [comment for document in placer.documents.values() for comment in suppressions(document)]
    if not comments:
        return found, []
    more: list[Diagnostic] = []
    speaking: dict[tuple[str, int, str], Suppression] = {}
    for comment in comments:
        wrong = _wrong(comment, today)
        if wrong is not None:
            more.append(wrong)
            continue
        for rule in comment.rules:
            speaking[comment.file, comment.line, rule] = comment
    used: set[tuple[str, int, str]] = set()
    settled = []
    for diagnostic in found:
        spoken = [
            key for line in placer.lines(diagnostic) if (key := (diagnostic.file, line, diagnostic.rule)) in speaking
        ]
        used.update(spoken)
        if spoken:
            comment = speaking[spoken[0]]
            diagnostic = replace(diagnostic, suppressed=comment.reason, suppressed_until=comment.until)
        settled.append(diagnostic)
    silent = frozenset(silent)
    more += [_unused(comment, key[2]) for key, comment in speaking.items() if key not in used and key[2] not in silent]
    return settled, more


def _wrong(comment: Suppression, today: date) -> Diagnostic | None:
    """Return what is wrong with a comment by itself."""
    example = "# perimetre: ignore[channel-has-cadence] une page qui ne publie pas (until 2027-03-01)"
    if comment.odd is not None or not comment.rules:
        what = message("This comment sets nothing aside: it cannot be read.")
        hint = message("Write `{example}`.", example=example)
        return _of_comment(comment, "suppression-has-a-reason", "error", what, hint)
    if not comment.reason:
        what = message("This comment sets a finding aside without a reason.")
        hint = message("Write why after the bracket: `{example}`.", example=example)
        return _of_comment(comment, "suppression-has-a-reason", "error", what, hint)
    if comment.until is not None and comment.until < today:
        what = message("This comment set a finding aside until {day}: that day has passed.", day=str(comment.until))
        hint = message("Fix what it was about and delete the comment; or decide again, with a new date.")
        return _of_comment(comment, "suppression-is-used", "warning", what, hint)
    return None


def _unused(comment: Suppression, rule: str) -> Diagnostic:
    hint = message("Delete the comment: what it was about is fixed, or is on another line.")
    if rule in ENGINE or rule in LINT or (rule in EARLIER and rule not in SOFT):
        what = message("`{rule}` cannot be set aside.", rule=rule)
    elif rule not in RULES and rule not in SOFT:
        what = message("This comment names a rule that does not exist: `{rule}`.", rule=rule)
        near = closest(rule, [*RULES, *SOFT])
        hint = message("Did you mean `{near}`?", near=near) if near else message("Write the id of a rule.")
    else:
        what = message("This comment sets nothing aside: `{rule}` has nothing to say here.", rule=rule)
    return _of_comment(comment, "suppression-is-used", "warning", what, hint)


def _of_comment(comment: Suppression, rule: str, severity: FindingLevel, what: Message, hint: Message) -> Diagnostic:
    return Diagnostic(
        rule=rule,
        severity=severity,
        message=what,
        hint=hint,
        file=comment.file,
        span=comment.span,
        url=address(rule),
    )
