"""Write a mark of its own into every text and every id of a folder of playbooks, and say who may read each mark.

Comes in: a copy of the playbooks, on disk. Goes out: the same files, still valid, and the marks. The texts and the ids
are found by the schemas, not by the product's own model of who may read what: the test compares two independent
readings. An id is marked wherever it is named, and in the name of its file; a variable, in the texts that hold it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from perimetre.model.building import shipped
from perimetre.model.whole import VALUE_KINDS
from perimetre.reading import filing, schemas
from perimetre.reading.kinds import FOLDERS

# The last is that of what is in a compartment, for a site that does not contain it.
LEVELS = ("public", "internal", "restricted", "closed")
# The compartment of which the tests speak.
CIRCLE = "closed-circle"
MARK = re.compile(rb"zq[0-9a-f]{10}")
_TEXTS = frozenset(("text", "markdown"))
# What names the house and its brands to anybody, whatever the rest of the file is.
_NAMES: Mapping[str, frozenset[str]] = {
    "brand": frozenset(("name", "tagline", "promise", "charter", "website")),
    "handbook": frozenset(("title",)),
}
# The fields of a file's own that the charter may show, where its page is public; the others stay in the house.
_OF_THE_CHARTER: Mapping[str, frozenset[str]] = {
    "moderation": frozenset(("introduction", "never_deleted", "flagging", "appeal")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark, the text that bears it and who may read it.

    Fields:
        path: where the text stands in its file: "grounds.3.signs.0".
        level: "public", "internal" or "restricted".
        is_word: whether it is a word of the data (`values.yml`), read wherever the word is named.
    """

    mark: str
    file: str
    path: str
    level: str
    is_word: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    at: int
    text: str


def close_every_second_record(folder: Path, first: int = 1) -> int:
    """Put every second record in a compartment, of each list of each file; return how many there are in it now."""
    count = restrict_every_second_record(folder, first, ("compartment", CIRCLE))
    settings = folder / "handbook.yml"
    text = settings.read_text("utf-8")
    circle = f"  - {{id: {CIRCLE}, title: Le premier cercle, readers: [brand-director]}}\n"
    assert text.count("\ncompartments:\n") == 1
    settings.write_text(text.replace("\ncompartments:\n", f"\ncompartments:\n{circle}"), "utf-8")
    return count


def restrict_every_second_record(
    folder: Path, first: int = 1, said: tuple[str, str] = ("confidentiality", "restricted")
) -> int:
    """Make every second record restricted, of each list of each file; return how many there are now.

    Args:
        folder: the playbooks.
        first: the rank of the first that is, 0 or 1.
        said: the key that says so, and its value.
    """
    count = 0
    for path, kind in _files(folder):
        text = path.read_text("utf-8")
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        edits: list[_Edit] = []
        whole = sum(one.parent == path.parent for one in path.parent.iterdir()) > 0 and kind in _FOLDERS
        if whole and sorted(path.parent.glob("*.yml")).index(path) % 2 == first:
            edits += _made_restricted(root, schemas.plain(kind), said)
        for records, schema in _lists(root, schemas.plain(kind)):
            for record in records[first::2]:
                edits += _made_restricted(record, schema, said)
        count += len(edits)
        path.write_text(_edited(text, edits), "utf-8")
    return count


def mark_every_text(folder: Path, seed: int) -> tuple[Mark, ...]:
    """Write a mark at the end of every text (at the beginning of a text in a block), and return the marks."""
    chance = random.Random(seed)
    marks: list[Mark] = []
    for path, kind in _files(folder):
        text = path.read_text("utf-8")
        edits: list[_Edit] = []
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        for where, node, level, schema in _scalars(root, schemas.plain(kind), kind):
            if node.value == "to-complete" or not _is_text(schema):
                continue
            mark = f"zq{chance.getrandbits(40):010x}"
            edits.append(_marked(node, mark, text))
            file = path.relative_to(folder).as_posix()
            marks.append(Mark(mark=mark, file=file, path=where, level=level, is_word=kind == "values"))
        path.write_text(_edited(text, edits), "utf-8")
    return tuple(marks)


def mark_every_id(folder: Path, seed: int) -> tuple[Mark, ...]:
    """Write a mark at the end of every id that stands for one thing only, wherever it is named, and return the marks.

    An id that two things bear, or that is also a word of the data, is left: nobody could tell whose it is.
    """
    chance = random.Random(seed)
    bearers: dict[str, list[tuple[str, str, str]]] = {}
    words = {value.id for kind in VALUE_KINDS for value in shipped.values().of(kind).values()}
    for path, kind in _files(folder):
        file = path.relative_to(folder).as_posix()
        for where, node, level, schema in _scalars(_root(path), schemas.plain(kind), kind):
            if kind in _UNMARKED and schema.get("form") == "id":
                words.add(node.value)
            elif schema.get("form") == "id" and where.rpartition(".")[2] == "id":
                bearers.setdefault(node.value, []).append((file, where, level))
            elif not _names(schema) and not _is_text(schema):
                words.add(node.value)
    marks = {
        id_: Mark(mark=f"zq{chance.getrandbits(40):010x}", file=file, path=where, level=level, is_word=False)
        for id_, ((file, where, level), *others) in bearers.items()
        if not others and id_ not in words and len(id_) <= _LONGEST
    }

    def braced(found: re.Match[str]) -> str:
        return f"{{{{{found[1]}-{marks[found[1]].mark}}}}}" if found[1] in marks else found[0]

    for path, kind in _files(folder):
        edits = [
            _Edit(node.end_mark.index - (1 if node.style else 0), f"-{marks[node.value].mark}")
            for _, node, _, schema in _scalars(_root(path), schemas.plain(kind), kind)
            if node.value in marks and _names(schema)
        ]
        path.write_text(_VARIABLE.sub(braced, _edited(path.read_text("utf-8"), edits)), "utf-8")
        if kind in _FOLDERS and path.stem in marks:
            path.rename(path.with_stem(f"{path.stem}-{marks[path.stem].mark}"))
    return tuple(marks.values())


