"""Hold the words for the closed lists of the data: levels of authority, states, employments, clocks…

Comes in: the name of a list and one of its values. Goes out: a message, or the sign of a
level.
The open lists (actions, topics, authors…) have their words in the values that ship; these have theirs here, once.
"""

from __future__ import annotations

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.language.labels.changes import CHANGES
from perimetre.language.labels.heat import HEAT
from perimetre.language.labels.perimeter import PERIMETER
from perimetre.language.labels.presence import PRESENCE
from perimetre.language.labels.speech import SPEECH
from perimetre.language.labels.work import WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLabel:
    """How a level of authority is shown: by a word, a sentence, a sign and a colour (the class of the style sheet).

    Fields:
        word: two or three words, for a cell or a badge.
        meaning: one sentence said to the community manager.
        sign: one character that stays apart from the others in black and white.
    """

    word: Message
    meaning: Message
    sign: str


AUTHORITIES: dict[str, AuthorityLabel] = {
    "free": AuthorityLabel(
        word=message("free"),
        meaning=message("Go ahead: you decide alone."),
        sign="●",
    ),
    "template": AuthorityLabel(
        word=message("ready answer"),
        meaning=message("Go ahead with one of the ready answers, adapted to the case."),
        sign="▤",
    ),
    "notify": AuthorityLabel(
        word=message("do, then inform"),
        meaning=message("Go ahead, then tell those who must know."),
        sign="↗",
    ),
    "approve": AuthorityLabel(
        word=message("needs approval first"),
        meaning=message("Prepare, then wait for the agreement before doing anything."),
        sign="◐",
    ),
    "escalate": AuthorityLabel(
        word=message("pass it on"),
        meaning=message("This is not yours to decide: pass it on to the escalation line."),
        sign="▲",
    ),
    "forbidden": AuthorityLabel(
        word=message("forbidden"),
        meaning=message("Do not do it, and do what is said instead."),
        sign="✕",
    ),
    # No level of the perimeter: what is shown in place of one, where the channel does not offer the act.
    "impossible": AuthorityLabel(
        word=message("impossible here"),
        meaning=message("The channel does not offer it: do what is said instead."),
        sign="⊘",
    ),
}

# Each list by its name, wherever its words are held.
WORDS: dict[str, dict[str, Message]] = {**PRESENCE, **SPEECH, **PERIMETER, **HEAT, **WORK, **CHANGES}


def word(list_: str, value: str) -> Message | str:
    """Return the words for `value` of the closed list `list_`; a value that has none is shown as it is.

    Raises:
        KeyError: there is no such list.
    """
    return WORDS[list_].get(value, value)
