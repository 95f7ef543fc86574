"""What the desk makes of the table of `new`: forms, what is read of them, what is said; without its server."""

from __future__ import annotations

import pytest

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import LANGUAGES, message, say
from perimetre.pipeline.adding.additions import Additions, added
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.adding.options import OPTIONS
from perimetre.pipeline.desk.answers import given_in, kept
from perimetre.pipeline.desk.fields import form_at
from perimetre.pipeline.desk.forms import DERIVED, GROUPS, DeskForm, form_of, named
from perimetre.pipeline.desk.told import brought, commit_message, found_in, records_in
from perimetre.pipeline.loading import Loaded, load
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def house() -> Loaded:
    return load(ROOT / "tests" / "cases" / "rules" / "base")


def form(house: Loaded, kind: str, brand: str | None = None) -> DeskForm:
    assert house.handbook is not None
    return form_of(kind, brand, house.handbook, "fr")


@pytest.mark.parametrize(
    ("about", "label", "help_"),
    [
        ("the person: who is away", "The person", "Who is away"),
        ("la personne\u00a0: qui est absent", "La personne", "Qui est absent"),
        ("the schedule (all of them, by default)", "The schedule", "All of them, by default"),
        ("its name", "Its name", ""),
    ],
)
def test_an_option_says_how_its_field_is_called_then_what_it_is(about: str, label: str, help_: str) -> None:
    assert named(about) == (label, help_)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ADDITIONS)
def test_a_form_asks_for_what_new_takes_in_words(house: Loaded, kind: str, language: str) -> None:
    assert house.handbook is not None
    made = form_of(kind, None, house.handbook, language)
    assert [field.name for field in made.fields] == [*ADDITIONS[kind].needs, *ADDITIONS[kind].takes]
    assert {field.name for field in made.fields if field.needed} == set(ADDITIONS[kind].needs)
    for field in made.fields:
        assert field.label and say(OPTIONS[field.name].about, language).startswith(field.label[1:3], 1), field
        assert all(choice.label and "to-complete" not in choice.id for choice in field.choices), field


def test_every_kind_stands_in_one_group_of_the_first_page() -> None:
    grouped = [kind for _, kinds in GROUPS for kind in kinds]
    assert sorted(grouped) == sorted(ADDITIONS)
    assert set(DERIVED.values()) <= set(OPTIONS)


@pytest.mark.parametrize(
    ("kind", "name", "choices"),
    [
        ("absence", "person", {"agathe": "Agathe", "judith": "Judith"}),
        ("absence", "schedule", {"directors": "Cadres de permanence"}),
        ("step", "after", {"bad-buzz/keep": "Ça monte › Capturer"}),
        ("term", "class", {"avoid": "À éviter\u00a0: mieux vaut autre chose"}),
        ("statement", "channels", {"page": "Page"}),
    ],
)
def test_what_may_be_chosen_is_the_house_s_own(house: Loaded, kind: str, name: str, choices: dict[str, str]) -> None:
    field = form(house, kind).field(name)
    assert field is not None
    offered = {choice.id: choice.label for choice in field.choices}
    assert choices.items() <= offered.items()


def test_the_control_follows_the_schema(house: Loaded) -> None:
    controls = {field.name: field.control for field in form(house, "absence").fields}
    assert controls["from"] == controls["to"] == "moment"
    assert {field.name: field.control for field in form(house, "period").fields}["from"] == "day"
    assert {field.name: field.control for field in form(house, "departure").fields}["to"] == "day"
    found = form_at("people", ("schedules", 0, "overrides", 0, "from"), "fr")
    assert found is not None and (found.title, found.form) == ("De", "instant")
    assert form_at("people", ("nothing",), "fr") is None


def test_what_is_posted_is_read_as_new_takes_it(house: Loaded) -> None:
    asked = form(house, "term")
    posted = {
        "term": ["  bien\u0007 sûr "],
        "class": ["avoid"],
        "replace_by": ["oui, certes\r\n\r\n bien entendu "],
        "channels": ["page"],
        "because": ["Deux\r\nlignes"],
        "stranger": ["x"],
    }
    values = kept(asked, posted)
    assert "stranger" not in values
    assert given_in(asked, values) == (
        {
            "term": "bien sûr",
            "class": "avoid",
            "replace_by": ["oui, certes", "bien entendu"],
            "channels": ["page"],
            "because": "Deux\nlignes",
        },
        {},
    )
    assert set(given_in(asked, {})[1]) == {"term", "class"}


def test_the_same_is_told_once_and_what_was_there_is_not_told() -> None:
    def finding(text: str, line: int) -> Diagnostic:
        span = Span(line=line, column=1, end_line=line, end_column=2)
        return Diagnostic(rule="r", severity="warning", message=message(text), file="a.yml", span=span)

    before = [finding("old", 3)]
    after = [finding("old", 4), finding("new", 7), finding("new", 7), finding("new", 9)]
    assert [one.span.line for one in brought(before, after) if one.span] == [7, 9]


def test_a_finding_is_told_beside_the_field_that_has_written_it(house: Loaded) -> None:
    asked = form(house, "absence")
    values = {"person": "agathe", "from": "2026-12-24", "to": "2026-12-31"}
    files: Additions = added(ADDITIONS["absence"], {**values, "start": "", "end": ""}, house, "", "fr")
    line = next(source for source in files.after.values()).content.decode().splitlines()[-1]
    rank = len(next(source for source in files.after.values()).content.decode().splitlines())

    def at(word: str) -> Diagnostic:
        column = line.index(word) + 1
        span = Span(line=rank, column=column, end_line=rank, end_column=column + len(word))
        file = next(source.file for source in files.after.values())
        return Diagnostic(rule="r", severity="error", message=message("x"), file=file, span=span)

    found = found_in(asked, files, [at("agathe"), at("2026-12-24"), at("2026-12-31"), at("{")], "fr")
    assert [one.field for one in found] == ["person", "from", "to", None]
    (record,) = records_in(asked, files, {}, "fr")
    assert record.rows == (("Personne", "Agathe"), ("Du", "24\u00a0décembre 2026"), ("Au", "31\u00a0décembre 2026"))


def test_a_commit_is_told_in_sentences_and_its_first_line_is_short(house: Loaded) -> None:
    asked = form(house, "term")
    assert commit_message(asked, "génial", (), "fr") == "Ajouter un mot du lexique\u00a0: génial\n"
    first = commit_message(asked, "mot\n" * 60, (), "fr").splitlines()
    assert len(first) == 1 and len(first[0]) <= 72
