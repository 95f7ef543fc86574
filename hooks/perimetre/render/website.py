"""Make the whole site as data (stage render): a handbook comes in, a `Website` goes out.

The families draft their pages first, so that every address is known; then each template is run, with links that are
checked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from perimetre.base.words import Message, message
from perimetre.judge.judgement import Judgement
from perimetre.language.plain import plain
from perimetre.model.handbook import Brand, Handbook
from perimetre.render import families
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft, Sheet
from perimetre.render.environment import environment
from perimetre.render.families.house import glossary as house_glossary
from perimetre.render.glossary import Glossary
from perimetre.render.pages import Audience, EditTemplate, NavItem, Page, Website
from perimetre.render.phrases import PagePhrases
from perimetre.render.pictures import Pictures
from perimetre.render.situations import Situations
from perimetre.render.tools import Tools

T = TypeVar("T")

# What marks the house's pages that say nothing of any brand: no id of a brand, which has no capital.
REFERENCE = "Reference"

# The moments of use, in the order of the navigation. The pages of "home" stand by themselves, before.
_GROUPS: dict[str, Message | None] = {
    "home": None,
    "now": None,
    "before": message("Before"),
    "every-day": message("Every day"),
    "hot": message("When it heats up"),
    "governance": message("Governance"),
    "reference": message("Reference"),
}


class RenderCache:
    """What was rendered last, with what it was made of: a server renders again only what a save has changed."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], tuple[object, object]] = {}

    def take(self, what: str, whose: str, made_of: object, make: Callable[[], T]) -> T:
        """Return what `make` returned last time if it was made of the same, else what it returns now."""
        found = self._made.get((what, whose))
        if found is None or found[0] != made_of:
            found = self._made[what, whose] = (made_of, make())
        return cast("T", found[1])


def render(
    handbook: Handbook,
    *,
    language: str,
    audience: Audience = "internal",
    today: dt.date,
    kept: RenderCache | None = None,
    marks: Mapping[str, object] | None = None,
    judgement: Judgement | None = None,
    stale: bool = False,
    edit: EditTemplate | None = None,
) -> Website:
    """Return the site of `handbook` for one language and one audience.

    Args:
        handbook: what the house has decided.
        language: "fr" or "en".
        audience: who reads: nothing above it is anywhere in the result.
        today: the day in the house's time zone; it says what is live, due, over.
        kept: what an earlier call has left, to be used again; `marks` must be given with it.
        marks: by brand, something that differs when what its pages are made of does; under "" for the house's pages,
            and under `REFERENCE` for those of them that say nothing of any brand.
        judgement: what the rules found, for the pages of governance; without it they are not there.
        stale: whether the handbook has changed since.
        edit: where the files of the playbooks are edited; None: nowhere.

    Raises:
        PerimetreError: two pages have one path, or two sections of a page one anchor.
    """
    kept, marks = (kept, marks) if kept is not None and marks is not None else (RenderCache(), {})
    common = (language, audience, today)
    house = Desk(handbook=handbook, language=language, audience=audience, today=today)
    by_brand: dict[tuple[str, str], list[PageDraft]] = {}
    for id, of_house in (("", families.HOUSE), (REFERENCE, families.REFERENCE)):
        draft = functools.partial(_drafts, of_house, house)
        by_brand["pages", id] = kept.take("drafts", id, (marks.get(id), common), draft)
    of_brand = families.PUBLIC if audience == "public" else families.BRAND
    for brand in handbook.brands:
        desk = Desk(handbook=handbook, language=language, audience=audience, today=today, brand=brand)
        made_of = (marks.get(brand.id), common)
        by_brand["pages", brand.id] = kept.take("drafts", brand.id, made_of, functools.partial(_drafts, of_brand, desk))
        if judgement is not None and audience != "public":
            judged = functools.partial(families.judged, desk, judgement, stale, edit)
            made_of = (*made_of, judgement.of, judgement.at, stale, edit)
            by_brand["judged", brand.id] = kept.take("judged drafts", brand.id, made_of, judged)
    shown = {key: [one for one in drafts if house.may_read(one.audience)] for key, drafts in by_brand.items()}
    paths = frozenset(one.path for drafts in shown.values() for one in drafts)
    hidden = frozenset(one.path for drafts in by_brand.values() for one in drafts) - paths
    brands = {brand.id: brand for brand in handbook.brands}
    pages: list[Page] = []
    said = (judgement.of, judgement.at, stale, edit) if judgement is not None else ()
    for (what, id), drafts in shown.items():
        write = functools.partial(_write_all, drafts, handbook, brands, paths, hidden, language, audience, today)
        made_of = (marks.get(id), common, paths, hidden, *(said if what == "judged" else ()))
        pages += kept.take(what, id, made_of, write)
    # The public is given no word but those of its pages.
    synonyms = handbook.settings.search.synonyms if handbook.settings.search and audience != "public" else ()
    return Website(
        pages=tuple(pages),
        navigation=_navigation([one for drafts in shown.values() for one in drafts], handbook, language),
        language=language,
        title=plain(handbook.settings.title, language),
        synonyms=tuple(tuple(group) for group in synonyms),
    )


