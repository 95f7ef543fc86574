"""What a browser reads a draft by: the linter's own patterns, words and sentences, and nothing that is hidden."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perimetre.render
import perimetre.voice
from perimetre.base.words import LANGUAGES
from perimetre.model import Term
from perimetre.render.live.instants import Horizon
from perimetre.render.live.patterns import as_class, as_javascript
from perimetre.render.live.reading_over import checks, sentences_in
from perimetre.render.live.voice import spoken
from perimetre.voice import Linter
from perimetre.voice.lexicon import phrases_of_term
from tests.support.shared import website_of_the_example
from tests.support.voices import EVERYTHING, brand_of, some

SCRIPTS = Path(perimetre.render.__path__[0]) / "assets" / "live"
DAYS = Horizon(first=dt.date(2026, 3, 1), days=90)


def data_of(brand=EVERYTHING, **more):
    return spoken(brand, DAYS, country="FR", levels={}, draft_languages=LANGUAGES, language="fr", **more)


def test_every_pattern_of_the_linter_is_the_browser_s() -> None:
    written = checks()["patterns"]
    found = 0
    for module in pkgutil.iter_modules(perimetre.voice.__path__):
        for name, value in vars(importlib.import_module(f"perimetre.voice.{module.name}")).items():
            if isinstance(value, re.Pattern) and module.name not in ("own", "linter"):
                assert written[f"{module.name}.{name.strip('_').lower()}"] == as_javascript(value)
                found += 1
    assert found > 50


def test_every_phrase_of_the_lexicon_is_the_browser_s() -> None:
    data = data_of()
    for language in LANGUAGES:
        written = {term["id"]: term for term in data["languages"][language]["terms"]}
        for term in EVERYTHING.voice.lexicon:
            phrases = phrases_of_term(term, language=language).phrases
            seen = [" ".join(words) for words, use in phrases if use.sort == "term"]
            assert written.get(term.id, {"phrases": []})["phrases"] == (seen if term.is_live(DAYS.first) else [])


def test_every_sentence_that_a_script_calls_is_one_that_the_linter_says() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in SCRIPTS.glob("lint*.js"))
    rules = set(re.findall(r'rule: "([a-z-]+)"', scripts))
    called = set(re.findall(r'"([a-z]+(?:-[a-z]+){2,})"', scripts)) - rules
    assert len(called) >= 40
    for language in LANGUAGES:
        assert called <= set(sentences_in(language)), called - set(sentences_in(language))


def test_names_and_contacts_are_those_of_the_linter() -> None:
    linter, data = Linter(EVERYTHING), data_of()
    assert set(data["names"]) == linter.names
    assert set(data["own"]["numbers"]) == linter.contacts.numbers


def test_what_the_readers_may_not_see_is_not_written() -> None:
    hidden = {"lexicon": [{"id": "secret", "term": "pergamote", "class": "forbidden", "confidentiality": "restricted"}]}
    people = {
        "people": [{"id": "odile", "name": "Odile Martin", "employment": "employee", "confidentiality": "restricted"}]
    }
    brand = brand_of(voice=hidden, people=people)
    assert "pergamote" in json.dumps(data_of(brand))
    assert "martin" in json.dumps(data_of(brand))
    seen = data_of(brand, may_see=lambda record: record.confidentiality != "restricted")
    assert "pergamote" not in json.dumps(seen)
    assert "martin" not in json.dumps(seen)


def test_what_waits_for_a_period_is_on_while_it_lasts() -> None:
    term = {"id": "results", "term": "résultats", "class": "forbidden", "during": ["silence"]}
    (written,) = data_of(brand_of(voice={"lexicon": [term]}))["languages"]["fr"]["terms"]
    april = [(dt.date(2026, 4, day) - DAYS.first).days * 1440 for day in (1, 30)]
    assert written["when"]["on"] == [april[0], april[1] + 1440]
    assert isinstance(EVERYTHING.voice.lexicon[0], Term)


def test_data_of_each_brand_are_two_scripts_named_for_what_they_hold() -> None:
    website = website_of_the_example()
    pages = [page for page in website.pages if page.kind == "voice/draft"]
    assert len(pages) > 1
    for page in pages:
        names = re.search(r'data-rules="([^"]+)"', page.lead)
        assert names
        checks_file, voice_file = (f"{page.brand}/{name.removeprefix('../../')}" for name in names[1].split())
        files = dict(website.files)
        assert re.search(r"/checks\.[0-9a-f]{12}\.js$", checks_file)
        assert re.search(r"/voice\.[0-9a-f]{12}\.js$", voice_file)
        for path, begin in (
            (checks_file, "self.PerimetreChecks = "),
            (voice_file, f'(self.PerimetreVoices ??= {{}})["{page.brand}"] = '),
        ):
            # One assignment of plain data: nothing in it runs.
            assert files[path].startswith(begin)
            assert json.loads(files[path].removeprefix(begin).removesuffix(";\n"))
            assert len(gzip.compress(files[path].encode())) < 60_000
        # No other page brings them.
        others = [other for other in website.pages if other is not page and voice_file.rpartition("/")[2] in other.lead]
        assert others == []


def test_public_has_no_page_that_reads_drafts() -> None:
    website = website_of_the_example(audience="public")
    assert [page.path for page in website.pages if page.kind == "voice/draft"] == []


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (r"a{2,3}+", r"(?:(?=(?<a1>(?:a){2,3}))\k<a1>)"),
        (r"(?P<x>a)(b)\1", r"(?<x>a)(?<g2>b)\k<x>"),
        (r"^a$", r"^a(?=\n?$)"),
        (r"(?i)k", "[Kk\u212a]"),
        (r"(?i)[i-j]", r"[i-jI-Jİ-ı]"),
        (r"a.", r"a[^\n]"),
    ],
)
def test_a_pattern_keeps_its_meaning(pattern: str, written: str) -> None:
    assert as_javascript(re.compile(pattern)) == written


@some
@given(st.sets(st.integers(0x20, 0x2FFF).map(chr), min_size=1, max_size=20))
def test_a_class_holds_its_signs_alone(signs: set[str]) -> None:
    written = re.sub(r"\\u\{([0-9a-f]+)\}", lambda sign: "\\" + f"U{int(sign[1], 16):08x}", as_class(signs))
    assert {sign for sign in map(chr, range(0x20, 0x3000)) if re.fullmatch(f"[{written}]", sign)} == signs
