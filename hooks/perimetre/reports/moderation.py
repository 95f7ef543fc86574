"""Put into words what an answer says of moderation: the mode in force there, the steps of the ladder that an act is."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.language import history, typography
from perimetre.language.labels import word
from perimetre.model.moderation import LadderStep, Terms
from perimetre.perimeter.moderation import ModeInForce
from perimetre.reports.answer_words import AnswerWords


def mode(words: AnswerWords, in_force: ModeInForce | None) -> Iterator[str]:
    """Yield how messages are moderated on the channel, when somebody reads them, and who does; nothing if unsaid."""
    if in_force is None:
        return
    yield words.say(word("moderation_mode", in_force.mode))
    record = in_force.record
    if record is None:
        return
    if record.hours is not None:
        yield words.text(record.hours)
    if in_force.is_read is not None:
        yield words.say(
            message("somebody reads at that hour") if in_force.is_read else message("nobody reads at that hour")
        )
    if record.read_within is not None:
        yield words.say(message("read within {delay}", delay=words.delay(record.read_within)))
    if record.read_by:
        yield words.say(message("read by {who}", who=words.people(record.read_by, "or")))


def step(words: AnswerWords, of: LadderStep) -> str:
    """Return a step of the ladder: from how many earlier measures, what it forbids, what it asks."""
    terms = of.terms or Terms()
    parts = [words.title("ladder", of.id)]
    if of.earlier is not None:
        ground = words.title("ground", of.earlier.ground) if of.earlier.ground else None
        parts.append(words.say(history.earlier(of.earlier, words.language, ground)))
    if terms.forbids is not None:
        parts.append(words.say(message("no longer possible: {what}", what=words.text(terms.forbids))))
    if terms.asks:
        asked = words.listing(map(words.text, terms.asks))
        parts.append(words.say(message("asked of them: {what}", what=asked)))
    return (f"{typography.NBSP}; " if words.language == "fr" else "; ").join(parts)
