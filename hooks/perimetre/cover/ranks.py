"""Say who decides what in a brand: severities, the line that each is told by, how far a role decides (cover).

Comes in: a brand, a day. Goes out: `Ranks`, which asks nothing of hours, schedules or contacts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from perimetre.model import Brand, Line, Role, Severity


class Ranks:
    """The severities, the lines and the deciders of a brand.

    Args:
        brand: the brand.
        day: the day on which its lines are live.
    """

    def __init__(self, brand: Brand, day: date) -> None:
        self.brand = brand
        self.lines = tuple(line for line in brand.escalation.lines if brand.is_among(line.brands) and line.is_live(day))
        self._weights: dict[str, int] = {}

    def decides(self, role_id: str | None, number: int) -> bool:
        """Say whether a role is a decision-maker for a severity: on the brand's side, and deciding up to it."""
        return role_id is not None and self._weight(role_id) >= number

    def _weight(self, role_id: str) -> int:
        weight = self._weights.get(role_id)
        if weight is None:
            weight = self._weights[role_id] = self._weigh(role_id)
        return weight

    def _weigh(self, role_id: str) -> int:
        role = self.brand.find(Role, role_id)
        if role is None or role.side != "brand" or role.decides_up_to is None:
            return -1
        return role.decides_up_to

    @property
    def severities(self) -> Mapping[str, int]:
        """The severities of the brand: their numbers, by what one may call them: a number or an id."""
        numbers: dict[str, int] = {}
        for severity in self.brand.escalation.severities:
            if severity.number is not None:
                numbers[str(severity.number)] = numbers[severity.id] = severity.number
        return numbers

    def severity(self, number: int) -> Severity | None:
        """Return the severity that has a number."""
        return next((severity for severity in self.brand.escalation.severities if severity.number == number), None)

    def number_of(self, reference: str | int) -> int | None:
        """Return the number of a severity named by its number or its id."""
        if isinstance(reference, int):
            return reference
        if reference.isdigit():
            return int(reference)
        severity = self.brand.find(Severity, reference)
        return severity.number if severity is not None else None

    def numbers_of(self, line: Line) -> frozenset[int]:
        """Return the severities that a line names; none: it names none, so that it is for all."""
        return frozenset(number for named in line.severities if (number := self.number_of(named)) is not None)

    def default_line(self, number: int) -> Line | None:
        """Return the line that is followed at a severity when nothing else is said."""
        defaults = [line for line in self.lines if line.default]
        for named in (True, False):
            fit = [line for line in defaults if (number in self.numbers_of(line) if named else not line.severities)]
            if fit:
                return next((line for line in fit if line.origin == self.brand.id), fit[0])
        return None
