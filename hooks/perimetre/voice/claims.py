"""Find figures that prove something and do not say where they come from.

A part of the linter. Comes in: a text. Goes out: warnings. A price, a discount, a date, a piece of advice (« trois
heures ») prove nothing and are left alone. A source is a word that announces one, a year in brackets, a note or a link,
in the same paragraph.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.voice.lexicon import quoted
from perimetre.voice.remarks import Remark
from perimetre.voice.view import TextView

_GAP = "[ \u00a0\u202f]"
_NUMBER = "[0-9][0-9 \u00a0\u202f.,]{0,14}"
_FIGURE = re.compile(
    rf"(?<![\w-])(?:{_NUMBER}(?:%|pour cent\b|fois (?:plus|moins|mieux)\b|(?:millions?|milliards?)\b|percent\b|times\b)"
    rf"|[0-9]{{1,3}}{_GAP}(?:[\w’']{{1,20}}{_GAP})?sur{_GAP}[0-9]{{1,4}}\b"
    rf"|n°{_GAP}?1\b|(?:le|la) numéro un\b|neuf (?:\w{{1,20}} )?sur dix\b)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:sources?|selon|d[’']après|étude|enquête|sondage|mesuré\w{0,3}|baromètre|rapport|according|survey|study)\b"
    r"|\([^()\n]{0,60}\b(?:19|20)[0-9]{2}\b[^()\n]{0,20}\)|\*|¹",
    re.IGNORECASE,
)
_OFFER = re.compile(
    rf"^{_GAP}?(?:de{_GAP})?(?:remise|réduction|rabais|promotion|promo|sur (?:tout|votre|la|le|les|une)\b|off\b"
    r"|d[’']acompte|d[’']euros|euros)"
    r"|^\s?€",
    re.IGNORECASE,
)


def remarks(view: TextView) -> Iterator[Remark]:
    """Yield a warning for each figure without a source in its paragraph; a link is one."""
    text = view.form
    links = [start for start, _ in view.of("link")]
    sourced: tuple[int, int, bool] = (0, -1, False)
    for figure in _FIGURE.finditer(text):
        start, end = figure.span()
        if text[max(0, start - 2) : start].strip().endswith(("-", "–", "−")):
            continue
        if _OFFER.match(text[end : end + 40]) or _all_the_time(figure.group()):
            continue
        if not sourced[0] <= start < sourced[1]:
            first = text.rfind("\n\n", 0, start) + 1
            last = text.find("\n\n", end)
            last = len(text) if last < 0 else last
            linked = bisect.bisect_left(links, first) < bisect.bisect_left(links, last)
            sourced = (first, last, linked or _SOURCE.search(text, first, last) is not None)
        if not sourced[2]:
            what = message(
                "“{figure}” is used as proof: say where it comes from, and from when.", figure=quoted(figure.group())
            )
            yield Remark(start=start, end=end, rule="claims-have-a-source", level="warning", message=what)


def _all_the_time(figure: str) -> bool:
    """Say whether a figure is « sept jours sur sept », which measures nothing."""
    numbers = re.findall("[0-9]+", figure)
    return len(numbers) == 2 and numbers[0] == numbers[1] and "sur" in figure.lower()
