"""Give the reports of an answer the words of the house: names, people, delays, amounts, ranges of facts."""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.language import describe, typography
from perimetre.language.labels import word
from perimetre.model import Brand, Group, Handbook, Inform, Limit, Record, Role, Text
from perimetre.model.refs import PLACE_MANAGER
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.matching import places_as_named


class AnswerWords:
    """The words of a brand.

    Args:
        handbook: the handbook: the currency of the brand.
        brand: the brand.
        language: `fr` or `en`.

    Attributes:
        place_manager: who manages the place that is asked about, in words; None: none is.
    """

    place_manager: str | None = None

    def __init__(self, handbook: Handbook, brand: Brand, language: str) -> None:
        self.brand = brand
        self.language = language
        self._currency = handbook.settings_of(brand).currency or "EUR"

    def say(self, what: Message | str) -> str:
        """Return a message in the language."""
        return say(what, self.language)

    def text(self, text: Text | None) -> str:
        """Return a text of the house, "" where there is none."""
        return text.in_(self.language) if text is not None else ""

    def title(self, kind: str, id: str) -> str:
        """Return the title of a record, its id where it has none."""
        known = self.brand.find(kind, id)
        return (self.text(known.title) if isinstance(known, Record) else "") or id

    def label(self, values: str, id: str) -> str:
        """Return the label of a value of a list (`actions`, `topics`…), its id where it has none."""
        known = getattr(self.brand.values, values).get(id)
        return known.label.in_(self.language) if known is not None and known.label else id

    def labels(self, values: str, ids: Iterable[str]) -> str:
        """Return the labels of values: «a, b, c»."""
        return ", ".join(self.label(values, id) for id in ids)

    def places(self, ids: Iterable[str]) -> str:
        """Return the titles of places, or that of the group which holds just them: «a, b or c»."""
        named = places_as_named(ids, self.brand.scope.groups)
        titles = (self.title("group", id) if self.brand.find(Group, id) else self.title("place", id) for id in named)
        return self.listing(titles, "or")

    def delay(self, delay: Duration) -> str:
        """Return «30 minutes»."""
        return typography.duration(delay.amount, delay.unit, self.language)

    def people(self, roles: Iterable[str], last: str) -> str:
        """Return «a, b and c» (or «or», by `last`) of roles and standings."""
        return typography.listing(tuple(map(self.who, roles)), self.language, last)

    def who(self, role: str) -> str:
        """Return the title of a role, the label of an audience, or the words for a standing («who is asked»)."""
        if role == PLACE_MANAGER and self.place_manager is not None:
            return self.place_manager
        known = self.brand.find(Role, role)
        if known is None and role in self.brand.values.audiences:
            return self.label("audiences", role)
        return (self.text(known.title) if known else "") or self.say(word("who", role))

    def addressee(self, inform: Inform) -> str:
        """Return who is told, and what: «the author of the message (why, how to appeal)»."""
        who = self.who(inform.who) if inform.who else ""
        of = [self.say(word("informed_of", what)) for what in inform.with_]
        copied = [self.say(message("with a copy of the message"))] if inform.copy else []
        return f"{who} ({', '.join((*of, *copied))})" if of or copied else who

    def listing(self, items: Iterable[str], last: str = "and") -> str:
        """Return «a, b and c»."""
        return typography.listing(tuple(items), self.language, last)

    def number(self, value: float) -> str:
        """Return «1,500»."""
        return typography.number(value, self.language)

    def limit(self, limit: Limit) -> str:
        """Return a limit: «3 times at most a month, for each place»."""
        return describe.limit(limit, self.brand.values.facts, self._currency, self.language, self.brand.values.actions)

    def fact(self, fact: str, bounds: FactBounds) -> str:
        """Return a fact and the range in which it is: «Amount: more than €50», «A minor is concerned: no»."""
        known = self.brand.values.facts.get(fact)
        test = bounds.as_test(fact, known.type if known is not None else None)
        return describe.fact(test, self.brand.values.facts, self._currency, self.language)

    def fact_and_option(self, fact: str, bounds: FactBounds) -> str:
        """Return the same with the option of `decide` that tells it: «A minor is concerned (`--fact minor=yes`)»."""
        if bounds.among is None:
            value = "…"
        elif bounds.among <= {True, False}:
            value = "yes" if True in bounds.among else "no"
        else:
            value = min(map(str, bounds.among))
        return f"{self.fact(fact, bounds)} (`--fact {fact}={value}`)"
