"""Find the decision that comes with a change and names what it is about.

Comes in: a change, and the two handbooks. Goes out: a decision record, or None.
"""

from __future__ import annotations

from perimetre.compare.changes import Change
from perimetre.model import Handbook
from perimetre.model.basics import HOUSE
from perimetre.model.decision import Decision


def decision_with(change: Change, old: Handbook, new: Handbook) -> Decision | None:
    """Return the decision that only the handbook after has, and that names what a change is about."""
    for id_ in (*change.reaches, HOUSE):
        after, before = new.brand(id_), old.brand(id_)
        known = before.decisions if before is not None else ()
        for decision in after.decisions if after is not None else ():
            if decision not in known and set(decision.rules) & set(change.about):
                return decision
    return None
