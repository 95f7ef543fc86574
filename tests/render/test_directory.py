"""What locks the directory: read again with the passphrase alone, by other means than ours; different at each build."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.live.directory import ROUNDS, Seal

NUMBERS = {"ines-mobile": "06 39 98 77 01", "odile-mobile": "+33 6 39 98 77 02 (soir)"}
PASSPHRASE = "brouette cantine violon été"


def parts(script: str) -> dict[str, object]:
    """Return what a script of the site holds."""
    held: dict[str, object] = json.loads(script.removeprefix("self.PerimetreDirectory = ").removesuffix(";\n"))
    return held


def opened(script: str, passphrase: str) -> object:
    """Open what a script holds, as its format says: with what the script holds and the passphrase, and nothing else."""
    held = parts(script)
    salt, nonce, sealed = (base64.b64decode(str(held[name])) for name in ("salt", "nonce", "sealed"))
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, int(str(held["rounds"])), 32)
    return json.loads(AESGCM(key).decrypt(nonce, sealed, None))


def test_only_the_passphrase_opens_it() -> None:
    script = Seal(PASSPHRASE, "https://manuel.example.org/", secrets.token_bytes).script(NUMBERS)
    assert opened(script, PASSPHRASE) == NUMBERS
    # Typed on a keyboard that writes an accent apart from its letter, or pasted with a space before it.
    apart = Seal(" brouette cantine violon e\u0301te\u0301", "site", secrets.token_bytes)
    assert opened(apart.script(NUMBERS), PASSPHRASE) == NUMBERS
    with pytest.raises(InvalidTag):
        opened(script, "brouette cantine violon ete")
    assert "0639" not in script.replace(" ", "")


def test_two_builds_have_one_salt_and_never_one_nonce() -> None:
    first, second = (parts(Seal(PASSPHRASE, "site", secrets.token_bytes).script(NUMBERS)) for _ in range(2))
    assert first["salt"] == second["salt"], "a device that has opened it would have to open it again"
    assert first["nonce"] != second["nonce"]
    assert first["sealed"] != second["sealed"]
    assert parts(Seal(PASSPHRASE, "another", secrets.token_bytes).script(NUMBERS))["salt"] != first["salt"]
    assert first["rounds"] == ROUNDS >= 600_000


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4))
def test_whatever_the_directory_holds_comes_back(numbers: dict[str, str]) -> None:
    assert json.loads(AESGCM(SEAL._key).decrypt(*sealed_parts(SEAL.script(numbers)), None)) == numbers


SEAL = Seal(PASSPHRASE, "site", secrets.token_bytes)


def sealed_parts(script: str) -> tuple[bytes, bytes]:
    """Return the nonce of a script, and what it holds."""
    held = parts(script)
    return base64.b64decode(str(held["nonce"])), base64.b64decode(str(held["sealed"]))
