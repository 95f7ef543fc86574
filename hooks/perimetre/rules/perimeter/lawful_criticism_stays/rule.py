"""A lawful criticism is never deleted."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.rules.kit.base import Check, Problem, View
from perimetre.rules.kit.red_lines import GROUND, missing

ERASING = frozenset({"delete"})


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no red line keeps a lawful criticism."""
    return missing(
        view,
        ERASING,
        "lawful-criticism",
        message("No red line keeps lawful criticism from being deleted."),
        message(
            "Write a red line on `actions: {actions}` with `when: {when}` and no other condition.",
            actions="[delete]",
            when="{lawful-criticism: true}",
        ),
    )


RULE = Check(id="lawful-criticism-stays", level="error", needs=(84,), ground=GROUND, find=find)
