"""A third party's image needs rights: without the consent in hand, somebody says yes first."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.asking import freeing
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules that free the use of others' images."""
    for action, facts in (("use-image", {"third-party-image": True}), ("share-ugc", {})):
        for rule in freeing(view, action, facts):
            yield flaw(
                key(rule, "authority"),
                message(
                    "`{id}` allows a third party's picture to be used without anybody's approval (`{action}`).",
                    id=rule.id,
                    action=action,
                ),
                message("Require approval, except `when: {when}`.", when="{consent-held: true}"),
            )


RULE = Check(
    id="third-party-image-needs-rights",
    level="error",
    needs=(50,),
    find=find,
)
