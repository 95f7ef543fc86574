"""What bears another id is the same thing: of every kind that may say `formerly`, and of brands."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from perimetre.base.words import say
from perimetre.compare import Change, compare
from perimetre.compare.records import ELSEWHERE
from perimetre.language.labels import word
from perimetre.model import Brand, Handbook, LineStep, Named, Part
from perimetre.pipeline.loading import load_sources
from perimetre.reading.kinds import NAMESPACES
from perimetre.reading.parse import parse
from perimetre.reading.sources import Collected, Source
from perimetre.versions.versions import Versions
from tests.conftest import ROOT
from tests.support import keys
from tests.support.parts import every_part

TODAY = date(2026, 11, 22)
Files = dict[str, Any]


def handbook_of(files: Files) -> Handbook:
    loaded = load_sources(Collected(keys.sources(files)), folder="playbooks")
    assert loaded.handbook is not None
    assert not loaded.has_errors, [(found.file, say(found.message, "en")) for found in loaded.diagnostics]
    return loaded.handbook


def changes(old: Files, new: Files) -> tuple[Change, ...]:
    return compare(handbook_of(old), handbook_of(new), today=TODAY).changes


def told(found: tuple[Change, ...]) -> list[str]:
    return [f"{change.brand} {change.kind}: {say(change.summary, 'en')}" for change in found]


def renamed(held: Any, ids: dict[str, str]) -> Any:
    """Return what a file holds with other ids, wherever they stand; a record that bears one says what it was."""
    if isinstance(held, str):
        return ids.get(held) or re.sub(
            r"\{\{ ?([a-z-]+) ?\}\}", lambda at: at[0].replace(at[1], ids.get(at[1], at[1])), held
        )
    if isinstance(held, list):
        return [renamed(item, ids) for item in held]
    if not isinstance(held, dict):
        return held
    written = {key: renamed(value, ids) for key, value in held.items()}
    if isinstance(held.get("when"), dict):
        # Facts are the keys there.
        written["when"] = {ids.get(key, key): value for key, value in written["when"].items()}
    if "rank" in held and "audience" in held:
        # Whoever is told first is said in a text.
        written["audience"] = held["audience"]
    return written | ({"formerly": [held["id"]]} if held.get("id") in ids else {})


def one_of_each_kind(handbook: Handbook, files: Files) -> dict[str, str]:
    """Return, by kind, the id of a record that is no other word of the house, and no listed value of a schema."""
    levels = [level for level in (handbook.house, *handbook.brands) if level is not None]
    every = {(kind, id_): record for level in levels for (kind, id_), record in level.own.items()}
    bearers = Counter(ids_in(list(files.values())))
    schemas = [json.loads(path.read_text("utf-8")) for path in (ROOT / "schemas").glob("*.json")]
    taken = {*listed_in(schemas), *(path.rpartition("/")[2].removesuffix(".yml") for path in files)}
    ids: dict[str, str] = {}
    for (kind, id_), record in every.items():
        for part_kind, part_id in ((kind, id_), *parts_of(record)):
            if bearers[part_id] == 1 and part_id not in taken:
                ids.setdefault(part_kind, part_id)
    for kind, id_ in (
        *parts_of(handbook.settings),
        *(found for level in levels for found in parts_of(level.moderation)),
    ):
        ids.setdefault(kind, id_)
    return ids


def parts_of(held: object) -> Iterator[tuple[str, str]]:
    """Yield the kind and the id of what a record, or a file, holds under an id of its own."""
    if isinstance(held, tuple):
        for item in held:
            yield from parts_of(item)
    elif isinstance(held, Part):
        for field in fields(held):
            value = getattr(held, field.name)
            for part in value if isinstance(value, tuple) else (value,):
                if (
                    isinstance(part, Named | LineStep)
                    and part.KIND
                    and part.id
                    and (part.LOCAL or part.KIND == "compartment")
                ):
                    yield part.KIND, part.id
            yield from parts_of(value)


def ids_in(held: object) -> Iterator[str]:
    if isinstance(held, dict):
        yield from (value for key, value in held.items() if key == "id" and isinstance(value, str))
        yield from ids_in(list(held.values()))
    elif isinstance(held, list):
        yield from (id_ for item in held for id_ in ids_in(item))


def listed_in(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (word for word in (*schema.get("enum", ()), schema.get("const")) if isinstance(word, str))
        yield from listed_in(list(schema.values()))
    elif isinstance(schema, list):
        yield from (word for item in schema for word in listed_in(item))


def test_of_every_kind_what_bears_another_id_is_the_same_thing() -> None:
    files = keys.house()
    ids = one_of_each_kind(handbook_of(files), files)
    names = {id_: f"{id_}-of-today" for id_ in ids.values()}
    found = changes(files, {path: renamed(held, names) for path, held in files.items()})
    assert {change.kind for change in found} == {"renamed"}, told(found)
    summaries = "\n".join(told(found))
    assert [id_ for id_ in names.values() if f"is now called `{id_}`." not in summaries] == []
    # What has a word in common with something else there.
    others = {"action", "crisis", "crisis_kind", "decision", "mention", "operation", "report"}
    others |= {"branch", "part", "variable"}
    parts = {cls.KIND for cls in every_part() if cls.LOCAL}
    assert ids.keys() == (NAMESPACES.keys() | parts) - others


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("escalation.yml", "{id: fire, ", "{id: flames, formerly: [fire], ", "Branch: `fire` is now called `flames`"),
        (
            "templates.yml",
            "{id: hour, ",
            "{id: time, formerly: [hour], ",
            "Part of a message: `hour` is now called `time`",
        ),
        (
            "crises/blackout.yml",
            "{id: hour, ",
            "{id: time, formerly: [hour], ",
            "Blank to fill in: `hour` is now called `time`",
        ),
    ],
)
def test_a_part_of_a_record_that_has_another_id_is_the_same_part(
    file: str, before: str, after: str, sentence: str
) -> None:
    files = keys.house()
    path = f"brands/lumen/{file}"
    text = (keys.EVERY_KEY / path).read_text("utf-8")
    assert text.count(before) == 1
    edited = text.replace(before, after).replace("{{hour}}", "{{time}}")
    document = parse(Source(path, path, edited.encode())).document
    assert document is not None
    found = changes(files, {**files, path: document.data})
    assert [change.kind for change in found] == ["renamed"], told(found)
    assert sentence in told(found)[0]


def test_of_two_brands_that_have_the_same_id_the_one_that_changes_it_is_renamed_alone(house: Files) -> None:
    siblings = {path: held for path, held in moved(house, "umbrella", "parasol").items() if "parasol" in path}
    old = copy.deepcopy({**house, **siblings})
    for brand in ("umbrella", "parasol"):
        old[f"brands/{brand}/scope.yml"] = {"rules": [{**FREE}]}
    new = copy.deepcopy(old)
    new["brands/parasol/scope.yml"]["rules"][0] |= {"id": "free-likes", "formerly": ["likes-are-free"]}
    assert told(changes(old, new)) == ["parasol renamed: Rule: `likes-are-free` is now called `free-likes`."]


def moved(files: Files, before: str, after: str) -> Files:
    """Return the files of a house in which a brand has another id."""
    names = {before: after}
    return {path.replace(f"brands/{before}/", f"brands/{after}/"): renamed(held, names) for path, held in files.items()}


@pytest.fixture(scope="module")
def house() -> Files:
    """The house of every key, in which one brand is within the other, and a line and a group name it."""
    files = copy.deepcopy(keys.house())
    assert files["brands/umbrella/brand.yml"]["within"] == "lumen"
    files["house/scope.yml"]["groups"].append({"id": "all-lamps", "of": "brands", "members": ["lumen", "umbrella"]})
    return files


@pytest.mark.parametrize("before", ["lumen", "umbrella"])
def test_a_brand_that_has_another_id_is_renamed_and_nothing_else(house: Files, before: str) -> None:
    found = changes(house, moved(house, before, "parasol"))
    assert told(found) == [f"parasol renamed: Brand: `{before}` is now called `parasol`."]
    assert found[0].place is not None
    assert found[0].place.file.endswith("brands/parasol/brand.yml")
    # Nobody reads again what says the same: what was acknowledged stays acknowledged.
    versions = [Versions(level).of_roles(frozenset({"community-manager"})) for level in both(house, before)]
    assert versions[0] == versions[1]


def both(house: Files, before: str) -> list[Brand]:
    new = handbook_of(moved(house, before, "parasol"))
    levels = handbook_of(house).brand(before), new.brand("parasol")
    return [level for level in levels if level is not None]


def test_what_widens_within_a_brand_that_is_renamed_is_told(house: Files) -> None:
    new = copy.deepcopy(moved(house, "lumen", "parasol"))
    new["brands/parasol/scope.yml"]["rules"].append(FREE)
    widened = [change for change in changes(house, new) if change.kind == "widened"]
    assert {(change.brand, change.about) for change in widened} == {
        (brand, ("likes-are-free",)) for brand in ("parasol", "umbrella")
    }


FREE = {
    "id": "likes-are-free",
    "title": "On aime sans demander",
    "roles": ["community-manager"],
    "actions": ["like"],
    "authority": "free",
}


def test_a_brand_that_stays_has_not_become_another_one(house: Files) -> None:
    both_there = {
        **house,
        **{path: held for path, held in moved(house, "umbrella", "parasol").items() if "parasol" in path},
    }
    assert [(change.kind, change.brand) for change in changes(house, both_there)] == [("added", "parasol")]


def test_of_two_brands_that_say_they_were_the_same_one_was(house: Files) -> None:
    first, second = (moved(house, "umbrella", id_) for id_ in ("parasol", "tarpaulin"))
    first["house/scope.yml"]["groups"][-1]["members"] = ["lumen"]
    first |= {path: held for path, held in second.items() if "tarpaulin" in path}
    kinds = {(change.kind, change.brand) for change in changes(house, first)}
    assert {("renamed", "parasol"), ("added", "tarpaulin")} <= kinds
    assert "removed" not in {kind for kind, _ in kinds}


def test_a_word_that_names_a_brand_as_it_was_is_told_what_it_is_called_now(house: Files) -> None:
    new = copy.deepcopy(moved(house, "lumen", "parasol"))
    new["brands/umbrella/brand.yml"]["within"] = "lumen"
    loaded = load_sources(Collected(keys.sources(new)), folder="playbooks")
    (finding,) = (found for found in loaded.diagnostics if say(found.message, "en") == "There is no brand `lumen`.")
    assert finding.hint is not None
    assert "`parasol`" in say(finding.hint, "en")


def test_each_sort_of_record_has_a_name() -> None:
    assert {kind for kind in NAMESPACES if say(word("record_kind", kind), "en") == kind} <= ELSEWHERE
