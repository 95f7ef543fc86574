"""A channel closes, somebody leaves: nothing that names them is left wrong, and nothing else moves."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import say
from perimetre.judge.memory import JudgeMemory
from perimetre.migrations.editing import NotMovedError
from perimetre.pipeline.beginning.beginning import Answers, begun, load_begun
from perimetre.pipeline.closing.channels import closed_channel
from perimetre.pipeline.closing.closing import Closing
from perimetre.pipeline.closing.people import closed_person
from perimetre.pipeline.closing.rewriting import Rewriting
from perimetre.pipeline.closing.turns import turns_left
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.loading import judged, load_sources
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source, collect
from tests.conftest import DEEP, ROOT
from tests.support.shared import judgement_of_the_example

DAY = date(2026, 11, 22)
PEOPLE = ("nora-feskal", "helene-marchadour", "pauline-vidame")


@functools.cache
def example() -> Loaded:
    return load_sources(collect(ROOT / "playbooks"), folder="playbooks")


def channels() -> list[tuple[str, str]]:
    handbook = example().handbook
    assert handbook is not None
    return [
        (brand.id, channel.id)
        for brand in handbook.brands
        for channel in brand.channels.channels
        if channel.state != "retired"
    ]


def people() -> list[str]:
    handbook = example().handbook
    assert handbook is not None
    levels = (handbook.house, *handbook.brands)
    return sorted({person.id for level in levels if level for person in level.people.people})


def without_channel(brand: str, id_: str) -> Closing:
    handbook = example().handbook
    assert handbook is not None
    level = handbook.brand(brand)
    assert level is not None
    return closed_channel(example(), level, id_, DAY, DAY)


def without_person(id_: str) -> Closing:
    handbook = example().handbook
    assert handbook is not None
    levels = (handbook.house, *handbook.brands)
    person = next(person for level in levels if level for person in level.people.people if person.id == id_)
    return closed_person(example(), person, DAY, DAY)


def after(files: Closing) -> Loaded:
    return load_sources(files.among(example().sources), folder="playbooks")


def errors(loaded: Loaded, day: date) -> list[str]:
    memory = JudgeMemory(judgement_of_the_example())
    found = judged(loaded, day, memory).diagnostics
    return [f"{one.file}: {say(one.message, 'en')}" for one in found if one.severity == "error" and not one.suppressed]


def lines(source: Source) -> list[str]:
    return source.content.decode("utf-8").splitlines()


def changes(files: Closing) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines that go, with those that come in their place."""
    for path, then in files.after.items():
        was, now = lines(files.before[path]), lines(then)
        for tag, start, end, first, last in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            if tag != "equal":
                yield was[start:end], now[first:last]


@pytest.mark.parametrize(("brand", "id_"), channels() if DEEP else channels()[::4])
def test_nothing_names_a_closed_channel_but_what_is_past(brand: str, id_: str) -> None:
    files = without_channel(brand, id_)
    assert not files.by_hand
    loaded = after(files)
    assert not [one for one in loaded.diagnostics if one.severity == "error"]
    for path in files.after:
        # What was agreed, signed, decided, is not touched.
        assert not re.search(r"acknowledgements|decisions/|consents", path), path
    for gone, come in changes(files):
        text = "\n".join(gone)
        assert "#" not in text or "#" in "\n".join(come), "a comment is lost"
        if come and not gone:
            assert all(re.fullmatch(r" *(closed_on|valid_until|to): 2026-11-22", line) for line in come), come
        elif "state: active" not in text and "to: 2026-11-22" not in "\n".join(come):
            assert re.search(rf"\b{id_}\b", text), (gone, come)


@pytest.mark.slow
@pytest.mark.parametrize(("brand", "id_"), channels()[::3] if DEEP else [("veillee", "tiktok"), ("veillee", "forum")])
def test_a_check_finds_no_error_once_a_channel_is_closed(brand: str, id_: str) -> None:
    assert errors(after(without_channel(brand, id_)), DAY) == []


@pytest.mark.slow
@pytest.mark.parametrize("id_", people()[::8] if DEEP else PEOPLE)
def test_a_check_finds_no_error_once_somebody_has_left(id_: str) -> None:
    assert errors(after(without_person(id_)), DAY) == []


