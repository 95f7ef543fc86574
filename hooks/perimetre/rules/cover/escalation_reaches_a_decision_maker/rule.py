"""Every escalation reaches somebody who decides at the severity that it is for."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def _decides(view: View, target: str, severity: int) -> bool:
    schedule = next((schedule for schedule in view.brand.people.schedules if schedule.id == target), None)
    if schedule is not None:
        return view.decides(schedule.role, severity)
    if target in view.roles:
        return view.decides(target, severity)
    return any(target in people and view.decides(role, severity) for role, people in view.holders.items())


def find(view: View) -> Iterator[Problem]:
    """Yield the lines where nobody decides."""
    numbers = [severity.number for severity in view.brand.escalation.severities if severity.number is not None]
    gravest = max(numbers, default=0)
    lines = view.live(view.brand.escalation.lines)
    for line in lines:
        if not view.brand.is_among(line.brands):
            continue
        named = [view.severity_number(severity) for severity in line.severities]
        # A line for some matters alone must hold in a grave case, without standing for the gravest of all.
        wanted = max(
            (number for number in named if number is not None), default=gravest if line.default else min(3, gravest)
        )
        if line.steps and not any(_decides(view, target, wanted) for step in line.steps for target in step.call):
            yield flaw(
                key(line, "steps"),
                message("The line `{id}` reaches nobody who decides at severity {number}.", id=line.id, number=wanted),
                message(
                    "End it with a role on the brand's side whose `decides_up_to` is {number} or more.", number=wanted
                ),
            )
    if lines and not any(line.default for line in lines):
        yield flaw(
            view.lacking("escalation", "lines"),
            message("No escalation line is the default: where nothing is planned, nobody is called."),
            message("Write `default: true` on the line to call when no other applies."),
        )


RULE = Check(
    id="escalation-reaches-a-decision-maker",
    level="error",
    needs=(61,),
    find=find,
)
