"""Look for a red line that every brand must have.

A red line counts when it forbids the public acts in question on the fact that tells them, with no other condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.perimeter.clauses import Clause
from perimetre.rules.kit.check import key
from perimetre.rules.kit.view import View


def _covers(clause: Clause, actions: frozenset[str], fact: str) -> bool:
    matcher = clause.matcher
    tests = dict(matcher.when)
    asked = tests.pop(fact, None)
    return (
        clause.is_red_line
        and not tests
        and (asked is None or asked.admits(True) is True)
        and all(
            bound is None for bound in (matcher.roles, matcher.channels, matcher.topics, matcher.authors, matcher.says)
        )
        and matcher.phases is None
        and matcher.places is None
        and matcher.posture == 0
        and matcher.during is None
        and matcher.windows is None
        and not matcher.exceptions
        and (matcher.actions is None or actions <= matcher.actions)
    )


def missing(view: View, actions: frozenset[str], fact: str, what: Message, hint: Message) -> Iterator[Problem]:
    """Yield a problem where no red line forbids some actions on a fact, whatever else is said."""
    known = actions & view.brand.values.actions.keys()
    live = view.perimeter.live(view.today)
    if any(_covers(clause, known, fact) for clause in live):
        return
    # One that is there and too narrow is where the slip is.
    narrow = next((clause for clause in live if clause.is_red_line and fact in clause.matcher.when), None)
    if narrow is not None:
        what = message("The red line `{id}` holds in some cases only, where it must hold in all.", id=narrow.rule.id)
        yield Problem(place=key(narrow.rule, "id"), message=what, hint=hint)
    else:
        yield Problem(place=view.lacking("scope", "red_lines"), message=what, hint=hint)
