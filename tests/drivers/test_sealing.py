"""The passphrase of the directory: a secret of the build, refused where it would be guessed."""

from __future__ import annotations

import pytest

from perimetre.base.words import say
from perimetre.drivers.sealing import PassphraseError, seal_of


@pytest.mark.parametrize("passphrase", ["osier", "quinze signes !", "   quatre mots.   "])
def test_what_would_be_guessed_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseError) as refused:
        seal_of({"PERIMETRE_PASSPHRASE": passphrase}, "site")
    words = say(refused.value.message, "fr")
    assert "`PERIMETRE_PASSPHRASE`" in words
    assert passphrase.strip() not in words


@pytest.mark.parametrize("environment", [{}, {"PERIMETRE_PASSPHRASE": ""}, {"PERIMETRE_PASSPHRASE": "  "}])
def test_no_passphrase_locks_nothing(environment: dict[str, str]) -> None:
    assert seal_of(environment, "site") is None


def test_four_words_are_taken() -> None:
    assert seal_of({"PERIMETRE_PASSPHRASE": "brouette cantine violon été"}, "site") is not None
