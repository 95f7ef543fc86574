"""Hold `rituals.yml`: the meetings of the team (stage build)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Record
from perimetre.model.refs import RoleRef, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Ritual(Record):
    """A meeting of the team."""

    KIND: ClassVar[str] = "ritual"

    led_by: RoleRef | None = None
    every: Duration | None = None
    follows: Annotated[str, ref("ritual")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RitualsFile(File):
    """The meetings of `rituals.yml`."""

    rituals: tuple[Ritual, ...] = ()
