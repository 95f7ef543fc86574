"""Of two modes of moderation the narrower counts: what is said of some messages, then of a channel, then of a sort."""

from __future__ import annotations

import datetime as dt

import pytest

from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from tests.support.rule_cases import BASE

NOON = dt.datetime(2026, 11, 24, 12)
ITSELF = "moderation_mode: before"
SOCIAL = "{match: {channel_kinds: [social]}, mode: after}"


def mode(modes: str, *, itself: str = "", topic: str = "product") -> str | None:
    channels = BASE["brands/lumen/channels.yml"].replace("    kind: social\n", f"    kind: social\n    {itself}\n", 1)
    moderation = BASE["house/moderation.yml"].replace("mode: after\n", "", 1)
    files = {**BASE, "brands/lumen/channels.yml": channels, "house/moderation.yml": f"{moderation}\nmodes: {modes}\n"}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    asked = Question(role="community-manager", action="hide", channel="page", at=NOON, topics=frozenset({topic}))
    moderated = Perimeter(handbook, handbook.brands[0]).decide(asked).moderation
    return moderated.mode if moderated else None


@pytest.mark.parametrize(
    ("modes", "itself", "expected"),
    [
        (f"[{SOCIAL}]", "", "after"),
        (f"[{SOCIAL}]", ITSELF, "before"),
        (f"[{SOCIAL}, {{channels: [page], mode: filter}}]", "", "filter"),
        (
            f"[{{match: {{channel_kinds: [social], topics: [minors]}}, mode: filter}}, {SOCIAL}]",
            ITSELF,
            "before",
        ),
    ],
)
def test_what_is_said_of_a_sort_of_channels_counts_after_what_a_channel_says(
    modes: str, itself: str, expected: str
) -> None:
    assert mode(modes, itself=itself) == expected


def test_what_is_said_of_some_messages_counts_before_what_a_channel_says() -> None:
    everywhere = "[{match: {topics: [minors]}, mode: filter}]"
    assert mode(everywhere, itself=ITSELF, topic="minors") == "filter"
    there = "[{match: {topics: [minors]}, mode: filter}, {channels: [page], match: {topics: [minors]}, mode: after}]"
    assert mode(there, itself=ITSELF, topic="minors") == "after"
