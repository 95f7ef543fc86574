"""Hold what the change of a field does, where somebody can tell; say of what changes what it holds, and held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perimetre.base.words import Message, message
from perimetre.compare.changes import Kind
from perimetre.compare.saying import apart

# As many phrases stand in the sentence of a change; more explain it.
_IN_A_SENTENCE = 2
# A part of a record that changes: what it is called, what becomes of its fields.
Part = tuple[Message, tuple[Message, ...]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the change of a field does: a kind, a sentence, and what explains it.

    Fields:
        stale: of texts, the names of those whose words changed under an agreement given before.
        agreed: of texts, the names of those that were agreed anew.
    """

    kind: Kind
    sentence: Message
    details: tuple[Message, ...] = ()
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


def of_phrases(kind: Kind, what: Message, phrases: Sequence[Message], else_: Message | None = None) -> Weighed:
    """Return that something changes: with what it holds, and held, where this is little; that explains the change else.

    Args:
        kind: what its change does.
        what: what it is called.
        phrases: what becomes of its fields.
        else_: what is said of it where the phrases explain; None: that it changes.
    """
    if 0 < len(phrases) <= _IN_A_SENTENCE:
        return Weighed(kind, message("{what}: {values}.", what=what, values=apart(phrases)))
    sentence = else_ or message("{what}: what is said there changes.", what=what)
    return Weighed(kind, sentence, tuple(message("{value}.", value=phrase) for phrase in phrases))


def of_parts(kind: Kind, what: Message, parts: Sequence[Part], else_: Message | None = None) -> Weighed:
    """Return that several things change, as one does: each is named before what becomes of it."""
    if len(parts) == 1:
        return of_phrases(kind, what, parts[0][1], else_)
    told = of_phrases(kind, what, (), else_)
    details = tuple(
        message("{head}: {value}.", head=name, value=phrase) for name, phrases in parts for phrase in phrases
    )
    return Weighed(kind, told.sentence, details)
