"""A step's actor is on duty: whenever it may begin, whoever must act is there before the delay has run out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Cover, Intervals, Stint, required
from perimetre.cover.intervals import back, intersect, subtract, total, union
from perimetre.language.instants import length
from perimetre.model import Crisis, Workflow
from perimetre.model.crisis import CrisisStep
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.stretches import values_of
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import workflows


def find(view: View) -> Iterator[Problem]:
    """Yield whoever is away, at some hours of the year, until what they must do is overdue: once, where it is worst."""
    waits: dict[str, list[tuple[Workflow, CrisisStep, Intervals]]] = {}
    for workflow in workflows(view):
        asked = _begins(view, workflow)
        for step in workflow.steps if asked else ():
            late = _late(view.cover, step, asked)
            if late:
                waits.setdefault(step.actor or "", []).append((workflow, step, late))
    for several in waits.values():
        # The hours at which they are away are the same: a delay that is too short for them is told beside the worst.
        workflow, step, late = max(several, key=lambda wait: total(wait[2]))
        others = [
            (key(other, "actor"), message("This step waits too.")) for _, other, _ in several if other is not step
        ]
        yield _problem(view, workflow, step, late, others)


def _begins(view: View, workflow: Workflow) -> Intervals:
    """Return the minutes at which it may begin: those that its severity covers; of a procedure, the service hours."""
    if not isinstance(workflow, Crisis):
        return view.cover.once(intersect, view.cover.service_hours(), view.cover.whole)
    number = view.severity_number(workflow.severity)
    return () if number is None else required(view.cover, number)


def _late(cover: Cover, step: CrisisStep, asked: Intervals) -> Intervals:
    """Return the minutes at which the clock of a step may start, and its actor be away until the delay is over."""
    delay = step.delay
    if step.actor is None or delay is None or delay.latest is None or delay.is_worked or delay.latest.minutes < 0:
        return ()
    there = cover.duties_of(step.actor)
    if not there:
        # Nobody holds the role, or nobody knows their hours: that is said elsewhere.
        return ()
    service = cover.service_hours() if delay.hours == "service" else ()
    return cover.once(_absent, there, asked, service, delay=delay.latest.minutes, end=cover.end)


def _absent(there: Iterable[Stint], asked: Intervals, service: Intervals, *, delay: int, end: int) -> Intervals:
    # In service hours, what begins in the night runs from the morning on.
    in_time = union((back(service, duty.start, delay), duty.end) for duty in there)
    # What begins in the last minutes falls due after the days that are known.
    return subtract(asked, union(in_time, ((back(service, end, delay), end),)))


def _problem(
    view: View, workflow: Workflow, step: CrisisStep, late: Intervals, related: list[tuple[Place, Message]]
) -> Problem:
    within = minutes(step.within)
    assert within is not None
    values = {
        "workflow": workflow.id,
        "step": step.id,
        "within": length(within),
        "actor": step.actor,
        **values_of(view, late),
    }
    others = len(late) - 1
    if others:
        what = counted(
            "In `{workflow}`, `{step}` is due within {within}: if that begins between {start} and {end}, "
            "`{actor}` is back on duty too late; {count} other time until {until}, {total} in all.",
            "In `{workflow}`, `{step}` is due within {within}: if that begins between {start} and {end}, "
            "`{actor}` is back on duty too late; {count} other times until {until}, {total} in all.",
            others,
            **values,
        )
    else:
        what = message(
            "In `{workflow}`, `{step}` is due within {within}: if that begins between {start} and {end}, "
            "`{actor}` is back on duty too late.",
            **values,
        )
    hint = message(
        "Give the step to a role that is on duty then (the one who is called out of hours), put somebody on duty, or "
        "lengthen `within`."
    )
    return flaw(key(step, "actor"), what, hint, *related, about=[workflow.id, step.actor])


RULE = Check(
    id="step-actor-is-on-duty",
    level="warning",
    find=find,
)
