"""Whoever is told to declare may declare: a severity, the posture that it opens, the end of a triage, a card agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.model.escalation import Line, Severity
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

_ON_DUTY = "cm-on-duty"


def find(view: View) -> Iterator[Problem]:
    """Yield who is told to declare what the house lets others declare."""
    severities = {severity.number: severity for severity in view.live(view.brand.escalation.severities)}
    for severity in severities.values():
        yield from _opens_more(view, severity)
    yield from _triage(view, severities)
    yield from _cards(view, severities)


def _opens_more(view: View, severity: Severity) -> Iterator[Problem]:
    """Yield who opens, by declaring a severity, a posture that they may not declare."""
    level = severity.opens.posture if severity.opens else None
    rule = next((rule for rule in view.brand.brand.posture_rules if rule.level == level), None)
    if level is None or rule is None or not rule.may_declare:
        return
    allowed = _expanded(view, rule.may_declare)
    beyond = [who for who in severity.may_declare if not _expanded(view, [who]) <= allowed]
    if beyond:
        yield flaw(
            value(severity, "may_declare", severity.may_declare.index(beyond[0])),
            message(
                "Severity `{severity}` opens `{posture}`; these may declare it, and not `{posture}`: {roles}.",
                severity=severity.id,
                posture=level,
                roles=listed(beyond),
            ),
            message("Write the same roles here and among those who may declare `{posture}`.", posture=level),
            (rule.place, message("Who may declare it is written here.")),
            about=beyond,
        )


def _triage(view: View, severities: dict[int | None, Severity]) -> Iterator[Problem]:
    """Yield the ends of the triage at a severity that nobody may declare of those who meet it there."""
    triage = view.brand.escalation.triage
    crises = {crisis.id: crisis for crisis in view.live(view.brand.crises)}
    for tree in triage.trees if triage else ():
        for outcome in (*(branch.outcome for branch in tree.branches), tree.otherwise):
            severity = severities.get(view.severity_number(outcome.severity)) if outcome else None
            if outcome is None or severity is None or not severity.may_declare:
                continue
            line = _followed(view, outcome.line, severity)
            told = [*view.community_managers, _ON_DUTY, outcome.to, *outcome.inform]
            told += _named(view, crises[outcome.scenario]) if outcome.scenario in crises else []
            if not _any_may(view, severity, [*told, *_called(line)]):
                yield flaw(
                    value(outcome, "severity"),
                    message(
                        "The triage ends here at severity `{severity}`, and nobody whom it sends to may declare it.",
                        severity=severity.id,
                    ),
                    message(
                        "Send it to {roles} (`to:`, `inform:` or `line:`).", roles=listed(severity.may_declare, "or")
                    ),
                    (value(severity, "may_declare"), message("Who may is written here.")),
                    about=[severity.id, line.id if line else None],
                )


def _cards(view: View, severities: dict[int | None, Severity]) -> Iterator[Problem]:
    """Yield the scenarios whose severity nobody may declare of those whom they make act or call."""
    for crisis in view.live(view.brand.crises):
        severity = severities.get(view.severity_number(crisis.severity))
        if severity is None or not severity.may_declare:
            continue
        line = _followed(view, crisis.escalation_line, severity)
        if not _any_may(view, severity, [*_named(view, crisis), *_called(line)]):
            yield flaw(
                value(crisis, "severity"),
                message(
                    "`{crisis}` opens at severity `{severity}`, and nobody whom it makes act or calls may declare it.",
                    crisis=crisis.id,
                    severity=severity.id,
                ),
                message("Give the lead, a step or a call to {roles}.", roles=listed(severity.may_declare, "or")),
                (value(severity, "may_declare"), message("Who may is written here.")),
                about=[severity.id, line.id if line else None],
            )


def _named(view: View, crisis: Crisis) -> list[str | None]:
    """Return whom a card makes act: who leads, who takes a step, who sits in the cell."""
    cell = view.brand.cell_of(crisis)
    sitting = [cell.chair, cell.deputy, *cell.members] if cell else []
    return [crisis.lead, *(step.actor for step in crisis.steps), *sitting]


def _followed(view: View, line: str | None, severity: Severity) -> Line | None:
    """Return the line that is followed: the default one of the severity, where none is named."""
    default = view.cover.default_line(severity.number) if severity.number is not None else None
    return next((other for other in view.brand.escalation.lines if other.id == line), default)


def _called(line: Line | None) -> tuple[str, ...]:
    return tuple(target for step in line.steps for target in step.call) if line else ()


def _any_may(view: View, severity: Severity, named: Iterable[str | None]) -> bool:
    """Say whether somebody named may declare a severity: by a role of theirs, or in the place of whoever has it."""
    allowed = _expanded(view, severity.may_declare)
    people = {person for role in allowed for person in view.holders.get(role, ())}
    for target in filter(None, named):
        deputies = {role.deputy for role in view.brand.people.roles if role.id in allowed}
        if target in allowed or target in deputies or people.intersection(view.cover.people_of(target)):
            return True
    return False


def _expanded(view: View, who: Iterable[str]) -> frozenset[str]:
    """Return roles, with those that the one on duty stands for."""
    named = frozenset(who)
    return named | view.community_managers if _ON_DUTY in named else named


RULE = Check(
    id="declarer-may-declare",
    level="error",
    needs=(76,),
    find=find,
)
