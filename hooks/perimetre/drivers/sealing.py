"""Find with what the directory of a site is locked: a passphrase among the variables of the process."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message
from perimetre.render.live.directory import SHORTEST, Seal

# Locks the directory of numbers of an internal site, for one build.
PASSPHRASE = "PERIMETRE_PASSPHRASE"


class PassphraseError(PerimetreError):
    """The passphrase would be guessed."""


def seal_of(environment: Mapping[str, str], site: str) -> Seal | None:
    """Return what locks the directory of a site; None where no passphrase is given.

    Args:
        environment: the variables of the process.
        site: what tells this site from any other: its address, or its name.

    Raises:
        PassphraseError: it is too short.
    """
    passphrase = environment.get(PASSPHRASE, "").strip()
    if not passphrase:
        return None
    if len(passphrase) < SHORTEST:
        raise PassphraseError(
            message(
                "The passphrase of `{name}` is too short: whoever has a copy of the site could find it. "
                "Write four words that nobody would guess, {count} signs or more.",
                name=PASSPHRASE,
                count=SHORTEST,
            )
        )
    return Seal(passphrase, site, secrets.token_bytes)
