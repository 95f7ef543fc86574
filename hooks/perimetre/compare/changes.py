"""Hold what a comparison of two handbooks finds: values, ready to be reported.

Comes in: nothing, these are values. `Comparison.changes` are in the order in which one reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from perimetre.base.diagnostics import Place
from perimetre.base.words import Message

Kind = Literal[
    "widened",
    "narrowed",
    "mixed",
    "rerouted",
    "reassigned",
    "weakened",
    "strengthened",
    "added",
    "removed",
    "renamed",
    "review",
    "editorial",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Area = Literal["perimeter", "people", "cover", "crises", "voice", "templates", "settings", "records"]
AREAS: tuple[Area, ...] = get_args(Area)

Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changes, in one sentence.

    Fields:
        kind: what becomes of it, one of `KINDS`.
        area: of what it is, one of `AREAS`.
        brand: the id of the brand; "house" where the house's own change reaches every brand named in `reaches`.
        reaches: the ids of the brands that it reaches, sorted; of a brand's own change, that brand alone.
        summary: the sentence.
        lists: whole, the lists of which the sentence names some, below it; whoever shows the sentence shows them.
        holds: where it would be long, what it holds for and asks besides, each on a line of its own: part of what is
            said, never left out.
        details: what explains it, a sentence each, less needed than the summary.
        cases: of what is told by its hull, each part exactly: what one looks up, and seldom reads.
        place: where it is written, on the side where it is; None where it is written nowhere (what follows).
        side: the side of `place`.
        about: the ids of the records that make it, sorted: rules, roles, people, lines, scenarios…
        roles: of the perimeter, the ids of the roles that get another answer, sorted.
        cells: how many elementary questions it changes; 0 outside the perimeter.
        stale: of the texts of a scenario, those whose words changed under an agreement given before, each by its name
            (`crises.name_of`).
        agreed: of them, those that were agreed anew.
    """

    kind: Kind
    area: Area
    brand: str
    reaches: tuple[str, ...] = ()
    summary: Message
    lists: tuple[Message, ...] = ()
    holds: tuple[Message, ...] = ()
    details: tuple[Message, ...] = ()
    cases: tuple[Message, ...] = ()
    place: Place | None = None
    side: Side = "new"
    about: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    cells: int = 0
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one handbook to another: nothing where what they say is the same.

    Fields:
        changes: by brand (the house first), then area, then kind, the gravest first (`order.py`).
    """

    changes: tuple[Change, ...] = ()

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many changes there are of each kind that there is, in the order of `KINDS`."""
        kinds = [change.kind for change in self.changes]
        return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """Return the changes of some kinds, in order; `widened` includes `mixed`."""
        wanted = {*kinds, *(("mixed",) if "widened" in kinds else ())}
        return tuple(change for change in self.changes if change.kind in wanted)
