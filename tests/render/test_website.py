"""Every kind of page of the example: readable, linked, safe whatever the house wrote, and nothing above its reader."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from perimetre.base.memory import Memory
from perimetre.judge.judgement import pronounce
from perimetre.model.basics import Record
from perimetre.model.crisis import Crisis
from perimetre.model.moderation import ModerationFile
from perimetre.model.people import PeopleFile
from perimetre.model.scope import RedLine
from perimetre.model.templates import TemplatesFile
from perimetre.model.text import Markdown, Text
from perimetre.model.whole import Handbook
from perimetre.pipeline.calendars import calendar_files
from perimetre.pipeline.loading import Loaded, load, load_sources
from perimetre.reading.sources import Collected
from perimetre.render.families.governance import RulesReport
from perimetre.render.pages import Page, Website, check_links
from perimetre.render.readers import Readers
from perimetre.render.shelves import shelf
from perimetre.render.website import render
from tests.conftest import DEEP_ALONE, ROOT
from tests.support.changed import changed
from tests.support.keys import house, sources
from tests.support.shared import open_website_of_the_example, website_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


@pytest.fixture(
    scope="module",
    params=["every-key", pytest.param("example", marks=DEEP_ALONE)],
)
def whole(request: pytest.FixtureRequest) -> Loaded:
    """A house of which every text is changed: the small one that uses every key; in depth, the example too."""
    if request.param == "example":
        return load(ROOT / "playbooks")
    return load_sources(Collected(sources(house())), folder="playbooks")


@pytest.fixture(scope="module")
def site() -> Website:
    return open_website_of_the_example()


def html_of(page: Page) -> str:
    return "\n".join((page.lead, *(section.html for section in page.sections)))


def test_no_word_is_explained_inside_what_is_chosen_or_pressed(site: Website) -> None:
    chosen = re.compile(r"<(option|button|label|summary|textarea)\b[^>]*>(.*?)</\1>", re.DOTALL)
    parts = [(page.path, words) for page in site.pages for _, words in chosen.findall(html_of(page))]
    assert any(path.endswith("/alert") for path, _ in parts)
    assert [(path, words) for path, words in parts if "pm-tip" in words] == []


class Tags(HTMLParser):
    """Gather what a browser would read of a piece of HTML: tags, attributes, ids, and tags left open."""

    VOID = frozenset(("br", "hr", "input"))

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> left open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        # Data for a program are no text.
        if self.open[-1:] != ["script"]:
            self.text.append(data)


TAGS = frozenset(
    ("svg", "g", "line", "rect", "circle", "path", "text",
     "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "a", "strong", "em", "code", "pre", "blockquote", "br",
     # Cloned by the scripts of the page, and nothing by itself.
     "template", "button",
     "hr", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption", "q")
)  # fmt: skip
ATTRIBUTES = frozenset(
    ("class", "href", "id", "rel", "role", "tabindex", "scope", "colspan", "aria-label", "aria-hidden", "start", "open",
     # Of drawings: presentation attributes alone, so that a policy of `style-src 'self'` drops nothing.
     "width", "height", "focusable", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "transform", "overflow",
     "text-anchor", "aria-describedby",
     "aria-current",
     # Of a list: the number that a step has on its page.
     "value",
     # Of the line that says what is in force.
     "data-brand", "data-zone", "data-today", "data-when",
     # Of tables: what a cell is of, said before it on a phone.
     "data-column",
     # What is filled in, and what a script says of it.
     "type", "hidden", "data-pm-var", "data-pm-word",
     # What a level answers, and of which instant.
     "data-at", "data-role", "data-actions", "data-on", "data-says", "data-topics", "data-authors", "data-facts",
     "data-level", "data-but", "data-every", "data-some", "data-posture", "data-phase")
)  # fmt: skip
# The page that answers in the browser asks, and holds the words that its answers are made of; that from which an alert
# is declared asks too.
TAGS_OF_ASKING = frozenset(
    (
        "form",
        "fieldset",
        "legend",
        "label",
        "select",
        "option",
        "input",
        "button",
        "section",
        "template",
        "data",
        "optgroup",
        "textarea",
    )
)
ATTRIBUTES_OF_ASKING = frozenset(
    ("type", "name", "value", "for", "hidden", "placeholder", "autocomplete", "inputmode", "min", "step", "aria-live",
     "data-zone", "data-brand", "data-colon", "data-field", "data-fact", "data-words", "data-above", "data-up-to",
     "data-part", "data-sort", "data-rank", "data-done", "data-asked", "data-currency",
     "data-rules", "data-little", "data-light", "data-dangers", "data-kind", "data-on", "data-copies", "data-line",
     "data-by", "data-private",
     "rows", "spellcheck",
     # What was typed tells more, and what is asked is told in the words of the page.
     "data-told", "data-takes", "data-parts", "data-ours", "data-channel", "data-label", "data-unit", "data-placed",
     "data-if-known", "data-within", "data-silence",
     # Of the page from which an alert is declared.
     "label", "data-fill", "data-declares", "data-minutes", "data-begun", "data-folder",
     # Of the page where a draft is read over.
     "data-first", "data-days", "data-word")
)  # fmt: skip
# So do those that name who is called now, the one that asks the triage among them.
ALERTING = frozenset(
    (
        "crises/cockpit",
        "answers/template",
        "brand/home",
        "escalation/lines",
        "escalation/now",
        "escalation/alert",
        "escalation/declare",
        "perimeter/live",
    )
)
TAGS_OF_ALERTING = TAGS_OF_ASKING | {"script"}
ATTRIBUTES_OF_ALERTING = ATTRIBUTES_OF_ASKING | frozenset(
    ("aria-labelledby", "data-slot", "data-do", "data-standing", "data-line", "data-answer", "data-end", "data-ask",
     "data-tree", "data-made", "data-scenario")
)  # fmt: skip
ADDRESS = re.compile(r"(?:\.{1,2}/|#|https?://|mailto:|tel:|sms:|[a-z0-9-]+/)")


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the markup of a page: unknown tags, attributes, addresses, or a broken nesting."""
    found: list[str] = []
    for piece in (page.notice, page.lead, *(section.html for section in page.sections)):
        read = Tags(piece)
        asks = page.kind in ("escalation/declare", "voice/draft")
        tags, names = (TAGS | TAGS_OF_ASKING, ATTRIBUTES | ATTRIBUTES_OF_ASKING) if asks else (TAGS, ATTRIBUTES)
        if page.kind in ALERTING:
            tags, names = TAGS | TAGS_OF_ALERTING, ATTRIBUTES | ATTRIBUTES_OF_ALERTING
        found += read.faults
        found += [f"<{tag}>" for tag in sorted(read.tags - tags)]
        found += [f"{tag} {name}" for tag, name, _ in read.attributes if name not in names]
        found += [f"<script> of {value}" for tag, name, value in read.attributes
                  if (tag, name) == ("script", "type") and value != "application/json"]  # fmt: skip
        found += [value for _, name, value in read.attributes if name == "href" and not ADDRESS.match(value)]
    return [f"{page.path}: {fault}" for fault in found]


