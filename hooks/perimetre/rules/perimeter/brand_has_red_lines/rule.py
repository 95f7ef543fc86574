"""The brand has red lines, on every day to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no red line is in force on some day to come."""
    lines = tuple(line for line in view.brand.scope.red_lines if not line.is_advice)
    first = next((day for day in view.space.days if not any(line.is_live(day) for line in lines)), None)
    if first is not None:
        what = message("There is no red line: nothing says what is forbidden whatever happens.")
        yield Problem(
            place=view.lacking("scope", "red_lines"),
            message=beginning(what, datetime.combine(first, time()), view.today),
            hint=message("Under `red_lines:`, write each line not to cross, with what to do `instead`."),
        )


RULE = Check(id="brand-has-red-lines", level="error", needs=(35,), find=find)
