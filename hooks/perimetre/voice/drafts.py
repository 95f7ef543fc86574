"""Turn remarks on a draft into diagnostics, so that every report of the handbook serves a draft as it is.

A part of the linter. Comes in: a draft's text, the name to show for it, its remarks. Goes out: `Diagnostic`s.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence

from perimetre.base.diagnostics import Diagnostic, FindingLevel, Place, Related, Span
from perimetre.base.words import counted, message
from perimetre.voice.remarks import LINE_END, Remark, RemarkLevel

_SEVERITIES: dict[RemarkLevel, FindingLevel] = {
    "error": "error",
    "warning": "warning",
    "info": "info",
    "suggestion": "info",
}


def diagnose(
    text: str, remarks: Sequence[Remark], *, file: str, span_of: Callable[[Place], Span]
) -> tuple[Diagnostic, ...]:
    """Return one diagnostic a remark; of suggestions that say the same, one tells how many there are.

    Args:
        text: the draft.
        remarks: what was found in it.
        file: the draft's name as printed.
        span_of: where a place of the handbook stands.
    """
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    alike: dict[tuple[str, ...], list[Remark]] = {}
    for number, remark in enumerate(remarks):
        repeated = remark.level == "suggestion" and not remark.source
        key = ("", remark.rule, remark.message.text) if repeated else (str(number),)
        alike.setdefault(key, []).append(remark)
    return tuple(_diagnostic(several, starts, file, span_of) for several in alike.values())


def lines_of(text: str) -> list[str]:
    """Return the lines of a draft, as its places count them."""
    return LINE_END.split(text)


def _diagnostic(
    several: Sequence[Remark], starts: Sequence[int], file: str, span_of: Callable[[Place], Span]
) -> Diagnostic:
    remark = several[0]
    what = remark.message
    if len(several) > 1:
        again = counted("and {count} time more", "and {count} times more", len(several) - 1)
        what = message("{said} ({again})", said=what, again=again)
    rule = message("what asks for it")
    return Diagnostic(
        rule=remark.rule,
        severity=_SEVERITIES[remark.level],
        message=what,
        hint=remark.hint,
        file=file,
        span=_span(remark, starts),
        related=tuple(Related(file=place.file, span=span_of(place), message=rule) for place in remark.places),
    )


def _span(remark: Remark, starts: Sequence[int]) -> Span:
    (line, column), (end_line, end_column) = _at(remark.start, starts), _at(remark.end, starts)
    return Span(line=line, column=column, end_line=end_line, end_column=end_column)


def _at(offset: int, starts: Sequence[int]) -> tuple[int, int]:
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