def calendars_of(handbook: Handbook, readers: Readers) -> tuple[tuple[str, str], ...]:
    memory = Memory()
    brands = () if readers.is_public else handbook.brands
    return tuple(file for brand in brands for file in calendar_files(handbook, brand, readers, memory))


@pytest.mark.parametrize(
    ("language", "audience"),
    [
        ("fr", "public"),
        ("fr", "internal"),
        ("fr", "restricted"),
        ("en", "internal"),
        pytest.param("en", "public", marks=DEEP_ALONE),
        pytest.param("en", "restricted", marks=DEEP_ALONE),
    ],
)
def test_every_link_of_ours_leads_somewhere(language: str, audience: Any) -> None:
    made = website_of_the_example(language, audience)
    assert bool(made.files) == (audience != "public")
    assert [problem.message.values for problem in check_links(made)] == []


def test_every_kind_of_page_is_there(site: Website) -> None:
    brand = max(
        (page.brand for page in site.pages if page.brand), key=lambda id: sum(p.brand == id for p in site.pages)
    )
    paths = {page.path for page in site.pages}
    expected = (
        "", "situations", "alert", "now", "cockpit", "may-i", "identity", "organisation", "charter", "perimeter",
        "perimeter/rules",
        "perimeter/red-lines", "perimeter/duties", "perimeter/periods", "perimeter/requests",
        "perimeter/actions/moderation", "channels", "places", "places/lille", "accounts",
        "roles", "missions", "objectives", "editorial", "voice", "voice/tone", "voice/lexicon", "voice/guidelines",
        "moderation",
        "templates",
        "procedures", "validation", "escalation", "escalation/severities", "escalation/cover",
        "alert-level", "triage", "crises",
        "operations", "reporting", "consents", "governance/decisions", "governance/reviews",
        "governance/rules", "governance/cover", "governance/missed",
    )  # fmt: skip
    assert [path for path in expected if f"{brand}/{path}".rstrip("/") not in paths] == []
    # Who has read what, and when, is for those who follow it: the example keeps it to the restricted edition.
    assert f"{brand}/governance/acknowledgements" not in paths
    assert {"", "glossary", "reference", "reference/legal", "reference/rules", "reference/scope"} <= paths
    assert "reference/capabilities" in paths


