"""Look for a red line that every brand must have.

A red line counts when it forbids the public acts in question on the fact that tells them, with no other condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.whole_space import UNNAMED
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import flaw, key
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
        and not matcher.is_timed
        and not matcher.exceptions
        and (matcher.actions is None or actions <= matcher.actions)
    )


def missing(view: View, actions: frozenset[str], fact: str, what: Message, hint: Message) -> Iterator[Problem]:
    """Yield a problem where no red line forbids some actions on a fact, whatever else is said, some day to come."""
    known = actions & view.brand.values.actions.keys()
    covering = view.coming.bits(lambda clause: _covers(clause, known, fact))
    first = view.coming.first_without(covering, [UNNAMED])
    if first is None:
        return
    if covering and first.date() > view.today:
        ending = (clause.rule for clause, _ in view.coming.each(covering))
        last = max((rule for rule in ending if rule.valid_until and rule.valid_until < first.date()), key=_end)
        yield flaw(key(last, "valid_until"), beginning(what, first, view.today), hint)
        return
    # One that is there and too narrow is where the slip is.
    live = view.perimeter.live(view.today)
    narrow = next((clause for clause in live if clause.is_red_line and fact in clause.matcher.when), None)
    if narrow is not None:
        what = message("The red line `{id}` holds in some cases only, where it must hold in all.", id=narrow.rule.id)
        yield Problem(place=key(narrow.rule, "id"), message=what, hint=hint)
    else:
        yield Problem(place=view.lacking("scope", "red_lines"), message=what, hint=hint)


def _end(rule: Rule | RedLine) -> date:
    return rule.valid_until or date.max
