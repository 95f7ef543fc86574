"""Draft what is printed: the sheet of each scenario, and the emergency kit of a brand, which holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.cover import Chains
from perimetre.model import Crisis, Line, Severity
from perimetre.model.crisis import CrisisStep
from perimetre.model.escalation import Tree
from perimetre.model.statements import Statement
from perimetre.model.values import EmergencyNumber
from perimetre.perimeter.copies import red_lines_of
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.step_levels import StepLevel
from perimetre.render.step_order import ordered_steps

# More than a sheet has room for, whatever the scenario holds: the whole card has the rest.
_STATEMENTS, _NUMBERS = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """What the sheet of a scenario is written from.

    Fields:
        crisis: the scenario.
        numbers: whom anybody may call, where people may be hurt.
        severity: how grave it is.
        line, chain: whom one calls, by hours.
        steps: what is done, in its order, each with its number on the page of the scenario.
        levels: how far each may go, by the id of a step.
        statements: those that may leave sooner first.
    """

    crisis: Crisis
    numbers: tuple[EmergencyNumber, ...] = ()
    severity: Severity | None = None
    line: Line | None = None
    chain: Chains | None = None
    steps: tuple[tuple[int, CrisisStep], ...] = ()
    levels: Mapping[str, tuple[StepLevel, ...]]
    statements: tuple[Statement, ...] = ()


def scenario_card(
    crisis: Crisis,
    numbers: tuple[EmergencyNumber, ...],
    severity: Severity | None,
    levels: Mapping[str, tuple[StepLevel, ...]],
    chain: Chains | None,
) -> ScenarioCard:
    """Return what a sheet is written from; `numbers`: those of emergencies, where people may be hurt."""
    steps = tuple(
        (number, step)
        for number, (step, _) in enumerate(ordered_steps(crisis), 1)
        if step.kind in (None, "action", "decision")
    )
    return ScenarioCard(
        crisis=crisis,
        numbers=numbers[:_NUMBERS],
        severity=severity,
        line=chain.line if chain is not None else None,
        chain=chain,
        steps=steps,
        levels={step.id: levels[step.id] for _, step in steps if step.id in levels},
        statements=tuple(sorted(crisis.statements, key=lambda text: text.status != "pre-approved")[:_STATEMENTS]),
    )


def card_draft(desk: Desk, card: ScenarioCard) -> PageDraft:
    """Return the draft of the sheet of a scenario, which prints on one A4."""
    crisis = card.crisis
    return desk.draft(
        f"crises/{crisis.id}/card",
        message("{title}: the card to print", title=desk.say(crisis.title or crisis.id)),
        "crises/card.html",
        head=crisis,
        group="unlisted",
        # The same words as the scenario's page, which the search finds.
        boost=0,
        card=card,
        hours_of=desk.hours_of,
    )


def kit_draft(
    desk: Desk,
    cards: Sequence[ScenarioCard],
    chains: Mapping[str, Chains],
    trees: Sequence[Tree],
    numbers: Sequence[EmergencyNumber],
) -> Iterator[PageDraft]:
    """Yield the draft of the emergency kit of a brand, where its readers may see scenarios."""
    brand = desk.the_brand
    if not cards:
        return
    yield desk.draft(
        "kit",
        message("Emergency kit: {brand}", brand=desk.say(brand.brand.name) or brand.id),
        "crises/kit.html",
        source=cards[0].crisis.place.file,
        group="unlisted",
        # The same words again.
        boost=0,
        cards=cards,
        said=[card.crisis for card in cards if card.crisis.statements],
        chains=chains,
        lines=desk.seen(brand.escalation.lines),
        trees=trees,
        signs=brand.escalation.triage.danger_signs if brand.escalation.triage else (),
        red_lines=[line for line in desk.seen(red_lines_of(brand)) if not line.is_advice],
        numbers=numbers[:_NUMBERS],
        hours_of=desk.hours_of,
    )
