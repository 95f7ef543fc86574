"""The crisis cell can meet: who sits in it, where, and by what way outside the house’s systems."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.presence import grave_scenarios
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View

# Of a cell, what must be said, on the card or once for every card.
_ASKED = ("chair", "deputy", "secretary", "bridge")


def find(view: View) -> Iterator[Problem]:
    """Yield the grave scenarios whose cell cannot talk elsewhere, and the cells of which something is left out."""
    grave = [crisis.id for crisis in grave_scenarios(view)]
    for crisis in view.live(view.brand.crises):
        cell = view.brand.cell_of(crisis)
        if crisis.id in grave and (cell is None or says_nothing(cell.outside_channel)):
            yield flaw(
                key(crisis, "cell"),
                message(
                    "The scenario `{id}` gives its cell no way to communicate outside the house's own systems.",
                    id=crisis.id,
                ),
                message(
                    "Add `cell:` with an `outside_channel` that still works if the house is hacked: on the card, or in "
                    "`escalation.yml` for every card."
                ),
            )
        lacking = [name for name in _ASKED if cell and not getattr(cell, name) and not _is_open(view, crisis, name)]
        if lacking:
            yield flaw(
                key(crisis, "cell"),
                message("The cell of `{id}` is not whole: nothing says {keys}.", id=crisis.id, keys=listed(lacking)),
                message("Write it on the card, or in `escalation.yml` (`cell:`) for every card."),
                about=lacking,
            )


def _is_open(view: View, crisis: Crisis, name: str) -> bool:
    """Say whether the house has yet to complete a key of the cell, on the card or for every card."""
    cells = (crisis.cell, view.brand.escalation.cell)
    return any(value(cell, name) in view.handbook.to_complete for cell in cells if cell is not None)


RULE = Check(id="crisis-cell-has-an-outside-channel", level="error", needs=(82,), find=find)
