"""What a manager is told when a file does not have its form: one message for each slip, at its place, with its fix."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reading import schemas
from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import Document, parse
from perimetre.reading.sources import Source
from perimetre.reading.validate import MAX_DIAGNOSTICS, RULES, validate
from tests.conftest import ROOT

CASES = sorted((ROOT / "tests" / "cases" / "validate").glob("*.yml"))
EXPECTED = re.compile(r"# expect: (\S+) (\d+:\d+)\n# message: (.*)\n# hint: (.*)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case file: the kind that it is read as, and what is expected, in its first lines."""

    text: str
    kind: str
    expected: list[tuple[str, str, str, str]]
    right: bool

    @classmethod
    def read(cls, path: Path) -> Case:
        text = path.read_text("utf-8")
        kind = re.match(r"# kind: (\S+)\n", text)
        assert kind, f"{path.name} does not say its kind"
        expected = EXPECTED.findall(text)
        return cls(text=text, kind=kind[1], expected=expected, right="\n# expect: nothing\n" in text)


def document(text: str, name: str = "file.yml") -> Document:
    parsed = parse(Source(name, name, text.encode()))
    assert parsed.document, [say(found.message, "en") for found in parsed.diagnostics]
    return parsed.document


def judge(text: str, kind: str) -> tuple[Diagnostic, ...]:
    return validate(document(text), KINDS[kind])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_slip_is_said_once_at_its_place_with_its_fix(path: Path) -> None:
    case = Case.read(path)
    assert case.expected or case.right, f"{path.name} expects neither a finding nor nothing"
    found = [
        (d.rule, f"{d.span.line}:{d.span.column}", say(d.message, "en"), say(d.hint, "en") if d.hint else "None")
        for d in judge(case.text, case.kind)
        if d.span
    ]
    assert found == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_verdict_is_that_of_the_published_schema(path: Path) -> None:
    """The schema as published, read by the library alone with its references, says the same as ours, made plain."""
    case = Case.read(path)
    data = document(case.text).data
    found = jsonschema.Draft202012Validator(schemas.raw(f"{case.kind}.schema.json"), registry=REGISTRY).is_valid(data)
    only_a_format = [
        d for d in judge(case.text, case.kind) if "no time zone" in d.message.text or "no day" in d.message.text
    ]
    assert found == (case.right or bool(only_a_format))


@pytest.mark.parametrize("rule", RULES)
def test_form_rule_has_a_case_that_fires(rule: str) -> None:
    assert any(rule in [said for said, *_ in Case.read(path).expected] for path in CASES)


def test_every_finding_is_of_a_listed_rule_and_an_error() -> None:
    for path in CASES:
        case = Case.read(path)
        for found in judge(case.text, case.kind):
            assert found.rule in RULES
            assert found.severity == "error"
            assert found.hint is not None, found.message.text


def test_messages_can_be_said_in_french() -> None:
    for path in CASES:
        case = Case.read(path)
        for found in judge(case.text, case.kind):
            assert say(found.message, "fr") != found.message.text
            assert say(found.hint, "fr")


def test_findings_of_one_file_are_bounded() -> None:
    records = "".join(f"  - id: canal-{n}\n    coleur: bleu\n" for n in range(1000))
    assert len(judge("channels:\n" + records, "channels")) == MAX_DIAGNOSTICS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", ["a", "1", "[]", "[a]", "{}", "{a: 1}", "true", "{id: [], title: {}, page: 3}", "1.5"])
def test_anything_gets_an_answer(kind: str, data: str) -> None:
    found = judge(data + "\n", kind)
    assert found or data == "{}", "only an empty mapping may suit a file that needs no key"
    assert all(say(d.message, "en") and d.span for d in found)


def _paths(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(node, dict):
        return [path, *itertools.chain.from_iterable(_paths(value, (*path, key)) for key, value in node.items())]
    if isinstance(node, list):
        return [path, *itertools.chain.from_iterable(_paths(value, (*path, at)) for at, value in enumerate(node))]
    return [path]


@pytest.mark.parametrize("path", [p for p in CASES if p.stem.startswith("right-")], ids=lambda path: path.stem)
@pytest.mark.parametrize("wrong", [None, True, 12, -1.5, "É !", [], [[]], {}, {"é": {}}, {"id": 3}])
def test_a_wrong_value_anywhere_never_crashes(path: Path, wrong: object) -> None:
    """Each value in turn becomes another: whatever is found is said, in both languages, at a place of the file."""
    case = Case.read(path)
    read = document(case.text)
    for place in _paths(read.data)[1:]:
        changed = document(case.text)
        node: object = changed.data
        for step in place[:-1]:
            node = node[step]  # type: ignore[index]
        node[place[-1]] = wrong  # type: ignore[index]
        for found in validate(changed, KINDS[case.kind]):
            assert say(found.message, "fr")
            assert found.span


REGISTRY: Registry = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema))
    for schema in (schemas.raw(path.name) for path in schemas.folder().glob("*.schema.json"))
)
