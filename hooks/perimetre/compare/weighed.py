"""Hold what the change of a field does, where somebody can tell."""

from __future__ import annotations

from dataclasses import dataclass

from perimetre.base.words import Message
from perimetre.compare.changes import Kind


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the change of a field does: a kind, and a sentence."""

    kind: Kind
    sentence: Message
