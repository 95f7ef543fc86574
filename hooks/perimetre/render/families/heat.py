"""Draft what serves when it heats up: triage, escalation lines, severities, cover of the week, crises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from perimetre.base.words import message
from perimetre.cover import Chains, Cover, by_hours
from perimetre.model import Crisis
from perimetre.model.escalation import Tree
from perimetre.model.exercises import exercises_of
from perimetre.model.values import EmergencyNumber
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.paper import ScenarioCard, card_draft, kit_draft, scenario_card
from perimetre.render.keywords import danger_words
from perimetre.render.pictures import WEEKS
from perimetre.render.step_levels import step_levels
from perimetre.render.step_order import ordered_steps

# Crises in which people may be hurt: their cards show the emergency numbers first.
_DANGER = (
    "accident", "person-in-distress", "threat", "attack", "recall", "poisoning", "harassment", "pollution", "disaster",
    "victims", "mourning", "product-fault", "deepfake",
)  # fmt: skip


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of a brand's triage, escalation and crises."""
    brand = desk.the_brand
    file = brand.escalation
    numbers = tuple(desk.values.emergency_numbers.values())
    if desk.is_public:
        return
    ordered: list[Tree] = []
    if file.triage and file.triage.trees:
        trees = {tree.id: tree for tree in desk.seen(file.triage.trees)}
        ordered = [trees[file.triage.entry]] if file.triage.entry in trees else []
        ordered += [tree for tree in trees.values() if tree not in ordered]
        yield desk.draft(
            "triage",
            message("Triage: is this a crisis?"),
            "escalation/triage.html",
            kind="escalation",
            group="hot",
            boost=1.3,
            trees=ordered,
            numbers=numbers,
            signs=file.triage.danger_signs,
        )
    lines, severities = desk.seen(file.lines), desk.seen(file.severities)
    cover = _cover(desk)
    chains = {line.id: by_hours(cover, line) for line in lines}
    yield from _crises(desk, numbers, chains, ordered)
    if lines:
        yield desk.draft(
            "escalation",
            message("Who do I call? Escalation lines"),
            "escalation/lines.html",
            kind="escalation",
            group="hot",
            boost=1.3,
            lines=lines,
            chains=chains,
            duty=desk.live_duty.first,
        )
    if severities:
        yield desk.draft(
            "escalation/severities",
            message("Severities"),
            "escalation/severities.html",
            kind="escalation",
            group="hot",
            parent="escalation",
            severities=sorted(severities, key=lambda severity: (severity.number is None, severity.number or 0)),
        )
    schedules = desk.seen(brand.people.schedules)
    if schedules:
        yield desk.draft(
            "escalation/cover",
            message("Cover: who holds the phone this week"),
            "escalation/cover.html",
            kind="people",
            group="hot",
            parent="escalation",
            schedules=schedules,
            cover=cover,
            with_calendars=frozenset(schedule.id for schedule in cover.schedules),
            people=desk.seen(cover.assigned),
        )


def _cover(desk: Desk) -> Cover:
    # From this week's Monday, so that the first of the coming weeks is whole.
    monday = desk.today - dt.timedelta(days=desk.today.weekday())
    return Cover(desk.handbook, desk.the_brand, monday, 7 * WEEKS)


def _crises(
    desk: Desk, numbers: tuple[EmergencyNumber, ...], chains: Mapping[str, Chains], trees: Sequence[Tree]
) -> Iterator[PageDraft]:
    brand = desk.the_brand
    crises = desk.seen(brand.crises)
    if not crises:
        return
    severities = {str(severity.number): severity for severity in brand.escalation.severities} | {
        severity.id: severity for severity in brand.escalation.severities
    }

    def rank(crisis: Crisis) -> tuple[int, str]:
        severity = severities.get(str(crisis.severity))
        return (-(severity.number or 0) if severity else 0, crisis.id)

    yield desk.draft(
        "crises",
        message("Crisis cards"),
        "crises/index.html",
        source=crises[0].place.file,
        group="hot",
        boost=1.2,
        crises=sorted(crises, key=rank),
        set_aside=desk.handbook.settings.expected_crises_set_aside,
    )
    cards: dict[str, ScenarioCard] = {}
    for crisis in crises:
        levels = step_levels(desk, crisis)
        kinds = (crisis.kind,) if crisis.kind else ()
        yield desk.draft(
            f"crises/{crisis.id}",
            crisis.title or crisis.id,
            "crises/crisis.html",
            head=crisis,
            group="hot",
            parent="crises",
            keywords=(*desk.words("crisis_kinds", kinds), *danger_words(crisis.kind or "", desk.language)),
            description=crisis.first_step,
            boost=1.7,
            crisis=crisis,
            steps=ordered_steps(crisis),
            levels=levels,
            hours_of=desk.hours_of,
            chain=chains.get(crisis.escalation_line or ""),
            numbers=numbers if _is_dangerous(crisis) else (),
            sort=desk.values.crisis_kinds.get(crisis.kind) if crisis.kind else None,
            severity=severities.get(str(crisis.severity)),
            lessons=[lesson for lesson in desk.seen(brand.reporting.lessons) if lesson.crisis == crisis.id],
            exercised=exercises_of(brand, crisis),
        )
        card = scenario_card(
            crisis,
            numbers if _is_dangerous(crisis) else (),
            severities.get(str(crisis.severity)),
            levels,
            chains.get(crisis.escalation_line or ""),
        )
        cards[crisis.id] = card
        yield card_draft(desk, card)
    yield from kit_draft(desk, [cards[crisis.id] for crisis in sorted(crises, key=rank)], chains, trees, numbers)


def _is_dangerous(crisis: Crisis) -> bool:
    return any(word in (crisis.kind or crisis.id) for word in _DANGER)
