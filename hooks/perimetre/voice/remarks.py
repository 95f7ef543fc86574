"""Hold what the linter is asked and what it answers: a draft's circumstances, and remarks at exact places.

A part of the linter. Comes in: what the driver knows of the draft. Goes out: `Remark`s, which become diagnostics (of a
draft) or problems (of the handbook's own words).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from perimetre.base.diagnostics import PerimetreError, Place
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message, quoted_words, say

# What a draft may hold, in code points: longer than any post, short enough to be judged at once.
LONGEST = 1_000_000
# What is told of one draft: nobody reads more, and the most serious come first.
MOST = 1_000

# What ends a line, as editors count lines.
LINE_END = re.compile(r"\r\n|\r|\n")

RemarkLevel = Literal["error", "warning", "info", "suggestion"]
GRAVITY: dict[str, int] = {"error": 0, "warning": 1, "info": 2, "suggestion": 3}


class DraftTooLongError(PerimetreError):
    """The draft holds more than `LONGEST` characters."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of a text besides its words.

    Fields:
        at: the instant of its publication, wall time of the house: it decides which periods and records are in force.
        channel: the channel's id, or None where it is not known: what depends on a channel is then not judged.
        case: the situation that it answers (a value of `cases`), or None.
        topics, authors: what it is about and whom it answers, values' ids.
        kind: the kind of message (an id of `message_kinds`), or None.
        scenarios: the crisis scenarios that are open.
        mentions: the required mentions that it must hold, as a decision lists them.
        private: whether it goes to one person; personal data is then less of a fault.
        language: `fr` or `en`.
    """

    at: datetime
    channel: str | None = None
    case: str | None = None
    topics: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    kind: str | None = None
    scenarios: frozenset[str] = frozenset()
    mentions: tuple[str, ...] = ()
    private: bool = False
    language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to mend in a draft.

    Fields:
        start, end: the stretch of the text, in code points, the end exclusive; both are `start` where something lacks.
        rule: what should hold, as a rule's id (`words-are-ours`).
        source: the id of the term, guideline, mechanic… that it comes from; "" where none does.
        others: the ids of those that ask for the same.
        places: where all these are written.
        replacements: what may be written instead, the best first.
        literal: whether the replacements can be put in as they are; those of the lexicon are the house's words,
            and may be an advice to the author («le prénom de la personne»).
    """

    start: int
    end: int
    rule: str
    level: RemarkLevel
    message: Message
    source: str = ""
    others: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    replacements: tuple[str, ...] = ()
    literal: bool = False

    @property
    def hint(self) -> Message | None:
        """What to write instead, in words; None where nothing, or only a space, takes its place."""
        visible = [text for text in self.replacements if text.strip()]
        if not visible:
            return None
        listing = quoted_words(visible)
        if self.literal:
            return message("Write {instead}.", instead=listing)
        return message("Instead: {instead}.", instead=listing)

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """The order in which remarks are told: along the text, the most serious first."""
        return (self.start, self.end, GRAVITY[self.level], self.rule, self.source)


def settle(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return the remarks in order, what is said of one place once, the most serious `MOST` of them."""
    gravest: dict[tuple[object, ...], Remark] = {}
    for remark in remarks:
        key = (remark.start, remark.end, *_cause(remark))
        other = gravest.get(key)
        if other is None:
            gravest[key] = remark
        elif GRAVITY[remark.level] < GRAVITY[other.level]:
            gravest[key] = _together(remark, other)
        else:
            gravest[key] = _together(other, remark)
    told = sorted(gravest.values(), key=lambda remark: GRAVITY[remark.level])
    if len(told) > MOST:
        told = told[:MOST]
        rest = message("There is more to fix than what is shown here: start with this.")
        told.append(Remark(start=0, end=0, rule="words-are-ours", level="info", message=rest))
    return tuple(sorted(told, key=lambda remark: remark.order))


def _cause(remark: Remark) -> tuple[str, ...]:
    """Return what tells apart two remarks on one place: what is wrong, whoever says it.

    Two classes of one word are one; two things that lack are two. A guideline and a mechanic that count the same say it
    in the same words, the guideline with its title after them.
    """
    said = remark.message.values.get("said", remark.message)
    assert isinstance(said, Message)
    if remark.rule in WORDS and remark.end > remark.start and "word" in said.values:
        return ("words",)
    return ("" if remark.rule in COUNTS else remark.rule, say(said, "en"))


def _together(first: Remark, second: Remark) -> Remark:
    """Return what two records ask alike as one remark, with both."""
    others = (*first.others, second.source, *second.others)
    return replace(
        first,
        others=tuple(dict.fromkeys(id_ for id_ in others if id_ and id_ != first.source)),
        places=tuple(dict.fromkeys((*first.places, *second.places))),
    )


# The rules that may speak of one and the same word.
WORDS = frozenset({"words-are-ours", "guideline-is-followed"})
# The rules that may count the same thing.
COUNTS = frozenset({"guideline-is-followed", "message-fits-its-channel"})
