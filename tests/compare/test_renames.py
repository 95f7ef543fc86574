"""What bears another id is the same thing: of every kind that may say `formerly`, and of brands."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from perimetre.base.words import say
from perimetre.compare import Change, compare
from perimetre.compare.records import ELSEWHERE
from perimetre.language.labels import word
from perimetre.model import Brand, Handbook, Record
from perimetre.model.values import Value
from perimetre.pipeline.loading import load_sources
from perimetre.reading.kinds import NAMESPACES
from perimetre.reading.sources import Collected
from perimetre.versions.versions import Versions
from tests.conftest import ROOT
from tests.support import keys

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
        return ids.get(held, held)
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
        if isinstance(record, Record | Value) and bearers[id_] == 1 and id_ not in taken:
            ids.setdefault(kind, id_)
    return ids


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
    assert sorted(id_ for change in found for id_ in change.about) == sorted(names.values())
    # What has no `formerly`, and what has a word in common with something else there.
    others = {"compartment", "pressure", "directory_entry", "opt_out", "phase"}
    others |= {"action", "crisis", "crisis_kind", "decision", "mention", "operation", "report"}
    assert ids.keys() == NAMESPACES.keys() - others


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
