"""Hold `validation.yml`: whose yes is needed, in what order, within what time (stage build)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.delays import Within
from perimetre.model.refs import CrisisKindRef, Who, ref
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Part):
    """Who may object, and whether they must say why."""

    reasoned: bool | None = None
    by: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitStep(Part):
    """A step of a circuit: whose yes, how many of them, within what time, and what silence means.

    Fields:
        share: of a hundred, how many must agree, where `need` is a share.
        not_before: how long after the question a yes counts at the earliest.
        hours: in which the delay runs; `theirs`: in those of whoever is asked, outside the house.
        how: how they are asked.
    """

    need: Literal["any", "all", "n", "majority", "two-thirds", "share"] | None = None
    n: int | None = None
    share: int | None = None
    of: tuple[Who, ...] = ()
    skill: Text | None = None
    within: Within | None = None
    not_before: Duration | None = None
    hours: Literal["service", "always", "theirs"] | None = None
    how: Text | None = None
    on_timeout: Literal["remind", "next", "reject", "consent"] | None = None
    on_objection: Annotated[str, ref("circuit", words=("reject", "next"))] | None = None
    objection: Objection | None = None
    veto: tuple[Who, ...] = ()
    quorum: int | None = None

    def wanted(self, seats: int) -> int:
        """Return how many must agree, of so many who have a voice."""
        match self.need:
            case "all":
                return seats
            case "n":
                return self.n or 1
            case "majority":
                return seats // 2 + 1
            case "two-thirds":
                return -(-2 * seats // 3)
            case "share":
                return max(1, -(-(self.share or 100) * seats // 100))
            case _:
                return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency(Part):
    """Who may go past the circuit when it cannot wait, and how it is looked at afterwards."""

    who: tuple[Who, ...] = ()
    log: Text | None = None
    reviewed_within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit(Record):
    """A circuit of validation: the only home of whose agreement is needed.

    Fields:
        ready_texts: the kinds of crisis whose texts approved in advance bear the agreements of this circuit.
    """

    KIND: ClassVar[str] = "circuit"

    steps: tuple[CircuitStep, ...] = ()
    recuse: tuple[Literal["author", "requester"], ...] = ()
    distinct_by: Literal["person", "department", "agency"] | None = None
    max_external: int | None = None
    skippable_by: tuple[Who, ...] = ()
    total_within: Duration | None = None
    emergency: Emergency | None = None
    proof: Text | None = None
    ready_texts: tuple[CrisisKindRef, ...] = ()
    for_: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationFile(File):
    """The circuits of `validation.yml`."""

    circuits: tuple[Circuit, ...] = ()
