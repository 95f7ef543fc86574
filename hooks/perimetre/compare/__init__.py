"""Say what changes from one handbook to another, by what it does and not by its text.

Comes in: two handbooks and a day. Goes out: changes, each a sentence that a manager understands.
"""

from perimetre.compare.changes import AREAS, KINDS, Area, Change, Comparison, Kind, Side
from perimetre.compare.comparison import compare

__all__ = ["AREAS", "KINDS", "Area", "Change", "Comparison", "Kind", "Side", "compare"]
