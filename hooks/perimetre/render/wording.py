"""Say values in words, as templates print them: texts, durations, amounts, lists, levels of authority.

A part of the stage render. Comes in: a language, the values in use, a currency. Goes out: `Wording`, from which the
`Tools` of a page are made.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

from markupsafe import Markup, escape

from perimetre.base.closed import Weekday
from perimetre.base.durations import Duration
from perimetre.base.words import message, say
from perimetre.language import describe, typography
from perimetre.language.labels import AUTHORITIES, word
from perimetre.language.plain import plain
from perimetre.model import FactTest, Hours, Limit, Text, Values
from perimetre.model.escalation import Criterion
from perimetre.model.recurs import Recurs
from perimetre.perimeter.capabilities import Lack
from perimetre.perimeter.readings import Demand, MatchReading, condition
from perimetre.render.environment import lines, to_complete
from perimetre.render.given import given


class Wording:
    """The words for values, in one language.

    Args:
        language: "fr" or "en".
        values: the values in use, by which facts are named.
        currency: that of the brand, or of the house.
    """

    def __init__(self, language: str, values: Values, currency: str) -> None:
        self.language = language
        self.values = values
        self._currency = currency

    @given
    def say(self, what: object) -> str:
        """Return any value as plain words."""
        return plain(what, self.language)

    @given
    def bare(self, text: object) -> str:
        """Return a text without its final full stop, to go on with the sentence."""
        words = plain(text, self.language).strip()
        return words[:-1] if words.endswith(".") and not words.endswith("..") else words

    @given
    def t(self, text: object) -> Markup:
        """Return a text of the house or a plain string of the data, set and escaped."""
        if isinstance(text, Text):
            return to_complete(self.language) if text.is_to_complete else lines(text, self.language)
        if isinstance(text, str):
            return lines(Text(plain=text), self.language) if text != "to-complete" else to_complete(self.language)
        return escape(plain(text, self.language))

    @given
    def word(self, list_: str, value: str | None) -> str:
        """Return the words for a value of a closed list, or the mark of what is to be completed."""
        return say(word(list_, value), self.language) if value is not None else ""

    @given
    def dur(self, value: Duration | None) -> str:
        """Return « 30 minutes »."""
        return plain(value, self.language)

    @given
    def each(self, value: Duration) -> str:
        """Return « toutes les 2 heures »."""
        return typography.each(value.amount, value.unit, self.language)

    @given
    def offset(self, value: Duration) -> str:
        """Return « 14 jours avant »."""
        return typography.offset(value.amount, value.unit, self.language)

    @given
    def hours(self, of: Iterable[Hours]) -> tuple[str, ...]:
        """Return a line for each stretch of hours."""
        return describe.hours(of, self.language, self.period_title)

    @given
    def recurs(self, of: Recurs) -> str:
        """Return « le dernier jour ouvré du mois »."""
        return describe.recurs(of, self.language)

    def period_title(self, id: str) -> str:
        """Return the title of a period; its id where none is known."""
        return id

    @given
    def days(self, of: Iterable[Weekday]) -> str:
        """Return « du lundi au vendredi »."""
        return describe.days(of, self.language)

    @given
    def instant(self, value: dt.datetime) -> str:
        """Return « 22 novembre 2026 à 22 h 40 »."""
        return typography.instant(value, self.language)

    @given
    def money(self, value: float) -> str:
        """Return « 150 € » in the currency of the brand."""
        return typography.money(value, self._currency, self.language)

    @given
    def number(self, value: float) -> str:
        """Return « 1 500 »."""
        return typography.number(value, self.language)

    @given
    def limit(self, value: Limit) -> str:
        """Return « au plus 2 publications par jour »."""
        return describe.limit(value, self.values.facts, self._currency, self.language, self.values.actions)

    @given
    def criterion(self, value: Criterion) -> str:
        """Return the words of a criterion."""
        return describe.criterion(value, self.values.facts, self._currency, self.language)

    @given
    def facts(self, tests: Iterable[FactTest]) -> tuple[str, ...]:
        """Return a line for each part of a condition, all of which must hold."""
        return self.condition(condition(tuple(tests), self.values.facts))

    def condition(self, read: MatchReading) -> tuple[str, ...]:
        """Return a line for each part of a reading of facts, all of which must hold: « soit…, soit… » is one."""
        return tuple(map(self._fact, read.parts if read.joint == "and" else (read,)))

    def _fact(self, read: MatchReading | Demand, *, inside: bool = False) -> str:
        if isinstance(read, Demand):
            assert isinstance(read.value, FactTest)
            return describe.fact(read.value, self.values.facts, self._currency, self.language)
        if not read.parts:
            return say(message("always") if read.joint == "and" else message("never"), self.language)
        words = [self._fact(part, inside=True) for part in read.parts]
        if read.joint == "and":
            return typography.listing(tuple(words), self.language)
        first, *others = words
        cases = [message("either {case}", case=first), *(message("or {case}", case=other) for other in others)]
        told = ", ".join(say(case, self.language) for case in cases)
        return f"({told})" if inside else told

    @given
    def listing(self, items: Iterable[object], last: str = "and") -> Markup:
        """Return « a, b et c »; links in it stay links."""
        escaped = [escape(item) for item in items]
        joint = typography.listing(("", ""), self.language, last)
        if len(escaped) < 2:
            return Markup("").join(escaped)
        return Markup(", ").join(escaped[:-1]) + joint + escaped[-1]

    @given
    def quote(self, text: object) -> str:
        """Return words between quotation marks: « … »."""
        words = self.say(text).strip('«»“”"' + typography.NBSP + " ")
        return typography.typeset(f'"{words}"', self.language)

    @given
    def to_do(self) -> Markup:
        """Return the mark of what is to be completed."""
        return to_complete(self.language)

    @given
    def sign(self, authority: str | None) -> str:
        """Return the sign of a level."""
        return AUTHORITIES[authority].sign if authority else "…"

    @given
    def badge(self, authority: str | None, but: bool = False) -> Markup:
        """Return a level of authority by its sign, its word and its colour; `but`: some case has a stricter one."""
        return _badge(authority, self.language, but) if authority is not None else to_complete(self.language)

    @given
    def source_named(self, source: Text, checked_on: dt.date | None) -> str:
        """Return who says that something is not offered, and when that was read."""
        return describe.source_named(source, checked_on, self.language)

    @given
    def lack_source(self, lack: Lack) -> str:
        """Return who says that a channel does not offer an act; that it ships is said once on the page."""
        source, checked_on = lack.said_by
        if source is None:
            return describe.said_by(source, checked_on, self.language)
        return describe.source_named(source, checked_on, self.language)

    @given
    def authority(self, authority: str | None) -> str:
        """Return the sentence that says what a level means."""
        return say(AUTHORITIES[authority].meaning, self.language) if authority else ""


@functools.cache
def _badge(authority: str, language: str, but: bool) -> Markup:
    level = AUTHORITIES[authority]
    words = message("{level}, except…", level=level.word) if but else level.word
    return Markup(
        '<span class="pm-level pm-level--{}"><span class="pm-sign" aria-hidden="true">{}</span> {}</span>'
    ).format(authority, level.sign, say(words, language))
