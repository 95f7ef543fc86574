"""Hold what part of a whole something takes: of what is published, of the time of the team (stage build)."""

from __future__ import annotations

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Part):
    """A part of a whole, in percents, both included."""

    min: int | None = None
    max: int | None = None