def _drafts(family: Iterable[Callable[[Desk], Iterable[PageDraft]]], desk: Desk) -> list[PageDraft]:
    return [draft for make in family for draft in make(desk)]


def _write_all(
    drafts: Sequence[PageDraft],
    handbook: Handbook,
    brands: Mapping[str, Brand],
    paths: frozenset[str],
    hidden: frozenset[str],
    language: str,
    audience: Audience,
    today: dt.date,
) -> list[Page]:
    brand = brands.get(drafts[0].brand or "") if drafts else None
    desk = Desk(handbook=handbook, language=language, audience=audience, today=today, brand=brand)
    glossary = house_glossary(desk, paths)
    written = [_write(one, handbook, brand, paths, hidden, language, audience, today) for one in drafts]
    return [
        page if draft.template in _NOT_EXPLAINED or draft.group == "reference" else _explained(page, glossary)
        for page, draft in zip(written, drafts, strict=True)
    ]


# Where words are explained already, and the sheet that is printed.
_NOT_EXPLAINED = frozenset(("voice/lexicon.html", "crises/card.html"))


def _explained(page: Page, glossary: Glossary) -> Page:
    """Return the page with the words of the glossary explained where they first appear in each of its parts."""
    lead, number = glossary.explain(page.lead, page.path)
    sections = []
    for section in page.sections:
        body, number = glossary.explain(section.html, page.path, number)
        sections.append(section if body == section.html else dataclasses.replace(section, html=body))
    return dataclasses.replace(page, lead=lead, sections=tuple(sections))


def _write(
    draft: PageDraft,
    handbook: Handbook,
    brand: Brand | None,
    paths: frozenset[str],
    hidden: frozenset[str],
    language: str,
    audience: Audience,
    today: dt.date,
) -> Page:
    tools = Tools(
        handbook,
        brand=brand,
        path=draft.path,
        pages=paths.__contains__,
        hidden=hidden.__contains__,
        language=language,
        audience=audience,
        today=today,
    )
    phrases = PagePhrases(tools)
    given = tools.names() | phrases.names() | Situations(tools).names() | Pictures(tools, phrases).names()
    sheet = Sheet(draft.path, lambda what: plain(what, language))
    jinja = environment(language)
    jinja.get_template(draft.template).render(given | draft.things, sheet=sheet)
    head = jinja.get_template("head.html").render(given, head=draft.head, source=draft.source)
    title = plain(draft.title, language)
    return Page(
        path=draft.path,
        title=title,
        description=plain(draft.description, language) or title,
        lead=f"{sheet.opening}\n{head}".strip(),
        sections=tuple(sheet.sections),
        source=draft.source,
        keywords=draft.keywords,
        boost=draft.boost,
        audience=draft.audience,
        brand=draft.brand,
        kind=draft.template.removesuffix(".html"),
    )


def _navigation(drafts: Sequence[PageDraft], handbook: Handbook, language: str) -> tuple[NavItem, ...]:
    home = [one for one in drafts if one.brand is None and one.group == "home"]
    rest = [one for one in drafts if one.brand is None and one.group != "home"]
    items = [_item(one, drafts, language) for one in home]
    for brand in handbook.brands:
        ours = [one for one in drafts if one.brand == brand.id]
        if ours:
            items.append(_brand_item(brand, ours, language))
    return (*items, *_grouped(rest, language))


def _brand_item(brand: Brand, drafts: Sequence[PageDraft], language: str) -> NavItem:
    children = _grouped([one for one in drafts if one.path != brand.id], language)
    return NavItem(title=plain(brand.brand.name, language) or brand.id, path=brand.id, children=children)


def _grouped(drafts: Sequence[PageDraft], language: str) -> tuple[NavItem, ...]:
    items: list[NavItem] = []
    for group, title in _GROUPS.items():
        inside = tuple(_item(one, drafts, language) for one in drafts if one.group == group and one.parent is None)
        if not inside:
            continue
        items += inside if title is None else [NavItem(title=plain(title, language), children=inside)]
    return tuple(items)


def _item(draft: PageDraft, drafts: Sequence[PageDraft], language: str) -> NavItem:
    children = tuple(_item(one, drafts, language) for one in drafts if one.parent == draft.path)
    return NavItem(title=plain(draft.title, language), path=draft.path, children=children)