_LONGEST = 64 - len("-zq0123456789")
_VARIABLE = re.compile(r"\{\{([a-z0-9-]+)\}\}")
_FOLDERS = frozenset(kind.id for kind in FOLDERS.values())
# A brand's folder bears its id, and anybody reads its name; the words of the data are read wherever they are named.
_UNMARKED = frozenset(("brand", "values"))


def _names(schema: Mapping[str, Any]) -> bool:
    """Say whether a scalar of this form is an id, or names one."""
    form = str(schema.get("form", ""))
    return form in ("id", "ref", "who", "target") or form.endswith("-ref")


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.yml")):
        filed = filing.kind_of(path.relative_to(folder).as_posix())
        assert isinstance(filed, filing.Filed), path
        yield path, filed.kind.id


def _root(path: Path) -> Any:
    return yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def _properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a mapping, those that hold on a condition among them."""
    found: dict[str, Any] = {}
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ())):
        for inside in (part, part.get("then", {}), part.get("else", {})):
            if isinstance(inside, Mapping):
                found |= {name: one for name, one in _properties(inside).items() if isinstance(one, Mapping)}
    own = {name: one for name, one in schema.get("properties", {}).items() if isinstance(one, Mapping)}
    return {**found, **own}


def _fields(node: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
    known = _properties(schema)
    other = schema.get("additionalProperties")
    for key, value in node.value:
        below = known.get(key.value, other if isinstance(other, Mapping) else None)
        if below is not None:
            yield key.value, value, below


def _said(node: Any, name: str) -> str | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value.value for key, value in node.value if key.value == name), None)


def _scalars(root: Any, schema: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Any, str, Mapping[str, Any]]]:
    """Yield every scalar: where it stands, its node, who may read it, its schema."""
    page = next((value for key, value in root.value if key.value == "page"), None)
    start = _level(root) if kind in _FOLDERS else _said(page, "confidentiality")

    def walk(node: Any, schema: Mapping[str, Any], path: str, level: str, *, in_record: bool) -> Any:
        if isinstance(node, yaml.MappingNode):
            if schema.get("form") in _TEXTS:
                for key, value in node.value:
                    yield f"{path}.{key.value}", value, level, schema
                return
            if path and "confidentiality" in _properties(schema) and _said(node, "id"):
                own = _level(node) or "internal"
                level = max(own, level, key=LEVELS.index) if in_record else own
                in_record = True
            for name, value, below in _fields(node, schema):
                here = level
                if not path and name in _NAMES.get(kind, ()):
                    here = "public"
                elif not path and kind not in _FOLDERS and level == "public":
                    here = "public" if name in _OF_THE_CHARTER.get(kind, ()) else "internal"
                if not path and (kind, name) == ("handbook", "compartments"):
                    here = "closed"
                yield from walk(value, below, f"{path}.{name}".lstrip("."), here, in_record=in_record)
        elif isinstance(node, yaml.SequenceNode):
            for rank, one in enumerate(node.value):
                yield from walk(one, schema.get("items", {}), f"{path}.{rank}", level, in_record=in_record)
        else:
            yield path, node, level, schema

    yield from walk(root, schema, "", start or "internal", in_record=kind in _FOLDERS)


def _level(node: Any) -> str | None:
    """Return who may read a record, as it says itself."""
    return "closed" if _said(node, "compartment") else _said(node, "confidentiality")


def _is_text(schema: Mapping[str, Any]) -> bool:
    """Say whether a scalar of this form is written freely."""
    if schema.get("form") in _TEXTS:
        return True
    options = schema.get("anyOf", ())
    if options:
        return any(_is_text(one) for one in options)
    # What is short by its form is a code (a region's), and no text.
    closed = {"pattern", "enum", "const", "format", "form", "allOf", "if"} & schema.keys() or schema.get(
        "maxLength"
    ) == 10
    kinds = schema.get("type")
    return (kinds == "string" or (isinstance(kinds, list) and "string" in kinds)) and not closed


def _lists(root: Any, schema: Mapping[str, Any]) -> Iterator[tuple[list[Any], Mapping[str, Any]]]:
    for _, value, below in _fields(root, schema):
        if isinstance(value, yaml.SequenceNode):
            items = below.get("items", {})
            if "confidentiality" in _properties(items):
                yield list(value.value), items
        elif isinstance(value, yaml.MappingNode):
            yield from _lists(value, below)


def _made_restricted(node: Any, schema: Mapping[str, Any], said: tuple[str, str]) -> list[_Edit]:
    if said[0] not in _properties(schema) or _said(node, said[0]):
        return []
    key, value = next(pair for pair in node.value if pair[0].value == "id")
    joint = ", " if node.flow_style else "\n" + " " * key.start_mark.column
    return [_Edit(value.end_mark.index, f"{joint}{said[0]}: {said[1]}")]


def _marked(node: Any, mark: str, text: str) -> _Edit:
    if node.style in ("|", ">"):
        line = text.index("\n", node.start_mark.index) + 1
        while text[line] in " \n":
            line += 1
        return _Edit(line, f"{mark} ")
    return _Edit(node.end_mark.index - (1 if node.style else 0), f" {mark}")


def _edited(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda one: one.at, reverse=True):
        text = text[: edit.at] + edit.text + text[edit.at :]
    return text
