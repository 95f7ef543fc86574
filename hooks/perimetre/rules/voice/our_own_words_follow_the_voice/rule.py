"""Our own words follow the voice."""

from __future__ import annotations

from perimetre.rules.kit.own_words import VOICE, check

RULE = check(VOICE, "error", 12)
