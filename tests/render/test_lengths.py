"""What is folded on a long page, and that nothing of it is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.lengths import WHOLE, folded, screens
from perimetre.render.pages import Page, Section, content

PARAGRAPH = f"<p>{'Nine words that a reader reads in a breath. ' * 8}</p>"


def part(id: str, paragraphs: int, level: int = 2) -> Section:
    return Section(level=level, id=id, title=id, html=PARAGRAPH * paragraphs)


def closed(*sections: Section, lead: str = "") -> list[str]:
    return [section.id for section in folded(lead, sections) if section.folded]


def test_a_short_page_is_read_whole() -> None:
    assert closed(part("a", 3), part("b", 3)) == []


def test_a_long_page_opens_with_what_is_first() -> None:
    assert closed(part("a", 4), part("b", 30), part("c", 1)) == ["b", "c"]


def test_what_is_only_the_heading_of_its_parts_is_folded_with_them() -> None:
    people = [part(f"p{number}", 1, level=3) for number in range(30)]
    assert closed(part("a", 2), part("people", 0), *people) == ["people", *(person.id for person in people)]


def test_what_has_words_of_its_own_stays_above_its_folded_parts() -> None:
    grounds = [part(f"g{number}", 4, level=3) for number in range(8)]
    assert closed(part("grounds", 4), *grounds, part("after", 1))[-1] == "after"
    assert "grounds" not in closed(part("grounds", 4), *grounds)


def test_what_is_closed_already_takes_no_room() -> None:
    more = f"<details><summary>More</summary>{PARAGRAPH * 40}</details>"
    assert screens(more) < 0.1 < 1 < screens(more.replace("<details>", "<details open>"))


sections = st.lists(st.tuples(st.integers(2, 4), st.integers(0, 30)), max_size=20).map(
    lambda parts: [part(f"s{place}", length, level) for place, (level, length) in enumerate(parts)]
)


@given(sections, st.integers(0, 20))
def test_folding_changes_neither_the_parts_nor_their_order(parts: list[Section], lead: int) -> None:
    opening = PARAGRAPH * lead
    made = folded(opening, parts)
    assert [(section.id, section.html, section.level) for section in made] == [
        (section.id, section.html, section.level) for section in parts
    ]
    whole = screens(opening) + sum(screens(section.html) for section in parts)
    assert not any(section.folded for section in made) or whole + 0.1 * (len(parts) + 1) > WHOLE


@given(sections)
def test_what_is_opened_is_closed_again(parts: list[Section]) -> None:
    page = Page(path="a", title="A", sections=folded("", parts))
    html = content(page, "Link", "Read everything")
    depth = 0
    for tag in re.findall(r"</?details", html):
        depth += 1 if tag == "<details" else -1
        assert depth >= 0
    assert depth == 0
    assert ("pm-read-all" in html) == any(section.folded for section in page.sections)
