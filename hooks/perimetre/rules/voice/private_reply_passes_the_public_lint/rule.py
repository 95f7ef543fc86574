"""A private reply could be published."""

from __future__ import annotations

from perimetre.rules.kit.own_words import PRIVATE, check

RULE = check(PRIVATE, "error", 37)
