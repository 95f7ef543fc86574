"""Nothing dead: every key of every schema changes a page or a finding, in a small house that uses them all.

What is text is marked, all at once, and looked for. What else there is is read by what makes pages or findings: reads
are recorded. `make test-deep` changes each value in turn, and something that comes out must change. What is left out,
and why, is in `tests/cases/keys.yml`.
"""

from __future__ import annotations

import copy
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

import pytest
import yaml

from perimetre.base.memory import Memory
from perimetre.judge.judgement import pronounce
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.model import FILES, Part, Record
from perimetre.model.building.convert import hints, yaml_key
from perimetre.model.values import LISTS
from perimetre.perimeter.decisions import Perimeter
from perimetre.pipeline.calendars import calendar_files
from perimetre.pipeline.loading import Loaded, judged, load_sources
from perimetre.reading.filing import kind_of
from perimetre.reading.sources import Collected
from perimetre.render.families.governance import RulesReport
from perimetre.render.glossary import Glossary
from perimetre.render.pages import Page, Website
from perimetre.render.readers import Readers
from perimetre.render.website import RenderCache, render
from tests.conftest import ROOT
from tests.support.keys import (
    ABSENT,
    Data,
    Written,
    every_key,
    holds_text,
    house,
    ids_of,
    name_of,
    others,
    put,
    sources,
    unfold,
    written,
)
from tests.support.parts import every_part

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

NOON = dt.datetime(2026, 11, 22, 12)
LEFT = yaml.load((ROOT / "tests" / "cases" / "keys.yml").read_text("utf-8"), yaml.CSafeLoader)
HOUSE = house()
WRITTEN = tuple(written(HOUSE))
# These read a field to copy it, to find its record or to make a version of it: that is no use of it.
_COPYING = ("perimetre.model", "perimetre.versions", "perimetre.rules.kit.leaks", "dataclasses", "copy", "tests")
# These parts of the model work out what comes out.
_WORKING = (
    "perimetre.model.values",
    "perimetre.model.crisis",
    "perimetre.model.statements",
    "perimetre.model.exercises",
    "perimetre.model.reviews",
    "perimetre.model.people",
    "perimetre.model.building.build",
    "perimetre.model.building.coherence",
    "perimetre.model.building.inheritance",
    "perimetre.versions.acknowledgements",
    "perimetre.versions.versions",
)


def loaded(files: Mapping[str, Data]) -> Loaded:
    return load_sources(Collected(sources(files)), folder="playbooks")


class _AnotherPageError(Exception):
    """A page is not what it was."""


class _Shown(RenderCache):
    """What the house's own readers are shown; of another house, whether they are shown something else."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Mapping[str, Page] | None = None
        self._kept: tuple[tuple[str, dict[Any, Any]], ...] = ()
        self._site = ""

    def begin(self, house: Loaded) -> None:
        """Keep what is shown of a house."""
        self._site = repr(self._render(house))
        self._kept = tuple((name, dict(made)) for name, made in vars(self).items() if isinstance(made, dict))
        self._before = {path: explained for path, (_, _, explained) in self._explained.items()}

    def differs(self, house: Loaded) -> bool:
        """Say whether another house shows something else; nothing of it is kept."""
        vars(self).update({name: dict(made) for name, made in self._kept})
        try:
            return repr(self._render(house)) != self._site
        except _AnotherPageError:
            return True

    def explained(self, page: Page, glossary: Glossary, explain: Callable[[], Page]) -> Page:
        """Return a page; the first that is another ends all."""
        explained = super().explained(page, glossary, explain)
        # What is the same page is the same object.
        if self._before is not None and self._before.get(page.path) is not explained:
            raise _AnotherPageError
        return explained

    def _render(self, house: Loaded) -> Website:
        assert house.handbook is not None
        readers = Readers(language="fr", audience="internal", today=NOON.date())
        return render(house.handbook, readers, cache=self)


def governed(house: Loaded, language: str = "fr") -> str:
    """Return what the house's own readers are shown, the pages of governance among them."""
    assert house.handbook is not None
    judgement = pronounce(house.handbook, house.documents, NOON, found=house.diagnostics)
    readers = Readers(language=language, audience="internal", today=NOON.date())
    return repr(render(house.handbook, readers, report=RulesReport(judgement=judgement, edit=None)))


