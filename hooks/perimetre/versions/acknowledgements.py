"""Say who has acknowledged what in a brand: their perimeter, the voice, in which version, and whether it still holds.

Comes in: a brand and the day. Goes out: an `Acknowledged` for each person and each thing that they have to know.
A record holds as long as its version is the current one, whatever was changed and undone since, and until `every` has
passed. Those who begin have two weeks, as have those whose reading is to be renewed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from perimetre.base.days import after
from perimetre.base.frozen import dataclass
from perimetre.base.memory import Memory
from perimetre.base.undecided import TO_COMPLETE
from perimetre.versions.versions import Versions, holders

if TYPE_CHECKING:
    from perimetre.base.durations import Duration
    from perimetre.model import Acknowledgement, Brand

What = Literal["perimeter", "voice"]
State = Literal["current", "outdated", "never", "due-again", "to-complete"]
GRACE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What a person has acknowledged of one thing.

    Fields:
        person: their id.
        roles: the roles that they hold in the brand on the day, sorted.
        what: `perimeter` or `voice`.
        state: `current`; `outdated`, where what they read has changed since; `never`; `due-again`, where it is time
            to read again; `to-complete`, where the house has left it open.
        current: the version that holds today.
        record: the record that counts: one of the current version, else the latest; None where there is none.
        due: the day by which it is to be read, that day included, where there is one: two weeks after a newcomer's
            first day, or when `every` has passed since the record.
    """

    person: str
    roles: tuple[str, ...]
    what: What
    state: State
    current: str
    record: Acknowledgement | None = None
    due: date | None = None

    @property
    def version(self) -> str | None:
        """The version acknowledged, or None."""
        return self.record.version if self.record else None

    @property
    def on(self) -> date | None:
        """The day on which it was, or None."""
        return self.record.on if self.record else None

    def is_due(self, today: date) -> bool:
        """Say whether it is to be read now: a newcomer has it to read from their first day."""
        return self.state == "never" or (self.state != "current" and self.is_late(today))

    def is_late(self, today: date) -> bool:
        """Say whether it should have been read by now: a newcomer and a renewal have two weeks."""
        if self.state == "never":
            return self.due is None or self.due < today
        if self.state == "due-again":
            return self.due is None or self.due + GRACE < today
        return self.state == "outdated"


def acknowledgement_states(brand: Brand, today: date, memory: Memory | None = None) -> tuple[Acknowledged, ...]:
    """Return what each person has acknowledged of what they have to know, by person, the perimeter first.

    Those who have a perimeter to know: who holds a role of community manager or trainee, a role that a rule names, or
    the phone. Those who have the voice to know: community managers, where there is a voice.

    Args:
        brand: the brand.
        today: the day.
        memory: what has been read for the handbook's other brands; none: nothing yet.
    """
    versions = Versions(brand, memory)
    roles: dict[str, set[str]] = {}
    for role, people in holders(brand, today).items():
        for person in people:
            roles.setdefault(person, set()).add(role)
    bound = _bound_roles(brand, versions)
    states = []
    for person in sorted(roles):
        held = frozenset(roles[person])
        if held & bound:
            states.append(acknowledged(versions, person, held, "perimeter", today))
        if versions.has_voice and held & versions.managers:
            states.append(acknowledged(versions, person, held, "voice", today))
    return tuple(states)


def acknowledged(versions: Versions, person: str, held: frozenset[str], what: What, today: date) -> Acknowledged:
    """Return what a person who holds some roles has acknowledged of one thing.

    Args:
        versions: the versions of the brand.
        person: their id.
        held: the roles that they hold on the day.
        what: `perimeter` or `voice`.
        today: the day.
    """
    brand = versions.brand
    current = versions.of_voice() if what == "voice" else versions.of_roles(held)
    # What somebody acknowledged under an id that they bore before is theirs.
    ids = {person, *(id_ for known in brand.people.people if known.id == person for id_ in known.formerly)}
    records = (
        record for record in brand.acknowledgements.acknowledgements if record.person in ids and record.what == what
    )
    record = max(records, key=lambda record: (record.version == current, record.on or date.min), default=None)
    every = renewed_every(brand, what)
    due: date | None = None
    state: State = "current"
    if record is None:
        begun = (given.bounds[0] or date.min for given in brand.assignments_on(today) if given.person == person)
        first = min(begun, default=date.min)
        state, due = "never", first + GRACE if first > date.min else None
    elif record.version in (None, TO_COMPLETE) or record.on is None:
        state = "to-complete"
    elif record.version != current:
        state = "outdated"
    elif every is not None:
        due = after(record.on, every)
        state = "due-again" if due < today else "current"
    return Acknowledged(
        person=person, roles=tuple(sorted(held)), what=what, state=state, current=current, record=record, due=due
    )


def renewed_every(brand: Brand, what: What) -> Duration | None:
    """Return after how long a thing is read again, or None where only a change asks for it."""
    own = brand.voice.acknowledged_every if what == "voice" else None
    return own or brand.acknowledgements.every


def _bound_roles(brand: Brand, versions: Versions) -> frozenset[str]:
    """Return the roles whose holders have a perimeter to know."""
    named = {role for rule in brand.scope.rules for role in versions.roles(rule.match) or ()}
    on_duty = {schedule.role for schedule in brand.people.schedules if schedule.role and schedule.status == "approved"}
    learning = {role.id for role in brand.people.roles if role.trainee}
    return frozenset(named | on_duty | learning | versions.managers)
