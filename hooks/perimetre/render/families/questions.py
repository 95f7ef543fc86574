"""Draft the questions that a community manager asks, in their words, each answered from the perimeter on one page.

The questions are ours; every answer is computed: the perimeter is asked, and the pages that say more are named. A
question that the brand has nothing on (no such channel, no such page) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perimetre.base.words import message
from perimetre.perimeter.matching import FactValue
from perimetre.perimeter.questions import AUTHORITIES, Answer, Question
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.brand import find_place
from perimetre.render.usual_questions import PerimeterAsk, usual_questions


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
    for question in usual_questions().questions:
        answers = tuple(answer for ask in question.asks for answer in _answers(desk, role.id, ask))
        places = tuple(dict.fromkeys(place for see in question.see if (place := find_place(desk, see))))
        if answers or (places and not question.asks):
            entries.append((question, answers, places))
    yield desk.draft(
        "questions",
        message("May I…? The questions that come up"),
        "brand/questions.html",
        kind="scope",
        group="now",
        boost=1.4,
        entries=entries,
        role=role,
        voice=brand.voice,
        mentions=desk.seen(brand.voice.required_mentions),
        severities=sorted(desk.seen(brand.escalation.severities), key=lambda severity: -(severity.number or 0)),
        pressures=brand.requests.pressures,
        numbers=tuple(desk.values.emergency_numbers.values()),
    )


def _answers(desk: Desk, role: str, ask: PerimeterAsk) -> Iterator[ShownAnswer]:
    """Return the answers to a question, one for each step of the fact that cuts it."""
    channels = _channels(desk, ask)
    if not channels or ask.action not in desk.values.actions:
        return
    label = ask.label or desk.values.actions[ask.action].label
    if ask.steps is None:
        yield ShownAnswer(label=label, spreads=_spreads(desk, role, ask, channels, ask.facts))
        return
    bounds = _bounds(desk, ask)
    for value, step in _samples(bounds):
        facts = {**ask.facts, ask.steps: value}
        yield ShownAnswer(label=label, step=step, spreads=_spreads(desk, role, ask, channels, facts))
    if not bounds:
        yield ShownAnswer(label=label, spreads=_spreads(desk, role, ask, channels, ask.facts))


def _samples(bounds: tuple[float, ...]) -> Iterator[tuple[float, tuple[str, float]]]:
    for bound in bounds:
        yield bound, ("up_to", bound)
    if bounds:
        yield bounds[-1] + 1, ("above", bounds[-1])


def _bounds(desk: Desk, ask: PerimeterAsk) -> tuple[float, ...]:
    """Return the bounds that the rules in force put on the fact, for this action."""
    bounds: set[float] = set()
    for clause in desk.clauses:
        matcher, match = clause.matcher, clause.rule.match
        if matcher.actions is not None and ask.action not in matcher.actions:
            continue
        if matcher.says and not set(ask.says) & set(matcher.says):
            continue
        for test in match.when if match else ():
            if test.fact == ask.steps:
                bounds |= {bound for bound in (test.above, test.up_to) if isinstance(bound, int | float)}
    return tuple(sorted(bounds))


def _channels(desk: Desk, ask: PerimeterAsk) -> tuple[str, ...]:
    """Return the active channels that the question is about."""
    if ask.kinds:
        return tuple(channel.id for channel in desk.channels if channel.state == "active" and channel.kind in ask.kinds)
    return desk.own_channels


def _spreads(
    desk: Desk, role: str, ask: PerimeterAsk, channels: Iterable[str], facts: Mapping[str, FactValue]
) -> tuple[views.Spread, ...]:
    """Return the answers, those that most channels have first."""
    answers: dict[tuple[object, ...], tuple[Answer, list[str]]] = {}
    for channel in channels:
        question = Question(
            role=role,
            action=ask.action,
            channel=channel,
            says=frozenset(ask.says),
            topics=frozenset(ask.topics),
            authors=frozenset(ask.authors),
            facts=facts,
            at=desk.noon,
        )
        answer = desk.ask(question)
        key = (answer.authority, frozenset(rule.id for rule in answer.rules), answer.escalation_line)
        answers.setdefault(key, (answer, []))[1].append(channel)
    whole = len(answers) == 1 and not ask.kinds
    spreads = [views.Spread(answer=answer, channels=tuple(ids), everywhere=whole) for answer, ids in answers.values()]
    return tuple(sorted(spreads, key=lambda spread: (-len(spread.channels), AUTHORITIES.index(spread.authority))))
