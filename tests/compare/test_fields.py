"""What somebody reads of a field that changes: before and after, in the words of the house; never an id or a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from perimetre.base.words import say
from perimetre.compare.fields import field_phrases
from perimetre.compare.keys import key_title
from perimetre.compare.neutral import ASIDE
from perimetre.compare.owners import owners
from perimetre.compare.saying import Names
from perimetre.language.labels import WORDS
from perimetre.model import EscalationFile, Handbook, Named, Part, Text
from perimetre.model.crisis import Crisis
from perimetre.model.files import FILES
from perimetre.model.shared import Contact
from perimetre.model.templates import Template
from perimetre.model.values import LISTS
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import collect
from tests.conftest import ROOT

LANGUAGES = ("fr", "en")
# Only the product writes it, never a house.
INTERNAL = {"incomplete"}
WORDS_OF = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")


@pytest.fixture(scope="module")
def example() -> Handbook:
    handbook = load_sources(collect(ROOT / "playbooks"), folder="playbooks").handbook
    assert handbook is not None
    return handbook


def classes(cls: type[Part] = Part) -> Iterator[type[Part]]:
    """Yield the classes of what a house writes: what ships with the package is a part of its own, and not compared."""
    for below in cls.__subclasses__():
        if below.__module__.startswith("perimetre.model."):
            yield below
        yield from classes(below)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_every_file_has_a_name(language: str) -> None:
    assert FILES
    unnamed = {
        f"{cls.__name__}.{field.name}"
        for cls in classes()
        for field in fields(cls)
        if field.name not in ASIDE | INTERNAL
        and say(key_title(cls, field.name), language) in (say(key_title(Part, ""), language), "")
    }
    assert not unnamed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_record_has_a_name_for_one_and_for_several(language: str) -> None:
    kinds = {cls.KIND for cls in classes(Named) if issubclass(cls, Named) and cls.KIND}
    for list_ in ("record_kind", "record_kinds"):
        assert not kinds - WORDS[list_].keys()
        assert all(say(WORDS[list_][kind], language) for kind in kinds)


def cleared(records: Iterable[Named]) -> Iterator[tuple[str, Named, Named]]:
    """Yield each field of each kind of record once: a record that has it, and the same without."""
    seen: set[tuple[type, str]] = set()
    for record in records:
        for field in fields(record):
            key = type(record), field.name
            unsaid: Any = field.default
            if key in seen or field.name in ASIDE | {"id"} or getattr(record, field.name) in (unsaid, None):
                continue
            seen.add(key)
            yield f"{type(record).__name__}.{field.name}", record, replace(record, **{field.name: unsaid})


@pytest.mark.slow
def test_no_key_and_no_id_is_shown_whatever_changes(example: Handbook) -> None:
    raw: list[str] = []
    count = 0
    for owner in owners(example, example):
        names = Names(*owner.sides)
        ids = {id_ for brand in (*example.brands, owner.new) for (_, id_) in (*brand.own, *brand.inherited)}
        ids |= {id_ for kind in LISTS for id_ in owner.new.values.of(kind)}
        ids = {id_ for id_ in ids if "-" in id_}
        for field, record, without in cleared(owner.new.own.values()):
            count += 1
            for old, new in ((record, without), (without, record)):
                for phrase in field_phrases(old, new, names):
                    text = say(phrase, "fr")
                    if "`" in text or ids & set(WORDS_OF.findall(text)):
                        raw.append(f"{field}: {text}")
    assert count > 200
    assert not raw, "\n".join(line[:150] for line in raw)


def read(example: Handbook, kind: str, id_: str, **values: Any) -> list[str]:
    """Return what is read of a record of the house of which some fields now say something else."""
    assert example.house is not None
    record = example.house.own[kind, id_]
    phrases = field_phrases(record, replace(record, **values), Names((example, example.house)))
    return [say(phrase, "fr").replace("\N{NO-BREAK SPACE}", " ") for phrase in phrases]


def test_words_are_told_before_and_after_where_they_differ(example: Handbook) -> None:
    long = "On relit, on vérifie, on attend l’accord de la communication, puis on publie la phrase. " * 2
    assert example.house is not None
    duty = next(record for (kind, _), record in example.house.own.items() if kind == "duty")
    old, new = (replace(duty, description=Text(plain=long.replace("phrase", word, 1))) for word in ("phrase", "note"))
    assert [say(phrase, "fr") for phrase in field_phrases(old, new, Names((example, example.house)))] == [
        "description\u00a0: «\u00a0…puis on publie la note. On relit, on vérifie,…\u00a0» "
        "(avant\u00a0: «\u00a0…puis on publie la phrase. On relit, on vérifie,…\u00a0»)"
    ]


def test_what_joins_a_list_and_what_leaves_it_is_named(example: Handbook) -> None:
    assert example.house is not None
    role = example.house.own["role", "community-manager"]
    names = Names((example, example.house))
    old, new = (replace(role, requires_training=ids) for ids in (("crisis-decision",), ()))
    training = say(names.title("training", "crisis-decision"), "fr")
    (lost,) = (say(phrase, "fr") for phrase in field_phrases(old, new, names))
    (gained,) = (say(phrase, "fr") for phrase in field_phrases(new, old, names))
    assert lost.endswith(f": en moins, {training}")
    assert gained.endswith(f": en plus, {training}")


def test_how_somebody_is_reached_is_never_repeated(example: Handbook) -> None:
    number = Contact(mode="phone", value="01 99 00 00 00")
    assert example.house is not None
    person = next(record for (kind, _), record in example.house.own.items() if kind == "person")
    assert read(example, "person", person.id, contact=(number,)) == []
    told = read(example, "person", person.id, contact=(number,), name="Maud Essartier")
    assert len(told) == 2
    assert not any("01 99" in phrase for phrase in told)


def test_an_agreement_given_again_is_not_told_beside_what_is_agreed(example: Handbook) -> None:
    assert example.house is not None
    crisis = example.house.own["crisis", "bad-buzz"]
    assert isinstance(crisis, Crisis)
    assert crisis.approval is not None
    again = replace(crisis.approval, version=99)
    (lead,) = read(example, "crisis", crisis.id, approval=again, lead=None)
    assert "99" not in lead
    (version,) = read(example, "crisis", crisis.id, approval=again)
    assert version.endswith(f"version : 99 (avant : {crisis.approval.version})")


def test_the_blanks_of_a_text_are_called_as_they_are_labelled(example: Handbook) -> None:
    assert example.house is not None
    answer = next(
        record
        for record in example.house.own.values()
        if isinstance(record, Template) and any(variable.id == "first-name" for variable in record.variables)
    )
    label = next(variable.label for variable in answer.variables if variable.id == "first-name")
    variants = (replace(answer.variants[0], text=Text(plain="Bonjour {{first-name}}, merci {{unknown}}.")),)
    told = read(example, "template", answer.id, variants=(*variants, *answer.variants[1:]))
    assert any(f"[{say(label, 'fr')}]" in phrase for phrase in told)
    assert not any("{{" in phrase for phrase in told)


def test_records_inside_a_file_are_left_to_themselves(example: Handbook) -> None:
    assert example.house is not None
    file = example.house.of(EscalationFile)
    assert file.triage is not None
    trees = tuple(replace(tree, title=Text(plain="Arbre secret")) for tree in file.triage.trees)
    new = replace(file, triage=replace(file.triage, trees=trees))
    assert field_phrases(file, new, Names((example, example.house))) == ()
