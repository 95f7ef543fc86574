"""axe-core on each kind of page: WCAG 2.2 AA and its best practices, light and dark, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.test_pages import WIDTHS, kinds
from tests.sites import ROOT

pytestmark = pytest.mark.audit

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# What is known and stays, each with its reason.
KNOWN = yaml.safe_load((Path(__file__).parent.parent / "cases" / "accessibility.yml").read_text("utf-8"))["known"] or []
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
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


def richest() -> list[str]:
    """Return one page of each kind: of the brand that has most, and of the house; one kind of file for all of them."""
    paths = kinds()
    tops = [path.partition("/")[0] for path in paths]
    brand = max({top for top in tops if f"{top}/questions" in paths}, key=tops.count)
    house = ("", "glossary", "reference", "reference/scope", "reference/legal", "reference/rules")
    return [path for path in paths if path.partition("/")[0] == brand or path in house]


def is_known(rule: str, node: str) -> bool:
    return any(one["rule"] == rule and one["node"] in node for one in KNOWN)


def test_what_is_known_has_a_reason() -> None:
    assert [one for one in KNOWN if not (one["rule"] and one["node"] and len(one["because"]) > 20)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_on_any_kind_of_page(browser, address: str, axe: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="fr-FR",
        color_scheme=scheme,
        # The checker runs whatever the site forbids itself.
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    found: dict[str, dict[str, Any]] = {}
    checked = 0
    for path in [*richest(), "404.html"]:
        page.goto(f"{address}{path}{'' if path.endswith('.html') or not path else '/'}")
        page.wait_for_load_state("load")
        assert page.evaluate("document.body.dataset.mdColorScheme") == ("default" if scheme == "light" else "slate")
        page.evaluate(axe)
        for one in page.evaluate(RUN, TAGS):
            nodes = [node for node in one["nodes"] if not is_known(one["rule"], node)]
            if nodes:
                entry = found.setdefault(one["rule"], {"help": one["help"], "pages": {}})
                entry["pages"][path] = (len(nodes), nodes[0])
        checked += 1
    context.close()
    assert checked > 25
    told = [f"{rule} ({one['help']}): {dict(list(one['pages'].items())[:4])}" for rule, one in found.items()]
    assert told == []
