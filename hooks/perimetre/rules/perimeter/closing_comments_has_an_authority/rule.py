"""Closing comments has an authority: a flooded community manager does not shut the conversation on their own."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

# From this age on, in minutes, a thread that is shut is old: nobody is being flooded.
OLD = 7 * 24 * 60


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where closing comments is not decided, or is left to whoever is flooded, some day to come."""
    deciding = view.coming.bits(
        lambda clause: (
            not clause.is_red_line
            and clause.matcher.actions is not None
            and "close-comments" in clause.matcher.actions
            and not _is_of_old_posts(clause)
        )
    )
    first = view.coming.first_without(deciding, view.coming.channels)
    if first is not None:
        yield flaw(
            view.lacking("scope", "rules"),
            beginning(message("Nothing says who may close comments."), first, view.today),
            message("Write a rule on `actions: [close-comments]`, with the approval it requires."),
        )
    for clause, since in view.coming.each(deciding):
        alone = clause.matcher.roles is None or clause.matcher.roles & view.community_managers
        if RANK[clause.authority] < RANK["approve"] and alone:
            yield flaw(
                key(clause.rule, "authority"),
                beginning(
                    message("`{id}` lets a community manager close comments alone.", id=clause.rule.id),
                    since,
                    view.today,
                ),
                message("Require approval; in the meantime, `limit-comments` protects and can be undone."),
            )


def _is_of_old_posts(clause: Clause) -> bool:
    age = clause.matcher.when.get("age-of-post")
    return age is not None and age.above is not None and age.above >= OLD


RULE = Check(
    id="closing-comments-has-an-authority",
    level="error",
    needs=(8,),
    find=find,
)
