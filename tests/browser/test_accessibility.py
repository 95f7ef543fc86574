"""axe-core on each kind of page: WCAG 2.2 AA and its best practices, light and dark, on a phone and on a desk.

A page is loaded once. The width and the scheme change under it, the scheme by the page's own button, as they do under
a reader; every part that folds is unfolded first, since the checker does not look at what is not shown.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import yaml

from tests.browser.test_pages import WIDTHS, kinds_in_both_brands
from tests.conftest import DEEP, ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# What is known and stays, each with its reason.
KNOWN = yaml.load((ROOT / "tests" / "cases" / "accessibility.yml").read_text("utf-8"), yaml.CSafeLoader)["known"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is asked in each scheme: nothing but colours differs in the dark, and these alike on a phone and on a desk: only
# `make test-deep` asks it all again, in each width.
ALL = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Material's names of the two schemes.
SCHEMES = {"light": "default", "dark": "slate"}
CHOOSE = """scheme => {
  const button = document.querySelector(`input[data-md-color-scheme="${scheme}"]`);
  if (button === null) return null;
  if (document.body.dataset.mdColorScheme !== scheme) button.click();
  return document.body.dataset.mdColorScheme;
}"""
UNFOLD = "document.querySelectorAll('article details').forEach(one => { one.open = true; })"
RUN = """async only => {
  // What it would fetch first, each style sheet again, serves to judge sounds and films alone.
  const preload = document.querySelector("audio, video") !== null;
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"], preload});
  return found.violations.map(one => ({
    rule: one.id, help: one.help, nodes: one.nodes.map(node => node.target.join(" ") + " " + node.html.slice(0, 160)),
  }));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the checker's program."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here. This brings it: npm install --ignore-scripts --no-package-lock")
    return AXE.read_text("utf-8")


@pytest.fixture
def page(browser):
    """Return a page where the checker runs whatever the site forbids itself, and where nothing moves."""
    context = browser.new_context(locale="fr-FR", color_scheme="light", bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def violations(page, axe: str) -> list[str]:
    """Return what the checker finds on the page that is open, in each width and scheme."""
    page.evaluate(axe)
    # What the header of a page that has been scrolled covers is not too small to be touched.
    page.evaluate("scrollTo(0, 0)")
    found: list[str] = []
    for (width, height), (scheme, name) in itertools.product(WIDTHS.items(), SCHEMES.items()):
        if not DEEP and scheme == "dark" and width != min(WIDTHS):
            continue
        page.set_viewport_size({"width": width, "height": height})
        chosen = page.evaluate(CHOOSE, name)
        if chosen is None:
            # A page that stands alone has no button: it follows what the reader prefers everywhere.
            page.emulate_media(color_scheme=scheme)
        assert chosen in (name, None)
        for one in page.evaluate(RUN, ALL if scheme == "light" or DEEP else COLOURS):
            nodes = [node for node in one["nodes"] if not is_known(one["rule"], node)]
            if nodes:
                found.append(f"{width} {scheme}: {one['rule']} ({one['help']}), {len(nodes)} times: {nodes[:2]}")
    return found


def is_known(rule: str, node: str) -> bool:
    return any(one["rule"] == rule and one["node"] in node for one in KNOWN)


def test_what_is_known_has_a_reason() -> None:
    assert [one for one in KNOWN if not (one["rule"] and one["node"] and len(one["because"]) > 20)] == []


# The pages in so many parts, so that every core looks at some.
PARTS = 8


@pytest.mark.deep
@pytest.mark.parametrize("part", range(PARTS))
def test_no_violation_on_any_kind_of_page(page, address: str, axe: str, part: int) -> None:
    found: dict[str, Any] = {}
    paths = [*kinds_in_both_brands(), "404.html"]
    assert len(paths) > 25
    for path in paths[part::PARTS]:
        page.goto(f"{address}{path}{'' if path.endswith('.html') or not path else '/'}")
        page.evaluate(UNFOLD)
        found[path] = violations(page, axe)
    assert {path: said for path, said in found.items() if said} == {}


def test_no_violation_while_one_searches(page, address: str, axe: str) -> None:
    page.goto(address)
    page.locator("input.md-search__input").focus()
    page.keyboard.type("avis")
    page.locator(".md-search-result__item").first.wait_for()
    assert violations(page, axe) == []
