"""The fast yes and the slow why agree: never does one accept what the other refuses."""

from __future__ import annotations

import copy
import functools
import json
import operator
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, cast

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perimetre.reading import forms, schemas
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import parse
from perimetre.reading.reader.refusals import MAX_DIAGNOSTICS
from perimetre.reading.sources import Source
from perimetre.reading.validate import validate
from perimetre.reading.validate.faults import faults, first_repeated
from perimetre.reading.validate.verdict import FORMATS, is_valid
from tests.conftest import DEEP, ROOT

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

PLAYBOOKS = ROOT / "playbooks"
CASES = ROOT / "tests" / "cases"
FILES = sorted(PLAYBOOKS.rglob("*.yml"))
WRITTEN_FOR_A_KIND = sorted((CASES / "validate").glob("*.yml"))
NAMES = sorted(path.name for path in schemas.folder().glob("*.schema.json"))


def text_of(name: str) -> str:
    return (schemas.folder() / name).read_text("utf-8")


def data_of(path: Path) -> object:
    document = parse(Source(path.name, path.name, path.read_bytes())).document
    return document.data if document else None


def kind_of_file(path: Path) -> str:
    filed = kind_of(path.relative_to(PLAYBOOKS).as_posix())
    assert isinstance(filed, Filed)
    return filed.kind.id


def agree(kind: str, data: object) -> bool:
    """Return the verdict on some data, which both must share."""
    verdict = is_valid(kind, data)
    assert verdict == (faults(kind, data) == []), f"{kind}: the fast verdict is {verdict}, on {data!r}"
    return verdict


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PLAYBOOKS).as_posix())
def test_both_accept_each_file_of_the_example(path: Path) -> None:
    assert agree(kind_of_file(path), data_of(path))


@pytest.mark.parametrize("path", WRITTEN_FOR_A_KIND, ids=lambda path: path.stem)
def test_both_say_the_same_of_each_case(path: Path) -> None:
    text = path.read_text("utf-8")
    kind = re.match(r"# kind: (\S+)\n", text)
    assert kind
    assert agree(kind[1], data_of(path)) == ("\n# expect: nothing\n" in text)


@pytest.mark.parametrize("kind", KINDS)
def test_both_say_the_same_of_any_file_taken_for_another_kind(kind: str) -> None:
    for path in (*sorted((CASES / "parse").glob("*.yml")), *FILES[::7]):
        agree(kind, data_of(path))


# What a pattern, a bound or a comparison may take otherwise: ends of line, digits of other writings, letters outside
# the first plane, numbers that are equal, texts as long as a bound.
ODD = (
    *("", "\n", " ", "a\n", "a--b", "-a", "a-", "é", "𝔞", "\u0000", "to-complete", "to-complete\n", "none", "no-end"),
    *(
        "2026-11-22\n",
        "2026-02-30",
        "2026-11-22T25:00",
        "٢٠٢٦-11-22",
        "08:30",
        "08:30\n",
        "24:00",
        "30min",
        "00min",
        "+2h",
    ),
    *("Europe/Paris", "Europe/Parris", "Europe", "../etc", "fr", "fr-FR", "FR", "EUR", "€", "v1:" + "0" * 64),
    *("https://é.example/ü", "https://a b", "a" * 64, "a" * 65, "https://" + "a" * 500, "https://" + "a" * 501),
    *(None, True, False, 1.0, -1, 0.5, 1e15, 2**53, -0.0, [], {}, [[]], [None], ["a", "a"], [1, 1.0], [True, 1]),
    *(["fr", "en"], {"fr": "a"}, {"fr": "a", "en": None}, {"id": "a"}, [{"id": "a"}, {"id": "a"}]),
)


@functools.cache
def samples() -> list[tuple[str, dict[str, Any]]]:
    """Return a small valid document or two of each kind: lists are cut to their first items."""
    chosen: list[tuple[str, dict[str, Any]]] = []
    for path in (*FILES, *(path for path in WRITTEN_FOR_A_KIND if path.stem.startswith("right-"))):
        text = path.read_text("utf-8")
        written = re.match(r"# kind: (\S+)\n", text)
        kind = written[1] if written else kind_of_file(path)
        data = cut(data_of(path))
        if isinstance(data, dict) and is_valid(kind, data):
            chosen.append((kind, data))
    assert {kind for kind, _ in chosen} == set(KINDS)
    return sorted(chosen, key=lambda sample: len(repr(sample)))