def findings(house: Loaded, before: JudgedBefore | None = None) -> str:
    """Return what is found of a house; a rule that has read the same before is not asked again."""
    found = judged(house, NOON.date(), JudgeMemory(before)).diagnostics
    return repr(sorted((one.rule, one.file, str(one.place), repr(one.message), repr(one.hint)) for one in found))


def calendars(house: Loaded) -> str:
    """Return the calendars beside the pages of the house's own readers."""
    assert house.handbook is not None
    readers = Readers(language="fr", audience="internal", today=NOON.date())
    return repr([calendar_files(house.handbook, brand, readers, Memory()) for brand in house.handbook.brands])


def errors(house: Loaded) -> set[tuple[str, str, str]]:
    return {(one.rule, one.file, repr(one.message)) for one in house.diagnostics if one.severity == "error"}


def test_the_house_uses_every_key() -> None:
    used = {one.key for one in WRITTEN}
    assert every_key() - used == set(), "write these in tests/cases/every-key"
    assert errors(loaded(HOUSE)) == set()
    assert len(used) > 1000


def test_what_is_left_out_is_a_key_and_has_its_reason() -> None:
    assert set(LEFT["elsewhere"]) <= every_key()
    assert [one["test"] for one in LEFT["elsewhere"].values() if not (ROOT / one["test"]).is_file()] == []


# --- texts


@dataclass(frozen=True, slots=True)
class _Marked:
    files: dict[str, Data]
    names: dict[str, str]


def _marked() -> _Marked:
    """Return the house with a mark in every text, and in the texts that any record may bear and these do not."""
    files, names = copy.deepcopy(HOUSE), dict[str, str]()

    def mark(name: str) -> str:
        names[found := f"zq{len(names):05x}"] = name
        return found

    def fill(data: Any, cls: type[Part]) -> None:
        if not isinstance(data, dict) or hasattr(cls, "spell_out"):
            return
        for field, hint in hints(cls).items():
            if issubclass(cls, Record) and field in ("title", "description", "note", "sources") and field not in data:
                text = f"Un mot {mark(f'{cls.__name__}.{field}')}"
                data[field] = [text] if field == "sources" else text
            inner = data.get(yaml_key(field))
            for item in unfold(hint):
                for part in unfold(item.__args__[0]) if hasattr(item, "__args__") else (item,):
                    if isinstance(part, type) and issubclass(part, Part):
                        for one in inner if isinstance(inner, list) else (inner,):
                            fill(one, part)

    for path, data in files.items():
        fill(data, FILES[kind_of(path).kind.id])  # type: ignore[union-attr]
    for one in tuple(written(files)):
        if holds_text(one.hint):
            files = put(files, one.file, one.path, _with_marks(one.value, one.key, mark))
    return _Marked(files, names)


def _with_marks(value: Any, key: str, mark: Any) -> Any:
    if isinstance(value, str):
        return value if "zq" in value else f"{value} {mark(key)}"
    if isinstance(value, list):
        return [_with_marks(one, key, mark) for one in value]
    if isinstance(value, dict) and value.keys() <= {"fr", "en"}:
        return {language: f"{text} {mark(f'{key}.{language}')}" for language, text in value.items()}
    return value


def test_every_text_is_read_somewhere() -> None:
    marked = _marked()
    made = loaded(marked.files)
    assert errors(made) == set()
    out = findings(made) + governed(made, "fr") + governed(made, "en")
    read = {name for mark, name in marked.names.items() if mark in out}
    assert len(read) > 350
    assert sorted(set(marked.names.values()) - read) == []


# --- everything else


