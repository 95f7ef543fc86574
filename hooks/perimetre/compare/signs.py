"""Say whether a severity is recognised sooner or later: by more signs or fewer, by what is asked of its facts.

Comes in: a severity before and after. Goes out: a kind and a sentence; nothing where nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.compare.fields import field_phrases
from perimetre.compare.neutral import neutral
from perimetre.compare.saying import Names, quoted
from perimetre.compare.weighed import Weighed, of_phrases
from perimetre.model import Severity
from perimetre.model.escalation import Criteria, Criterion

_NO_CRITERIA = Criteria()
# What bounds a fact, and whether it is met sooner where it is lower.
_BOUNDS: Mapping[str, bool] = {"above": True, "times_usual": True, "up_to": False}


def sign_changes(before: Severity, after: Severity, names: Names) -> Iterator[Weighed]:
    """Yield that a severity is recognised sooner (it protects more), or later; nothing where both may be."""
    old, new = (severity.criteria or _NO_CRITERIA for severity in (before, after))
    ways = {*_ways(old, new)}
    if ways in ({True}, {False}):
        what = message("Severity {title}, by what it is recognised", title=quoted(after.title or after.id))
        phrases = field_phrases(old, new, names)
        yield of_phrases("strengthened" if ways == {True} else "weakened", what, phrases)


def _ways(old: Criteria, new: Criteria) -> Iterator[bool | None]:
    """Yield of each sign whether it is recognised sooner by it (else later); None: nobody can tell."""
    if (bool(old.any), bool(old.all)) != (bool(new.any), bool(new.all)):
        # What one of a list is enough for, and what a whole list is, are not weighed against each other.
        is_first, is_last = (not (side.any or side.all) for side in (old, new))
        yield True if is_first else False if is_last else None
        return
    # Of one sign that is enough, one more is sooner; of those that must all be there, one more is later.
    for before, after, more in ((old.any, new.any, True), (old.all, new.all, False)):
        known = [{neutral(sign): sign for sign in signs} for signs in (before, after)]
        lost, gained = ([sign for key, sign in one.items() if key not in other] for one, other in (known, known[::-1]))
        for sign in tuple(gained):
            same = next((was for was in lost if was.fact is not None and was.fact == sign.fact), None)
            if same is not None:
                yield from _of_bounds(same, sign)
                lost.remove(same)
                gained.remove(sign)
        yield from (more for _ in gained)
        yield from (not more for _ in lost)


def _of_bounds(old: Criterion, new: Criterion) -> Iterator[bool | None]:
    """Yield of each bound of one fact whether it is met sooner."""
    if neutral(old, leave=_BOUNDS) != neutral(new, leave=_BOUNDS):
        yield None
    for name, lower_is_sooner in _BOUNDS.items():
        before, after = (_number(getattr(sign, name)) for sign in (old, new))
        if before != after:
            if before is None or after is None:
                yield after is None
            else:
                yield (after < before) is lower_is_sooner


def _number(value: float | Duration | None) -> float | None:
    return value.minutes if isinstance(value, Duration) else value
