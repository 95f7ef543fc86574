"""The words on a page are set as a good printer would set them, in French and in English."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perimetre.language import typography
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "typography"


def _cases() -> list[tuple[str, str, str]]:
    return [
        (file.stem, case["in"], case["out"].replace("~", "\u00a0"))
        for file in sorted(CASES.glob("*.yml"))
        for case in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    ]


@pytest.mark.parametrize(("language", "typed", "shown"), _cases())
def test_typeset_shows_what_a_printer_would(language: str, typed: str, shown: str) -> None:
    assert typography.typeset(typed, language) == shown


@given(st.text(alphabet="aé1 '\"«»“”:;!?.-h%€(){}\u00a0\n", max_size=40), st.sampled_from(["fr", "en"]))
def test_typeset_twice_changes_nothing_more(text: str, language: str) -> None:
    once = typography.typeset(text, language)
    assert typography.typeset(once, language) == once


@given(st.text(max_size=60), st.sampled_from(["fr", "en"]))
def test_typeset_keeps_every_letter_and_digit(text: str, language: str) -> None:
    def kept(said: str) -> str:
        return "".join(sign for sign in said if sign.isalnum())

    assert kept(typography.typeset(text, language)) == kept(text)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (typography.date(dt.date(2026, 11, 22), "fr"), "22~novembre 2026"),
        (typography.date(dt.date(2026, 5, 1), "fr"), "1er~mai 2026"),
        (typography.date(dt.date(2026, 11, 1), "fr", weekday=True), "dimanche 1er~novembre 2026"),
        (typography.date(dt.date(2026, 11, 22), "en"), "22~November 2026"),
        (typography.hour("22:40", "fr"), "22~h~40"),
        (typography.hour("09:00", "fr"), "9~h"),
        (typography.hour("24:00", "fr"), "minuit"),
        (typography.hour("22:40", "en"), "22:40"),
        (typography.instant(dt.datetime(2026, 11, 22, 22, 40), "fr"), "22~novembre 2026 à 22~h~40"),
        (typography.duration(30, "min", "fr"), "30~minutes"),
        (typography.duration(2, "wd", "fr"), "2~jours ouvrés"),
        (typography.duration(1, "mo", "fr"), "1~mois"),
        (typography.duration(1, "h", "en"), "1~hour"),
        (typography.offset(-14, "d", "fr"), "14~jours avant"),
        (typography.offset(0, "d", "fr"), "le jour même"),
        (typography.each(2, "h", "fr"), "toutes les 2 heures"),
        (typography.each(1, "y", "fr"), "chaque année"),
        (typography.number(1500, "fr"), "1~500"),
        (typography.number(4.5, "fr"), "4,5"),
        (typography.money(150, "EUR", "fr"), "150~€"),
        (typography.money(12.5, "EUR", "fr"), "12,50~€"),
        (typography.money(150, "EUR", "en"), "€150"),
        (typography.listing(("a", "b", "c"), "fr"), "a, b et c"),
        (typography.listing(("a", "b"), "fr", "or"), "a ou b"),
    ],
)
def test_dates_hours_and_amounts_are_written_out(said: str, expected: str) -> None:
    assert said == expected.replace("~", "\u00a0")
