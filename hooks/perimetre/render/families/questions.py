"""Draft the questions that a community manager asks, in their words, each answered from the perimeter on one page.

The questions are ours; every answer is computed: the perimeter is asked, and the pages that say more are named. A
question that the brand has nothing on (no such channel, no such page) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perimetre.base.words import message
from perimetre.perimeter.decisions import AUTHORITIES, Answer, Question
from perimetre.render import views
from perimetre.render.asked import QUESTIONS, Ask
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.brand import find_place


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as the page shows it: what it is about, its step («up_to», 30), and the answers with their channels."""

    label: object
    spreads: tuple[views.Spread, ...]
    step: tuple[str, float] | None = None


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of a brand's questions, where a community manager has a perimeter."""
    brand = desk.the_brand
    if not desk.cm_roles or not desk.channels:
        return
    role = desk.cm_roles[0]
    entries = []
    for one in QUESTIONS:
        told = tuple(told for ask in one.asks for told in _told(desk, role.id, ask))
        see = tuple(dict.fromkeys(place for kind, wanted in one.see if (place := find_place(desk, kind, wanted))))
        if told or (see and not one.asks):
            entries.append((one, told, see))
    yield desk.draft(
        "questions",
        message("May I…? The questions that come up"),
        "brand/questions.html",
        kind="scope",
        group="now",
        keywords=("questions", "faq", "puis-je", "ai-je le droit", "que faire si"),
        boost=1.4,
        entries=entries,
        role=role,
        voice=brand.voice,
        mentions=desk.seen(brand.voice.required_mentions),
        severities=sorted(desk.seen(brand.escalation.severities), key=lambda one: -(one.number or 0)),
        pressures=brand.requests.pressures,
        numbers=tuple(desk.values.emergency_numbers.values()),
    )


def _told(desk: Desk, role: str, ask: Ask) -> Iterator[ShownAnswer]:
    """Return the answers to a question, one for each step of the fact that cuts it."""
    channels = _channels(desk, ask)
    if not channels or ask.action not in desk.values.actions:
        return
    label = ask.label or desk.values.actions[ask.action].label
    if ask.steps is None:
        yield ShownAnswer(label=label, spreads=_spreads(desk, role, ask, channels, ask.facts))
        return
    bounds = _bounds(desk, ask)
    for value, said in _samples(bounds):
        facts = {**ask.facts, ask.steps: value}
        yield ShownAnswer(label=label, step=said, spreads=_spreads(desk, role, ask, channels, facts))
    if not bounds:
        yield ShownAnswer(label=label, spreads=_spreads(desk, role, ask, channels, ask.facts))


def _samples(bounds: tuple[float, ...]) -> Iterator[tuple[float, tuple[str, float]]]:
    for bound in bounds:
        yield bound, ("up_to", bound)
    if bounds:
        yield bounds[-1] + 1, ("above", bounds[-1])


def _bounds(desk: Desk, ask: Ask) -> tuple[float, ...]:
    """Return the bounds that the rules in force put on the fact, for this action."""
    found: set[float] = set()
    for clause in desk.clauses:
        matcher, match = clause.matcher, clause.said.match
        if matcher.actions is not None and ask.action not in matcher.actions:
            continue
        if matcher.says and not set(ask.says) & set(matcher.says):
            continue
        for test in match.when if match else ():
            if test.fact == ask.steps:
                found |= {bound for bound in (test.above, test.up_to) if isinstance(bound, int | float)}
    return tuple(sorted(found))


def _channels(desk: Desk, ask: Ask) -> tuple[str, ...]:
    """Return the active channels that the question is about."""
    if ask.kinds:
        return tuple(one.id for one in desk.channels if one.state == "active" and one.kind in ask.kinds)
    return desk.own_channels


def _spreads(
    desk: Desk, role: str, ask: Ask, channels: Iterable[str], facts: Mapping[str, Any]
) -> tuple[views.Spread, ...]:
    """Return the answers, those that most channels have first."""
    channels = tuple(channels)
    sets = {name: frozenset(getattr(ask, name)) for name in ("says", "topics", "authors")}
    found: dict[tuple[object, ...], tuple[Answer, list[str]]] = {}
    for channel in channels:
        question = Question(role=role, action=ask.action, channel=channel, at=desk.noon, facts=facts, **sets)
        answer = desk.ask(question)
        key = (answer.authority, frozenset(rule.id for rule in answer.rules), answer.escalation_line)
        found.setdefault(key, (answer, []))[1].append(channel)
    whole = len(found) == 1 and not ask.kinds
    made = [views.Spread(answer=answer, channels=tuple(ids), everywhere=whole) for answer, ids in found.values()]
    return tuple(sorted(made, key=lambda one: (-len(one.channels), AUTHORITIES.index(one.authority))))
