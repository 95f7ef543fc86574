"""Say and draw what is counted: the shares of the editorial line, its dates, the readings of indicators.

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
from perimetre.model.editorial import Pillar
from perimetre.model.operation import Forecast, Operation
from perimetre.model.recurs import Recurs
from perimetre.model.shares import Share
from perimetre.perimeter.indicators import Measured
from perimetre.render.given import given
from perimetre.render.pictures import lanes, spark
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
    def comes_back(self, when: str | Recurs) -> str:
        """Return « le 13 décembre de chaque année », « chaque dimanche », « le dernier jour ouvré du mois »."""
        if isinstance(when, Recurs):
            return self._tools.recurs(when)
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

    # --- indicators --------------------------------------------------------------------------------------------------

    def _amount(self, value: float, unit: Text | None) -> str:
        # A difference of decimals has more of them than what was read.
        amount = typography.number(round(value, 2), self._language)
        return typography.typeset(f"{amount} {self._tools.say(unit)}".strip(), self._language)

    def _is_share(self, unit: Text | None) -> bool:
        """Say whether values are shares of a whole: between two of them stand points, not percents."""
        return unit is not None and self._tools.say(unit) == "%"

    @given
    def gap(self, row: Measured) -> Markup:
        """Return what is missing to the target, or that it is reached, as a mark."""
        if not row.gap:
            look, words = " pm-tag--ok", message("target reached")
        else:
            points = message("{count} pt to go", count=self._amount(row.gap, None))
            look = ""
            words = (
                points
                if self._is_share(row.kpi.unit)
                else message("{gap} to go", gap=self._amount(row.gap, row.kpi.unit))
            )
        return Markup('<span class="pm-tag{}">{}</span>').format(look, self._say(words))

    @given
    def spark(self, row: Measured) -> Markup:
        """Return the readings as a small curve, with the target; nothing for fewer than two."""
        points = [
            (reading.on.toordinal(), reading.value)
            for reading in row.readings
            if reading.on and reading.value is not None
        ]
        if len(points) < 2:
            return Markup("")
        unit = row.kpi.unit
        name = self._say(
            message(
                "{count} readings, from {first} to {last}",
                count=len(points),
                first=self._amount(points[0][1], unit),
                last=self._amount(points[-1][1], unit),
            )
        )
        target = row.kpi.target
        return spark.draw(points, target=target if isinstance(target, int | float) else None, name=name)

    @given
    def against_forecast(self, figure: Forecast) -> str:
        """Return « +12 % », « +3 pt » between two shares, « comme prévu »; nothing until both are known."""
        if figure.result is None or not figure.value:
            return ""
        more = figure.result - figure.value
        is_share = self._is_share(figure.unit)
        size = round(more, 2) if is_share else round(more / abs(figure.value) * WHOLE)
        if not size:
            return self._say(message("as expected"))
        sign, amount = "+" if size > 0 else "−", typography.number(abs(size), self._language)
        if is_share:
            return self._say(message("{sign}{count} pt", sign=sign, count=amount))
        return self._say(message("{sign}{percent} %", sign=sign, percent=amount))

    @given
    def return_on_engagement(self, operation: Operation) -> str:
        """Return what was spent for each engagement that came; nothing unless both are known."""
        came = sum(figure.result or 0 for figure in operation.forecast if figure.nature == "engagement")
        spent = operation.budget.spent if operation.budget else None
        if not came or not spent:
            return ""
        return self._say(
            message(
                "Return on engagement: {cost} spent for each reaction.", cost=self._tools.money(round(spent / came, 2))
            )
        )
