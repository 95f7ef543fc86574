"""A rule follows the edition in force: one that comes from an earlier text is read again when the text changes."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import HOUSE, RedLine, Rule
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules that say another edition than the one which their file follows."""
    scope = view.brand.scope
    house = view.handbook.house
    rules: tuple[Rule | RedLine, ...] = (*view.live(scope.red_lines), *view.live(scope.rules))
    for rule in rules:
        current = house.scope.edition if rule.origin == HOUSE and house is not None else scope.edition
        if rule.edition is not None and current is not None and rule.edition != current:
            yield flaw(
                value(rule, "edition"),
                message(
                    "`{id}` comes from the edition {edition}, and {current} is in force.",
                    id=rule.id,
                    edition=rule.edition,
                    current=current,
                ),
                message("Read it against the new text, then write the edition in force; or deprecate it."),
                (value(scope, "edition"), message("The edition in force is here.")),
            )


RULE = Check(
    id="rule-follows-the-edition",
    level="warning",
    needs=(),
    find=find,
)
