"""What has changed since this browser last showed a page is marked, and nothing is at a first visit."""

from __future__ import annotations

from pathlib import Path

import pytest

import perimetre.render

SCRIPT = (Path(perimetre.render.__path__[0]) / "assets" / "marks.js").read_text("utf-8")
STYLE = (Path(perimetre.render.__path__[0]) / "assets" / "perimetre.css").read_text("utf-8")
SITE = "http://handbook.test/lumen/"


def shown(*days: str) -> str:
    # As it stands on a page: what is hidden there is hidden by our own style sheet too.
    mark = '<b class="pm-tag pm-new" hidden>changed</b>'
    parts = "".join(f'<p data-pm-changed="{day}">{day}{mark}</p>' for day in days)
    body = f'<div class="md-typeset">{parts}</div><script>{SCRIPT}</script>'
    return f"<!doctype html><title>x</title><style>{STYLE}</style>{body}"


def marked(page, path: str, *days: str) -> list[str]:
    """Return the days that bear a mark on a page that shows these."""
    page.unroute_all()
    page.route("**/*", lambda route: route.fulfill(body=shown(*days), content_type="text/html"))
    page.goto(SITE + path)
    marks = page.locator("p:has(.pm-new:visible)").all_inner_texts()
    return [text.partition("changed")[0].strip() for text in marks]


def test_what_is_later_than_the_last_reading_is_marked_once(browser) -> None:
    page = browser.new_context().new_page()
    assert marked(page, "changes/", "2026-11-02T09:00:00", "2026-10-01T09:00:00") == []
    later = ("2026-11-20T10:00:00", "2026-11-03T10:00:00", "2026-11-02T09:00:00")
    assert marked(page, "changes/", *later) == list(later[:2])
    assert marked(page, "changes/", *later) == []
    # Another page was never read.
    assert marked(page, "perimeter/", *later) == []
    page.close()


@pytest.mark.parametrize("kept", ["{", '"x"', "null", "[]"])
def test_what_cannot_be_read_back_marks_nothing(browser, kept: str) -> None:
    page = browser.new_context().new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert marked(page, "changes/", "2026-11-02T09:00:00") == []
    page.evaluate("kept => localStorage.setItem('perimetre.read', kept)", kept)
    assert marked(page, "changes/", "2026-11-20T09:00:00") == []
    assert errors == []
    page.close()
