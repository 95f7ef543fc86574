"""Red lines that every brand has: never under a false identity, never a lawful criticism deleted.

A red line counts when it forbids the public acts in question on the fact that tells them, with no other condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..scope import Clause
from ..words import Message, message
from .base import Check, Problem, View, key


def _covers(clause: Clause, actions: frozenset[str], fact: str) -> bool:
    matcher = clause.matcher
    tests = dict(matcher.when)
    asked = tests.pop(fact, None)
    return (
        clause.is_red_line
        and not tests
        and (asked is None or asked.admits(True) is True)
        and all(one is None for one in (matcher.roles, matcher.channels, matcher.topics, matcher.authors, matcher.says))
        and matcher.phases is None
        and matcher.posture == 0
        and matcher.during is None
        and matcher.windows is None
        and not matcher.exceptions
        and (matcher.actions is None or actions <= matcher.actions)
    )


def _missing(view: View, actions: frozenset[str], fact: str, said: Message, hint: Message) -> Iterator[Problem]:
    known = actions & view.brand.values.actions.keys()
    live = view.perimeter.live(view.today)
    if any(_covers(clause, known, fact) for clause in live):
        return
    # One that is there and too narrow is where the slip is.
    narrow = next((one for one in live if one.is_red_line and fact in one.matcher.when), None)
    if narrow is not None:
        said = message("The red line `{id}` holds in some cases only, where it must hold in all.", id=narrow.said.id)
        yield Problem(place=key(narrow.said, "id"), message=said, hint=hint)
    else:
        yield Problem(place=view.lacking("scope", "red_lines"), message=said, hint=hint)


SPEAKING = frozenset({"publish", "reply-public"})
ERASING = frozenset({"delete"})


def no_false_identity(view: View) -> Iterator[Problem]:
    """Yield a problem where no red line forbids to speak under a false identity."""
    return _missing(
        view,
        SPEAKING,
        "hidden-identity",
        message("No red line forbids speaking under a name other than the brand's."),
        message(
            "Write a red line on `actions: {actions}` with `when: {when}` and no other condition.",
            actions="[publish, reply-public]",
            when="{hidden-identity: true}",
        ),
    )


def lawful_criticism_stays(view: View) -> Iterator[Problem]:
    """Yield a problem where no red line keeps a lawful criticism."""
    return _missing(
        view,
        ERASING,
        "lawful-criticism",
        message("No red line keeps lawful criticism from being deleted."),
        message(
            "Write a red line on `actions: {actions}` with `when: {when}` and no other condition.",
            actions="[delete]",
            when="{lawful-criticism: true}",
        ),
    )


_GROUND = ("scope", "values", "people", "channels")
RULES = (
    Check(id="no-false-identity", level="error", needs=(18,), ground=_GROUND, find=no_false_identity),
    Check(id="lawful-criticism-stays", level="error", needs=(84,), ground=_GROUND, find=lawful_criticism_stays),
)
