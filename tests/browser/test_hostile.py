"""Hostile text in every field, in a real browser that forbids nothing: nothing runs, and it shows as it was typed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from perimetre.drivers.mkdocs.templates import ASSETS, SCRIPTS
from perimetre.judge.judgement import Judgement
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected
from perimetre.render.pages import content
from tests.conftest import deep_alone
from tests.render.test_hostile import AT, HOSTILE, hostile_site
from tests.support.keys import house, sources

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

    from perimetre.render.pages import Page

SITE = "http://handbook.test/"
MORNING = dt.datetime.combine(AT.date(), dt.time(10, 0), dt.UTC)
# As it stands once a browser has read it: what no text may hold is not there.
TYPED = "<script>alert(1)</script>"
CLICK = """() => {
  for (const part of document.querySelectorAll("article details")) part.open = true;
  for (const part of document.querySelectorAll("article :is(button, input[type=radio], input[type=checkbox])")) {
    if (part.getClientRects().length) part.click();
  }
  for (const part of document.querySelectorAll("article *")) part.dispatchEvent(new MouseEvent("mouseover"));
}"""


def document(page: Page) -> str:
    """Return a page as it stands in the theme, with its scripts and no policy."""
    scripts = "".join(f'<script src="{SITE}assets/perimetre/{name}"></script>' for name in SCRIPTS)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title></head><body>'
        f'<article class="md-typeset">{content(page, "¶", "+")}</article>{scripts}</body></html>'
    )


@deep_alone
@pytest.mark.slow
def test_hostile_text_runs_nowhere_and_shows_as_typed(browser: Browser) -> None:
    handbook = load_sources(Collected(sources(house())), folder="playbooks").handbook
    assert handbook is not None
    site = hostile_site(handbook, Judgement(diagnostics=(), at=AT), " ".join(HOSTILE))
    pages, files = {page.url: page for page in site.pages}, dict(site.files)
    assert len(pages) > 50

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("#")[0]
        if path.startswith("assets/perimetre/"):
            route.fulfill(path=ASSETS / path.removeprefix("assets/perimetre/"))
        elif path in files:
            route.fulfill(body=files[path], content_type="text/javascript")
        elif path in pages:
            route.fulfill(body=document(pages[path]), content_type="text/html")
        else:
            route.fulfill(status=404)

    context = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 780})
    context.clock.set_fixed_time(MORNING)
    context.route("**/*", answer)
    tab = context.new_page()
    ran: list[str] = []
    tab.on("dialog", lambda dialog: (ran.append(tab.url), dialog.dismiss()))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(f"{tab.url}: {error}"))
    typed = 0
    for url in pages:
        tab.goto(f"{SITE}{url}")
        tab.evaluate(CLICK)
        typed += TYPED in (tab.text_content("article") or "")
        assert tab.locator("article :is(img[src=x], [onerror], [onmouseover])").count() == 0, url
    context.close()
    assert ran == []
    assert errors == []
    assert [url for url in asked if not url.startswith(SITE)] == []
    assert typed > len(pages) / 2
