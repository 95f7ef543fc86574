"""A table on a phone: each cell under the name of its column."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import perimetre.render
from perimetre.render.tables import named

SCRIPT = Path(perimetre.render.__path__[0]) / "assets" / "tables.js"
TABLE = (
    '<thead><tr><th scope="col">Quoi</th><th scope="col"><em>À</em>\n qui</th></tr></thead>'
    '<tbody><tr id="a"><th scope="row">Avis</th><td class="x">Nadia &amp; Jean</td><td>en trop</td></tr>'
    "<tr><td>Sans nom</td><td></td></tr></tbody>"
)


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "th", "td"):
            self.found.append((tag, dict(attrs)))


def test_each_cell_has_the_name_of_its_column() -> None:
    read = _Cells()
    read.feed(named(TABLE))
    cells = [(tag, attrs.get("data-column")) for tag, attrs in read.found]
    assert cells == [
        ("tr", None),
        ("th", None),
        ("th", None),
        ("tr", None),
        ("th", None),
        ("td", "À qui"),
        ("td", None),
        ("tr", None),
        ("td", "Quoi"),
        ("td", "À qui"),
    ]
    assert {attrs.get("id") for _, attrs in read.found} == {None, "a"}
    assert "Nadia &amp; Jean" in named(TABLE)


def test_each_part_has_its_role_where_a_browser_could_forget_it(browser) -> None:
    page = browser.new_page()
    page.set_content(f'<table class="pm-rows">{named(TABLE)}</table><table>{TABLE}</table>')
    page.add_script_tag(path=SCRIPT)
    roles = page.evaluate("[...document.querySelectorAll('table *, table')].map(part => part.getAttribute('role'))")
    page.close()
    heading = ["rowgroup", "row", "columnheader", "columnheader", None]
    body = ["rowgroup", "row", "rowheader", "cell", "cell", "row", "cell", "cell"]
    assert roles[: 1 + len(heading + body)] == ["table", *heading, *body]
    assert set(roles[1 + len(heading + body) :]) == {None}


def test_a_name_that_holds_signs_stays_a_name() -> None:
    read = _Cells()
    read.feed(
        named('<thead><tr><th scope="col">Dit « "oui" &amp; non »</th></tr></thead><tbody><tr><td>1</td></tr></tbody>')
    )
    assert read.found[-1][1]["data-column"] == 'Dit « "oui" & non »'
