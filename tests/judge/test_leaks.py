"""`confidentiality-does-not-leak`, read in pages: every hidden text that a page says is found, and nothing else is."""

from __future__ import annotations

import html
from datetime import datetime
from pathlib import Path

import pytest

from perimetre.base.words import say
from perimetre.model import Handbook
from perimetre.pipeline.loading import load, load_sources
from perimetre.pipeline.publishing import publish
from perimetre.reading.sources import Collected, Source
from perimetre.rules.governance.confidentiality_does_not_leak.rule import RULE as NO_LEAK
from perimetre.rules.kit import leaks as rule
from perimetre.rules.kit.leaks import BuiltPage, Reader, leaks, words_of
from tests.conftest import deep_alone
from tests.rules.test_rules import BASE
from tests.support.canary import restrict_every_second_record
from tests.support.shared import reading_of_the_example
from tests.support.sites import TODAY, make_house

SECRET = "Le lot de septembre sera rappelé jeudi matin, avant l’ouverture."
CARD = f"""templates:
  - id: recall-cell
    title: Cellule de rappel du produit
    confidentiality: restricted
    case: complaint
    variants: [{{id: cell, text: "{SECRET}"}}]
  - id: recall-answer
    title: Cellule de rappel du produit
    case: complaint
    variants: [{{id: reply, text: Nous vérifions ce point et nous vous répondons ici même.}}]
"""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    files = BASE | {"house/templates.yml": CARD}
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    loaded = load_sources(Collected(sources), folder="playbooks")
    assert loaded.handbook is not None
    return loaded.handbook


def reader(audience: str) -> Reader:
    """Return who reads, on the day of the example."""
    return Reader(audience=audience, today=TODAY.date())


SAID = (
    f"<p>{SECRET}</p>",
    f"<p>{SECRET.upper()}</p>",
    f"<p>{SECRET.replace('’', chr(39)).replace(' ', chr(0xA0))}</p>",
    f"<p>{html.escape(SECRET)}</p>".replace("é", "&#233;"),
    "<p>Le lot de septembre <strong>sera rappelé</strong> jeudi matin,<br>avant l’ouverture.</p>",
    f'<figure aria-label="{SECRET}"></figure>',
    f'<td data-told="{SECRET}"></td>',
    '<p>Le <span class="pm-term"><a href="#">lot</a><span class="pm-tip" role="tooltip">Une fournée.</span></span>'
    " de septembre sera rappelé jeudi matin, avant l’ouverture.</p>",
)


@pytest.mark.parametrize("body", SAID)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_hidden_text_is_found_however_a_page_says_it(handbook: Handbook, body: str, audience: str) -> None:
    (found,) = leaks(
        handbook,
        reader(audience),
        [BuiltPage("Accueil", "", words_of("<p>Bonjour.</p>")), BuiltPage("Une page", "a/b", words_of(body))],
    )
    assert found.place.file == "playbooks/house/templates.yml"
    assert found.place.path[:2] == ("templates", 0)
    told = say(found.message, "fr")
    assert "recall-cell" in told and "Une page" in told and "a/b/" in told


SILENT = (
    "<p>Le lot de septembre sera rappelé.</p>",
    "<p>Cellule de rappel du produit</p>",
    f"<p>{SECRET[:-3]}</p>",
    f"<!-- {SECRET[:20]} -->",
)


@pytest.mark.parametrize("body", SILENT)
def test_a_part_of_it_or_a_shared_title_is_no_leak(handbook: Handbook, body: str) -> None:
    assert list(leaks(handbook, reader("internal"), [BuiltPage("Une page", "a", words_of(body))])) == []


def test_those_who_may_read_it_are_told_nothing(handbook: Handbook) -> None:
    assert list(leaks(handbook, reader("restricted"), [BuiltPage("Une page", "a", words_of(SAID[0]))])) == []


@pytest.mark.slow
def test_each_long_text_of_a_house_full_of_secrets_is_found_where_it_is_said(tmp_path: Path) -> None:
    folder = make_house(tmp_path)
    restrict_every_second_record(folder / "playbooks")
    loaded = load(folder / "playbooks")
    assert loaded.handbook is not None
    hidden = list(rule.hidden_texts(loaded.handbook, reader("internal")))
    shown = "\n".join(one.words for one in rule.visible_texts(loaded.handbook, reader("internal")))
    texts = [one for one in hidden if len(one.words) >= rule.LONG and one.words not in shown and not one.is_name]
    long = {one.words: one for one in reversed(texts)}  # what two hidden records say is told of the first
    assert len(long) > 500
    said = list(long.values())[::7]
    page = BuiltPage("Tout", "all", words_of("".join(f"<p>{html.escape(one.text)}</p>" for one in said)))
    records = {(one.record.place.file, tuple(one.record.place.path)) for one in said if one.record}
    told = [
        (file, path)
        for one in leaks(loaded.handbook, reader("internal"), [page])
        for file, path in records
        if one.place.file == file and one.place.path[: len(path)] == path
    ]
    # Each record once.
    assert sorted(told, key=str) == sorted(records, key=str)
    assert len(records) > 50


def test_choices_of_a_form_are_no_sentence_together() -> None:
    said = "Politique, religion, guerre"
    apart = "<label>Politique</label> <label>Religion</label> <option>Guerre</option>"
    assert rule.reduced(said) in words_of(f"<p>{said}</p>")
    assert rule.reduced(said) not in words_of(apart)
    assert " religion " in words_of(apart)


@deep_alone
def test_pages_of_a_house_full_of_secrets_say_nothing_but_what_a_shown_record_repeats(tmp_path: Path) -> None:
    folder = make_house(tmp_path)
    restrict_every_second_record(folder / "playbooks")
    loaded = load(folder / "playbooks")
    made = publish(loaded, "fr", "internal", now=lambda zone: datetime(2026, 11, 22, 12, tzinfo=zone))
    found = [one for one in made.findings.diagnostics if one.rule == NO_LEAK.id]
    assert [say(one.message, "fr") for one in found if not one.related] == []


@pytest.mark.parametrize("audience", ["public", "internal", "restricted"])
def test_the_example_leaks_nothing(audience: str) -> None:
    reading = reading_of_the_example("fr", audience)  # type: ignore[arg-type]
    assert reading.website is not None
    assert [one for one in reading.findings.diagnostics if one.rule == NO_LEAK.id] == []
