"""A scenario’s severity fits the criteria: that of its measured signs in the table, of the triage, of what opens it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.model.escalation import Criterion
from perimetre.model.matches import FactTest
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios whose signs, in the table of severities, are those of another."""
    severities = sorted(
        (severity for severity in view.live(view.brand.escalation.severities) if severity.number is not None),
        key=lambda severity: severity.number or 0,
    )
    for crisis in view.live(view.brand.crises):
        number = view.severity_number(crisis.severity)
        fitting = [
            (severity, criterion)
            for severity in severities
            for criterion in (severity.criteria.any if severity.criteria else ())
            if any(_reaches(sign, criterion) for sign in crisis.thresholds)
        ]
        if number is None or not fitting:
            continue
        severity, criterion = fitting[-1]
        # A yes or no opens that severity at least: what else is told may make it worse.
        milder = (severity.number or 0) < number
        if severity.number != number and not (milder and criterion.is_ is not None):
            yield flaw(
                value(crisis, "severity"),
                message(
                    "`{crisis}` opens at severity {number}, and the table says that its measured signs are those of "
                    "`{severity}` ({other}).",
                    crisis=crisis.id,
                    number=number,
                    severity=severity.id,
                    other=severity.number,
                ),
                message("Write the severity of the table, or the threshold at which this one is reached."),
                (value(crisis, "thresholds"), message("The signs are here.")),
                (criterion.place, message("The criterion is here.")),
                about=[severity.id],
            )
    yield from _told_otherwise(view)
    yield from _opened_otherwise(view)


def _opened_otherwise(view: View) -> Iterator[Problem]:
    """Yield the severities that open a scenario which begins at another."""
    crises = {crisis.id: crisis for crisis in view.live(view.brand.crises)}
    for severity in view.live(view.brand.escalation.severities):
        opens = severity.opens
        crisis = crises.get(opens.scenario or "") if opens else None
        own = view.severity_number(crisis.severity) if crisis else None
        if opens is None or crisis is None or own is None or severity.number in (None, own):
            continue
        yield flaw(
            value(opens, "scenario"),
            message(
                "Severity `{severity}` ({number}) opens `{crisis}`, and the scenario says {own}.",
                severity=severity.id,
                number=severity.number,
                crisis=crisis.id,
                own=own,
            ),
            message("Write the same severity in both."),
            (value(crisis, "severity"), message("The scenario says it here.")),
            about=[crisis.id],
        )


def _told_otherwise(view: View) -> Iterator[Problem]:
    """Yield the ends of the triage that open a scenario at another severity than its own."""
    crises = {crisis.id: crisis for crisis in view.live(view.brand.crises)}
    triage = view.brand.escalation.triage
    for tree in triage.trees if triage else ():
        for outcome in (*(branch.outcome for branch in tree.branches), tree.otherwise):
            crisis = crises.get(outcome.scenario or "") if outcome else None
            if outcome is None or crisis is None:
                continue
            said, own = view.severity_number(outcome.severity), view.severity_number(crisis.severity)
            if said is not None and own is not None and said != own:
                yield flaw(
                    value(outcome, "severity"),
                    message(
                        "The triage opens `{crisis}` at severity {said}, and the scenario says {own}.",
                        crisis=crisis.id,
                        said=said,
                        own=own,
                    ),
                    message("Write the same severity in both."),
                    (value(crisis, "severity"), message("The scenario says it here.")),
                    about=[crisis.id],
                )


def _reaches(sign: FactTest, criterion: Criterion) -> bool:
    """Say whether what opens a scenario is enough for a criterion; no where the two measure different things."""
    # As many over a longer time is as many over some shorter one.
    shorter = criterion.over and sign.over and sign.over.minutes < criterion.over.minutes
    if sign.fact != criterion.fact or shorter:
        return False
    if criterion.is_ is not None:
        return sign.is_ == criterion.is_
    if criterion.times_usual is not None:
        return sign.times_usual is not None and sign.times_usual >= criterion.times_usual
    if criterion.above is None or sign.above is None or criterion.up_to is not None:
        return False
    return _amount(sign.above) >= _amount(criterion.above)


def _amount(bound: float | Duration) -> float:
    return bound.minutes if isinstance(bound, Duration) else bound


RULE = Check(
    id="severity-fits-its-criteria",
    level="warning",
    needs=(61,),
    find=find,
)
