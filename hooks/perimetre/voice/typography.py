"""Propose the signs of good French typography: apostrophes, quotation marks, spaces that do not break, the ellipsis.

A part of the linter. Comes in: a text. Goes out: suggestions, each with what to write. The site sets the
handbook's texts itself, so this serves drafts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.base.words import Message, message
from perimetre.voice.remarks import Remark
from perimetre.voice.view import TextView

_NBSP = "\u00a0"
_SMILE = re.compile(r"[:;]-?[()DPpOo/](?!\w)")
# A sign to be set otherwise, what takes its place (`{}`: what it holds), and what is wrong.
RULES: tuple[tuple[re.Pattern[str], str, Message], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’", message("The apostrophe is straight.")),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…", message("The ellipsis is three full stops.")),
    (
        re.compile(r'(?<!\w)"([^"\n]{1,500})"(?!\w)'),
        f"«{_NBSP}{{}}{_NBSP}»",
        message("The quotation marks are not French."),
    ),
    (re.compile(r"« ?(?=[^\s«])"), f"«{_NBSP}", message("After «, write a space that does not break.")),
    (re.compile(r"(?<=[^\s»]) ?»"), f"{_NBSP}»", message("Before », write a space that does not break.")),
    (
        re.compile(r"(?<=[^\s;:!?]) (?=[;:!?])"),
        _NBSP,
        message("Write a space that does not break, or the sign may begin the next line."),
    ),
    (
        re.compile(r"(?<=[\w»)’€%])(?=[;:!?]+(?:\s|$))"),
        _NBSP,
        message("Before this sign, write a space that does not break."),
    ),
    (
        re.compile(r"(?<=[0-9]) ?(?=[%€])"),
        _NBSP,
        message("Before the unit, write a space that does not break."),
    ),
)


def remarks(view: TextView) -> Iterator[Remark]:
    """Yield a suggestion for each sign to be set otherwise; addresses, mentions and hashtags are left alone."""
    text = view.text
    untouched = sorted(
        (*((start, end) for _, start, end in view.stretches), *(smile.span() for smile in _SMILE.finditer(view.form)))
    )
    for pattern, write, what in RULES:
        at = 0
        for sign in pattern.finditer(text):
            start, end = sign.span()
            while at < len(untouched) and untouched[at][1] <= start:
                at += 1
            if at < len(untouched) and (untouched[at][0] <= start or (untouched[at][0] == end and text[end] in ":;")):
                continue
            instead = write.replace("{}", sign[1].strip()) if sign.re.groups else write
            if text[start:end] != instead:
                yield Remark(
                    start=start,
                    end=end,
                    rule="typography-is-french",
                    level="suggestion",
                    message=what,
                    replacements=(instead,),
                    literal=True,
                )
