"""Walk the steps of a scenario or a procedure: what follows each, what is reached from where (stage judge)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from perimetre.model import Crisis, Workflow
from perimetre.model.crisis import CrisisStep
from perimetre.rules.kit.view import View


def workflows(view: View) -> tuple[Workflow, ...]:
    """Return all that is done step by step in a brand and is in force today: its crisis scenarios, its procedures."""
    return (*view.live(view.brand.crises), *view.live(view.brand.procedures.procedures))


def steps_of(workflow: Workflow) -> Mapping[str, CrisisStep]:
    """Return the steps by id."""
    return {step.id: step for step in workflow.steps}


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


def entries(workflow: Workflow) -> tuple[str, ...]:
    """Return the ids of the steps where one may enter: the start, and where what interrupts a crisis leads."""
    interrupts = workflow.interrupts if isinstance(workflow, Crisis) else ()
    return tuple(id_ for id_ in (workflow.start, *(interrupt.step for interrupt in interrupts)) if id_)


def senders(crisis: Crisis, statement: str) -> tuple[CrisisStep, ...]:
    """Return the steps that send a statement, or the one in whose place it leaves."""
    meant = {statement}
    waiting = [statement]
    for id_ in waiting:
        others = [other.id for other in crisis.statements if other.otherwise == id_ and other.id not in meant]
        meant.update(others)
        waiting += others
    return tuple(step for step in crisis.steps if step.statement in meant)


def missed(steps: Mapping[str, CrisisStep], start: Iterable[str], deed: str) -> frozenset[str]:
    """Return the steps that may come before a deed is done: some path leads there without it, or past its failure.

    What goes on in parallel is all done where it joins: the join is reached without the deed only if no branch does it.
    """
    return frozenset(_without(steps, [id_ for id_ in start if id_ in steps], deed, None))


def _without(steps: Mapping[str, CrisisStep], start: Iterable[str], deed: str, ends: str | None) -> set[str]:
    met: set[str] = set()
    waiting = [*start]
    while waiting:
        id_ = waiting.pop()
        if id_ in met or id_ not in steps:
            continue
        met.add(id_)
        step = steps[id_]
        if id_ == ends:
            continue
        if id_ == deed:
            waiting += [follower for follower in (step.on_failure, step.on_timeout) if follower]
        elif step.kind == "parallel" and step.joins:
            branches = [_without(steps, [branch], deed, step.joins) for branch in step.branches]
            joined = all(step.joins in branch for branch in branches)
            met |= {inner for branch in branches for inner in branch} - {step.joins}
            waiting += [step.joins] if joined else []
        else:
            waiting += following(step)
    return met


def due(step: CrisisStep) -> int | None:
    """Return within how many minutes of the first sign a step is done, at the latest; None where its delay says not.

    The clock of the first sign is the earliest of all: from it alone, two steps can be told apart by their times.
    """
    delay = step.delay
    if delay is None or delay.latest is None or delay.from_ not in (None, "detection") or delay.every:
        return None
    return delay.latest.minutes
