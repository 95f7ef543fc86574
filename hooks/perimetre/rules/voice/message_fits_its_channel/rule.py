"""A message fits its channel: its length, its emoji, its hashtags, its marks are what is read there."""

from __future__ import annotations

from perimetre.rules.kit.own_words import FITS, check

RULE = check(FITS, "warning", 49)
