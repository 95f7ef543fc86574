"""Walk the steps of a crisis scenario: what follows each, what is reached from where (stage judge)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from perimetre.model import Crisis
from perimetre.model.crisis import CrisisStep


def steps_of(crisis: Crisis) -> Mapping[str, CrisisStep]:
    """Return the steps by id."""
    return {step.id: step for step in crisis.steps}


def following(step: CrisisStep) -> tuple[str, ...]:
    """Return the ids of the steps that may come after one, in the order in which they are written."""
    named = (
        step.next,
        step.on_success,
        step.on_failure,
        step.on_timeout,
        *step.branches,
        step.joins,
        *(choice.then for choice in step.choices),
    )
    return tuple(dict.fromkeys(id_ for id_ in named if id_))


def reached(
    steps: Mapping[str, CrisisStep], start: Iterable[str], stops: Callable[[CrisisStep], bool] = lambda _step: False
) -> dict[str, CrisisStep]:
    """Return the steps reached from `start`, nearest first; what comes after a step that `stops` is not looked at."""
    met: dict[str, CrisisStep] = {}
    waiting = [id_ for id_ in start if id_ in steps]
    for id_ in waiting:
        if id_ not in met:
            met[id_] = steps[id_]
            if not stops(steps[id_]):
                waiting.extend(follower for follower in following(steps[id_]) if follower in steps)
    return met


def forward(steps: Mapping[str, CrisisStep], step: CrisisStep) -> tuple[CrisisStep, ...]:
    """Return the steps that come after one and never lead back to it."""
    after = (steps[follower] for follower in following(step) if follower in steps)
    return tuple(later for later in after if step.id not in reached(steps, [later.id]))
