"""A person who is cited agrees: without their consent in hand, somebody says yes first."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.asking import freeing
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules that let anybody be quoted."""
    for rule in freeing(view, "quote-person"):
        yield flaw(
            key(rule, "authority"),
            message("`{id}` lets a person be quoted without their agreement.", id=rule.id),
            message("Require approval, except `when: {when}`.", when="{consent-held: true}"),
        )


RULE = Check(
    id="cited-person-agrees",
    level="error",
    needs=(52,),
    find=find,
)
