"""Every community manager has read the voice in force."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.acknowledging import late
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the community managers who have yet to read the voice in force."""
    return late(view, "voice", message("the voice"))


RULE = Check(
    id="voice-is-acknowledged-by-every-cm",
    level="warning",
    needs=(5,),
    find=find,
)
