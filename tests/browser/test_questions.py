"""The questions that a community manager asks: the answer on one page, in their words, a few clicks from the home."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

CASES = yaml.load((ROOT / "tests" / "cases" / "questions.yml").read_text("utf-8"), yaml.CSafeLoader)
MOST = 2
# From the heading of the place to the next heading of its level or above, or what is folded under it; without a place,
# the whole article.
SHOWN = """anchor => {
  if (!anchor) return document.querySelector("article").innerText;
  const start = document.getElementById(anchor), said = [start.innerText];
  // What was folded has been opened by coming to it.
  if (start.closest("summary")) return start.closest("details").innerText;
  for (let at = start.nextElementSibling; at && !(/^H[12]$/.test(at.tagName)); at = at.nextElementSibling)
    said.push(at.innerText);
  return said.join("\\n");
}"""
LINKS = "[...document.querySelectorAll('article a[href]')].map(a => [a.href, a.innerText])"


def plain(text: str) -> str:
    """Return words with ordinary spaces."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def phone(browser):
    page = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR").new_page()
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def links(phone) -> Callable[[str], list[str]]:
    """Return what gives the links of the text of a page, by its address; each page is opened once."""

    @functools.cache
    def links_of(place: str) -> list[str]:
        phone.goto(place)
        return [href for href, _ in phone.evaluate(LINKS)]

    return links_of


def clicks_to(links: Callable[[str], list[str]], address: str, brand: str, wanted: str) -> int:
    """Return the least number of links of the pages' text that lead from the brand's home to an address."""
    reached, seen = [f"{address}{brand}/"], set()
    for count in range(1, MOST + 2):
        following = []
        for place in reached:
            following += [href for href in links(place) if href.startswith(f"{address}{brand}/")]
        if wanted in following:
            return count
        # The next step is tried from the pages that may hold the place: the brand's own, once each.
        seen |= set(reached)
        path = wanted.partition("#")[0]
        reached = [one for one in dict.fromkeys(following) if one.partition("#")[0] == path and one not in seen][:1]
        if not reached:
            reached = [one for one in dict.fromkeys(following) if one not in seen][:12]
    return MOST + 2


def test_there_are_enough_questions() -> None:
    assert len(CASES) >= 20
    assert len({case["asked"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["asked"] for case in CASES])
def test_the_question_is_answered_on_one_page(
    phone, links: Callable[[str], list[str]], address: str, case: dict[str, Any]
) -> None:
    place = f"{address}{case['page']}/" + (f"#{case['anchor']}" if case["anchor"] else "")
    brand = case["page"].partition("/")[0]
    assert clicks_to(links, address, brand, place) == case["clicks"]
    assert case["clicks"] <= MOST
    phone.goto(place)
    said = plain(phone.evaluate(SHOWN, case["anchor"]))
    if case["anchor"]:
        heading = phone.locator(f"#{case['anchor']}")
        assert plain(heading.inner_text()).rstrip("¶ ") == plain(case.get("headed", case["asked"]))
        # The browser jumps to it: the answer is on the screen without another gesture.
        assert heading.evaluate("one => one.getBoundingClientRect().top") < 400
    assert [words for words in case["shows"] if not re.search(re.escape(plain(words)), said)] == []
