"""A superseded rule has ended: what takes the place of another does not stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import RedLine, Rule
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules in force that another one says it replaces."""
    scope = view.brand.scope
    written: tuple[Rule | RedLine, ...] = (*scope.red_lines, *scope.rules)
    rules = {rule.id: rule for rule in written}
    for rule in rules.values():
        for rank, id_ in enumerate(rule.supersedes):
            former = rules.get(id_)
            place = value(rule, "supersedes", rank)
            if id_ == rule.id:
                yield flaw(
                    place,
                    message("`{id}` says that it replaces itself.", id=rule.id),
                    message("Name the rule that was there before, or take it out."),
                )
            elif former is not None and rule.is_live(view.today) and former.is_live(view.today):
                yield flaw(
                    place,
                    message("`{id}` replaces `{former}`, which is still in force: both count.", id=rule.id, former=id_),
                    message("Write `status: deprecated` there, or `valid_until:` with its last day."),
                    (value(former, "id"), message("The rule that is replaced is here.")),
                    about=[id_],
                )


RULE = Check(
    id="superseded-rule-has-ended",
    level="error",
    needs=(),
    find=find,
)
