"""One view of a text: however it was typed, the same is found, and told where it was typed."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perimetre.model import Channel
from perimetre.model.building import shipped
from perimetre.voice.counting import Counting, counting_of, excess, ways_of
from perimetre.voice.signs import UNSEEN
from perimetre.voice.view import TextView, view_of
from tests.support.voices import EVERYTHING, NOON, brand_of, lint, some

PIECES = [
    "écologique",
    "Ecologiques",
    "été",
    "n’hésitez pas",
    "tu",
    "👩‍👩‍👧",
    "ℹ️",
    "#Été",
    "@jeux.gratuits",
    "lumen.example/été",
    "06 39 98 12 34",
    "90 %",
    "C’EST IMMENSE !",
    "gros",
    "한",
]
texts = st.lists(st.sampled_from([*PIECES, " ", " ", "\n", "\n\n", ".", "«", "»"]) | st.text(max_size=2)).map("".join)
CHANNELS = st.sampled_from([None, "instagram", "reviews"])


def told(text: str, channel: str | None) -> list[tuple[str, str, str]]:
    """Return what is told of a text, and of which words of it, composed."""
    view = [
        (remark.rule, str(remark.message), unicodedata.normalize("NFC", text[remark.start : remark.end]))
        for remark in lint(EVERYTHING, text, at=NOON, channel=channel)
    ]
    return [(rule, what, re.sub(r"\r\n?", "\n", words)) for rule, what, words in view]


@some
@given(texts, CHANNELS)
def test_accents_apart_are_the_same_text(text: str, channel: str | None) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert told(unicodedata.normalize("NFD", text), channel) == told(composed, channel)


@some
@given(texts, CHANNELS, st.sampled_from(["\r\n", "\r"]), st.sampled_from(["\n", "\r\n", "\n\n\n", "   "]))
def test_ends_of_lines_are_the_same_text(text: str, channel: str | None, end: str, last: str) -> None:
    text = text.replace("\r", "")
    assert told(text.replace("\n", end) + last, channel) == told(text, channel)


@some
@given(texts, st.data())
def test_a_sign_that_nobody_sees_hides_nothing(text: str, data: st.DataObject) -> None:
    text = unicodedata.normalize("NFC", text)
    clean = TextView(text)
    # Not in an emoji, which is made of them.
    places = [at for at in range(len(text) + 1) if not any(start < at <= end for start, end in clean.emoji)]
    at = data.draw(st.sampled_from(places))
    sign = data.draw(st.sampled_from("\u00ad\u034f\u061c\u200b\u200e\u2060\u2066\ufeff\U000e0061"))
    seen = TextView(text[:at] + sign + text[at:])
    assert seen.text == clean.text
    moved = [place + (place >= at) for place in range(len(text))]
    assert [seen.place(place, place + 1)[0] for place in range(len(seen.text))] == [
        moved[clean.place(place, place + 1)[0]] for place in range(len(clean.text))
    ]


@some
@given(st.text())
def test_each_sign_of_the_view_stands_for_something_typed(text: str) -> None:
    view = TextView(text)
    reach = 0
    for at in range(len(view.text)):
        start, end = view.place(at, at + 1)
        assert 0 <= start < end <= len(text) and start >= reach
        reach = start
    assert "".join(view.as_typed(at) for at in range(len(view.text))) in text


def test_what_unicode_says_is_ignored_is_unseen() -> None:
    """The signs of direction, the joiners and the variants are all in it; letters, accents and spaces are not."""
    unseen = re.compile(f"[{UNSEEN}]")
    signs = (chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf")
    # Seen: the signs that enclose numbers or notes (U+0600…, U+FFF9…), and those of hieroglyphs and music in shorthand.
    seen = [sign for sign in signs if not unseen.match(sign)]
    assert {hex(ord(sign)) for sign in seen if ord(sign) > 0x1FFF} <= {
        *(hex(code) for code in range(0xFFF9, 0xFFFC)),
        *(hex(code) for code in range(0x110BD, 0x110CE)),
        *(hex(code) for code in range(0x13430, 0x13440)),
    }
    assert not any(unseen.match(sign) for sign in "aé \u00a0\u202f\u0301’«…한ا#")


# --- how networks count --------------------------------------------------------------------------------------------


NETWORKS = tuple(shipped.values().networks.values())


def counted(**known: Any) -> Counting:
    return counting_of(Channel(id="c", **known), ways_of(NETWORKS))


def network(name: str) -> Counting:
    from perimetre.model.text import Text

    return counted(network=Text(plain=name))


FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("X", "a" * 270 + " " + "🔥" * 9, 289),
        ("X", "日本" * 100, 400),
        ("X", "a " * 120 + "https://lumen.example/" + "b" * 60, 263),
        ("X", "voir lumen.example", 28),
        ("X", FAMILY, 2),
        ("Twitter", "e\u0301", 1),
        ("X", "’ – “ ” …", 10),
        ("Bluesky", FAMILY + "e\u0301", 2),
        ("Bluesky", "https://lumen.example/" + "b" * 60, 82),
        ("Mastodon", "https://lumen.example/" + "b" * 60, 23),
        ("Mastodon", "@lumen@mastodon.example bonsoir", 14),
        ("Threads", "été 🔥", 8),
        ("Telegram", "été 🔥", 6),
        ("Instagram", FAMILY, 11),
        ("Un forum", FAMILY + " été\n\n", 5),
    ],
)
def test_a_length_is_what_its_network_counts(name: str, text: str, count: int) -> None:
    view, counting = view_of(text), network(name)
    assert excess(view, counting, count) is None
    over = excess(view, counting, count - 1)
    assert over is not None and over.total == count


def test_a_network_is_known_however_it_is_named_and_by_its_address() -> None:
    for written in ("X (ex-Twitter)", "Compte X"):
        assert network(written) == network("X") != network("Un forum")
    assert counted(url="https://www.x.com/lumen") == network("X")
    assert counted(url="https://fr.linkedin.com/lumen") == network("LinkedIn")
    assert counted(url="https://notx.com/lumen") == network("Un forum")


def test_a_house_corrects_how_a_network_counts_and_adds_its_own() -> None:
    ours = {
        "hidden": {"networks": ["x"]},
        "networks": [
            {"id": "our-x", "label": "X", "definition": "X.", "names": ["X"], "count": "signs"},
            {"id": "town", "label": "La place", "definition": "Une instance.", "names": ["place"],
             "addresses": ["place.example.org"], "count": "signs", "links": 23},
        ],
    }  # fmt: skip
    channels = [
        {"id": "x", "kind": "social", "network": "X"},
        {"id": "town", "kind": "social", "url": "https://place.example.org/@lumen"},
    ]
    mechanics = [{"id": "short", "channels": ["x", "town"], "max_length": 30}]
    brand = brand_of(channels={"channels": channels}, values=ours, voice={"mechanics": mechanics})
    told = {
        (channel, text): [one.rule for one in lint(brand, text, at=NOON, channel=channel)]
        for channel in ("x", "town")
        for text in ("日本" * 15, "日本" * 16, "voir https://lumen.example/" + "b" * 60)
    }
    too_long = ["message-fits-its-channel"]
    assert list(told.values()) == [[], too_long, too_long, [], too_long, []]


@some
@given(texts, st.sampled_from([None, *(network.names[0] for network in NETWORKS)]), st.integers(0, 60))
def test_what_is_kept_of_a_post_that_is_too_long_fits(text: str, name: str | None, most: int) -> None:
    counting = network(name or "Un forum")
    view = view_of(text)
    over = excess(view, counting, most)
    if over is not None and not view.of("link", "handle"):
        assert over.total > most and excess(TextView(view.text[: over.start]), counting, most) is None


def test_each_way_to_count_has_its_source_and_its_day() -> None:
    assert len(NETWORKS) > 8
    for known in NETWORKS:
        assert known.count and known.checked_on
        assert known.source and known.source.startswith("https://")
