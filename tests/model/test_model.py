"""Build: what the whole handbook tells, case by case, and what inheritance makes of house and brand.

A case is a text file in `tests/cases/build/cases`: a sentence, then the files that differ from `base/`, each after
`>>> path`. A line that should fire bears `# expect: rule`; a finding about a file as a whole is on its `>>>` line.
A case where nothing should fire says `# expect: nothing` at its top; a case without expectation fails.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.durations import Duration
from perimetre.base.words import say
from perimetre.model import FILES, Brand, Part, Record, Text, Time, Values
from perimetre.model.building import shipped
from perimetre.model.building.coherence import circles
from perimetre.model.building.convert import Conversion, convert, hints
from perimetre.model.building.names import UNKNOWN
from perimetre.model.whole import VALUE_KINDS
from perimetre.pipeline.loading import Loaded, load_sources
from perimetre.reading.kinds import HOMES
from perimetre.reading.sources import Collected, Source
from tests.conftest import ROOT, examples
from tests.support.parts import every_part, parts

CASES = ROOT / "tests" / "cases" / "build"
BASE = {
    path.relative_to(CASES / "base").as_posix(): path.read_text("utf-8")
    for path in sorted((CASES / "base").rglob("*.yml"))
}
EXPECT = re.compile(r"# expect: ([a-z, -]+)$", re.MULTILINE)


def loaded(files: dict[str, str], order: list[str] | None = None) -> Loaded:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in order or sorted(files))
    return load_sources(Collected(sources), folder="playbooks")


@dataclass(frozen=True)
class Case:
    files: dict[str, str]
    expected: set[tuple[str, int | None, str]]


def read_case(path: Path) -> Case:
    top, *parts = re.split(r"^>>> ", path.read_text("utf-8"), flags=re.MULTILINE)
    files, expected = dict(BASE), set()
    for part in parts:
        header, _, content = part.partition("\n")
        name = header.split()[0]
        if "(removed)" in header:
            del files[name]
        else:
            files[name] = content
        rows = [(None, header), *enumerate(content.splitlines(), start=1)]
        for row, line in rows:
            if expectation := EXPECT.search(line):
                expected |= {(f"playbooks/{name}", row, rule) for rule in expectation[1].split(", ")}
    assert expected or "# expect: nothing" in top, f"{path.name} expects nothing, and does not say so"
    return Case(files, expected)


@pytest.mark.parametrize("path", sorted((CASES / "cases").glob("*.txt")), ids=lambda path: path.stem)
def test_build_finds_what_the_case_expects_where_it_expects_it(path: Path) -> None:
    case = read_case(path)
    diagnostics = loaded(case.files).diagnostics
    assert {(told.file, told.span.line if told.span else None, told.rule) for told in diagnostics} == case.expected


def test_base_of_the_cases_has_nothing_to_mend() -> None:
    assert loaded(BASE).diagnostics == ()


def brand(files: dict[str, str], id_: str = "lumen") -> Brand:
    handbook = loaded(BASE | files).handbook
    assert handbook is not None
    wanted = handbook.brand(id_)
    assert wanted is not None
    return wanted


def test_brand_has_the_rules_of_the_house_then_its_own() -> None:
    lumen = brand({})
    assert [rule.id for rule in lumen.scope.rules] == ["reply-freely", "gesture", "strict", "lumen-hide"]
    assert [rule.origin for rule in lumen.scope.rules] == ["house"] * 3 + ["lumen"]
    assert [role.id for role in lumen.people.roles] == ["community-manager", "brand-lead", "lumen-moderator"]
    assert lumen.brand.departments[0].id == "communication"
    assert lumen.brand.name == Text("Marque lumen")


def test_house_records_are_shared_by_the_brands() -> None:
    lumen, sirocco = loaded(BASE).handbook.brands  # type: ignore[union-attr]
    assert lumen.scope.rules[0] is sirocco.scope.rules[0]
    assert lumen.validation is sirocco.validation
    assert lumen.values is sirocco.values


def test_record_that_replaces_takes_the_place_and_the_name_of_the_house_s() -> None:
    people = BASE["brands/lumen/people.yml"].replace(
        "roles:\n", "roles:\n  - id: chief\n    title: Cheffe\n    side: brand\n    replaces: brand-lead\n"
    )
    lumen = brand({"brands/lumen/people.yml": people})
    assert [role.id for role in lumen.people.roles] == ["community-manager", "chief", "lumen-moderator"]
    assert lumen.find("role", "brand-lead") is lumen.find("role", "chief") is lumen.people.roles[1]
    sirocco = brand({"brands/lumen/people.yml": people}, "sirocco")
    assert sirocco.find("role", "brand-lead").title == Text("Responsable de marque")  # type: ignore[union-attr]


def test_what_the_house_says_of_a_record_holds_of_the_one_that_replaces_it() -> None:
    people = BASE["brands/lumen/people.yml"].replace(
        "roles:\n", "roles:\n  - id: chief\n    title: Cheffe\n    side: brand\n    replaces: brand-lead\n"
    )
    scope = (
        "groups:\n  - {id: heads, of: roles, members: [brand-lead]}\n"
        "rules:\n  - {id: strict, roles: [brand-lead, heads], actions: [hide], authority: escalate}\nred_lines: []\n"
    )
    files = {"brands/lumen/people.yml": people, "house/scope.yml": scope}
    files["brands/lumen/scope.yml"] = BASE["brands/lumen/scope.yml"].replace(
        "actions", "roles: [brand-lead]\n    actions"
    )
    lumen, sirocco = brand(files), brand(files, "sirocco")
    assert lumen.scope.rules[0].match.roles == ("chief", "heads")
    assert lumen.scope.rules[1].match.roles == ("chief",)
    assert lumen.scope.groups[0].members == ("chief",)
    assert lumen.validation.circuits[0].steps[0].of == ("chief",)
    assert lumen.find("role", "community-manager").deputy == "chief"  # type: ignore[union-attr]
    assert sirocco.scope.rules[0].match.roles == ("brand-lead", "heads")


def test_block_of_a_file_is_the_brand_s_whole_or_the_house_s_whole() -> None:
    house = "tone: {base: {formality: 4, humour: 1, respect: 5, enthusiasm: 2}}\nwe_are: La maison\n"
    mine = "tone: {base: {formality: 2, humour: 3, respect: 5, enthusiasm: 4}}\n"
    lumen = brand({"house/voice.yml": house, "brands/lumen/voice.yml": mine})
    assert lumen.voice.tone.base.formality == 2  # type: ignore[union-attr]
    assert lumen.voice.we_are == Text("La maison")
    assert brand({"house/voice.yml": house}).files["voice"] == "playbooks/house/voice.yml"
    assert lumen.files["voice"] == "playbooks/brands/lumen/voice.yml"


def test_word_that_a_brand_tightens_stands_once() -> None:
    mine = "lexicon:\n  - {id: lumen-cheap, term: Pas cher, class: forbidden}\n"
    lumen = brand({"brands/lumen/voice.yml": mine})
    assert [(term.id, term.class_) for term in lumen.voice.lexicon] == [
        ("voluntary", "careful"),
        ("lumen-cheap", "forbidden"),
    ]


def test_severities_that_ship_hold_where_nobody_names_any() -> None:
    assert [severity.number for severity in brand({}).escalation.severities] == [0, 1, 2, 3, 4]
    named = BASE["brands/lumen/escalation.yml"] + (
        "severities:\n  - id: storm\n    number: 1\n    title: Tempête\n    criteria: {any: [{text: Tout.}]}\n"
        "    cover: always\n    leads: brand-lead\n    cm_may_speak: holding-only\n"
    )
    files = {"brands/lumen/escalation.yml": named}
    assert [severity.id for severity in brand(files).escalation.severities] == ["storm"]
    assert len(brand(files, "sirocco").escalation.severities) == 5


def test_record_is_live_on_its_first_and_last_day_only_if_approved() -> None:
    from datetime import date

    record = Record(id="x", valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 31))
    assert record.is_live(date(2026, 1, 1)) and record.is_live(date(2026, 1, 31))
    assert not record.is_live(date(2025, 12, 31)) and not record.is_live(date(2026, 2, 1))
    assert not Record(id="x", status="draft").is_live(date(2026, 1, 1))


def test_to_complete_is_an_error_in_service() -> None:
    case = read_case(CASES / "cases" / "to-complete.txt")
    files = case.files | {"handbook.yml": BASE["handbook.yml"] + "in_service: true\n"}
    serving = loaded(files)
    assert {diagnostic.severity for diagnostic in serving.diagnostics} == {"error"}
    assert len(serving.diagnostics) == len(case.expected)
    assert len(serving.handbook.to_complete) == len(case.expected)  # type: ignore[union-attr]


def test_match_says_that_something_in_it_is_to_be_completed() -> None:
    scope = (
        "rules:\n  - {id: open, actions: to-complete, authority: free}\n"
        "  - {id: shut, actions: [hide], except: [{authors: to-complete}, {topics: [health]}], authority: free}\n"
        "  - {id: whole, actions: [hide], because: to-complete, authority: free}\nred_lines: []\n"
    )
    rules = {rule.id: rule.match for rule in brand({"brands/lumen/scope.yml": scope}).scope.rules}
    assert rules["open"].incomplete and rules["open"].actions == ()
    assert [situation.incomplete for situation in rules["shut"].except_] == [True, False]
    assert not rules["whole"].incomplete


def test_did_you_mean_gives_the_corrected_line() -> None:
    scope = BASE["brands/lumen/scope.yml"].replace("[hide]", "[hidee]")
    (diagnostic,) = loaded(BASE | {"brands/lumen/scope.yml": scope}).diagnostics
    assert diagnostic.hint is not None
    assert diagnostic.hint.values == {"near": "hide", "line": "actions: [hide]"}


def test_handbook_that_cannot_be_read_is_one_error_and_the_rest_is_judged() -> None:
    partly = loaded(BASE | {"handbook.yml": "format: [\n", "brands/lumen/people.yml": "roles: {"})
    assert {diagnostic.file for diagnostic in partly.diagnostics if diagnostic.severity == "error"} == {
        "playbooks/handbook.yml",
        "playbooks/brands/lumen/people.yml",
    }
    assert partly.handbook is not None and [brand.id for brand in partly.handbook.brands] == ["lumen", "sirocco"]


def test_empty_folder_of_sources_has_no_handbook() -> None:
    assert loaded({}).handbook is None


# --- order ---------------------------------------------------------------------------------------------------------


def shuffled(text: str, seed: random.Random) -> str:
    """Return a file with its top blocks, and the records of each list, in another order."""
    blocks = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)[1:]
    mixed = []
    for block in blocks:
        head, *records = re.split(r"^(?=  - )", block, flags=re.MULTILINE)
        # The steps of a workflow have an order; it means something.
        if not head.startswith(("steps", "phases")):
            seed.shuffle(records)
        mixed.append(head + "".join(records))
    seed.shuffle(mixed)
    return "".join(mixed)


def unordered(value: object) -> object:
    """Return a value with its records as a set: their order is for reading only."""
    if isinstance(value, tuple):
        items = [unordered(item) for item in value]
        return frozenset(items) if value and all(isinstance(item, Record) for item in value) else tuple(items)
    if isinstance(value, Part | Brand):
        shown = [field.name for field in fields(value) if field.compare]
        return (type(value).__name__, *(unordered(getattr(value, name)) for name in shown))
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    return repr(value) if isinstance(value, Values) else value


@settings(max_examples=examples(10, 80), deadline=None)
@given(st.randoms(use_true_random=False), st.permutations(sorted(BASE)))
def test_order_of_files_records_and_keys_does_not_change_the_handbook(seed: random.Random, order: list[str]) -> None:
    files = {path: shuffled(text, seed) for path, text in BASE.items()}
    mixed, plain = loaded(files, order), loaded(BASE)
    assert mixed.diagnostics == ()
    assert unordered(mixed.handbook.brands) == unordered(plain.handbook.brands)  # type: ignore[union-attr]
    assert mixed.handbook.settings == plain.handbook.settings  # type: ignore[union-attr]


@settings(max_examples=examples(15, 120), deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6))
def test_circles_finds_a_circle_where_there_is_one_and_only_there(graph: dict[str, list[str]]) -> None:
    reach = {node: set(following) for node, following in graph.items()}
    for _ in graph:
        reach = {node: near.union(*(reach.get(next_, set()) for next_ in near)) for node, near in reach.items()}
    known = circles(graph)
    assert bool(known) == any(node in near for node, near in reach.items())
    for circle in known:
        assert all(after in graph[before] for before, after in zip(circle, (*circle[1:], circle[0]), strict=True))


def test_long_chain_of_deputies_is_no_trouble() -> None:
    chain = {str(number): [str(number + 1)] for number in range(20_000)}
    assert circles(chain) == []
    assert len(circles(chain | {"20000": ["0"]})[0]) == 20_001


# --- tables --------------------------------------------------------------------------------------------------------


def test_every_namespace_has_a_home() -> None:
    home = {part.KIND: kind for kind, cls in FILES.items() for part in parts(cls) if part.KIND and not part.LOCAL}
    assert home == {namespace: kind.id for namespace, kind in HOMES.items() if namespace != "phase"}


def test_a_step_among_many_is_told_the_nearest() -> None:
    """A step far from every other is told the three nearest; one that is near a single one is asked about it."""
    steps = [*(f"step-{number}" for number in range(9)), "new-keys"]
    lines = "\n".join(f"      - {{id: {step}, kind: end, title: Fin}}" for step in steps)
    for word, told in {"new-kez": "Did you mean `new-keys`?", "sign": "The nearest are"}.items():
        head = f"id: hot\n    title: Chaud\n    kind: other\n    lead: community-manager\n    start: {word}"
        file = f"procedures:\n  - {head}\n    steps:\n{lines}\n"
        found = loaded(BASE | {"house/procedures.yml": file}).diagnostics
        hints_told = [say(one.hint, "en") for one in found if one.rule == "reference-resolves" and one.hint]
        assert [hint for hint in hints_told if hint.startswith(told)], (word, hints_told)


def test_every_kind_of_reference_has_its_sentence() -> None:
    import typing

    from perimetre.model.refs import Ref

    refs: set[Ref] = set()

    def visit(hint: object) -> None:
        refs.update(mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Ref))
        for inner in (*typing.get_args(hint), *([hint.__origin__] if hasattr(hint, "__metadata__") else [])):  # type: ignore[attr-defined]
            visit(inner)

    for part in every_part():
        for hint in hints(part).values():
            visit(hint)
    assert {ref.kinds for ref in refs} == UNKNOWN.keys()
    assert {kind for ref in refs for kind in ref.kinds if not ref.local} <= HOMES.keys() | {"brand"}


def test_house_dates_and_signs_a_basis_that_ships_without_copying_it() -> None:
    house = (
        "checked:\n"
        "  - {basis: gdpr-breach, on: 2026-09-14, by: Direction juridique}\n"
        "  - {basis: gdpr-breach, on: 2025-03-02, by: Cabinet extérieur}\n"
        "  - {basis: local-law, on: 2026-01-05, by: Direction juridique}\n"
        "legal_bases:\n"
        "  - {id: local-law, label: Loi locale, definition: Une loi., reference: Loi, rule: Une règle.}\n"
    )
    mine = "checked:\n  - {basis: press-law-1881, on: 2026-10-01, by: Conseil de la marque}\n"
    lumen = brand({"house/values.yml": house, "brands/lumen/values.yml": mine}).values.legal_bases
    shipped_one = shipped.values().legal_bases["gdpr-breach"]
    assert lumen["gdpr-breach"].checked_on == date(2026, 9, 14)
    assert lumen["gdpr-breach"].checked_by == Text("Direction juridique")
    assert lumen["gdpr-breach"].rule == shipped_one.rule
    assert shipped_one.checked_on is None
    assert lumen["local-law"].checked_on == date(2026, 1, 5)
    assert lumen["press-law-1881"].checked_by == Text("Conseil de la marque")
    assert lumen["gdpr-rights"].checked_on is None
    sirocco = brand({"house/values.yml": house, "brands/lumen/values.yml": mine}, "sirocco").values.legal_bases
    assert sirocco["press-law-1881"].checked_on is None


def test_shipped_values_and_severities_read() -> None:
    values = shipped.values()
    assert all(values.of(kind) for kind in VALUE_KINDS)
    assert "other" in values.topics and "other" in values.authors and "answer" in values.says
    assert values.actions["hide"].protective and values.actions["hide"].mission in values.mission_keys
    assert [severity.number for severity in shipped.severities()] == [0, 1, 2, 3, 4]


def test_converter_reads_each_type() -> None:
    from datetime import date, datetime

    from perimetre.model.people import Schedule

    data = {
        "id": "nights",
        "title": {"fr": "Nuits", "en": "Nights"},
        "rest": "12h",
        "layers": [{"id": "base", "shifts": [{"days": ["mon"], "from": "20:00", "to": "24:00"}]}],
        "absences": [{"person": "camille", "from": "2026-01-05", "to": "2026-01-06T08:00"}],
        "closed_on_purpose": [{"days": ["sun"], "from": "08:00", "to": "12:00", "reason": "Repos."}],
    }
    schedule = convert(Schedule, data, Conversion("x.yml", "house"))
    assert schedule.rest == Duration(12, "h")
    assert schedule.title.in_("en") == "Nights" and schedule.title.in_("fr") == "Nuits"
    assert schedule.layers[0].shifts[0].to == Time(1440) and str(schedule.layers[0].shifts[0].to) == "24:00"
    assert schedule.absences[0].from_ == date(2026, 1, 5)
    assert schedule.absences[0].to == datetime(2026, 1, 6, 8, 0)
    assert schedule.closed_on_purpose[0].from_ == Time(480)
    assert schedule.layers[0].place.path == ("layers", 0)


def test_earlier_id_is_said_to_be_another_today() -> None:
    people = BASE["house/people.yml"].replace("id: brand-lead", "id: head-of-brand\n    formerly: [brand-lead]", 1)
    unknown = [
        one for one in loaded({**BASE, "house/people.yml": people}).diagnostics if one.rule == "reference-resolves"
    ]
    assert unknown
    assert {say(one.hint, "en").partition(" Write ")[0] for one in unknown} == {"It is now called `head-of-brand`."}


def test_word_that_a_record_seems_to_have_borne_leads_to_that_record() -> None:
    rule = "  - {id: page-rule, title: Aimer, actions: [like], channels: [instagram], authority: free}\n"
    head, first, rest = BASE["brands/lumen/channels.yml"].partition("  - ")
    record = first + rest.partition("\n  - ")[0].rstrip("\n") + "\n"
    channels = head + record.replace("lumen-page", "insta") + first + rest
    files = {**BASE, "brands/lumen/channels.yml": channels, "brands/lumen/scope.yml": f"rules:\n{rule}"}
    (unknown,) = [one for one in loaded(files).diagnostics if one.rule == "reference-resolves"]
    hint = say(unknown.hint, "en")
    assert "If `insta` is what it is called now, add `formerly: [instagram]` to it, in `" in hint
    assert "brands/lumen/channels.yml`" in hint
