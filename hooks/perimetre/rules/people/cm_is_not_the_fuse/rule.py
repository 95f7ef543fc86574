"""The community manager is not the fuse: never alone answerable, never last, never above what their role decides."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield each place that makes a community manager answer alone."""
    managers = view.community_managers
    for mission in view.live(view.brand.missions.missions):
        if mission.raci and mission.raci.accountable in managers:
            yield Problem(
                place=value(mission.raci, "accountable"),
                message=message("The community manager alone is accountable for the mission `{id}`.", id=mission.id),
                hint=message("Name as `accountable` the role that decides; the community manager is `responsible`."),
            )
    for line in view.live(view.brand.escalation.lines):
        if line.steps and not any(_goes_beyond(view, target) for target in line.steps[-1].call):
            yield Problem(
                place=value(line.steps[-1], "call"),
                message=message("The last step of the line `{id}` calls nobody but community managers.", id=line.id),
                hint=message("End the line with somebody who decides for the brand."),
            )
    for severity in view.live(view.brand.escalation.severities):
        if severity.number and severity.leads in managers and not view.decides(severity.leads, severity.number):
            yield Problem(
                place=value(severity, "leads"),
                message=message(
                    "At severity {number}, the community manager leads beyond what their role decides.",
                    number=severity.number,
                ),
                hint=message(
                    "Name as `leads` a role whose `decides_up_to` is {number} or more.", number=severity.number
                ),
            )
    for crisis in view.live(view.brand.crises):
        if crisis.lead in managers:
            yield Problem(
                place=value(crisis, "lead"),
                message=message("The community manager leads the scenario `{id}`.", id=crisis.id),
                hint=message("Name as `lead` a role that decides at this severity."),
            )


def _goes_beyond(view: View, called: str) -> bool:
    schedule = next((schedule for schedule in view.brand.people.schedules if schedule.id == called), None)
    if schedule is not None:
        return schedule.role not in view.community_managers
    if called in view.roles:
        return called not in view.community_managers
    held = {role for role, people in view.holders.items() if called in people}
    return not held or not held <= view.community_managers


RULE = Check(
    id="cm-is-not-the-fuse",
    level="error",
    needs=(11,),
    find=find,
)
