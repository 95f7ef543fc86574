"""Write the delays of an answer as JSON: the latest end as a playbook writes it, and all that else is said of it."""

from __future__ import annotations

from perimetre.base.durations import Duration
from perimetre.model import Text
from perimetre.model.delays import Delay, Moment, Within
from perimetre.reports.answer_words import AnswerWords


def written(length: Duration | None) -> str | None:
    """Return a length of time as a playbook writes it: `4h`, `-2wd`, `at-once`; None where none is said."""
    return None if length is None else str(length)


def as_data(words: AnswerWords, within: Within | None) -> dict[str, object] | None:
    """Return the parts of a delay that says more than a length; None for one that does not."""
    if not isinstance(within, Delay):
        return None
    return {
        "from": _bound(words, within.from_),
        "offset": written(within.offset),
        "not_before": written(within.not_before),
        "not_after": written(within.not_after),
        "every": written(within.every),
        "until": _bound(words, within.until),
        "hours": within.hours,
        "kind": "legal" if within.is_legal else within.kind,
        "to": _said(words, within.to),
        "when": _said(words, within.when),
        "basis": within.basis,
    }


def _bound(words: AnswerWords, bound: str | Duration | Text | Moment | None) -> str | dict[str, str] | None:
    """Return what a delay counts from, or lasts until: a clock, a length or words; or a step, an event."""
    if isinstance(bound, Moment):
        return {"step": bound.step} if bound.step is not None else {"event": words.text(bound.event)}
    if isinstance(bound, Text):
        return {"event": words.text(bound)}
    return None if bound is None else str(bound)


def _said(words: AnswerWords, text: Text | None) -> str | None:
    return None if text is None else words.text(text)
