"""Links between pages: where they lead from anywhere, and what is said of one that leads nowhere."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.pages import TITLE_ID, NavItem, Page, Section, Website, check_links, content, link, walk

STEP = st.sampled_from(["lumen", "brume", "voice", "tone", "index", "a"])
PATHS = st.lists(STEP, max_size=4).map("/".join)
ROOT = "https://handbook.example.org/"


@given(here=PATHS, there=PATHS, anchor=st.sampled_from(["", "part-one"]))
def test_link_leads_a_browser_from_any_page_to_any_other(here: str, there: str, anchor: str) -> None:
    at = Page(path=here, title="Here").url
    to = Page(path=there, title="There").url
    found = urljoin(ROOT + at, link(there, anchor, here=here))
    assert found == ROOT + to + (f"#{anchor}" if anchor else "")


@given(here=PATHS, there=PATHS, anchor=st.sampled_from(["", "part-one", TITLE_ID]))
def test_link_to_a_page_that_exists_is_accepted(here: str, there: str, anchor: str) -> None:
    part = Section(level=2, id="part-one", title="One", html="")
    other = Page(path=there, title="There", sections=(part,))
    lead = f'<a class="x" href="{link(there, anchor, here=here)}">there</a>'
    own = Page(path=here, title="Here", lead=lead, sections=(part,))
    pages = (own,) if here == there else (own, other)
    assert check_links(Website(pages=pages, navigation=())) == ()


def told(href: str, here: str = "lumen/voice") -> list[str]:
    """Return the addresses that are refused on a page with one link."""
    part = Section(level=2, id="part-one", title="One", html=f'<p id="inner">See <a href="{href}">this</a></p>')
    pages = (Page(path=here, title="Here", sections=(part,), source="playbooks/voice.yml"), Page(path="", title="Home"))
    found = check_links(Website(pages=pages, navigation=()))
    assert all(one.file == "playbooks/voice.yml" for one in found)
    return [str(one.message.values["address"]) for one in found]


def test_link_that_leads_nowhere_is_told_with_its_file() -> None:
    for href in ["../tone/", "#nowhere", "../../#nowhere", "../../../", "tone", "/lumen/voice/", "../../index.html"]:
        assert told(href) == [href]


def test_link_that_leads_somewhere_is_not() -> None:
    for href in ["../../", "#part-one", "#inner", "./", "./#inner", "../voice/#part-one"]:
        assert told(href) == []


def test_link_out_of_the_handbook_is_not_judged() -> None:
    for href in ["https://example.org/nowhere", "mailto:cm@example.org", "tel:+33199000000", "sms:114"]:
        assert told(href) == []


def test_two_pages_at_one_address_are_told() -> None:
    pages = (Page(path="reference", title="Formats"), Page(path="reference", title="A brand", source="brand.yml"))
    (found,) = check_links(Website(pages=pages, navigation=()))
    assert found.rule == "page-address-is-its-own"
    assert found.file == "brand.yml"


def test_content_escapes_titles_and_nothing_else() -> None:
    part = Section(level=3, id="b", title="Say <b>", html="<p>x</p>")
    page = Page(path="a", title="Q&A <1>", lead="<p>Lead</p>", sections=(part,))
    made = content(page, 'Link "here"')
    assert f'<h1 id="{TITLE_ID}">Q&amp;A &lt;1&gt;</h1>' in made
    assert '<h3 id="b">Say &lt;b&gt;<a class="headerlink" href="#b"' in made
    assert 'title="Link &quot;here&quot;"' in made
    assert made.index("<p>Lead</p>") < made.index("<h3") < made.index("<p>x</p>")


def test_walk_goes_through_every_entry() -> None:
    inner = NavItem(title="c", path="c")
    group = NavItem(title="b", children=(inner,))
    assert list(walk((group, inner))) == [group, inner, inner]
