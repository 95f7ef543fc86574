"""The French catalogue says everything that the code and the templates say, in careful French."""

from __future__ import annotations

import ast
import copy
import functools
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from perimetre.reading import schemas
from tools import catalogues
from tools.catalogues import PACKAGE, french, is_translated, written

FIELD = re.compile(r"\{\w*\}|%\(\w+\)[a-z]")
# What is not French prose: code between backquotes, a tag, an address, a field.
NOT_PROSE = re.compile(r"`[^`]*`|<[^<>]+>|https?://\S+|&\w+;")
NO_BREAK = "\N{NO-BREAK SPACE}"

# The colon of an hour (22:40) is not French punctuation: only one at the end of a word is.
BARE_BEFORE = re.compile(rf"(?<![{NO_BREAK}!?(])(?:[;!?»]|:(?!\S))")
BARE_AFTER = re.compile(rf"«(?!{NO_BREAK})")


@pytest.fixture(scope="module")
def entries() -> list[Message]:
    return [entry for entry in french() if entry.id]


@functools.cache
def extracted() -> Catalog:
    """Return what the code and the templates say; nobody changes it."""
    return catalogues.extracted()


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def slips(text: str) -> list[str]:
    """Return what is amiss in the typography of a French text."""
    prose = FIELD.sub("x", NOT_PROSE.sub("x", text))
    faults = []
    if BARE_BEFORE.search(prose):
        faults.append("a non-breaking space is missing before ; : ! ? or »")
    if BARE_AFTER.search(prose):
        faults.append("a non-breaking space is missing after «")
    if "'" in prose:
        faults.append("an apostrophe is straight")
    return faults


def test_every_text_is_translated() -> None:
    catalogue = french()
    missing = [
        source.id
        for source in extracted()
        if source.id and not ((entry := catalogue.get(source.id, source.context)) and is_translated(entry.string))
    ]
    assert missing == []


def test_no_translation_is_left_over(entries: list[Message]) -> None:
    said_by_code = extracted()
    assert [entry.id for entry in entries if said_by_code.get(entry.id, entry.context) is None] == []


def test_no_translation_is_doubtful(entries: list[Message]) -> None:
    assert [entry.id for entry in entries if entry.fuzzy] == []


def test_translations_keep_the_fields(entries: list[Message]) -> None:
    """Both plural forms may leave out the count («une règle»), and nothing else."""
    wrong = []
    for entry in entries:
        sources, targets = forms(entry.id), forms(entry.string)
        expected = set(FIELD.findall(" ".join(sources)))
        counts = {"{count}", "%(count)s", "%(num)s"} if len(sources) > 1 else set()
        wrong += [
            (source_id, target)
            for source_id, target in ((sources[0], target) for target in targets if target)
            if set(FIELD.findall(target)) | counts != expected | counts
        ]
    assert wrong == []


def test_french_is_well_set(entries: list[Message]) -> None:
    assert [(text, faults) for entry in entries for text in forms(entry.string) if (faults := slips(text))] == []


@pytest.mark.parametrize(
    "text",
    ["Qui appeler ?", "« Oui »", "à 22:40, l'heure", "Attention!", "Ceci :", "«\N{NO-BREAK SPACE}Oui »", "n'est"],
)
def test_a_slip_of_typography_is_seen(text: str) -> None:
    assert slips(text)


@pytest.mark.parametrize(
    "text",
    [
        f"Qui appeler{NO_BREAK}?",
        f"«{NO_BREAK}Oui{NO_BREAK}»",
        "à 22:40, l’heure",
        "écrire `on: 'x'`, puis {field}",
        "https://example.org/?a",
        f"Vraiment{NO_BREAK}?!",
    ],
)
def test_good_typography_passes(text: str) -> None:
    assert slips(text) == []


def test_every_message_is_written_out_where_it_is_made() -> None:
    """Babel reads literals only: a text put together on the way would never be translated."""
    hidden = []
    for path in PACKAGE.rglob("*.py"):
        if path == PACKAGE / "words.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"message", "counted"}
            ):
                texts = node.args[: 2 if node.func.id == "counted" else 1]
                if not texts or not all(
                    isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts
                ):
                    hidden.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert hidden == []


def test_the_catalogue_is_as_make_catalogues_writes_it() -> None:
    catalogue = french()
    catalogue.update(copy.deepcopy(extracted()), no_fuzzy_matching=True)
    assert catalogues.FRENCH.read_bytes() == written(catalogue)


# --- what the schemas say in English -------------------------------------------------------------------------------

CODE = re.compile(r"`[^`]*`")


@pytest.fixture(scope="module")
def schemas_in_english() -> list[Message]:
    return [entry for entry in catalogues.english() if entry.id]


def test_every_text_of_the_schemas_is_in_english(schemas_in_english: list[Message]) -> None:
    translated = {entry.id for entry in schemas_in_english if entry.string}
    assert {entry.id for entry in catalogues.told_by_schemas() if entry.id} - translated == set()


def test_no_english_of_the_schemas_is_left_over(schemas_in_english: list[Message]) -> None:
    assert {entry.id for entry in schemas_in_english} - {entry.id for entry in catalogues.told_by_schemas()} == set()


def test_english_of_the_schemas_keeps_code_and_bold_words(schemas_in_english: list[Message]) -> None:
    """A reader copies what stands between backquotes: it is the same in both languages."""
    assert [
        (entry.id, entry.string)
        for entry in schemas_in_english
        if sorted(CODE.findall(entry.id)) != sorted(CODE.findall(entry.string))
        or entry.id.count("**") != entry.string.count("**")
    ] == []


def test_english_of_the_schemas_is_english(schemas_in_english: list[Message]) -> None:
    french = re.compile(rf"[«»{NO_BREAK}œçêîôûùàâ]|'|\b(?:le|les|des|une|dans|pour)\b")
    # «Périmètre» and what is given as an example of French are no slips.
    prose = {entry.id: re.sub(r"“[^”]*”", "", CODE.sub("", entry.string)) for entry in schemas_in_english}
    assert {text: english for text, english in prose.items() if french.search(english)} == {}


def test_the_catalogue_of_the_schemas_is_as_make_catalogues_writes_it() -> None:
    catalogue = catalogues.brought_up_to_date(catalogues.english())
    assert catalogues.ENGLISH.read_bytes() == written(catalogue, catalogues.ENGLISH_HEADER)


@pytest.mark.parametrize("path", catalogues.SCHEMAS, ids=lambda path: path.name)
def test_schema_is_told_in_the_language_asked_for(path: Path) -> None:
    assert schemas.translated(path.name, "fr") == schemas.raw(path.name)
    french, english = (
        list(schemas.texts(schemas.raw(path.name))),
        list(schemas.texts(schemas.translated(path.name, "en"))),
    )
    assert len(english) == len(french) and english != french
    translated = dict(zip(french, english, strict=True))
    assert translated.get("", "") == ""


@pytest.mark.parametrize("path", sorted((PACKAGE / "rules").rglob("*.fr.md")), ids=lambda path: path.parent.name)
def test_pages_of_the_rules_are_well_set(path: Path) -> None:
    assert slips(path.read_text("utf-8")) == []
