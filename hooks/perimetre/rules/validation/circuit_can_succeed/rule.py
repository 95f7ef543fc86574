"""A circuit can succeed: once whoever asks is set aside, enough people are left to say yes, within the time given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.model import Circuit, CircuitStep
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def _pools(view: View, step: CircuitStep, asker: str | None) -> list[list[str]]:
    """Return who may sign for each role of a step: its holders, and those of its deputy, without whoever asks."""
    # Whoever is set aside, or away, is stood in for by the deputy of the role.
    return [
        [
            person
            for named in (role, view.roles[role].deputy or "")
            for person in view.holders.get(named, ())
            if person != asker
        ]
        for role in step.of
        if role in view.roles
    ]


def _lacking(view: View, step: CircuitStep, asker: str | None) -> tuple[int, int] | None:
    """Return how many people a step asks for and how many there are, where there are too few."""
    pools = _pools(view, step, asker)
    if len(pools) < len(step.of):
        return None
    people = {person for pool in pools for person in pool}
    if step.need == "all":
        return None if all(pools) else (len(pools), 0)
    wanted = (step.n or 0) if step.need == "n" else 1
    return (wanted, len(people)) if len(people) < wanted else None


def _signatures(view: View, circuit: Circuit) -> list[list[str]]:
    """Return who may give each signature that a circuit cannot do without; silence passes over the other steps."""
    signatures = []
    for step in circuit.steps:
        if step.on_timeout in ("next", "consent"):
            continue
        pools = _pools(view, step, None)
        if step.need == "all":
            signatures += pools
        elif step.need in ("any", "n"):
            anybody = list(dict.fromkeys(chain.from_iterable(pools)))
            signatures += [anybody] * ((step.n or 1) if step.need == "n" else 1)
    return signatures


def _different(signatures: list[list[str]]) -> int:
    """Return how many of these signatures can be given by as many different people."""
    signs: dict[str, int] = {}

    def finds(rank: int, asked: set[str]) -> bool:
        for person in signatures[rank]:
            if person not in asked:
                asked.add(person)
                if person not in signs or finds(signs[person], asked):
                    signs[person] = rank
                    return True
        return False

    return sum(finds(rank, set()) for rank in range(len(signatures)))


def find(view: View) -> Iterator[Problem]:
    """Yield the circuits that nobody could pass."""
    for circuit in view.live(view.brand.validation.circuits):
        askers: dict[str | None, None] = {None: None}
        if "author" in circuit.recuse:
            for rule in view.live(view.brand.scope.rules):
                if circuit.id in rule.validation and not rule.is_advice:
                    for role in view.perimeter.ground.expand(rule.match.roles):
                        askers.update(dict.fromkeys(view.holders.get(role, ())))
        for rank, step in enumerate(circuit.steps):
            lacking = {asker: few for asker in askers if (few := _lacking(view, step, asker))}
            stuck = list(lacking)
            # Another step takes over where silence is passed on.
            passed = step.on_timeout in ("next", "consent") and rank + 1 < len(circuit.steps) and None not in stuck
            if stuck and not passed:
                asker = None if None in stuck else sorted(asker for asker in stuck if asker)[0]
                wanted, there = lacking[asker]
                # What the hint says to write stands where it says so.
                counts = step.need == "n" and there > 0
                problem = flaw(
                    value(circuit, "steps", rank, "n" if counts else "of"),
                    _what(circuit.id, asker, wanted, there),
                    _hint(there),
                )
                yield replace(problem, write=str(there) if counts else None)
        if not any(_lacking(view, step, None) for step in circuit.steps):
            yield from _signed_twice(view, circuit)
        spans = [span for step in circuit.steps if (span := minutes(step.within)) is not None]
        total = sum(spans)
        if (
            circuit.total_within is not None
            and len(spans) == len(circuit.steps)
            and total > circuit.total_within.minutes
        ):
            yield flaw(
                value(circuit, "total_within"),
                message("The steps of `{id}` may take longer than the total time.", id=circuit.id),
                message("Allow more time in total, or less for the steps."),
            )


def _signed_twice(view: View, circuit: Circuit) -> Iterator[Problem]:
    signatures = _signatures(view, circuit)
    different = _different(signatures)
    if len(signatures) > different and all(signatures):
        yield Problem(
            place=key(circuit, "steps"),
            message=counted(
                "`{id}` asks for {wanted} signatures, and {count} person alone would give them.",
                "`{id}` asks for {wanted} signatures, and {count} different people at most could give them.",
                different,
                id=circuit.id,
                wanted=len(signatures),
            ),
            hint=message("Assign one of the roles to somebody else, or name another role in a step."),
            level="warning",
        )


def _what(circuit: str, asker: str | None, wanted: int, there: int) -> Message:
    values: dict[str, object] = {"id": circuit, "person": asker, "wanted": wanted}
    if there and asker is None:
        return counted(
            "This step of `{id}` asks {wanted} people to agree, and there is only {count}.",
            "This step of `{id}` asks {wanted} people to agree, and there are only {count}.",
            there,
            **values,
        )
    if there:
        return counted(
            "When `{person}` asks, this step of `{id}` wants {wanted} people to agree, and only {count} is left.",
            "When `{person}` asks, this step of `{id}` wants {wanted} people to agree, and only {count} are left.",
            there,
            **values,
        )
    if asker is None:
        return message("Nobody is left to approve at this step of `{id}`.", **values)
    return message("When `{person}` asks, nobody is left to approve at this step of `{id}`.", **values)


def _hint(there: int) -> Message:
    if there:
        return message("Write `{line}` at most, or name one more role.", line=f"n: {there}")
    return message("Name one more role, or assign the role to one more person.")


RULE = Check(
    id="circuit-can-succeed",
    level="error",
    needs=(),
    find=find,
)
