"""Say where nothing is captured: a copy of some things is an offence, whoever orders it and why.

Comes in: a brand. Goes out: its red lines, those of `scope.yml` and those that grounds of moderation make
(`forbidden_copy`).
"""

from __future__ import annotations

from perimetre.model import Brand, RedLine
from perimetre.model.basics import standing_of
from perimetre.model.moderation import Ground

CAPTURE = "capture"


def red_lines_of(brand: Brand) -> tuple[RedLine, ...]:
    """Return the red lines of a brand, those on capturing first."""
    return (*no_copy_lines(brand), *brand.scope.red_lines)


def no_copy_lines(brand: Brand) -> tuple[RedLine, ...]:
    """Return the red lines on capturing what grounds forbid to copy; each bears the id of its ground."""
    taken = {record.id for records in (brand.scope.rules, brand.scope.red_lines) for record in records}
    return tuple(_line(ground, taken) for ground in brand.moderation.grounds if ground.forbidden_copy and ground.match)


def _line(ground: Ground, taken: set[str]) -> RedLine:
    assert ground.match is not None
    return RedLine(
        id=f"ground-{ground.id}" if ground.id in taken else ground.id,
        **standing_of(ground),
        match=ground.match.about(CAPTURE),
        instead=(ground.evidence,) if ground.evidence else (),
        legal_basis=ground.legal_basis,
    )
