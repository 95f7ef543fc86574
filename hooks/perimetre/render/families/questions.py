"""Draft the questions that a community manager asks, in their words, each answered from the perimeter on one page.

The questions are ours; every answer is computed: the perimeter is asked, and the pages that say more are named. A
question that the brand has nothing on (no such channel, no such page) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import Role, facts_named
from perimetre.perimeter.facts import FactValue
from perimetre.perimeter.questions import IMPOSSIBLE, RANK, Question
from perimetre.render import views
from perimetre.render.answer_hours import is_waited_for
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.brand import find_place
from perimetre.render.instead import Without, without
from perimetre.render.usual_questions import PerimeterAsk, usual_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as the page shows it.

    Fields:
        label: what it is about.
        asked: what the perimeter is asked, on each of the channels.
        spreads: the answers with their channels, those on which the act can be done.
        without: the channels that do not offer it.
        step: («up_to», 30).
    """

    label: object
    asked: Question
    spreads: tuple[views.Spread, ...]
    without: tuple[Without, ...] = ()
    step: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLevel:
    """How far a role may go up to a sum, on the channels that offer the act; the strictest counts.

    Fields:
        asked: what is asked of the perimeter, on each of the channels.
        but: whether some case is stricter.
        waits: it needs an agreement that nobody gives at the hours of the role's turns.
        step: («up_to», 30).
    """

    asked: Question
    channels: tuple[str, ...]
    authority: str
    but: bool
    waits: bool
    step: tuple[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SumsOfRole:
    """The levels of a role from sum to sum."""

    role: Role
    levels: tuple[SumLevel, ...]


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Yield the draft of a brand's questions for each role of community manager: a role is answered its own answers."""
    if not desk.channels:
        return
    paths = {role.id: f"questions/{role.id}" if rank else "questions" for rank, role in enumerate(desk.cm_roles)}
    for role in desk.cm_roles:
        yield _draft(desk, role, paths)


def _draft(desk: Desk, role: Role, paths: Mapping[str, str]) -> PageDraft:
    brand = desk.the_brand
    entries = []
    for question in usual_questions().questions:
        answers = tuple(answer for ask in question.asks for answer in _answers(desk, role.id, ask))
        places = tuple(dict.fromkeys(place for see in question.see if (place := find_place(desk, see))))
        sums = tuple(sums for ask in question.asks if ask.steps for sums in _sums(desk, ask)) if answers else ()
        if answers or (places and not question.asks):
            entries.append((question, answers, places, sums))
    first = paths[role.id] == "questions"
    title = message("May I…? The questions that come up")
    draft = desk.draft(
        paths[role.id],
        title if first else message("{title}: {role}", title=title, role=desk.say(role.title or role.id)),
        "brand/questions.html",
        kind="scope",
        group="now",
        parent=None if first else "questions",
        boost=1.4 if first else 0.8,
        entries=entries,
        role=role,
        roles=desk.cm_roles,
        path_of=paths.__getitem__,
        hours_of=desk.hours_of,
        voice=brand.voice,
        terms={term.id: term for term in desk.seen(brand.voice.lexicon)},
        mentions=desk.seen(brand.voice.required_mentions),
        severities=sorted(desk.seen(brand.escalation.severities), key=lambda severity: -(severity.number or 0)),
        pressures=brand.requests.pressures,
        numbers=tuple(desk.values.emergency_numbers.values()),
    )
    return replace(draft, role=role.id)


def _answers(desk: Desk, role: str, ask: PerimeterAsk) -> Iterator[ShownAnswer]:
    """Return the answers to a question, one for each step of the fact that cuts it."""
    if not _channels(desk, ask) or ask.action not in desk.values.actions:
        return
    bounds = _bounds(desk, ask) if ask.steps is not None else ()
    for value, step in _samples(bounds):
        yield _shown(desk, role, ask, {**ask.facts, str(ask.steps): value}, step)
    if not bounds:
        yield _shown(desk, role, ask, ask.facts)


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
        situations = (situation for case in match.cases for situation in (case, *case.except_))
        for test in facts_named(tuple(test for situation in situations for test in situation.when)):
            if test.fact == ask.steps:
                bounds |= {bound for bound in (test.above, test.up_to) if isinstance(bound, int | float)}
    return tuple(sorted(bounds))


def _sums(desk: Desk, ask: PerimeterAsk) -> Iterator[SumsOfRole]:
    """Yield how far each role of community manager may go from sum to sum, each at its own hours."""
    for role in desk.cm_roles:
        levels: list[SumLevel] = []
        for answer in _answers(desk, role.id, ask):
            possible = [spread for spread in answer.spreads if spread.authority != IMPOSSIBLE]
            if not possible or answer.step is None:
                continue
            strictest = max(possible, key=lambda spread: RANK[spread.authority])
            channels = tuple(channel for spread in possible for channel in spread.channels)
            cases = [case.authority for spread in possible for case in spread.besides.sterner]
            level = SumLevel(
                asked=answer.asked,
                channels=channels,
                authority=strictest.authority,
                but=any(RANK[case] > RANK[strictest.authority] for case in cases),
                waits=strictest.authority == "approve"
                and desk.hours_of(role.id).is_own
                and any(is_waited_for(agreement.circuit) for agreement in strictest.answer.agreements),
                step=answer.step,
            )
            # Sums that say the same are told by the last of them.
            if levels and _said(levels[-1]) == _said(level):
                levels.pop()
            levels.append(level)
        if levels:
            yield SumsOfRole(role=role, levels=tuple(levels))


def _said(level: SumLevel) -> tuple[object, ...]:
    return level.authority, level.but, level.waits


def _channels(desk: Desk, ask: PerimeterAsk) -> tuple[str, ...]:
    """Return the active channels that the question is about."""
    if ask.kinds:
        return tuple(channel.id for channel in desk.channels if channel.state == "active" and channel.kind in ask.kinds)
    return desk.own_channels


def _shown(
    desk: Desk, role: str, ask: PerimeterAsk, facts: Mapping[str, FactValue], step: tuple[str, float] | None = None
) -> ShownAnswer:
    """Return the answers on each channel, those that most channels have first."""
    channels = _channels(desk, ask)
    asked = Question(
        role=role,
        action=ask.action,
        channel="",
        says=frozenset(ask.says),
        topics=frozenset(ask.topics),
        authors=frozenset(ask.authors),
        facts=facts,
        at=desk.hours_of(role).at,
    )
    questions = {channel: replace(asked, channel=channel) for channel in channels}
    answers = {channel: desk.ask(question) for channel, question in questions.items()}
    possible = [
        (channel, answer, desk.besides_of(questions[channel]))
        for channel, answer in answers.items()
        if answer.lack is None
    ]
    spreads = views.spread(possible, len(channels))
    ordered = sorted(spreads, key=lambda spread: (-len(spread.channels), views.RANKS[spread.authority]))
    label = ask.label or desk.values.actions[ask.action].label
    lacks = {channel: answer.lack for channel, answer in answers.items() if answer.lack is not None}
    withouts = tuple(without(desk, asked, lacks))
    return ShownAnswer(label=label, asked=asked, spreads=tuple(ordered), without=withouts, step=step)
