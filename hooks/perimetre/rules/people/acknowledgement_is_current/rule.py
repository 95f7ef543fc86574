"""Those who have a perimeter have read the one in force: nobody answers for rules that they were not given."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.acknowledging import late
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield those who have yet to read the perimeter in force."""
    return late(view, "perimeter", message("their perimeter"), message("the perimeter of each"))


RULE = Check(
    id="acknowledgement-is-current",
    level="warning",
    needs=(32,),
    find=find,
)
