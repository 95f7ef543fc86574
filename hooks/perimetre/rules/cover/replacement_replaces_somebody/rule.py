"""A replacement replaces somebody: whoever it names as replaced has a shift between its two instants."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import idle_replacements
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the replacements of somebody who is not on duty then: nobody is replaced, and nobody is put on duty."""
    for schedule, change in idle_replacements(view.cover):
        yield flaw(
            value(change, "instead_of"),
            message(
                "`{person}` replaces `{replaced}`, who has no shift of `{schedule}` between these two instants: nobody "
                "is put on duty.",
                person=change.person,
                replaced=change.instead_of,
                schedule=schedule.id,
            ),
            message(
                "Check the two instants and who is replaced; for hours besides those of the schedule, take "
                "`instead_of` out."
            ),
            about=[schedule.id],
        )


RULE = Check(id="replacement-replaces-somebody", level="warning", needs=(58,), find=find)
