"""Put into words, and into JSON, what was derived for a question: nobody had to tell it."""

from __future__ import annotations

from perimetre.base.durations import MINUTES, Duration
from perimetre.base.words import message
from perimetre.language.labels import word
from perimetre.perimeter.derived import Derived
from perimetre.perimeter.facts import FactBounds
from perimetre.reports.answer_words import AnswerWords


def line(derived: Derived, words: AnswerWords) -> str:
    """Return what was derived, in words."""
    value = derived.value
    if derived.what == "stage":
        return words.say(message("stage of presence: {stage}", stage=word("stage", str(value))))
    if derived.what == "service-hours":
        return words.say(word("hours", "service" if value else "outside-service"))
    if isinstance(value, bool):
        return words.fact(derived.what, FactBounds(among=frozenset({value})))
    if isinstance(value, str):
        return words.fact(derived.what, FactBounds(among=frozenset({value})))
    said = str(value)
    if derived.source == "posted" and isinstance(value, int | float):
        said = words.delay(_age(int(value)))
    return words.say(message("{fact}: {value}", fact=words.label("facts", derived.what), value=said))


def _age(minutes: int) -> Duration:
    """Return an age as one says it: minutes for two hours, hours for three days, then days."""
    unit = "min" if minutes < 2 * MINUTES["h"] else "h" if minutes < 3 * MINUTES["d"] else "d"
    return Duration(minutes // MINUTES[unit], unit)


def as_data(derived: Derived) -> dict[str, object]:
    """Return what was derived as JSON says it; a duration in minutes."""
    return {"what": derived.what, "value": derived.value, "from": derived.source}
