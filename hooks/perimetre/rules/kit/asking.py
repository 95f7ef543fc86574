"""Ask a brand's perimeter on behalf of a rule: who acts, where, what the answer is (stage judge)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from perimetre.model import RedLine, Rule
from perimetre.perimeter.decisions import RANK, Answer, Question
from perimetre.perimeter.matching import FactValue
from perimetre.rules.kit.base import View

APPROVE = RANK["approve"]


def speakers(view: View, who: str | None) -> tuple[str, ...]:
    """Return the roles that stand behind somebody named in a step, among those of whom a rule speaks.

    The community manager on duty is any role that community managers hold. A role of which no rule speaks has its own
    authority, which the perimeter does not tell.
    """
    if who in ("cm-on-duty", "doer"):
        return tuple(sorted(view.community_managers))
    spoken = frozenset().union(*(clause.matcher.roles or () for clause in view.perimeter.clauses))
    return (who,) if who in view.roles and who in spoken else ()


def where(view: View, channels: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the channels that are named and in use; those of ours on which one speaks in public where none is."""
    named = view.perimeter.ground.expand(channels)
    if named:
        return tuple(one.id for one in view.channels if one.id in named)
    return tuple(
        one.id
        for one in view.channels
        if one.ownership in ("owned", "managed") and one.kind in ("social", "forum", "blog", "community-server")
    )


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
        facts=facts or {},
    )
    said = (question.says, question.topics, question.authors, posture, tuple(sorted(question.facts.items())))
    key = (role, action, channel, *said, at_best)
    if key not in view.answers:
        view.answers[key] = _answer(view, question, at_best)
    return view.answers[key]


def _answer(view: View, question: Question, at_best: str | None) -> Answer:
    answer = view.perimeter.decide(question, alternatives=False)
    if at_best is None or RANK[answer.authority] <= RANK[at_best]:
        return answer
    known = view.brand.values.facts
    changes = view.perimeter.decide(question).would_change_if
    milder = [one.authority for one in changes if one.dimension in known and RANK[one.authority] <= RANK[at_best]]
    return replace(answer, authority=milder[-1]) if milder else answer


def freed(
    view: View, action: str, facts: Mapping[str, FactValue] | None = None
) -> Iterator[tuple[str, str, Rule | RedLine]]:
    """Yield the roles and channels where an act needs nobody's yes, each with the rule that frees it."""
    if action not in view.brand.values.actions:
        return
    for role in sorted(view.community_managers):
        for channel in where(view):
            answer = asked(view, role=role, action=action, channel=channel, facts=facts)
            if RANK[answer.authority] < APPROVE and answer.rules:
                yield role, channel, answer.rules[0]
