"""A copy of the site that is read from a folder, with no server: its links, its search, its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from perimetre.drivers.cli.main import main
from perimetre.drivers.export import refuse_what_is_not_ours
from perimetre.render.standalone import MARK, MARKED
from tests.support.sites import AGENCY, TODAY, files, make_small_repository

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A site is built.
pytestmark = pytest.mark.slow

LINK = re.compile(r'<(?:a|link|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"#?]*)[^"]*"')


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a copy of the site of three brands."""
    house = make_small_repository(tmp_path_factory.mktemp("house"), AGENCY)
    place = tmp_path_factory.mktemp("copies") / "le manuel"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
        patch.chdir(house)
        assert main(["export", "folder", str(place), "--today", TODAY.date().isoformat()]) == 0
    # Another one may take its place.
    refuse_what_is_not_ours(place, MARKED, MARK)
    return place


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails for whatever a browser complains of."""
    context = browser.new_context(locale="fr-FR")
    opened = context.new_page()
    told: list[str] = []
    opened.on("console", lambda line: told.append(line.text) if line.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("requestfailed", lambda one: "ABORTED" in str(one.failure) or told.append(one.url))
    yield opened
    context.close()
    assert told == []


def test_every_link_of_the_copy_names_a_file_of_it(copy: Path) -> None:
    pages = {path: content.decode() for path, content in files(copy).items() if path.endswith(".html")}
    assert len(pages) > 100
    there = {path.resolve() for path in copy.rglob("*") if path.is_file()}
    lost = {
        (path, address)
        for path, text in pages.items()
        for address in LINK.findall(text)
        if address
        and not urlsplit(address).scheme
        and (copy / path).parent.joinpath(unquote(address)).resolve() not in there
    }
    assert lost == set()


def test_what_is_clicked_opens_and_a_question_is_answered(copy: Path, page: Page) -> None:
    page.goto((copy / "index.html").as_uri())
    page.locator("article a[href^='musee/']").first.click()
    page.wait_for_url("**/le%20manuel/musee/index.html")
    page.goto((copy / "musee" / "may-i" / "index.html").as_uri())
    page.locator(".pm-live:not([hidden])").wait_for()
    page.locator("header a.md-logo").click()
    page.wait_for_url("**/le%20manuel/index.html")


@pytest.mark.parametrize(("start", "found"), [("musee", "/musee/"), ("glossary", "/")])
def test_search_finds_and_its_answers_open(copy: Path, page: Page, start: str, found: str) -> None:
    page.goto((copy / start / "index.html").as_uri())
    page.locator("input.md-search__input").focus()
    page.keyboard.type("astreinte")
    answer = page.locator("ol.md-search-result__list > li > a.md-search-result__link:first-child").first
    answer.wait_for()
    address = answer.get_attribute("href") or ""
    assert found in address
    assert Path(unquote(urlsplit(address).path)).is_file()


def test_copy_takes_no_place_of_anything_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    house = make_small_repository(tmp_path / "house", AGENCY)
    assert main(["export", "folder", str(tmp_path / "mine"), "--config", str(house / "mkdocs.yml")]) == 2
    assert files(tmp_path / "mine") == {"letter.txt": b"dear"}
    assert main(["export", "folder", str(tmp_path / "new"), "--config", str(tmp_path / "mkdocs.yml")]) == 2
    told = capsys.readouterr().err
    assert "--config" in told and "Traceback" not in told
    assert not (tmp_path / "new").exists()
