"""Say how long a page is on a phone, and which of its parts are folded behind their headings.

Comes in: the parts of a page. Goes out: the same, some of them folded. A page says first what is needed first: what
follows, on a page that is long, waits behind its heading for whoever asks for it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from perimetre.render.pages import Section

# In screens of 360 x 780 pixels: what a page may take before it is cut, and what it then takes, its folds closed.
WHOLE = 3.5
_CUT = 3.3
# A folded part whose own parts are longer than this has them folded too.
_GROUP = 2.0
_HEADING = 0.075
# A part that says less than this by itself is but the heading of its own parts.
_TITLE = 0.15

# Measured in a browser on the pages of the example: a screen holds so many letters, where each block costs as many as
# some 60 of them; the mean error over 1,400 parts is a fifth of a screen.
_LETTERS = 1_500
_BLOCK = 60
# What copies a text stands under it, and costs as many letters.
_COPIES = 120
_TEXT = 'class="pm-say"'

_DETAILS = re.compile(r"(<details\b[^>]*>|</details>)")
_SUMMARY = "</summary>"
_TAG = re.compile(r"<(/?\w+)[^>]*>")
# What a script takes its words from is not shown.
_UNSEEN = re.compile(r"<(template|script)\b.*?</\1>", re.DOTALL)
# The numbers of emergencies in brief stand three on a row.
_BY_THREE = re.compile(r'<ul class="[^"]*pm-numbers--brief">.*?</ul>', re.DOTALL)
_BLOCKS = frozenset(("p", "li", "tr", "dt", "dd", "summary", "figcaption", "h4", "blockquote"))


def screens(html: str) -> float:
    """Return about how many screens of a phone some HTML takes, what it folds itself left out."""
    seen = _UNSEEN.sub("", html) if "<template" in html or "<script" in html else html
    shown = "".join(_not_closed(seen)) if "<details" in seen else seen
    return (_letters(shown) - sum(_letters(row) * 2 / 3 for row in _BY_THREE.findall(shown))) / _LETTERS


def _letters(html: str) -> int:
    blocks = sum(tag in _BLOCKS for tag in _TAG.findall(html))
    return len(" ".join(_TAG.sub("", html).split())) + _BLOCK * blocks + _COPIES * html.count(_TEXT)


def _not_closed(html: str) -> Iterator[str]:
    """Yield what stands outside the `<details>` that are closed, and what these are called."""
    around: list[bool] = []
    for piece in _DETAILS.split(html):
        if piece.startswith("<details"):
            around.append(" open" not in piece)
        elif piece == "</details>":
            around.pop()
        elif not any(around):
            yield piece
        elif around[-1] and sum(around) == 1 and _SUMMARY in piece:
            yield piece[: piece.index(_SUMMARY)]


def folded(lead: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the parts of a page, those folded that are not needed first; all of them open on a page that is short.

    A part is folded with those of a deeper level that follow it.

    Args:
        lead: what stands before them.
        sections: the parts, in order.
    """
    lengths = [screens(section.html) + _HEADING for section in sections]
    opening = screens(lead) + _HEADING
    if opening + sum(lengths) <= WHOLE:
        return tuple(sections)
    closed: set[int] = set()
    parts = list(_trees(sections, lengths))
    if len(parts) == 1 and not parts[0].parts:
        # Behind its heading, the page would be empty.
        return tuple(sections)
    _fold(parts, opening, closed)
    return tuple(
        dataclasses.replace(section, folded=True) if place in closed else section
        for place, section in enumerate(sections)
    )


@dataclass(slots=True)
class _Part:
    """A part with those that belong to it; lengths in screens, the headings included."""

    place: int
    level: int
    length: float
    needed: bool
    parts: list[_Part] = field(default_factory=list)

    @property
    def whole(self) -> float:
        return self.length + sum(part.whole for part in self.parts)

    @property
    def shown(self) -> float:
        """What it takes at least where it stands open: with its own parts folded, unless they are all that it has."""
        return self.whole if self.length < _TITLE else self.length + _HEADING * len(self.parts)


def _trees(sections: Sequence[Section], lengths: Sequence[float]) -> Iterator[_Part]:
    above: list[_Part] = []
    for place, section in enumerate(sections):
        part = _Part(place, section.level, lengths[place], section.needed)
        while above and above[-1].level >= part.level:
            above.pop()
        if above:
            above[-1].parts.append(part)
        else:
            yield part
        above.append(part)


def _fold(parts: Sequence[_Part], used: float, closed: set[int]) -> float:
    """Fold what does not fit from the top of some parts, and all that follows; return what is used then.

    Args:
        parts: those of one level, in order.
        used: what stands open already, in screens.
        closed: the places of the folded ones, added to.
    """
    for number, part in enumerate(parts):
        after = _HEADING * (len(parts) - number - 1)
        if not part.needed and (closed or used + after + part.shown > _CUT):
            closed.add(part.place)
            used += _HEADING
            if sum(inner.whole for inner in part.parts) > _GROUP:
                closed.update(inner.place for inner in part.parts)
        else:
            used = _fold(part.parts, used + part.length, closed)
    return used
