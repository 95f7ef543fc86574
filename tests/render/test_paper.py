"""What goes on a sheet of paper: what has no room is named, and a code is read as the address that it draws."""

from __future__ import annotations

import re
from html import unescape

import pytest

from perimetre.render.document import document
from perimetre.render.pages import Page, content
from perimetre.render.paper import SheetPart, fitted, page_address, sheets
from tests.support.shared import website_of_the_example


def plain(html: str) -> str:
    """Return the words of some HTML, with plain spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).replace("\xa0", " ").split())


def part(id: str, rank: int, lines: int) -> SheetPart:
    return SheetPart(id=id, title=id.title(), rank=rank, rows=tuple("<p>word</p>" for _ in range(lines)), least=lines)


def test_what_has_no_room_is_left_out_the_last_first_and_is_named() -> None:
    parts = [part("call", 0, 5), part("steps", 1, 5), part("told", 6, 60), part("stops", 7, 2)]
    sheet = fitted("<p>first</p>", parts, room=40)
    assert [each.id for each in sheet.parts] == ["call", "steps", "stops"]
    assert sheet.without == ("Told",)
    assert [each.id for each in sheet.rest] == ["told"]


def test_whom_to_call_is_there_whatever_it_takes() -> None:
    assert [each.id for each in fitted("", [part("call", 0, 90)], room=40).parts] == ["call"]


def test_steps_that_have_no_room_are_counted() -> None:
    steps = SheetPart(id="steps", title="Steps", rank=1, rows=("<li>step</li>",) * 60, least=4)
    sheet = fitted("", [steps], room=40)
    [shown] = sheet.parts
    assert 4 < len(shown.rows) < 60
    assert shown.left == 60 - len(shown.rows)
    [rest] = sheet.rest
    assert (*shown.rows, *rest.rows) == steps.rows
    assert sheet.without == ()


def test_what_has_no_room_goes_on_the_next_sheets_each_part_and_row_once() -> None:
    steps = SheetPart(id="steps", title="Steps", rank=1, rows=tuple(f"<li>step {n}</li>" for n in range(250)), least=4)
    endless = SheetPart(
        id="endless", title="Endless", rank=3, before="<p>" + "word " * 4000 + "</p>", rows=("<p>x</p>",)
    )
    long_row = SheetPart(id="long", title="Long", rank=4, rows=("word " * 4000,))
    several = sheets("<p>first</p>", [part("call", 0, 5), steps, part("told", 2, 20), endless, long_row])
    assert len(several) > 4
    assert [row for sheet in several for each in sheet.parts if each.id == "steps" for row in each.rows] == list(
        steps.rows
    )
    for one in ("endless", "long"):
        assert sum(bool(each.rows) for sheet in several for each in sheet.parts if each.id == one) == 1
    assert several[-1].rest == ()


def test_the_steps_of_a_card_bear_the_numbers_of_the_page_and_say_from_when_they_count() -> None:
    cards = {page.path: page for page in website_of_the_example().pages if page.path.endswith("/card")}
    pages = {page.path: content(page, "") for page in website_of_the_example().pages if f"{page.path}/card" in cards}
    for path, whole in pages.items():
        order = [plain(title) for title in re.findall(r'class="pm-step-title"><strong>(.*?)</strong>', whole)]
        steps = re.findall(r'<li value="(\d+)">(.*?)</li>', content(cards[f"{path}/card"], ""), re.DOTALL)
        assert steps
        for number, words in steps:
            assert order[int(number) - 1] in plain(words)
    hijack = plain(content(cards["osier-lin/crises/account-hijack/card"], ""))
    assert "1 heure (à partir de : Le compte est-il revenu ?)" in hijack


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("https://manuel.example.org/cm", "https://manuel.example.org/cm/veillee/crises/recall/"),
        ("https://manuel.example.org/", "https://manuel.example.org/veillee/crises/recall/"),
        ("", ""),
        ("http://127.0.0.1:8000/", ""),
        ("http://localhost:8000/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_sheet_says_an_address_that_another_telephone_reaches(site: str, address: str) -> None:
    assert page_address(site, "veillee/crises/recall") == address


def test_a_document_keeps_no_link_that_leads_nowhere() -> None:
    lead = (
        '<a href="../crises/recall/">Card</a> <a href="#call">Call</a> <a href="tel:112">112</a><button>Copy</button>'
    )
    page = Page(path="lumen/kit", title="Kit <1>", lead=lead)
    alone = document(page, "fr")
    assert re.findall(r'<a [^>]*href="([^"]*)"', alone) == ["#call", "tel:112"]
    assert "Card" in alone and "Kit &lt;1&gt;" in alone and "<button" not in alone
    led = document(page, "fr", "https://manuel.example.org/cm/")
    assert 'href="https://manuel.example.org/cm/lumen/crises/recall/"' in led
