"""A circuit can succeed: once whoever asks is set aside, enough people are left to say yes, within the time given."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import CircuitStep
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def _enough(view: View, step: CircuitStep, asker: str | None) -> bool:
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
        return True
    people = {person for pool in pools for person in pool}
    if step.need == "all":
        return all(pools)
    if step.need == "n":
        return len(people) >= (step.n or 0)
    return bool(people)


def find(view: View) -> Iterator[Problem]:
    """Yield the circuits that nobody could pass."""
    for circuit in view.live(view.brand.validation.circuits):
        askers: dict[str | None, None] = {None: None}
        if "author" in circuit.recuse:
            for rule in view.live(view.brand.scope.rules):
                if circuit.id in rule.validation:
                    for role in view.perimeter.ground.expand(rule.match.roles):
                        askers.update(dict.fromkeys(view.holders.get(role, ())))
        for rank, step in enumerate(circuit.steps):
            stuck = [asker for asker in askers if not _enough(view, step, asker)]
            # Another step takes over where silence is passed on.
            passed = step.on_timeout in ("next", "consent") and rank + 1 < len(circuit.steps) and None not in stuck
            if stuck and not passed:
                yield flaw(
                    value(circuit, "steps", rank, "of"),
                    message("Nobody is left to approve at this step of `{id}`.", id=circuit.id)
                    if None in stuck
                    else message(
                        "When `{person}` asks, nobody is left to approve at this step of `{id}`.",
                        person=sorted(asker for asker in stuck if asker)[0],
                        id=circuit.id,
                    ),
                    message("Name one more role, or assign the role to one more person."),
                )
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


RULE = Check(
    id="circuit-can-succeed",
    level="error",
    needs=(),
    find=find,
)