@pytest.mark.parametrize("id_", people() if DEEP else (*PEOPLE, *people()[::20]))
def test_of_somebody_who_leaves_only_what_is_dated_changes(id_: str) -> None:
    files = without_person(id_)
    assert not files.by_hand
    for gone, come in changes(files):
        # In each place, a day is written, and nothing else.
        told = re.sub(r",? *(?:\n *)?(?:to|left_on): 2026-11-22", "", "\n".join(come)).strip()
        was = re.sub(r",? *to: \d{4}-\d\d-\d\d", "", "\n".join(gone)).strip()
        assert told == was, (gone, come)
    then = after(files)
    assert then.handbook is not None
    levels = (then.handbook.house, *then.handbook.brands)
    left = next(person for level in levels if level for person in level.people.people if person.id == id_)
    assert left.left_on == DAY
    for level in levels:
        for given in level.people.assignments if level else ():
            assert given.person != id_ or not given.is_live(DAY + timedelta(days=1))
        for channel in level.channels.channels if level else ():
            for key in channel.access.people if channel.access else ():
                assert key.person != id_ or not key.is_live(DAY + timedelta(days=1)), channel.id


def test_turns_of_who_leaves_are_listed() -> None:
    then = after(without_person("nora-feskal"))
    told = [say(text, "en") for _, text in turns_left(then, "nora-feskal", DAY)]
    assert told[0].startswith("`veillee-desk`, from Monday 23 November 2026 at 14:00 to Monday 23 November")
    assert told[-1] == "`veillee-desk`: 22 other turns until January 2027."


def test_a_day_to_come_is_written_and_the_rest_holds_until_then() -> None:
    handbook = example().handbook
    assert handbook is not None
    files = closed_channel(example(), handbook.brands[1], "tiktok", date(2027, 1, 31), DAY)
    assert [(gone, come) for gone, come in changes(files)] == [([], ["    closed_on: 2027-01-31"])]


TEXT = """\
# The rules.
rules:
  - id: one  # said of one
    channels: [a, b,  # said of b
      c]

  # About two.
  - id: two
    channels:
      - a
      - b  # also
      - c
    note: "Text, with: marks"

  - {id: three, channels: [b], to: 2027-01-01}
"""


def rewriting(text: str = TEXT) -> Rewriting:
    source = Source("house/scope.yml", "playbooks/house/scope.yml", text.encode())
    read = parse(source).document
    assert read is not None
    return Rewriting(read, source)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("gone", "written", "was", "now"),
    [
        ([("rules", 0, "channels", 0)], {}, "[a, b,", "[b,"),
        # A comment stands between it and the one before.
        ([("rules", 0, "channels", 2)], {}, TEXT, None),
        ([("rules", 1, "channels", 1)], {}, "      - b  # also\n", ""),
        (
            [("rules", 1, "channels", rank) for rank in range(3)],
            {},
            "    channels:\n      - a\n      - b  # also\n      - c\n",
            "",
        ),
        ([("rules", 2)], {}, "\n  - {id: three, channels: [b], to: 2027-01-01}\n", ""),
        ([], {("rules", 2, "to"): "2026-11-22"}, "2027-01-01", "2026-11-22"),
        ([], {("rules", 1, "valid_until"): "2026-11-22"}, "id: two", "id: two\n    valid_until: 2026-11-22"),
        ([], {("rules", 2, "channels"): TO_COMPLETE}, "[b]", "to-complete"),
    ],
)
def test_a_file_is_rewritten_to_the_byte_or_not_at_all(
    gone: list[tuple[str | int, ...]],
    written: dict[tuple[str | int, ...], str],
    was: str,
    now: str | None,
    ends: str,
) -> None:
    made = rewriting(TEXT.replace("\n", ends))
    for path in gone:
        made.take_out(path)
    for path, value in written.items():
        made.write(path, value)
    if now is None:
        with pytest.raises(NotMovedError):
            made.rewritten()
        return
    assert made.rewritten().content.decode() == TEXT.replace(was, now, 1).replace("\n", ends)


def test_what_stood_on_the_last_channel_is_left_to_decide_and_never_lost() -> None:
    answers = Answers(
        name="Maison",
        brand="Lumen",
        language="fr",
        country="FR",
        channels=("Instagram",),
        host="none",
        today=DAY,
    )
    loaded = load_begun(begun(answers))
    assert loaded.handbook is not None
    files = closed_channel(loaded, loaded.handbook.brands[0], "instagram", DAY, DAY)
    card = "house/crises/bad-buzz.yml"
    gone = [line for line in lines(files.before[card]) if line not in lines(files.after[card])]
    assert gone == ["    channels: [instagram]"] and "    channels: to-complete" in lines(files.after[card])
    assert any(place.startswith(f"playbooks/{card}:") for place, _ in files.left)
    then = load_sources(files.among(loaded.sources), folder="playbooks")
    assert not then.has_errors
