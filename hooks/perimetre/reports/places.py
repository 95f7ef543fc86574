"""Say of a place who answers there and whether it is open, beside an answer or a call: in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from perimetre.base.words import Message, message
from perimetre.cover.places import Answering, OpenState, answering, opening_at
from perimetre.language import typography
from perimetre.model import Handbook, Person, PlaceOfBrand
from perimetre.reports.answer_words import AnswerWords


class PlaceWords:
    """A place at an instant, put into words.

    Args:
        handbook: the handbook.
        words: the words of the brand.
        place: the place.
        at: wall time of the house.
    """

    def __init__(self, handbook: Handbook, words: AnswerWords, place: PlaceOfBrand, at: datetime) -> None:
        self._words = words
        self._place = place
        self._opening = opening_at(place, handbook.settings_of(words.brand), at, words.brand.periods.periods)
        self._answering = answering(words.brand, place, at.date())

    def as_data(self) -> dict[str, object]:
        """Return what is said of the place, as JSON says it."""
        opening, phone = self._opening, self._place.phone
        until = opening.until if opening is not None else None
        return {
            "id": self._place.id,
            "is_open": None if opening is None else opening.is_open,
            "until": None if until is None else until.strftime("%Y-%m-%dT%H:%M"),
            "phone": None if phone is None else phone.value,
            "answers": [
                {"role": who.role, "people": list(who.people), "is_deputy": who.is_deputy} for who in self._answering
            ],
            "independent": self._place.independent,
        }

    def lines(self) -> Iterator[Message]:
        """Yield what is said of the place: whether it is open, who answers, by what number."""
        if self._opening is not None:
            yield self._open(self._opening)
        yield from map(self._answers, self._answering)
        if self._place.phone is not None and self._place.phone.value:
            yield message("its number: {number}", number=self._place.phone.value)
        if self._place.independent:
            yield message("it is independent: it is asked, and not ordered")

    def manager(self) -> str | None:
        """Return who manages the place, and the role in which they do; None where it is to be completed."""
        first = next((who for who in self._answering if not who.is_deputy), None)
        return self._words.say(self._who(first)) if first is not None else None

    def _open(self, opening: OpenState) -> Message:
        until = opening.until
        if until is None:
            return message("open at every hour") if opening.is_open else message("shut for the weeks to come")
        language = self._words.language
        if until.date() == opening.at.date():
            hour = typography.hour(until.strftime("%H:%M"), language)
            return (
                message("open until {hour}", hour=hour) if opening.is_open else message("shut until {hour}", hour=hour)
            )
        instant = typography.instant(until, language)
        if opening.is_open:
            return message("open until {instant}", instant=instant)
        return message("shut until {instant}", instant=instant)

    def _answers(self, who: Answering) -> Message:
        if not who.people:
            return message("nobody holds this role there: {role}", role=self._title(who))
        if who.is_deputy:
            return message("answers in their place: {people}", people=self._who(who))
        return message("answers for it: {people}", people=self._who(who))

    def _who(self, who: Answering) -> Message | str:
        names = self._words.listing(self._name(person) for person in who.people)
        return (
            message("{people} ({role})", people=names, role=self._title(who))
            if who.role and names
            else (names or self._title(who))
        )

    def _title(self, who: Answering) -> str:
        return self._words.title("role", who.role) if who.role else ""

    def _name(self, person: str) -> str:
        known = self._words.brand.find(Person, person)
        return (known.name if known is not None else None) or person
