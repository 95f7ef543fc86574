"""No personal data in a public text."""

from __future__ import annotations

from perimetre.rules.kit.own_words import PERSONAL, check

RULE = check(PERSONAL, "error", 37)
