"""No brand speaks under a false identity."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.red_lines import missing
from perimetre.rules.kit.view import View

SPEAKING = frozenset({"publish", "reply-public"})


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no red line forbids to speak under a false identity."""
    return missing(
        view,
        SPEAKING,
        "hidden-identity",
        message("No red line forbids speaking under a name other than the brand's."),
        message(
            "Write a red line on `actions: {actions}` with `when: {when}` and no other condition.",
            actions="[publish, reply-public]",
            when="{hidden-identity: true}",
        ),
    )


RULE = Check(id="no-false-identity", level="error", needs=(18,), find=find)
