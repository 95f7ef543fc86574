"""Say what the past of an account changes: which sanctions wait for what was already done, at what stage it is.

Comes in: a brand. Goes out: the rules that the steps of its ladder make (`earlier`): an act that the ladder reserves to
those who began again is not decided alone the first time. Grounds that open at such a step are taken out. With the
measures taken against somebody, or the age of their account: how many count, at what stage of membership they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from perimetre.model import Brand, FactTest, Match, Rule
from perimetre.model.basics import standing_of
from perimetre.model.matches import MatchCase
from perimetre.model.moderation import Earlier, LadderStep

# The fact that says how many measures were taken already.
EARLIER = "earlier-measures"
# The fact from which a stage of membership may follow.
ACCOUNT_AGE = "account-age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was done against somebody, one day; `ground`: for what, by its id, or None where nobody says."""

    on: date
    ground: str | None = None


def measures_counted(brand: Brand, act: str, measures: Iterable[Measure], day: date) -> int:
    """Return how many measures count on a day against whoever they were taken against, where an act is at stake.

    The step of the ladder that keeps the act for those who begin again says over what time, and for what ground; where
    there is none, all count.
    """
    steps = (step for step in brand.moderation.ladder if step.act == act and step.is_live(day))
    counted = [step.earlier for step in steps if step.earlier is not None and step.earlier.count]
    by = min(counted, key=lambda earlier: earlier.count or 0, default=Earlier())
    since = None if by.per is None else day - timedelta(minutes=by.per.minutes)
    return sum(
        measure.on <= day
        and (since is None or measure.on >= since)
        and (by.ground is None or measure.ground == by.ground)
        for measure in measures
    )


def stage_of(brand: Brand, age: float) -> str | None:
    """Return the stage of membership of an account of some age, in minutes; None where that alone does not tell."""
    stages = brand.moderation.membership
    if any(stage.granted_by or (rank and stage.after is None) for rank, stage in enumerate(stages)):
        return None
    reached = [stage.id for stage in stages if stage.after is None or stage.after.minutes <= age]
    return reached[-1] if reached else None


def rules_of(brand: Brand) -> tuple[Rule, ...]:
    """Return the rules of a brand: those of `scope.yml`, then those that its ladder makes."""
    return (*brand.scope.rules, *history_rules(brand))


def history_rules(brand: Brand) -> tuple[Rule, ...]:
    """Return the rules that keep an act for those who began again; each bears the id of its step of the ladder."""
    by_act: dict[str, list[LadderStep]] = {}
    for step in brand.moderation.ladder:
        if step.act is not None:
            by_act.setdefault(step.act, []).append(step)
    return tuple(rule for act, steps in by_act.items() for rule in _rules(brand, act, steps))


def _rules(brand: Brand, act: str, steps: list[LadderStep]) -> Iterator[Rule]:
    action = brand.values.actions.get(act)
    counts = {step.id: step.earlier.count for step in steps if step.earlier is not None and step.earlier.count}
    # What protects never waits; an act that some step allows the first time is not kept for those who begin again.
    if action is None or action.protective or len(counts) < len(steps) or EARLIER not in brand.values.facts:
        return
    ids = {step.id for step in steps}
    opening = [ground for ground in brand.moderation.grounds if ground.entry_level in ids]
    # A ground that is told by what a message does cannot be told apart by the perimeter.
    if any(ground.match is None for ground in opening):
        return
    first = min(steps, key=lambda step: counts[step.id] or 0)
    named = (brand.scope.rules, brand.scope.red_lines, brand.moderation.grounds)
    taken = {record.id for records in named for record in records}
    yield Rule(
        id=f"ladder-{first.id}" if first.id in taken else first.id,
        **standing_of(first),
        authority="escalate",
        match=Match(
            actions=(act,),
            when=(FactTest(fact=EARLIER, up_to=(counts[first.id] or 1) - 1),),
            except_=tuple(
                _situation(case) for ground in opening if ground.match is not None for case in ground.match.cases
            ),
        ),
    )


def _situation(case: MatchCase) -> MatchCase:
    """Return a case of a match of messages, whatever is done about them; what is taken out of it stays out."""
    kept = {field.name: getattr(case, field.name) for field in fields(MatchCase)}
    return MatchCase(**{**kept, "actions": ()})
