"""Write a mark of its own into every text of a folder of playbooks, and say who may read each mark.

Comes in: a copy of the playbooks, on disk. Goes out: the same files, still valid, and the marks. The texts are found by
the schemas, not by the product's own model of who may read what: the test compares two independent readings.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from perimetre.reading import filing, schemas

LEVELS = ("public", "internal", "restricted")
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


def restrict_every_second_record(folder: Path) -> int:
    """Make every second record restricted, of each list of each file; return how many there are now."""
    count = 0
    for path, kind in _files(folder):
        text = path.read_text("utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        edits: list[_Edit] = []
        whole = sum(one.parent == path.parent for one in path.parent.iterdir()) > 0 and kind in _FOLDERS
        if whole and sorted(path.parent.glob("*.yml")).index(path) % 2:
            edits += _made_restricted(root, schemas.plain(kind))
        for records, schema in _lists(root, schemas.plain(kind)):
            for record in records[1::2]:
                edits += _made_restricted(record, schema)
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
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        for where, node, level in _texts(root, schemas.plain(kind), kind):
            if node.value == "to-complete":
                continue
            mark = f"zq{chance.getrandbits(40):010x}"
            edits.append(_marked(node, mark, text))
            file = path.relative_to(folder).as_posix()
            marks.append(Mark(mark=mark, file=file, path=where, level=level, is_word=kind == "values"))
        path.write_text(_edited(text, edits), "utf-8")
    return tuple(marks)


_FOLDERS = frozenset(("crisis", "operation", "decision"))


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.yml")):
        filed = filing.kind_of(path.relative_to(folder).as_posix())
        assert isinstance(filed, filing.Filed), path
        yield path, filed.kind.id


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


def _texts(root: Any, schema: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Any, str]]:
    page = next((value for key, value in root.value if key.value == "page"), None)
    start = _said(root, "confidentiality") if kind in _FOLDERS else _said(page, "confidentiality")

    def walk(node: Any, schema: Mapping[str, Any], path: str, level: str, *, in_record: bool) -> Any:
        if isinstance(node, yaml.MappingNode):
            if schema.get("form") in _TEXTS:
                for key, value in node.value:
                    yield f"{path}.{key.value}", value, level
                return
            if path and "confidentiality" in _properties(schema) and _said(node, "id"):
                own = _said(node, "confidentiality") or "internal"
                level = max(own, level, key=LEVELS.index) if in_record else own
                in_record = True
            for name, value, below in _fields(node, schema):
                here = level
                if not path and name in _NAMES.get(kind, ()):
                    here = "public"
                elif not path and kind not in _FOLDERS and level == "public":
                    here = "public" if name in _OF_THE_CHARTER.get(kind, ()) else "internal"
                yield from walk(value, below, f"{path}.{name}".lstrip("."), here, in_record=in_record)
        elif isinstance(node, yaml.SequenceNode):
            for rank, one in enumerate(node.value):
                yield from walk(one, schema.get("items", {}), f"{path}.{rank}", level, in_record=in_record)
        elif _is_text(schema):
            yield path, node, level

    yield from walk(root, schema, "", start or "internal", in_record=kind in _FOLDERS)


def _is_text(schema: Mapping[str, Any]) -> bool:
    """Say whether a scalar of this form is written freely."""
    if schema.get("form") in _TEXTS:
        return True
    options = schema.get("anyOf", ())
    if options:
        return any(_is_text(one) for one in options)
    closed = {"pattern", "enum", "const", "format", "form", "allOf", "if"} & schema.keys()
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


def _made_restricted(node: Any, schema: Mapping[str, Any]) -> list[_Edit]:
    if "confidentiality" not in _properties(schema) or _said(node, "confidentiality"):
        return []
    key, value = next(pair for pair in node.value if pair[0].value == "id")
    joint = ", " if node.flow_style else "\n" + " " * key.start_mark.column
    return [_Edit(value.end_mark.index, f"{joint}confidentiality: restricted")]


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
