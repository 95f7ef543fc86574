"""Say and draw what is counted: the shares of the editorial line and the dates that come back.

A part of the stage render. One `Measures` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from perimetre.base.closed import WEEKDAYS
from perimetre.base.words import Message, message, say
from perimetre.language import typography
from perimetre.language.labels import WORDS
from perimetre.model import Text
from perimetre.model.editorial import Pillar, Share
from perimetre.render.given import given
from perimetre.render.pictures import lanes
from perimetre.render.tools import Tools

WHOLE = 100
"""Percents."""


class Measures:
    """The measures that templates call, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    def _say(self, what: Message) -> str:
        return say(what, self._language)

    # --- the editorial line ------------------------------------------------------------------------------------------

    @given
    def share_of(self, share: Share) -> str:
        """Return « de 30 à 45 % », « 30 % au moins », « 20 % au plus »."""
        if share.min is None:
            return self._say(message("{high} % at most", high=share.max))
        if share.max is None:
            return self._say(message("{low} % at least", low=share.min))
        if share.min == share.max:
            return self._say(message("{low} %", low=share.min))
        return self._say(message("from {low} to {high} %", low=share.min, high=share.max))

    @given
    def mix_picture(self, pillars: Sequence[Pillar]) -> Markup:
        """Return the shares of the pillars, one under the other on the same scale."""
        drawn = []
        for pillar in pillars:
            share = pillar.share
            least = (share.min if share else None) or 0
            most = WHOLE if share is None or share.max is None else share.max
            # What it takes at least, then how far it may go.
            bars = (
                *([lanes.Bar(start=0, end=least, look="least")] if least else []),
                *([lanes.Bar(start=least, end=most, look="most")] if most > least else []),
            )
            words = self.share_of(share) if share else self._say(message("no share of its own"))
            named = Markup('<a href="#{}">{}</a> <span class="pm-note">{}</span>').format(
                pillar.id, self._tools.title_of("pillar", pillar.id), words
            )
            drawn.append(lanes.Lane(words=named, bars=bars))
        ticks = tuple((float(at), self._say(message("{low} %", low=at))) for at in (0, 25, 50, 75, WHOLE))
        name = self._say(message("The share of each pillar"))
        return lanes.draw(drawn, lanes.Scale(end=float(WHOLE), ticks=ticks), name=name, look="due")

    @given
    def dotted(self, of: Iterable[Text]) -> Markup:
        """Return things that each begin with a capital: « Portrait · Entretien filmé »."""
        return Markup(" · ").join(self._tools.t(text) for text in of)

    @given
    def comes_back(self, when: str) -> str:
        """Return « le 13 décembre de chaque année », « chaque dimanche »."""
        if when in WEEKDAYS:
            return self._say(message("every {weekday}", weekday=WORDS["weekday"][when]))
        # A year that has every day of the others.
        day = dt.date.fromisoformat(f"2025-{when}")
        return self._say(message("on {day} of every year", day=typography.short_day(day, self._language, "d MMMM")))

    @given
    def short_date(self, day: dt.date) -> str:
        """Return « dim. 13 déc. »; with the year where it is another than today's."""
        pattern = "EEE d MMM" if day.year == self._tools.readers.today.year else "EEE d MMM yyyy"
        return typography.short_day(day, self._language, pattern)
