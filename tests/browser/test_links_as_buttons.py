"""A link that looks like a button is read as well when it is hovered or has the focus, in the light and in the dark."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import CHOOSE, SCHEMES, UNFOLD, page

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

__all__ = ("page",)
BUTTONS = (
    "a:is(.pm-live-danger, .pm-live-button, .pm-declare-open, .pm-start-cockpit, .pm-head-link):visible,"
    " :is(.pm-now-call, .pm-call-now, .pm-tile-call) > a:visible"
)
PLACES = (
    "may-i/#role=community-manager&action=talk-to-press&channel=instagram&authors=journalist",
    "now/",
    "alert/",
    "alert-level/",
    "",
)
# How far the words of a link stand out from what is under them, as WCAG counts it.
CONTRAST = """link => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const grounds = [];
  for (let at = link; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
  const luminance = layers => {
    canvas.fillStyle = "#fff";
    canvas.fillRect(0, 0, 1, 1);
    for (const layer of layers) {
      canvas.fillStyle = layer;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(
      part => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const both = [luminance(grounds), luminance([...grounds, getComputedStyle(link).color])];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


@pytest.mark.parametrize("place", PLACES)
def test_words_of_a_link_that_is_a_button_stand_out_in_each_state(page: Tab, address: str, place: str) -> None:
    page.clock.set_fixed_time(dt.datetime(2026, 11, 22, 21, 40, tzinfo=dt.UTC))
    page.goto(f"{address}veillee/{place}")
    page.wait_for_selector(".pm-settled")
    page.evaluate(UNFOLD)
    links = page.locator(BUTTONS).all()
    assert links
    faint = []
    for scheme, name in SCHEMES.items():
        assert page.evaluate(CHOOSE, name) == name
        for link in links:
            for state, enter in (("hover", link.hover), ("focus", link.focus)):
                enter()
                assert link.evaluate("(link, state) => link.matches(`:${state}`)", state)
                page.wait_for_timeout(20)
                contrast = link.evaluate(CONTRAST)
                if contrast < 4.5:
                    faint.append((scheme, state, link.get_attribute("class"), link.inner_text(), round(contrast, 2)))
            page.mouse.move(0, 0)
            link.blur()
    assert faint == []
