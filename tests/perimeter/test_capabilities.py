"""What a channel offers: the house's word first, then what ships of the network, then of the kind of channel."""

from __future__ import annotations

from typing import Any, get_args

import pytest
import yaml

from perimetre.base.words import LANGUAGES
from perimetre.model import Channel
from perimetre.model.building import shipped
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.moderation import Mode
from perimetre.perimeter.capabilities import lack, lack_of_mode, table
from tests.conftest import ROOT

CASES = yaml.load((ROOT / "tests" / "cases" / "capabilities.yml").read_text("utf-8"), yaml.CSafeLoader)["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_a_channel_offers_what_its_house_and_its_network_say(case: dict[str, Any]) -> None:
    channel = convert(Channel, {"id": "here", **case["channel"]}, Conversion("channels.yml", "house"))
    without = lack(channel, case["act"]) if "act" in case else lack_of_mode(channel, case["mode"])
    assert (without is None) == case["offered"]
    if without is not None:
        said = " ".join(advice.in_("fr") for advice in without.advice)
        assert case.get("says", "") in said
        assert case["by"] == (without.entry.id if without.entry else "house")


def test_the_table_names_acts_and_kinds_that_ship() -> None:
    values = shipped.values()
    for entry in table():
        assert set(entry.kinds) <= values.channel_kinds.keys(), entry.id
        assert entry.lacks.keys() <= values.actions.keys(), entry.id
        assert entry.modes.keys() <= {*get_args(Mode)}, entry.id
        assert entry.names or entry.kinds, entry.id
        for act, tries in entry.tries.items():
            # What would do instead is offered there, as far as this entry knows.
            assert set(tries) <= values.actions.keys() - entry.lacks.keys(), (entry.id, act)


def test_each_entry_says_what_to_do_instead_and_who_says_so() -> None:
    for entry in table():
        for language in LANGUAGES:
            assert entry.source.in_(language)
            assert entry.label.in_(language)
            assert all(advice.in_(language) for advice in (*entry.lacks.values(), *entry.modes.values())), entry.id
        # A day without a page that was read would be a claim that nobody can check.
        assert entry.checked_on is None or entry.url, entry.id


def test_nobody_is_kept_from_capturing_logging_or_raising_the_alarm() -> None:
    acts = {act for entry in table() for act in entry.lacks}
    assert not acts & {"capture", "log", "alert", "report-platform", "report-authority"}
