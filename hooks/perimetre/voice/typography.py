"""Propose the signs of good French typography: apostrophes, quotation marks, spaces that do not break, the ellipsis.

A part of the linter. Comes in: a text. Goes out: suggestions, each with what to write. The site sets the
handbook's texts itself, so this serves drafts only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from perimetre.base.words import Message, message
from perimetre.voice.remarks import Remark

_NBSP = "\u00a0"
_KEPT = re.compile(
    r"https?://\S+|www\.\S+|\{\{[^{}\n]{0,80}\}\}|[:;]-?[()DPpOo/](?!\w)|(?<!\w)#\w{1,100}|@[\w.-]{1,253}"
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str], Message], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), lambda _: "’", message("The apostrophe is straight.")),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), lambda _: "…", message("The ellipsis is three full stops.")),
    (
        re.compile(r'(?<!\w)"([^"\n]{1,500})"(?!\w)'),
        lambda one: f"«{_NBSP}{one[1].strip()}{_NBSP}»",
        message("The quotation marks are not French."),
    ),
    (re.compile(r"« ?(?=[^\s«])"), lambda _: f"«{_NBSP}", message("After «, write a space that does not break.")),
    (re.compile(r"(?<=[^\s»]) ?»"), lambda _: f"{_NBSP}»", message("Before », write a space that does not break.")),
    (
        re.compile(r"(?<=[^\s;:!?]) (?=[;:!?])"),
        lambda _: _NBSP,
        message("Write a space that does not break, or the sign may begin the next line."),
    ),
    (
        re.compile(r"(?<=[\w»)’€%])(?=[;:!?]+(?:\s|$))"),
        lambda _: _NBSP,
        message("Before this sign, write a space that does not break."),
    ),
    (
        re.compile(r"(?<=[0-9]) ?(?=[%€])"),
        lambda _: _NBSP,
        message("Before the unit, write a space that does not break."),
    ),
)


def remarks(text: str) -> Iterator[Remark]:
    """Yield a suggestion for each sign to be set otherwise; addresses, mentions and hashtags are left alone."""
    kept = [one.span() for one in _KEPT.finditer(text)]
    for pattern, write, said in _RULES:
        at = 0
        for one in pattern.finditer(text):
            start, end = one.span()
            while at < len(kept) and kept[at][1] <= start:
                at += 1
            if at < len(kept) and (kept[at][0] <= start or (kept[at][0] == end and text[end] in ":;")):
                continue
            instead = write(one)
            if text[start:end] != instead:
                yield Remark(
                    start=start,
                    end=end,
                    rule="typography-is-french",
                    level="suggestion",
                    message=said,
                    replacements=(instead,),
                    literal=True,
                )
