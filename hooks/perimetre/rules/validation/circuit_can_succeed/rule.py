"""A circuit can succeed: once whoever asks is set aside, enough people are left to say yes, within the time given."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.model import CircuitStep
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def _lacking(view: View, step: CircuitStep, asker: str | None) -> tuple[int, int] | None:
    """Return how many people a step asks for and how many there are, where there are too few."""
    # Whoever is set aside, or away, is stood in for by the deputy of the role.
    pools = [
        [
            person
            for named in (role, view.roles[role].deputy or "")
            for person in view.holders.get(named, ())
            if person != asker
        ]
        for role in step.of
        if role in view.roles
    ]
    if len(pools) < len(step.of):
        return None
    people = {person for pool in pools for person in pool}
    if step.need == "all":
        return None if all(pools) else (len(pools), 0)
    wanted = (step.n or 0) if step.need == "n" else 1
    return (wanted, len(people)) if len(people) < wanted else None


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
                place = value(circuit, "steps", rank, "of")
                yield flaw(place, _what(circuit.id, asker, wanted, there), _hint(there))
        total = sum(step.within.minutes for step in circuit.steps if step.within)
        if (
            circuit.total_within is not None
            and all(step.within for step in circuit.steps)
            and total > circuit.total_within.minutes
        ):
            yield flaw(
                value(circuit, "total_within"),
                message("The steps of `{id}` may take longer than the total time.", id=circuit.id),
                message("Allow more time in total, or less for the steps."),
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
