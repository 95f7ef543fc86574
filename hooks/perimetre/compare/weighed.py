"""Hold what the change of a field does, where somebody can tell."""

from __future__ import annotations

from dataclasses import dataclass

from perimetre.base.words import Message
from perimetre.compare.changes import Kind


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the change of a field does: a kind, and a sentence.

    Fields:
        stale: of texts, the names of those whose words changed under an agreement given before.
        agreed: of texts, the names of those that were agreed anew.
    """

    kind: Kind
    sentence: Message
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
