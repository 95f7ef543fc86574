"""A trainee is never alone: no free hand when it is hot, no duty alone, no yes to give."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from perimetre.base.closed import POSTURES
from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Part
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.questions import RANK
from perimetre.perimeter.whole_space import Space
from perimetre.rules.kit.cells import Test, among, beginning, first_instant, leaves
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the places that leave a trainee alone."""
    trainees = {id_ for id_, role in view.roles.items() if role.trainee}
    actions = view.brand.values.actions
    if trainees:
        tests = {
            "role": among(trainees),
            "action": among({id_ for id_, action in actions.items() if action.public and not action.protective}),
            "posture": among(range(POSTURES.index("alert"), len(POSTURES))),
        }
        freeing = set()
        for mask in leaves(view.space, tests):
            authority, speaking = view.space.plain(mask)
            if RANK[authority] >= RANK["approve"]:
                continue
            for clause in view.space.clauses_of(speaking):
                if clause.rule.id not in freeing:
                    freeing.add(clause.rule.id)
                    what = message(
                        "In alert or in crisis, `{id}` gives a trainee a free hand in public.", id=clause.rule.id
                    )
                    first = first_instant(view.space, functools.partial(_frees, view.space, tests, clause))
                    yield flaw(
                        key(clause.rule, "authority"),
                        beginning(what, first, view.today),
                        message("Name the roles it is for, without the trainee."),
                    )
    for schedule in view.live(view.brand.people.schedules):
        interns = {person.id for person in view.people.values() if person.employment == "intern"}
        alone: list[Part] = [layer for layer in schedule.layers if interns & {*layer.named}]
        # Of a replacement by whoever does not hold the role, `duty-holder-is-in-post` tells it.
        alone += [
            change
            for change in schedule.overrides
            if change.person in interns and change.person in view.holders.get(schedule.role or "", ())
        ]
        if schedule.role in trainees or alone:
            yield flaw(
                value(schedule, "role") if schedule.role in trainees else alone[0].place,
                message("The schedule `{id}` puts a trainee on duty.", id=schedule.id),
                message("Put experienced people on duty; the trainee may be there beside them."),
            )
    for circuit in view.live(view.brand.validation.circuits):
        for rank, step in enumerate(circuit.steps):
            if trainees & {*step.of}:
                yield flaw(
                    value(circuit, "steps", rank, "of"),
                    message("A trainee may approve in `{id}`.", id=circuit.id),
                    message("Take the trainee out of `of`."),
                )


def _frees(space: Space, tests: Mapping[str, Test], clause: Clause, places: Sequence[int]) -> bool:
    plain = (space.plain(mask) for mask in leaves(space, tests, {"channel": places}))
    return any(
        RANK[authority] < RANK["approve"] and clause in space.clauses_of(speaking) for authority, speaking in plain
    )


RULE = Check(
    id="trainee-never-alone",
    level="error",
    needs=(64,),
    find=find,
)
