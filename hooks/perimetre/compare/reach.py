"""Say how far roles go in a brand, by act and by channel.

Comes in: a brand. Goes out: `Reach`, asked for the roles that somebody holds on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from perimetre.model import Brand, Handbook
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import RANK, Question

# By act and channel, the freest level that somebody has.
Levels = Mapping[tuple[str, str], int]


class Reach:
    """How far roles go in a brand: by act and channel, where nothing else is said.

    Args:
        handbook: the handbook.
        brand: one of its brands.
    """

    def __init__(self, handbook: Handbook, brand: Brand) -> None:
        self._handbook, self._brand = handbook, brand
        self._perimeter: Perimeter | None = None
        self._known: dict[tuple[str, date], Levels] = {}

    def of(self, held: Iterable[str], on: date) -> Levels:
        """Return how far somebody who holds some roles may go: as far as the freest of them."""
        levels: dict[tuple[str, str], int] = {}
        for role in held:
            for key, rank in self._of_role(role, on).items():
                levels[key] = min(rank, levels.get(key, rank))
        return levels

    def _of_role(self, role: str, on: date) -> Levels:
        levels = self._known.get((role, on))
        if levels is None:
            if self._perimeter is None:
                self._perimeter = Perimeter(self._handbook, self._brand)
            at = datetime.combine(on, time(12))
            levels = self._known[role, on] = {
                (act, channel.id): RANK[
                    self._perimeter.decide(
                        Question(role=role, action=act, channel=channel.id, at=at, posture="normal"), alternatives=False
                    ).authority
                ]
                for act in self._brand.values.actions
                for channel in self._brand.channels.channels
            }
        return levels
