"""An account has two-factor authentication."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import accounts, each_has

RULE = each_has(
    "access",
    id="account-has-two-factor",
    level="warning",
    needs=(),
    of=accounts,
    lacks=lambda channel: channel.access is None or channel.access.two_factor is not True,
    what=message("Nothing says that the account of `{id}` has two-factor authentication."),
    hint=message(
        "Turn two-factor authentication on, then add `access: {example}`.",
        example="{holders: […], store: …, two_factor: true}",
    ),
)
