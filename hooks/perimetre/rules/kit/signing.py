"""Say who may sign a step of a circuit, and how many different voices its signatures can have (stage judge)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import chain

from perimetre.model import Circuit, CircuitStep
from perimetre.rules.kit.view import View


def pools(view: View, step: CircuitStep, asker: str | None = None) -> list[list[str]]:
    """Return who may sign for each role of a step: its holders, and those of its deputy, without whoever asks.

    Whoever is set aside, or away, is stood in for by the deputy of the role. Somebody answers for a role outside the
    house, whose name is not ours to know.
    """
    return [
        [
            person
            for named in (role, view.roles[role].deputy or "")
            for person in view.holders.get(named, ())
            if person != asker
        ]
        or ([f"{role}, outside"] if view.roles[role].side == "external" else [])
        for role in step.of
        if role in view.roles
    ]


def ballots(view: View, step: CircuitStep, asker: str | None = None) -> list[list[str]]:
    """Return who may speak in each voice of a step: a role has one voice a holder.

    A deputy speaks in the place of a holder, never beside them: the role that nobody holds has its deputy's voice.
    """
    roles = [role for role in step.of if role in view.roles]
    return [
        pool
        for role, pool in zip(roles, pools(view, step, asker), strict=True)
        for _ in range(max(1, len(view.holders.get(role, ()))))
    ]


def seats(view: View, step: CircuitStep) -> int:
    """Return how many have a voice in a step: the roles that it names, or the holders of the only one."""
    if len(step.of) > 1:
        return len(step.of)
    return max(1, *(len(view.holders.get(role, ())) for role in step.of)) if step.of else 1


def signatures(view: View, step: CircuitStep, signers: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return who may give each signature that a step asks for.

    Args:
        view: what is judged.
        step: the step.
        signers: who may sign for each of its roles.
    """
    if step.need == "all":
        return [list(pool) for pool in signers]
    anybody = list(dict.fromkeys(chain.from_iterable(signers)))
    return [anybody] * step.wanted(seats(view, step))


def needed(view: View, circuit: Circuit) -> list[list[str]]:
    """Return who may give each signature that a circuit cannot do without; silence passes over the other steps."""
    return [
        signers
        for step in circuit.steps
        if step.on_timeout not in ("next", "consent")
        for signers in signatures(view, step, pools(view, step))
    ]


def voices(view: View, circuit: Circuit) -> list[list[str]]:
    """Return whose voice each signature that a circuit cannot do without may be: a person's, a department's…"""
    if circuit.distinct_by in (None, "person"):
        return needed(view, circuit)
    found: list[list[str]] = []
    for step in circuit.steps:
        if step.on_timeout in ("next", "consent"):
            continue
        of_roles = [
            [voice for voice in (_voice(view, circuit, role, person) for person in view.holders.get(role, ())) if voice]
            for role in step.of
        ]
        found += signatures(view, step, of_roles)
    return found


def _voice(view: View, circuit: Circuit, role: str, person: str) -> str | None:
    known = view.roles.get(role)
    if circuit.distinct_by == "department":
        return known.department if known is not None else None
    held = view.people.get(person)
    # All the house's own people are one voice.
    return (held.agency or view.brand.id) if held is not None else None


def different(signed: Sequence[Iterable[str]], among: Container[str] | None = None) -> int:
    """Return how many signatures can be given by as many different voices.

    Args:
        signed: who may give each signature.
        among: those who are there; None: everybody.
    """
    signs: dict[str, int] = {}

    def finds(rank: int, asked: set[str]) -> bool:
        for voice in signed[rank]:
            if voice not in asked and (among is None or voice in among):
                asked.add(voice)
                if voice not in signs or finds(signs[voice], asked):
                    signs[voice] = rank
                    return True
        return False

    return sum(finds(rank, set()) for rank in range(len(signed)))
