"""The reference of the files: an example that the product accepts, each key, where it shows, what looks at it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from perimetre.judge.registry import RULES
from perimetre.pipeline.loading import judged, load
from perimetre.reading.kinds import KINDS
from perimetre.render.file_forms import Key, file_form, forms, positions, since
from perimetre.render.file_uses import example, finds, reads
from tests.conftest import ROOT
from tests.support.shared import DAY, website_of_every_key
from tools import measured

EXAMPLES = ROOT / "hooks" / "perimetre" / "render" / "data" / "examples"
PAGES = (*KINDS, "common")


@pytest.mark.parametrize("language", sorted(path.name for path in EXAMPLES.iterdir()))
def test_the_product_accepts_the_examples(language: str) -> None:
    loaded = load(EXAMPLES / language)
    told = judged(loaded, DAY).diagnostics
    assert [one.message.text for one in told if one.severity == "error"] == []
    assert loaded.handbook is not None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_has_a_short_example(kind: str, language: str) -> None:
    shown = example(kind, language)
    assert shown is not None
    assert (EXAMPLES / language / shown[0]).is_file()
    assert 3 <= len(shown[1].splitlines()) <= 80


def keys_of(keys: tuple[Key, ...]) -> Iterator[Key]:
    for key in keys:
        yield key
        yield from keys_of(key.keys)


@pytest.mark.parametrize("page", PAGES)
def test_each_key_of_a_schema_is_told(page: str) -> None:
    told = [file_form(page, "fr"), *forms(page, "fr")]
    names = [key.name for form in told for key in keys_of(form.keys)]
    assert sorted(names) == sorted(name for _, keys in positions(page) for name in keys)
    assert all(key.title for form in told for key in keys_of(form.keys))


def test_what_the_model_supposes_is_told_where_nothing_else_says_it() -> None:
    role = next(form for form in forms("people", "fr") if form.id == "role")
    assert next(key.default for key in role.keys if key.name == "community_manager") == "false"
    told = [key for page in PAGES for form in forms(page, "fr") for key in keys_of(form.keys)]
    assert not [key.name for key in told if key.required and key.default]


def test_what_a_version_brought_is_still_there() -> None:
    """A key that goes, or a form that moves, is taken along: else what was there would be said to be new."""
    now = {(where, name) for page in PAGES for where, names in positions(page) for name in names}
    known = [(form.at, name) for one in since() for form in one.forms for name in form.keys]
    assert set(known) <= now
    assert len(known) == len(set(known))


@pytest.mark.slow
def test_what_is_measured_is_that_of_today() -> None:
    assert Path(measured.FILE).read_text("utf-8") == measured.table(), "write it anew: python -m tools.measured"


def test_each_rule_leads_to_the_files_in_which_it_finds_something() -> None:
    assert finds().keys() == RULES.keys() == reads().keys()
    assert all(finds().values())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_lead_to_one_another(language: str) -> None:
    pages = {page.path: page for page in website_of_every_key(language).pages}
    body = {path: page.lead + "".join(part.html for part in page.sections) for path, page in pages.items()}
    for rule, kinds in finds().items():
        for kind in kinds:
            assert f'href="../../{kind}/"' in body[f"reference/rules/{rule}"], rule
            assert f'href="../rules/{rule}/"' in body[f"reference/{kind}"], rule
    for kind in KINDS:
        shown = example(kind, language)
        assert shown is not None
        assert html.escape(shown[1].splitlines()[0], quote=False) in html.unescape(body[f"reference/{kind}"])
        assert not re.search(
            r"`[a-z]", re.sub(r"<pre.*?</pre>|<code.*?</code>", "", body[f"reference/{kind}"], flags=re.S)
        )
