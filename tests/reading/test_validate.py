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
from perimetre.reading.document import Document
from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import parse
from perimetre.reading.reader.refusals import MAX_DIAGNOSTICS
from perimetre.reading.sources import Source
from perimetre.reading.validate import RULES, validate
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
    assert parsed.document, [say(diagnostic.message, "en") for diagnostic in parsed.diagnostics]
    return parsed.document


def judge(text: str, kind: str) -> tuple[Diagnostic, ...]:
    return validate(document(text), KINDS[kind])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_slip_is_said_once_at_its_place_with_its_fix(path: Path) -> None:
    case = Case.read(path)
    assert case.expected or case.right, f"{path.name} expects neither a finding nor nothing"
    findings = [
        (
            finding.rule,
            f"{finding.span.line}:{finding.span.column}",
            say(finding.message, "en"),
            say(finding.hint, "en") if finding.hint else "None",
        )
        for finding in judge(case.text, case.kind)
        if finding.span
    ]
    assert findings == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_verdict_is_that_of_the_published_schema(path: Path) -> None:
    """The schema as published, read by the library alone with its references, says the same as ours, made plain."""
    case = Case.read(path)
    data = document(case.text).data
    verdict = jsonschema.Draft202012Validator(schemas.raw(f"{case.kind}.schema.json"), registry=REGISTRY).is_valid(data)
    only_a_format = [
        finding
        for finding in judge(case.text, case.kind)
        if any(said in finding.message.text for said in ("no time zone", "no day", "year of", "hundred years"))
    ]
    assert verdict == (case.right or bool(only_a_format))


@pytest.mark.parametrize("rule", RULES)
def test_form_rule_has_a_case_that_fires(rule: str) -> None:
    assert any(rule == expected for path in CASES for expected, *_ in Case.read(path).expected)


def test_every_finding_is_of_a_listed_rule_and_an_error() -> None:
    for path in CASES:
        case = Case.read(path)
        for finding in judge(case.text, case.kind):
            assert finding.rule in RULES
            assert finding.severity == "error"
            assert finding.hint is not None, finding.message.text


def test_messages_can_be_said_in_french() -> None:
    for path in CASES:
        case = Case.read(path)
        for finding in judge(case.text, case.kind):
            assert say(finding.message, "fr") != finding.message.text
            assert say(finding.hint, "fr")


@pytest.mark.parametrize(
    ("mistakes", "said"),
    [
        (MAX_DIAGNOSTICS, None),
        (MAX_DIAGNOSTICS + 10, "50 of the 60 mistakes of this file are shown."),
        (1000, "50 mistakes of this file are shown, of more than"),
    ],
)
def test_findings_of_one_file_are_bounded_and_say_so(mistakes: int, said: str | None) -> None:
    # The file has no `roles:`, which is one mistake more.
    people = "".join(f"  - {{id: p{n}, name: a, employment: employee, left_on: demain}}\n" for n in range(mistakes - 1))
    findings = judge("people:\n" + people, "people")
    errors = [finding for finding in findings if finding.severity == "error"]
    notes = [say(finding.message, "en") for finding in findings if finding.severity == "info"]
    assert len(errors) == MAX_DIAGNOSTICS
    assert len(notes) == (said is not None)
    assert all(note.startswith(said or "") for note in notes)


@pytest.mark.parametrize(
    ("bounds", "hint"),
    [
        ("{min: 9, max: 3, per: week}", "Did you mean `min: 3, max: 9`?"),
        ("{min: 3, max: 3, per: week}", None),
        ("{min: 3, max: 9, per: week}", None),
    ],
)
def test_least_is_not_above_the_most(bounds: str, hint: str | None) -> None:
    channel = "{id: a, title: A, kind: social, ownership: owned, state: active, audience: b, cadence: "
    found = judge(f"channels:\n  - {channel}{bounds}}}\n", "channels")
    assert [say(finding.hint, "en") for finding in found] == ([hint] if hint else [])


@pytest.mark.parametrize(
    ("bounds", "refused"),
    [
        ("{above: 50, up_to: 150}", False),
        ("{above: 150, up_to: 50}", True),
        ("{above: 50, up_to: 50}", True),
        ("{above: 24h, up_to: 2d}", False),
        ("{above: 48h, up_to: 2d}", True),
    ],
)
def test_something_is_within_the_bounds_of_a_fact(bounds: str, refused: bool) -> None:
    rule = f"rules:\n  - {{id: a, actions: [like], authority: free, when: {{amount: {bounds}}}}}\n"
    assert [finding.rule for finding in judge(rule, "scope")] == ["value-is-in-bounds"] * refused


@pytest.mark.parametrize(
    ("delay", "said"),
    [
        ("{from: event, not_before: 1h, not_after: 4h}", None),
        ("{from: event, offset: -2wd}", None),
        ("{from: event, every: 1h, until: 1d}", None),
        ("{from: event, every: 1h, until: Le calme est revenu}", None),
        ("{from: event, not_before: 4h, not_after: 1h}", "Nothing can be within `not_before: 4h` and `not_after: 1h`"),
        ("{from: event, not_before: -1d, not_after: -2d}", "Nothing can be within `not_before: -1d`"),
        ("{from: event, every: 2d, until: 1d}", "Nothing can be within `every: 2d` and `until: 1d`"),
        ("{from: event, every: 0h, until: 1d}", "`every: 0h` never ends"),
        ("{from: event, to: La CNIL}", "This delay says neither how soon nor how late."),
        ("{from: event, not_after: 1d}\n    clock: detection", "This is said twice: `from: event` in `within`"),
        ("{from: event, not_after: 1d, hours: service}\n    hours: working", "This is said twice: `hours: service`"),
    ],
)
def test_delay_can_be_kept_and_says_each_thing_once(delay: str, said: str | None) -> None:
    duty = "duties:\n  - id: a\n    title: A\n    trigger: {on: message, text: Un mot}\n    proof: Un ticket\n"
    found = judge(f"{duty}    acts: [{{act: capture, who: doer}}]\n    within: {delay}\n", "duties")
    assert len(found) == (said is not None)
    assert all(say(finding.message, "en").startswith(said or "") for finding in found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", ["a", "1", "[]", "[a]", "{}", "{a: 1}", "true", "{id: [], title: {}, page: 3}", "1.5"])
def test_anything_gets_an_answer(kind: str, data: str) -> None:
    findings = judge(data + "\n", kind)
    assert findings or data == "{}", "only an empty mapping may suit a file that needs no key"
    assert all(say(finding.message, "en") and finding.span for finding in findings)


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
        for finding in validate(changed, KINDS[case.kind]):
            assert say(finding.message, "fr")
            assert finding.span


REGISTRY: Registry = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema))
    for schema in (schemas.raw(path.name) for path in schemas.folder().glob("*.schema.json"))
)


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_an_hour_is_proposed_between_the_quotes_of_the_file(quote: str) -> None:
    text = f"schedules:\n  - id: a\n    layers: [{{id: b, shifts: [{{days: [mon], from: {quote}9h{quote}}}]}}]\n"
    hints = [say(finding.hint, "en") for finding in judge(text, "people") if finding.hint is not None]
    assert any(f"Write `from: {quote}09:00{quote}`" in hint for hint in hints), hints
