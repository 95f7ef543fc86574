"""A site under a folder that nobody told: the page that does not exist leads home, and the search finds its index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.serving import Quiet, served
from tests.support.sites import build, make_small_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Host(Quiet):
    """A host that serves a site under a folder, as those of forges do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        body = Path(self.directory, "manuel", "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the home of a small site."""
    house, folder = make_small_house(tmp_path_factory.mktemp("house")), tmp_path_factory.mktemp("served")
    done = build(house, "--site-dir", str(folder / "manuel"))
    assert done.returncode == 0, done.stderr
    with served(folder, Host) as (place, _):
        yield f"{place}manuel/"


def test_missing_page_leads_home_under_a_folder(home: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{home}lumen/nothing/here/")
    page.wait_for_selector('#home[href="/manuel/"]')
    page.click("#home")
    assert page.url == home
    page.close()


def test_search_finds_its_index_under_a_folder(home: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{home}lumen/perimeter/red-lines/")
    page.locator("input.md-search__input").press_sequentially("interdit")
    found = page.locator("a.md-search-result__link")
    found.first.wait_for()
    assert found.first.evaluate("link => link.href").startswith(f"{home}lumen/")
    page.close()
