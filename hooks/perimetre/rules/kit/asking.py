"""Ask a brand's perimeter on behalf of a rule: who acts, where, what the answer is (stage judge)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from perimetre.model import RedLine, Rule
from perimetre.perimeter import changes, steps
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import FactValue
from perimetre.perimeter.questions import RANK, Answer, Question
from perimetre.rules.kit.view import View

APPROVE = RANK["approve"]


def speakers(view: View, who: str | None) -> tuple[str, ...]:
    """Return the roles that stand behind somebody named in a step, among those of whom a rule speaks."""
    return steps.speakers(view.perimeter, who)


def where(view: View, channels: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the channels that are named and in use; those of ours on which one speaks in public where none is."""
    return steps.where(view.perimeter, view.today, channels)


def asked(
    view: View,
    *,
    role: str,
    action: str,
    channel: str,
    says: Iterable[str] = (),
    topics: Iterable[str] = (),
    authors: Iterable[str] = (),
    posture: str | None = "normal",
    phase: str | None = None,
    facts: Mapping[str, FactValue] | None = None,
    at_best: str | None = None,
) -> Answer:
    """Return what the perimeter answers, at noon.

    Args:
        says, topics, authors: what the case may be, groups included: the answer is that of the worst of them.
        at_best: where the answer is stricter than this authority, the answer that known facts would bring to it: what
            is asked in a case may hold of the facts of that case only (help called when somebody is in danger).
    """
    expand = view.perimeter.ground.expand
    question = Question(
        role=role,
        action=action,
        channel=channel,
        at=view.noon,
        says=expand(says),
        topics=expand(topics),
        authors=expand(authors),
        posture=posture,
        phase=phase,
        facts=facts or {},
    )
    given = view.answers
    case = (question.says, question.topics, question.authors, posture, phase, tuple(sorted(question.facts.items())))
    key = (role, action, channel, *case, at_best)
    if key not in given.known:
        given.known[key] = _answer(given.perimeter, question, at_best)
    return given.known[key]


def _answer(perimeter: Perimeter, question: Question, at_best: str | None) -> Answer:
    answer = perimeter.decide(question, alternatives=False)
    if at_best is None or RANK[answer.authority] <= RANK[at_best]:
        return answer
    known = perimeter.brand.values.facts
    milder = [
        level
        for dimension, _, _, level, _ in changes.levels(perimeter, question)
        if dimension in known and RANK[level] <= RANK[at_best]
    ]
    return replace(answer, authority=min(milder, key=RANK.__getitem__)) if milder else answer


def freeing(view: View, action: str, facts: Mapping[str, FactValue] | None = None) -> tuple[Rule | RedLine, ...]:
    """Return the rules by which an act needs nobody's yes, for some role on some channel."""
    if action not in view.brand.values.actions:
        return ()
    rules: dict[str, Rule | RedLine] = {}
    for role in sorted(view.community_managers):
        for channel in where(view):
            answer = asked(view, role=role, action=action, channel=channel, facts=facts)
            if RANK[answer.authority] < APPROVE and answer.rules:
                rules.setdefault(answer.rules[0].id, answer.rules[0])
    return tuple(rules.values())
