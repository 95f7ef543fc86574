"""The numbers of the directory: who reads them, and what the others are told."""

from __future__ import annotations

import functools

import pytest

from perimetre.pipeline.loading import load
from perimetre.render.pages import Audience, Page, everything
from tests.conftest import ROOT
from tests.support.shared import website_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow


@functools.cache
def pages(audience: Audience) -> dict[str, Page]:
    return {page.path: page for page in website_of_the_example(audience=audience).pages}


def numbers() -> set[str]:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return {entry.value or "" for brand in handbook.brands for entry in brand.contacts.contacts}


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_only_the_restricted_edition_shows_the_numbers(audience: Audience) -> None:
    told = {text.replace("\N{NO-BREAK SPACE}", " ") for page in pages(audience).values() for text in everything(page)}
    assert len(numbers()) > 15
    assert [number for number in numbers() if any(number in text for text in told)] == []


def test_the_restricted_edition_calls_them_from_the_card_and_the_line() -> None:
    site = pages("restricted")
    for path in ("veillee/crises/product-recall/card", "veillee/escalation", "veillee/roles"):
        assert 'href="tel:0639' in "".join(everything(site[path])), path


def test_the_others_are_told_where_the_directory_is() -> None:
    site = pages("internal")
    for path in ("veillee/crises/product-recall/card", "veillee/escalation", "veillee/roles"):
        assert "L’annuaire des numéros" in "".join(everything(site[path])), path
