"""Which telephone may be sent a text message."""

from __future__ import annotations

import pytest

from perimetre.voice.phones import is_mobile


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("06 12 34 56 78", "FR", True),
        ("+33 7 56 78 90 12", "BE", True),
        ("0470 12 34 56", "BE", True),
        # Those that are kept for works of fiction.
        ("06 39 98 20 10", "FR", True),
        ("01 99 00 12 44", "FR", False),
        ("0800 12 34 56", "FR", False),
        ("15", "FR", False),
        ("poste 12", "FR", False),
        ("", "FR", False),
    ],
)
def test_mobile_is_told_from_any_other_number(number: str, country: str, expected: bool) -> None:
    assert is_mobile(number, country) is expected
