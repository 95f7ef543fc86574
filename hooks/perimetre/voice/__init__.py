"""Judge words by the voice of a brand: drafts, and the handbook's own (stage judge).

Comes in: a `Brand`, a text and what is known of it. Goes out: remarks at exact places, each with its level, the rule
that it comes from and what to write instead.
"""

from __future__ import annotations

from perimetre.voice.drafts import diagnose, lines_of
from perimetre.voice.guidelines import parts_shown
from perimetre.voice.linter import Linter
from perimetre.voice.own import OwnFinding, OwnWords, judge_own_words, own_words
from perimetre.voice.phones import COUNTRY
from perimetre.voice.remarks import LONGEST, Draft, DraftTooLongError, Remark, RemarkLevel

__all__ = [
    "COUNTRY",
    "LONGEST",
    "Draft",
    "DraftTooLongError",
    "Linter",
    "OwnFinding",
    "OwnWords",
    "Remark",
    "RemarkLevel",
    "diagnose",
    "judge_own_words",
    "lines_of",
    "own_words",
    "parts_shown",
]
