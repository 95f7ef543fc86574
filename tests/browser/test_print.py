"""What is printed: the sheet of each scenario, on one A4 that is read at arm's length; the emergency kit, whole."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

from pypdf import PdfReader

from tests.support.shared import website_of_the_example

# In points, with what a PDF rounds away.
SMALLEST = 9.45


def letters(reader: PdfReader) -> Iterator[float]:
    """Yield how high each run of letters is, in points on the paper."""
    found: list[float] = []

    def heard(text: str, around: list[float], placed: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append(size * abs(placed[3]) * abs(around[3]))

    for page in reader.pages:
        page.extract_text(visitor_text=heard)
    yield from found


def test_the_card_of_each_scenario_is_one_sheet_that_is_read_at_arms_length(browser, address: str) -> None:
    website = website_of_the_example()
    cards = [page.path for page in website.pages if page.path.endswith("/card")]
    scenarios = [page.path for page in website.pages if re.fullmatch(r"[^/]+/crises/[^/]+", page.path)]
    assert len(cards) == len(scenarios) > 0
    page = browser.new_page(locale="fr-FR")
    sheets, small, said = {}, {}, {}
    for path in cards:
        page.goto(f"{address}{path}/")
        reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
        sheets[path] = len(reader.pages)
        said[path] = reader.pages[-1].extract_text()
        small[path] = min(letters(reader))
    page.emulate_media(media="print")
    # What the style sheet does of one card it does of all.
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll('article *')]
          .filter((of) => of.checkVisibility())
          .filter((of) => [...of.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
          .map((of) => getComputedStyle(of).color))]"""
    )
    name = page.evaluate("getComputedStyle(document.body).page")
    page.close()
    # Some browsers print a blank sheet for what stands before a page of another name, were it of no height.
    assert name == "pm-sheet"
    assert {path: count for path, count in sheets.items() if count != 1} == {}
    assert {path: size for path, size in small.items() if size < SMALLEST} == {}
    assert colours == ["rgb(0, 0, 0)"]
    # Without an address, a link to the page is of no use on paper; a level says whom to tell, and but in which case.
    for words in said.values():
        assert "La fiche complète" not in words
        assert not re.search(r"sauf…|puis informer(?! : )", " ".join(words.split()))


def test_the_kit_has_its_scenarios_on_one_sheet_each_and_its_contents_lead_there(browser, address: str) -> None:
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{address}osier-lin/kit/")
    assert page.locator(".md-path").inner_text().split() == ["Accueil", "Osier", "&", "Lin"]
    reader = PdfReader(io.BytesIO(page.pdf(format="A4", outline=True, tagged=True)))
    page.close()
    cards = [page for page in website_of_the_example().pages if re.fullmatch(r"osier-lin/crises/[^/]+/card", page.path)]
    led = {str(of.get_object().get("/Dest", "")).strip("/") for of in reader.pages[0].get("/Annots", [])}
    starts = sorted(
        reader.get_destination_page_number(place) or 0
        for name, place in reader.named_destinations.items()
        if name.endswith("-sheet")
    )
    assert len(starts) == len(cards) > 15
    assert {name for name in led if name} <= {name.strip("/") for name in reader.named_destinations}
    assert {"triage", "lines", "call", "scenarios", "statements"} <= led
    # A scenario has its sheet, and where it has more to say, the next ones; each says of which scenario it is.
    assert {after - before for before, after in itertools.pairwise(starts)} <= {1, 2, 3}
    heads = ["".join(sheet.extract_text().split("\n")[1:3]) for sheet in reader.pages]
    for before, after in itertools.pairwise(starts):
        # A short name stands alone on its line: what comes after it is no part of it.
        title = reader.pages[before].extract_text().split("\n")[1][:12]
        assert [head for head in heads[before:after] if not head.startswith(title)] == []
    # So do the sheets of a part that goes on.
    place = {name.strip("/"): reader.get_destination_page_number(to) for name, to in reader.named_destinations.items()}
    begins = [place[name] or 0 for name in ("triage", "lines", "call", "scenarios")]
    going_on = {*range(begins[0], starts[0]), *range(place["statements"] or 0, len(reader.pages))}
    going_on -= {*begins, place["statements"]}
    assert len(going_on) > 10
    assert [number for number in going_on if "(suite)" not in heads[number]] == []
    assert [number for number, sheet in enumerate(reader.pages) if not sheet.extract_text().strip()] == []
    words = "\n".join(sheet.extract_text() for sheet in reader.pages)
    assert reader.pages[0].extract_text().split("\n")[1].startswith("Kit d")
    assert "sur la fiche complète" not in words
    assert not re.search(r"(?m)^\s*,", words), "a comma begins a line"
    assert min(letters(reader)) >= SMALLEST


def test_a_button_prints_a_card_and_is_not_on_paper(browser, address: str) -> None:
    page = browser.new_page(locale="fr-FR")
    page.add_init_script("window.print = () => { window.asked = (window.asked || 0) + 1; }")
    for path in ("osier-lin/crises/recall/card/", "osier-lin/kit/"):
        page.goto(f"{address}{path}")
        page.get_by_role("button", name="Imprimer").press("Enter")
        assert page.evaluate("window.asked") == 1
        page.emulate_media(media="print")
        assert not page.locator(".pm-print").is_visible()
        page.emulate_media(media="screen")
    page.close()
    bare = browser.new_page(java_script_enabled=False)
    bare.goto(f"{address}osier-lin/crises/recall/card/")
    assert not bare.locator(".pm-print").is_visible()
    bare.close()


def test_a_word_of_the_glossary_is_explained_to_the_keyboard_and_the_mouse(browser, address: str) -> None:
    website = website_of_the_example()
    path = next(page.path for page in website.pages if 'class="pm-term"' in page.lead)
    for width in (360, 1280):
        page = browser.new_page(viewport={"width": width, "height": 780}, locale="fr-FR")
        page.goto(f"{address}{path}/")
        term = page.locator(".pm-term").first
        tip = term.locator("[role=tooltip]")
        assert not tip.is_visible()
        term.locator("a").focus()
        assert tip.is_visible()
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        term.locator("a").blur()
        assert not tip.is_visible()
        term.hover()
        assert tip.is_visible()
        assert tip.inner_text().strip()
        page.close()
