"""The questions that come back and the words of the search: files that a translator can mend, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
import yaml

import perimetre
from perimetre.model import Part, Text
from perimetre.model.building import shipped
from perimetre.model.building.convert import yaml_key
from perimetre.model.refs import Ref
from perimetre.model.values import Synonyms
from perimetre.render.data import load
from perimetre.render.file_forms import SinceFile
from perimetre.render.file_uses import MeasuredFile
from perimetre.render.keywords import PageWords, SearchFile, keywords, search_file
from perimetre.render.usual_questions import PerimeterAsk, QuestionsFile, usual_questions

DATA = Path(perimetre.__path__[0]) / "render" / "data"
TEMPLATES = Path(perimetre.__path__[0]) / "render" / "templates"
FILES: Mapping[str, type[Part]] = {
    "measured.yml": MeasuredFile,
    "questions.yml": QuestionsFile,
    "search.yml": SearchFile,
    "since.yml": SinceFile,
}


def parts_of(part: object) -> Iterator[Part]:
    if isinstance(part, Part):
        yield part
        for each in fields(part):
            yield from parts_of(getattr(part, each.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from parts_of(item)


def test_every_file_of_the_folder_is_read() -> None:
    assert {path.name for path in DATA.glob("*.yml")} == FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_no_key_is_mistyped(name: str) -> None:
    raw = yaml.load((DATA / name).read_text("utf-8"), yaml.CSafeLoader)

    def unread(written: object, part: object) -> Iterator[str]:
        if isinstance(part, tuple) and isinstance(written, list):
            for item, read in zip(written, part, strict=True):
                yield from unread(item, read)
        elif isinstance(part, Part) and isinstance(written, Mapping):
            keys = {yaml_key(each.name): each.name for each in fields(part)}
            for key, value in written.items():
                if key not in keys:
                    yield str(key)
                else:
                    yield from unread(value, getattr(part, keys[key]))

    assert list(unread(raw, load(FILES[name], name)[0])) == []


@pytest.mark.parametrize("name", FILES)
def test_every_text_and_every_word_is_in_both_languages(name: str) -> None:
    for part in parts_of(load(FILES[name], name)[0]):
        assert is_dataclass(part)
        for each in fields(part):
            value = getattr(part, each.name)
            if isinstance(value, Text):
                assert value.fr and value.en and not value.plain, value
            if isinstance(value, Synonyms):
                assert value.fr and value.en and not value.plain, part
                assert all(len(set(words)) == len(words) for words in (value.fr, value.en)), part


def test_questions_ask_only_what_ships() -> None:
    values = shipped.values()
    _, conversion = load(QuestionsFile, "questions.yml")

    def is_known(word: object, ref: Ref) -> bool:
        return any(word in values.of(kind) for kind in ref.kinds)

    assert [reference.word for reference in conversion.references if not is_known(reference.word, reference.ref)] == []
    asks = [part for part in parts_of(usual_questions()) if isinstance(part, PerimeterAsk)]
    assert [fact for ask in asks for fact in ask.facts if fact not in values.facts] == []


def test_a_question_has_an_anchor_of_its_own() -> None:
    ids = [question.id for question in usual_questions().questions]
    assert len(set(ids)) == len(ids) >= 20
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", id) for id in ids)
    assert all(question.asks or question.see for question in usual_questions().questions)


def test_a_place_that_says_more_is_named_one_way() -> None:
    for part in (*usual_questions().questions, *usual_questions().situations):
        for see in part.see:
            named = [each.name for each in fields(see) if each.name != "place" and getattr(see, each.name) is not None]
            assert len(named) == 1, see


def test_words_of_the_search_are_those_of_pages_that_exist() -> None:
    pages = [entry for entry in search_file().pages if isinstance(entry, PageWords)]
    assert [entry.page for entry in pages if not (TEMPLATES / f"{entry.page}.html").is_file()] == []
    assert keywords("perimeter/red-lines.html", "fr")[0] == "interdit"
    assert keywords("perimeter/red-lines.html", "en")[0] == "forbidden"
    assert keywords("crises/card.html", "fr") == ()
