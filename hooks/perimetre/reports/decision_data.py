"""Write an answer of the perimeter as JSON (`schemas/output/decide.schema.json`)."""

from __future__ import annotations

from collections.abc import Callable

from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.model import Limit, Text
from perimetre.model.delays import latest
from perimetre.model.moderation import ChannelMode, LadderStep, Terms
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.moderation import ModeInForce
from perimetre.perimeter.questions import Answer, Dependence, OtherAnswer, OtherHours
from perimetre.reports import agreements, delays
from perimetre.reports.answer_words import AnswerWords
from perimetre.reports.delays import written

Locate = Callable[[Place], "tuple[str, int]"]


def as_data(
    answer: Answer,
    words: AnswerWords,
    locate: Locate,
    *,
    sentence: str,
    state: str | None,
    place: dict[str, object] | None,
    meanwhile: list[str],
    if_no_answer: list[str],
    instead: list[str],
    derived: list[dict[str, object]],
) -> dict[str, object]:
    """Return an answer as JSON says it.

    Args:
        locate: where a symbolic place stands: the file as printed, and the line, from 1.
        sentence: the answer in words.
        state: the state of the channel.
        place: what is said of the place that the question names, or None.
        meanwhile, if_no_answer: what is said of the wait, in words.
        instead: what to do in its place, in words.
        derived: what follows from the question, and was not told.
    """
    return {
        "authority": answer.authority,
        "possible": answer.lack is None and state != "retired",
        "answer": sentence,
        "depends_on": [_dependence(dependence) for dependence in answer.depends_on],
        "other_hours": [_hours(hours) for hours in answer.other_hours],
        "channel_state": state,
        "place": place,
        "agreements": [agreements.as_data(words, agreement) for agreement in answer.agreements],
        "inform": [
            {
                "who": inform.who,
                "when": inform.when,
                "within": written(latest(inform.within)),
                "delay": delays.as_data(words, inform.within),
                "with": list(inform.with_),
                "copy": inform.copy,
            }
            for inform in answer.inform
        ],
        "consult": [
            {
                "of": list(consult.of),
                "mode": consult.mode,
                "when": _said(words, consult.when),
                "lead_time": written(consult.lead_time),
            }
            for consult in answer.consult
        ],
        "lapsed": [rule.id for rule in answer.lapsed],
        "speaks_first": list(answer.speaks_first),
        "moderation": _moderation(words, answer.moderation),
        "ladder": [_step(words, step) for step in answer.ladder],
        "conditions": [
            {"kind": condition.kind, "value": _said(words, condition.value)} for condition in answer.conditions
        ],
        "limits": [_limit(limit) for limit in answer.limits],
        "exhausted": [rule.id for rule in answer.exhausted],
        "required_mentions": list(answer.required_mentions),
        "requests": list(answer.requests),
        "meanwhile": "\n".join(meanwhile) or None,
        "if_no_answer": "\n".join(if_no_answer) or None,
        "instead": instead,
        "lift": [agreements.as_data(words, agreement) for agreement in answer.lift],
        "escalation_line": answer.escalation_line,
        "other_lines": list(answer.other_lines),
        "templates": list(answer.templates),
        "advice": [
            {
                "id": advice.id,
                "strength": advice.strength,
                "title": _said(words, advice.title),
                "because": _said(words, advice.because),
                "instead": [_said(words, text) for text in advice.instead],
                "file": locate(advice.place)[0],
                "line": locate(advice.place)[1],
            }
            for advice in answer.advice
        ],
        "would_change_if": [_change(change) for change in answer.would_change_if],
        "derived": derived,
        "unanswered": [{"says": part.says, "topic": part.topic, "author": part.author} for part in answer.unanswered],
        "rules": [
            {
                "id": rule.id,
                "file": locate(rule.place)[0],
                "line": locate(rule.place)[1],
                "authority": getattr(rule, "authority", answer.authority) or "escalate",
            }
            for rule in answer.rules
        ],
    }


def _dependence(dependence: Dependence) -> dict[str, object]:
    """Return the fact on which an answer depends, and those that must be so as well beside it; or the limit."""
    facts = [{"fact": fact, "when": _when(bounds)} for fact, bounds in dependence.facts]
    limit = None if dependence.limit is None else _limit(dependence.limit)
    first: dict[str, object] = {"fact": None, "when": None} if limit else {**facts[0]}
    return {
        **first,
        "with": facts[1:],
        "limit": limit,
        "authority": dependence.authority,
        "rules": list(dependence.rules),
    }


def _step(words: AnswerWords, step: LadderStep) -> dict[str, object]:
    """Return a step of the ladder: from how many earlier measures, what it forbids, what it asks."""
    terms, earlier = step.terms or Terms(), step.earlier
    return {
        "id": step.id,
        "earlier": earlier and {"ground": earlier.ground, "count": earlier.count, "per": written(earlier.per)},
        "forbids": _said(words, terms.forbids),
        "asks": [_said(words, text) for text in terms.asks],
    }


def _moderation(words: AnswerWords, moderation: ModeInForce | None) -> dict[str, object] | None:
    if moderation is None:
        return None
    record = moderation.record or ChannelMode()
    return {
        "mode": moderation.mode,
        "hours": _said(words, record.hours),
        "read_within": written(record.read_within),
        "read_by": list(record.read_by),
        "is_read": moderation.is_read,
    }


def _hours(hours: OtherHours) -> dict[str, object]:
    times = hours.times
    return {
        "days": list(times.days),
        "from": None if times.from_ is None else str(times.from_),
        "to": None if times.to is None else str(times.to),
        "hours": times.hours,
        "outside": hours.outside,
        "authority": hours.authority,
    }


def _when(bounds: FactBounds) -> object:
    """Return a range as a playbook writes it: `true`, `[launch]`, `{above: 50}`."""
    if bounds.among is not None:
        return next(iter(bounds.among)) if bounds.among <= {True, False} else sorted(map(str, bounds.among))
    edges = {"above": bounds.above, "up_to": bounds.up_to, "times_usual": bounds.times_usual}
    return {name: edge for name, edge in edges.items() if edge is not None}


def _change(change: OtherAnswer) -> dict[str, object]:
    shown: dict[str, object] = {"dimension": change.dimension, "values": list(change.values)}
    bounds = change.bounds
    if bounds is not None and bounds.among is None:
        shown["bounds"] = {"above": bounds.above, "up_to": bounds.up_to, "times_usual": bounds.times_usual}
    else:
        shown["bounds"] = None
    return {**shown, "authority": change.authority, "rules": list(change.rules)}


def _limit(limit: Limit) -> dict[str, object]:
    per = written(limit.per) if isinstance(limit.per, Duration) else limit.per
    return {
        "count": limit.count,
        "sum": limit.sum,
        "max": limit.max,
        "min": limit.min,
        "per": per,
        "by": limit.by,
        "includes": list(limit.includes),
        "lift": limit.lift,
    }


def _said(words: AnswerWords, text: Text | None) -> str | None:
    return None if text is None else words.text(text)
