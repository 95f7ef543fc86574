"""An account has two-factor authentication."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.presence import accounts
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the accounts of which nobody says that they have it, nor that it is still to be said."""
    for channel in accounts(view):
        access = channel.access
        if access is not None and (access.two_factor or value(access, "two_factor") in view.handbook.to_complete):
            continue
        yield flaw(
            key(channel, "access"),
            message("Nothing says that the account of `{id}` has two-factor authentication.", id=channel.id),
            message(
                "Turn two-factor authentication on, then add `access: {example}`.",
                example="{holders: […], store: …, two_factor: true}",
            ),
        )


RULE = Check(
    id="account-has-two-factor",
    level="warning",
    needs=(),
    find=find,
)
