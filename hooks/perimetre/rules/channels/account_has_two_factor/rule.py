"""An account has two-factor authentication."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import accounts, presence

RULE = presence(
    id="account-has-two-factor",
    level="warning",
    needs=(),
    kind="channels",
    at="access",
    of=accounts,
    lacks=lambda _view, one: one.access is None or one.access.two_factor is not True,
    said=message("Nothing says that the account of `{id}` has two-factor authentication."),
    hint=message(
        "Turn two-factor authentication on, then add `access: {example}`.",
        example="{holders: […], store: …, two_factor: true}",
    ),
)
