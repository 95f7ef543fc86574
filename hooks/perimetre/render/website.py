"""Make the whole site as data (stage render): a handbook comes in, a `Website` goes out.

The families draft their pages first, so that every address is known; then each template is run, with links that are
checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..model.handbook import Brand, Handbook
from ..words import Message, message
from . import families
from .desk import Desk
from .drafts import Draft, Sheet
from .environment import environment, plain
from .pages import Audience, NavItem, Page, Website
from .phrases import Phrases
from .situations import Situations
from .tools import Tools

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


def render(handbook: Handbook, *, language: str, audience: Audience = "internal", today: dt.date) -> Website:
    """Return the site of `handbook` for one language and one audience.

    Args:
        handbook: what the house has decided.
        language: "fr" or "en".
        audience: who reads: nothing above it is anywhere in the result.
        today: the day in the house's time zone; it says what is live, due, over.

    Raises:
        PerimetreError: two pages have one path, or two sections of a page one anchor.
    """
    house = Desk(handbook=handbook, language=language, audience=audience, today=today)
    drafts = [draft for family in families.HOUSE for draft in family(house)]
    for brand in handbook.brands:
        desk = Desk(handbook=handbook, language=language, audience=audience, today=today, brand=brand)
        drafts += [draft for family in families.BRAND for draft in family(desk)]
    kept = [draft for draft in drafts if house.may_read(draft.audience)]
    paths = frozenset(draft.path for draft in kept)
    hidden = frozenset(draft.path for draft in drafts) - paths
    brands = {brand.id: brand for brand in handbook.brands}
    pages = tuple(
        _write(draft, handbook, brands.get(draft.brand or ""), paths, hidden, language, audience, today)
        for draft in kept
    )
    # The public is given no word but those of its pages.
    synonyms = handbook.settings.search.synonyms if handbook.settings.search and audience != "public" else ()
    return Website(
        pages=pages,
        navigation=_navigation(kept, handbook, language),
        language=language,
        title=plain(handbook.settings.title, language),
        synonyms=tuple(tuple(group) for group in synonyms),
    )


def _write(
    draft: Draft,
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
    given = tools.names() | Phrases(tools).names() | Situations(tools).names()
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
    )


def _navigation(drafts: Sequence[Draft], handbook: Handbook, language: str) -> tuple[NavItem, ...]:
    home = [one for one in drafts if one.brand is None and one.group == "home"]
    rest = [one for one in drafts if one.brand is None and one.group != "home"]
    items = [_item(one, drafts, language) for one in home]
    for brand in handbook.brands:
        ours = [one for one in drafts if one.brand == brand.id]
        if ours:
            items.append(_brand_item(brand, ours, language))
    return (*items, *_grouped(rest, language))


def _brand_item(brand: Brand, drafts: Sequence[Draft], language: str) -> NavItem:
    children = _grouped([one for one in drafts if one.path != brand.id], language)
    return NavItem(title=plain(brand.brand.name, language) or brand.id, path=brand.id, children=children)


def _grouped(drafts: Sequence[Draft], language: str) -> tuple[NavItem, ...]:
    items: list[NavItem] = []
    for group, title in _GROUPS.items():
        inside = tuple(_item(one, drafts, language) for one in drafts if one.group == group and one.parent is None)
        if not inside:
            continue
        items += inside if title is None else [NavItem(title=plain(title, language), children=inside)]
    return tuple(items)


def _item(draft: Draft, drafts: Sequence[Draft], language: str) -> NavItem:
    children = tuple(_item(one, drafts, language) for one in drafts if one.parent == draft.path)
    return NavItem(title=plain(draft.title, language), path=draft.path, children=children)
