"""A lawful criticism is never deleted."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.red_lines import missing
from perimetre.rules.kit.view import View

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


RULE = Check(id="lawful-criticism-stays", level="error", needs=(84,), find=find)