def cut(node: object) -> object:
    if isinstance(node, list):
        return [cut(item) for item in node[:2]]
    return {key: cut(value) for key, value in node.items()} if isinstance(node, dict) else node


OF_THE_VALUE = {
    *("type", "pattern", "format", "enum", "const", "anyOf", "uniqueItems"),
    *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "minProperties"),
}


def forms_of(schema: Any, node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the form that the schema asks of each value of a document, and the way to the value."""
    if path:
        # What it asks of the value itself, whatever it asks of what is inside.
        yield json.dumps({word: asked for word, asked in schema.items() if word in OF_THE_VALUE}, sort_keys=True), path
    if isinstance(node, list):
        for position, item in enumerate(node):
            yield from forms_of(schema.get("items", {}), item, (*path, position))
    elif isinstance(node, dict):
        more = schema.get("additionalProperties", {})
        for key, value in node.items():
            inner = schema.get("properties", {}).get(key, more if isinstance(more, dict) else {})
            yield from forms_of(inner, value, (*path, key))


def around_its_bounds(form: str) -> Iterator[object]:
    """Yield numbers, and texts as long, that stand at a bound of the form and beyond it."""
    for bound in re.findall(r'"(?:min|max)[a-zA-Z]+": ([0-9]+)', form):
        for number in (int(bound) - 1, int(bound), int(bound) + 1):
            yield number
            yield "👩" * number


@pytest.mark.deep
def test_both_say_the_same_of_each_form_of_value() -> None:
    """Each form once, in a document that holds one, with a third of the odd values in its place; in depth, with all."""
    tried: set[str] = set()
    for kind, right in samples():
        changed = copy.deepcopy(right)
        for form, path in forms_of(schemas.plain(kind), right):
            if form not in tried:
                tried.add(form)
                holder = functools.reduce(operator.getitem, path[:-1], cast("Any", changed))
                for rank, value in enumerate((*ODD, *around_its_bounds(form))):
                    if not DEEP and (rank + len(tried)) % 3:
                        continue
                    holder[path[-1]] = value
                    agree(kind, changed)
                holder[path[-1]] = copy.deepcopy(functools.reduce(operator.getitem, path, cast("Any", right)))
    assert len(tried) > 100


def holders(node: Any) -> Iterator[Any]:
    """Yield every list and mapping of a document, itself first."""
    if isinstance(node, (dict, list)):
        yield node
        for place in places_in(node):
            yield from holders(node[place])


def places_in(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


@given(st.data())
@settings(max_examples=300)
def test_both_say_the_same_of_a_document_that_is_changed_anywhere(data: st.DataObject) -> None:
    kind, right = data.draw(st.sampled_from(samples()))
    changed = copy.deepcopy(right)
    for _ in range(data.draw(st.integers(1, 3))):
        places = [(holder, place) for holder in holders(changed) for place in places_in(holder)]
        if not places:
            break
        holder, place = places[data.draw(st.integers(0, len(places) - 1))]
        value = data.draw(st.sampled_from(ODD).map(copy.deepcopy) | st.text(max_size=6) | st.floats(-9, 400))
        action = data.draw(st.sampled_from(("set", "set", "extend", "delete", "add", "repeat")))
        if action == "delete":
            del holder[place]
        elif action == "add" and isinstance(holder, dict):
            holder[data.draw(st.sampled_from(("id", "title", "note", "match", "couleur", "é", "fr", "from")))] = value
        elif action == "repeat" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[place]))
        elif action == "extend" and isinstance(holder[place], str) and isinstance(value, str):
            holder[place] += value
        else:
            holder[place] = value
    agree(kind, changed)


def patterns() -> list[str]:
    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                yield node["pattern"]
            for inner in node.values():
                yield from walk(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from walk(inner)

    return sorted({pattern for name in NAMES for pattern in walk(schemas.raw(name))})


@pytest.mark.parametrize("pattern", patterns())
@given(data=st.data())
@settings(max_examples=40)
def test_a_pattern_means_the_same_to_both(pattern: str, data: st.DataObject) -> None:
    fast = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    slow = jsonschema.Draft202012Validator({"pattern": pattern.replace("$", r"\Z")})
    text = data.draw(st.from_regex(pattern.replace("$", r"\Z")) | st.text(max_size=10))
    place = data.draw(st.integers(0, len(text)))
    for tried in (text, text + "\n", text[:place] + data.draw(st.text(max_size=2)) + text[place:]):
        assert fast.is_valid(tried) == slow.is_valid(tried), repr(tried)


def test_the_schemas_name_no_format_but_ours() -> None:
    named = {written for name in NAMES for written in re.findall(r'"format": "([^"]*)"', text_of(name))}
    assert named == set(FORMATS)


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from((0.0, -0.0, 1.0, 0.5)) | st.sampled_from("ab1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


@given(st.lists(plain_data, max_size=6))
@example([1, 1.0])
@example([True, 1])
@example([[1], [True]])
@example([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])
def test_what_a_list_says_twice_is_one_to_both(items: list[object]) -> None:
    unique = jsonschema_rs.Draft202012Validator({"uniqueItems": True}).is_valid(items)
    assert unique == jsonschema.Draft202012Validator({"uniqueItems": True}).is_valid(items)
    position = first_repeated(items)
    assert unique == (position is None)
    if position is not None:
        assert not jsonschema_rs.Draft202012Validator({"uniqueItems": True}).is_valid(items[: position + 1])
        assert jsonschema_rs.Draft202012Validator({"uniqueItems": True}).is_valid(items[:position])


def test_a_check_without_a_fault_asks_nothing_of_the_slow_one() -> None:
    slow = {"jsonschema", "perimetre.reading.validate.why", "perimetre.reading.reader.explain"}
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from perimetre.pipeline.loading import load\n"
        "load(Path('playbooks'))\n"
        "print(*sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "jsonschema_rs" in loaded
    assert not loaded & slow


def work(kind: str, text: str) -> int:
    """Count the calls that it takes to say what is wrong with a file."""
    document = parse(Source("a.yml", "a.yml", text.encode())).document
    assert document
    calls = Counter[str]()

    def count(_: FrameType, event: str, __: object) -> None:
        calls[event] += 1

    sys.setprofile(count)
    try:
        assert validate(document, KINDS[kind])
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


@pytest.mark.parametrize(
    ("kind", "head", "line"),
    [
        ("voice", "", "cle_{}: x\n"),
        ("channels", "channels:\n  - id: a\n", "    cle_{}: x\n"),
        ("channels", "channels:\n", "  - id: a{}\n    titre: b\n    audiance: c\n"),
    ],
    ids=["keys", "keys of an item", "items"],
)
def test_a_file_eight_times_as_wrong_does_not_take_twice_the_work(kind: str, head: str, line: str) -> None:
    """Guessing what was meant is dear: past the mistakes that are shown, nothing more is guessed."""
    small, large = (head + "".join(line.format(n) for n in range(count)) for count in (400, 3_200))
    assert work(kind, large) < 2 * work(kind, small)


def test_no_more_is_guessed_of_values_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    guesses: list[str] = []
    monkeypatch.setattr(forms, "closest", lambda word, _: guesses.append(word))
    head = "roles:\n  - id: a\n    title: b\npeople:\n"
    people = "".join(f"  - id: p{n}\n    name: a\n    timezone: Europe/Parris\n" for n in range(300))
    document = parse(Source("a.yml", "a.yml", (head + people).encode())).document
    assert document
    errors = [finding for finding in validate(document, KINDS["people"]) if finding.severity == "error"]
    assert len(errors) == len(guesses) == MAX_DIAGNOSTICS


class Compared(str):
    """A text that counts how often it is compared."""

    comparisons = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        type(self).comparisons += 1
        return str.__eq__(self, other)


def test_the_items_of_a_list_are_not_compared_each_with_each() -> None:
    count = 2_000
    # Numbers between the texts: what cannot be sorted.
    items = [item for n in range(count) for item in (Compared(f"a{n}"), n)]
    data = {"channels": [{"id": "a", "title": "b", "objectives": items}]}
    Compared.comparisons = 0
    assert any(fault.path == ("channels", 0, "objectives", 1) for fault in faults("channels", data))
    assert first_repeated(items) is None
    assert Compared.comparisons < 20 * count