def test_every_record_is_read_where_its_kind_says(handbook: Handbook, site: Website) -> None:
    anchors = {page.path: {"", *re.findall(r'\sid="([^"]*)"', html_of(page))} for page in site.pages}
    anchors = {page.path: anchors[page.path] | {section.id for section in page.sections} for page in site.pages}
    nowhere = []
    for brand in handbook.brands:
        for kind, record in brand.everything():
            place = shelf("red_line" if isinstance(record, RedLine) else kind, record.id, brand.id)
            shown = not isinstance(record, Record) or (record.confidentiality != "restricted" and record.is_live(TODAY))
            if shown and place is not None and place[1] not in anchors.get(place[0], ()):
                nowhere.append((kind, record.id))
    assert nowhere == []


def test_every_page_opens_with_its_answer(site: Website) -> None:
    assert [page.path for page in site.pages if not "".join(Tags(page.lead).text).strip()] == []


def test_every_page_of_a_brand_opens_its_yaml_file(site: Website) -> None:
    without = [page.path for page in site.pages if page.brand and not (page.source or "").endswith(".yml")]
    assert without == []
    assert [page.source for page in site.pages if page.source and not (ROOT / page.source).is_file()] == []


def test_headings_never_skip_a_level(site: Website) -> None:
    for page in site.pages:
        before = 1
        for section in page.sections:
            assert section.level <= before + 1, (page.path, section.id)
            before = section.level


def test_anchors_are_unique_in_a_page(site: Website) -> None:
    for page in site.pages:
        ids = [section.id for section in page.sections] + re.findall(r'\sid="([^"]*)"', html_of(page))
        assert len(ids) == len(set(ids)), page.path


def test_markup_is_sound(site: Website) -> None:
    assert [fault for page in site.pages for fault in faults_of(page)] == []


def test_the_matrix_shows_each_level_by_word_and_sign(site: Website) -> None:
    page = next(page for page in site.pages if page.path.endswith("/perimeter"))
    cells = re.findall(r'<td class="pm-cell pm-level--([a-z]+)"[^>]*>(.*?)</td>', html_of(page))
    assert len(cells) > 100
    for _, cell in cells:
        assert re.search(r'class="pm-sign" aria-hidden="true">\S', cell)
        assert re.search(r'class="pm-word">\w', cell)
    assert len({level for level, _ in cells}) >= 4


def test_a_french_site_says_no_english(site: Website) -> None:
    """Words of our own templates that English alone has: one of them on a page is a text that nobody translated."""
    english = re.compile(r"\b(?:the|which|must be|whoever|nobody|when)\b(?!}})")
    found = [
        (page.path, match.group())
        for page in site.pages
        if not page.path.startswith("reference")
        for match in english.finditer(" ".join(Tags(html_of(page)).text).lower())
    ]
    assert found == []


def test_turns_that_end_say_until_when(site: Website) -> None:
    (cover,) = [page for page in site.pages if page.path == "veillee/escalation/cover"]
    # What lists the calendars says no hour.
    rows = [row for row in html_of(cover).split("<tr>") if "Nora Feskal" in row and ".ics" not in row]
    assert rows and all("jusqu’au 15 janvier 2027 inclus" in row.replace("\xa0", " ") for row in rows)


def test_danger_comes_first(site: Website) -> None:
    triage = [page for page in site.pages if page.path.endswith("/triage")]
    assert triage
    assert all('href="tel:112"' in page.lead for page in triage)


def test_huge_text_in_every_field_makes_a_page(whole: Loaded) -> None:
    assert whole.handbook is not None

    def change(value: Any, _: tuple[Any, ...]) -> Any:
        return value if isinstance(value, str) else type(value)(plain="mot " * 500)

    made = render(changed(whole.handbook, change), Readers(language="fr", today=TODAY))
    assert [fault for page in made.pages for fault in faults_of(page)] == []


MARK = "canari"


def _is_public(inside: tuple[Any, ...]) -> bool:
    """Say whether what holds a text says that everybody may read it."""
    records = [one for one in inside if isinstance(one, Record)]
    if records:
        return all(one.confidentiality == "public" for one in records)
    names = {type(one).__name__ for one in inside}
    # The name of the house, what its charter promises, and the words of the data are not secrets.
    return bool(names & {"Charter", "Values", "Settings"}) or inside[-1].__class__.__name__ == "BrandFile"


def test_a_public_site_holds_nothing_internal(handbook: Handbook) -> None:
    def change(value: Any, inside: tuple[Any, ...]) -> Any:
        if _is_public(inside):
            return value
        return MARK if isinstance(value, str) else type(value)(plain=MARK)

    opened = dataclasses.replace(handbook, brands=tuple(_with_public_grounds(brand) for brand in handbook.brands))
    made = render(changed(opened, change), Readers(language="fr", audience="public", today=TODAY))
    assert any(page.path.endswith("/charter") for page in made.pages)
    assert [page.path for page in made.pages if MARK in repr(page)] == []
    assert MARK not in repr(made.navigation)


