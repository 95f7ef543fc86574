"""Claims have a source."""

from __future__ import annotations

from perimetre.rules.kit.own_words import CLAIMS, check

RULE = check(CLAIMS, "warning", 16)
