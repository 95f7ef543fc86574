"""Say on what severity a change bears that protects less: that of the line, of the crisis, of whoever is called there.

Comes in: the lines of a brand as they were, what makes a change. Goes out: the highest severity on which it bears.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from perimetre.cover.ranks import Ranks
from perimetre.model import Brand, Crisis, Line, Role, Schedule, Severity


def highest_severity(ranks: Ranks, about: Collection[str]) -> int:
    """Return the highest severity on which records bear; 0 where they bear on none.

    Args:
        ranks: the severities and the lines of the brand, or of the house, as they were before.
        about: the ids of the records: lines, severities, scenarios, schedules, roles, people.
    """
    numbers = [*_of_lines(ranks, about)]
    for id_ in about:
        crisis, severity = ranks.brand.find(Crisis, id_), ranks.brand.find(Severity, id_)
        if crisis is not None and crisis.severity is not None:
            numbers.append(ranks.number_of(crisis.severity) or 0)
        if severity is not None:
            numbers.append(severity.number or 0)
    return max(numbers, default=0)


def _of_lines(ranks: Ranks, about: Collection[str]) -> Iterator[int]:
    for line in ranks.lines:
        if not {line.id, *_called(ranks.brand, line)} & {*about}:
            continue
        if line.severities:
            yield from ranks.numbers_of(line)
        elif line.default:
            yield from (severity.number or 0 for severity in ranks.brand.escalation.severities)
        else:
            # It is there to reach whoever decides on what it is for.
            yield from _decided(ranks.brand, line)


def _decided(brand: Brand, line: Line) -> Iterator[int]:
    """Yield up to which severity those decide whom a line calls."""
    for target in _called(brand, line):
        schedule = brand.find(Schedule, target)
        held = [given.role for given in brand.people.assignments if given.person == target and given.role]
        for id_ in (target, *held, *([schedule.role] if schedule is not None and schedule.role else ())):
            role = brand.find(Role, id_)
            if role is not None and role.side == "brand":
                yield role.decides_up_to or 0


def _called(brand: Brand, line: Line) -> Iterator[str]:
    """Yield who is called on a line: schedules, roles, people, and whoever holds these."""
    last = line.fallback.call if line.fallback is not None else ()
    for target in (*(target for step in line.steps for target in step.call), *last):
        yield target
        schedule = brand.find(Schedule, target)
        for layer in schedule.layers if schedule is not None else ():
            yield from layer.named
        yield from (given.person for given in brand.people.assignments if given.role == target and given.person)