def _with_public_grounds(brand: Any) -> Any:
    """Return the brand with a page of moderation that the public may read, and every other ground in it."""
    if not brand.moderation.grounds:
        return brand
    from perimetre.model.basics import PageNote

    grounds = tuple(
        dataclasses.replace(one, confidentiality="public" if position % 2 else "internal")
        for position, one in enumerate(brand.moderation.grounds)
    )
    page = PageNote(confidentiality="public")
    empty: dict[str, Any] = {"introduction": None, "never_deleted": (), "appeal": None, "flagging": None}
    moderation = dataclasses.replace(brand.moderation, grounds=grounds, page=page, **empty)
    return dataclasses.replace(brand, single={**brand.single, ModerationFile: moderation})


def test_a_public_site_has_no_governance_and_no_contact() -> None:
    made = website_of_the_example("fr", "public")
    assert not [page.path for page in made.pages if "governance" in page.path or "roles" in page.path]
    assert not [page.path for page in made.pages if "tel:" in html_of(page)]


def test_an_internal_site_holds_nothing_restricted(whole: Loaded) -> None:
    handbook = whole.handbook
    assert handbook is not None

    def change(value: Any, inside: tuple[Any, ...]) -> Any:
        if any(isinstance(one, Record) and one.confidentiality == "restricted" for one in inside):
            return MARK if isinstance(value, str) else type(value)(plain=MARK)
        return value

    def restrict(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            dataclasses.replace(one, confidentiality="restricted") if position % 2 else one
            for position, one in enumerate(records)
        )

    brands = tuple(
        dataclasses.replace(
            brand,
            folders={**brand.folders, Crisis: restrict(brand.crises)},
            single={
                **brand.single,
                TemplatesFile: dataclasses.replace(brand.templates, templates=restrict(brand.templates.templates)),
                PeopleFile: dataclasses.replace(brand.people, people=restrict(brand.people.people)),
            },
        )
        for brand in handbook.brands
    )
    hidden = changed(_found_again(dataclasses.replace(handbook, brands=brands)), change)
    readers = Readers(language="fr", audience="internal", today=TODAY)
    made = render(hidden, readers)
    assert [page.path for page in made.pages if MARK in repr(page)] == []
    made = dataclasses.replace(made, files=(*made.files, *calendars_of(hidden, readers)))
    assert [path for path, text in made.files if MARK in text] == []
    assert check_links(made) == ()
    full = render(hidden, Readers(language="fr", audience="restricted", today=TODAY))
    assert any(MARK in repr(page) for page in full.pages)
    assert len(full.pages) > len(made.pages)


def _found_again(handbook: Handbook) -> Handbook:
    """Return the handbook whose brands find the records as they have become."""
    brands = []
    for brand in handbook.brands:
        now = {
            (type(one).KIND, one.id): one for one in (*brand.crises, *brand.templates.templates, *brand.people.people)
        }
        brands.append(
            dataclasses.replace(
                brand,
                own={key: now.get(key, one) for key, one in brand.own.items()},
                inherited={key: now.get(key, one) for key, one in brand.inherited.items()},
            )
        )
    return dataclasses.replace(handbook, brands=tuple(brands))


def test_what_is_to_be_completed_is_shown_and_breaks_nothing(whole: Loaded) -> None:
    assert whole.handbook is not None
    at = dt.datetime.combine(TODAY, dt.time(10, 32))
    judgement = pronounce(whole.handbook, whole.documents, at, found=whole.diagnostics)

    def change(value: Any, _: tuple[Any, ...]) -> Any:
        # A list of words is never «to complete» word by word.
        return value if isinstance(value, str) else type(value)(plain="to-complete")

    made = render(
        changed(whole.handbook, change), Readers(language="fr", today=TODAY), report=RulesReport(judgement=judgement)
    )
    assert [fault for page in made.pages for fault in faults_of(page)] == []
    # The file that declares an alert waits for its reason.
    writes_files = ("reference/", "escalation/declare")
    assert not [
        page.path for page in made.pages if "to-complete" in html_of(page) and not page.kind.startswith(writes_files)
    ]
    assert any("pm-todo" in html_of(page) for page in made.pages)


def test_texts_follow_the_language_asked_for() -> None:
    assert Text(fr="oui", en="yes").in_("en") == "yes"
    home = next(page for page in website_of_the_example("en").pages if page.path == "glossary")
    assert home.title == "Glossary"
    assert Markdown(plain="x").in_("fr") == "x"