class _Recorded:
    """Stand in the place of a field of a class, and note whoever reads it."""

    def __init__(self, member: Any, name: str, readers: dict[str, set[str]]) -> None:
        self._member, self._name, self._readers = member, name, readers

    def __get__(self, one: Any, cls: Any = None) -> Any:
        if one is None:
            return self._member
        self._readers.setdefault(self._name, set()).add(sys._getframe(1).f_globals.get("__name__", ""))
        return self._member.__get__(one, cls)

    def __set__(self, one: Any, value: Any) -> None:
        self._member.__set__(one, value)


@pytest.fixture
def readers() -> Iterator[dict[str, set[str]]]:
    """Return by key the modules that read it, while a test runs."""
    noted: dict[str, set[str]] = {}
    replaced: list[tuple[type, str, Any]] = []
    for cls in sorted({base for part in every_part() for base in part.__mro__ if is_dataclass(base)}, key=repr):
        for one in fields(cls):
            member = vars(cls).get(one.name)
            if member is not None and hasattr(member, "__set__") and one.name in hints(cls):
                replaced.append((cls, one.name, member))
                setattr(cls, one.name, _Recorded(member, name_of(cls, one.name), noted))
    yield noted
    for cls, name, member in replaced:
        setattr(cls, name, member)


def test_every_key_is_read_by_what_makes_something_of_it(readers: dict[str, set[str]]) -> None:
    made = loaded(HOUSE)
    assert made.handbook is not None
    governed(made)
    findings(made)
    calendars(made)
    for brand in made.handbook.brands:
        Perimeter(made.handbook, brand)
    unread = {key for key in every_key() if not any(_uses(module) for module in readers.get(key, ()))}
    names = {one.key for one in WRITTEN}
    assert sorted((unread & names) - LEFT["elsewhere"].keys()) == []


def _uses(module: str) -> bool:
    return module.startswith(_WORKING) or not module.startswith(_COPYING)


def _is_leaf(one: Written) -> bool:
    if one.value == []:
        # It names nothing that could be another.
        return False
    item = one.value[0] if isinstance(one.value, list) else one.value
    return not isinstance(item, dict) and not holds_text(one.hint)


KEYS = sorted({one.key for one in WRITTEN if _is_leaf(one)} - LEFT["elsewhere"].keys())


@dataclass(frozen=True, slots=True)
class _Base:
    """The house as it is: what its readers are shown, what is found of it, its calendars and its ids."""

    shown: _Shown
    remembered: JudgedBefore
    found: str
    known: set[tuple[str, str, str]]
    calendars: str
    ids: dict[str, list[str]]


@cache
def _base() -> _Base:
    """Return it, worked out once by a process, whatever groups of keys fall to it."""
    house, memory, shown = loaded(HOUSE), JudgeMemory(), _Shown()
    assert house.handbook is not None
    judged(house, NOON.date(), memory)
    remembered = memory.now()
    assert remembered is not None
    shown.begin(house)
    found = findings(house)
    assert findings(house, remembered) == found
    values = house.handbook.brands[0].values
    ids = ids_of(HOUSE, {kind: list(getattr(values, name)) for kind, name in LISTS.items()})
    return _Base(shown, remembered, found, errors(house), calendars(house), ids)


@pytest.mark.deep
@pytest.mark.only_deep
@pytest.mark.parametrize("letters", ["AB", "C", "D", "EFGH", "IJKL", "MNO", "PQ", "R", "S", "TUVWXYZ"])
def test_another_value_changes_what_comes_out(letters: str) -> None:
    base = _base()

    def acts(one: Written, other: Any) -> bool:
        changed = put(HOUSE, one.file, one.path, other)
        after = loaded(changed)
        if after.handbook is None or errors(after) - base.known:
            return False
        return (
            base.shown.differs(after)
            or findings(after, base.remembered) != base.found
            or calendars(after) != base.calendars
        )

    dead = [
        key
        for key in KEYS
        if key[0] in letters
        and not any(
            acts(one, other)
            for one in [one for one in WRITTEN if one.key == key and _is_leaf(one)][:4]
            for other in [*[other for other in others(one, base.ids) if other is not ABSENT][:12], ABSENT]
        )
    ]
    assert any(key[0] in letters for key in KEYS)
    assert dead == []
