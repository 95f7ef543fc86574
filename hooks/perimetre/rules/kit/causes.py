"""Tell a cause once: a rule of the perimeter that stops many acts is told, and not each of them (stage judge)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.copies import no_copy_lines
from perimetre.perimeter.questions import Answer
from perimetre.rules.kit.check import flaw, key
from perimetre.rules.kit.view import View

# How many acts one rule may stop and each be told where it is ordered; beyond, the rule is what is wrong.
_EACH = 3


def is_blocked_protection(view: View, answer: Answer, *, action: str, role: str, says: Iterable[str]) -> bool:
    """Say whether `protective-acts-are-never-blocked` tells an answer, which makes one wait, of the rule that gives it.

    Args:
        answer: the answer, stricter than *notify*.
        action, role, says: what it was asked about.
    """
    spared = {line.id for line in no_copy_lines(view.brand)}
    protective = view.brand.values.actions[action].protective
    return (
        bool(protective)
        and role in view.community_managers
        and not tuple(says)
        and not (answer.rules and {rule.id for rule in answer.rules} <= spared)
    )


def by_cause(
    found: Iterable[tuple[Answer, Problem]], said: Callable[[Rule | RedLine, int], tuple[Message, Message]]
) -> Iterator[Problem]:
    """Yield the problems; those of one and the same rule, where they are many, as one of that rule.

    Args:
        found: each problem, with the answer that makes it one.
        said: what is wrong with a rule that stops some number of acts, and what to write instead.
    """
    groups: dict[str, list[tuple[Answer, Problem]]] = {}
    for answer, problem in found:
        cause = answer.rules[0].id if answer.rules else ""
        groups.setdefault(cause, []).append((answer, problem))
    for cause, group in groups.items():
        if not cause or len(group) <= _EACH:
            yield from (problem for _, problem in group)
            continue
        rule = group[0][0].rules[0]
        what, hint = said(rule, len(group))
        here = message("It stops this.")
        about = frozenset[str]().union(*(problem.about for _, problem in group))
        yield flaw(key(rule, "authority"), what, hint, *((problem.place, here) for _, problem in group), about=about)
