"""Put the pages into MkDocs' files and navigation.

Comes in: a website, and what MkDocs has of the pages written by hand. Goes out: a file for each page, and for each
brand a navigation of its own, so that no page grows with the number of brands.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section

from perimetre.base.words import message, say
from perimetre.drivers.mkdocs.pages import ReadyPage
from perimetre.drivers.mkdocs.settings import language_of
from perimetre.render.pages import EditTemplate, NavItem, Page, Website, walk

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def page_files(website: Website, config: MkDocsConfig, edit: EditTemplate | None) -> Iterator[File]:
    """Yield the file of each page of the website; MkDocs finds the page in it.

    Args:
        website: the pages.
        config: the configuration of the site.
        edit: where a file of the playbooks is edited; None: nowhere.
    """
    titles = {item.path: item.title for item in walk(website.navigation) if item.path is not None}
    # The home bears the handbook's whole title; a tab and the trail have room for a word.
    titles[""] = say(message("Home"), language_of(config))
    groups = {item.path for item in walk(website.navigation) if item.children}
    for page in website.pages:
        # Included whatever `exclude_docs` says: it speaks of what is written by hand.
        file = File.generated(config, _src_uri(page), content="", inclusion=InclusionLevel.INCLUDED)
        ReadyPage(
            page,
            file,
            config,
            title=titles.get(page.path, page.title),
            opens_group=page.path in groups or not page.path,
            edit_url=edit.of(page.source) if edit is not None and page.source else None,
            places=website.elsewhere.get(page.path),
        )
        yield file


def ready_pages(files: Files) -> Iterator[ReadyPage]:
    """Yield the pages that are ours."""
    for file in files:
        if isinstance(file.page, ReadyPage):
            yield file.page


def navigations(website: Website, files: Files, by_hand: Navigation) -> Mapping[str | None, Navigation]:
    """Return the navigation of each brand's pages, and of the house's own (None).

    Args:
        website: the pages and their order.
        files: the files of the site, ours among them.
        by_hand: the navigation of the pages written by hand, which follow ours.
    """
    made = {page.data.path: page for page in ready_pages(files)}
    entries = [(_brand(item, made), _entry(item, made)) for item in website.navigation]
    _put_under_their_brand(
        made.values(), {item.path: entry for item, (_, entry) in zip(website.navigation, entries, strict=True)}
    )
    brands = {page.data.brand for page in made.values() if page.data.brand is not None}
    return {
        brand: Navigation(
            [*(entry for of_brand, entry in entries if of_brand in (None, brand)), *by_hand.items],
            [made[""], *by_hand.pages],
        )
        for brand in (None, *sorted(brands))
    }


def _src_uri(page: Page) -> str:
    return f"{page.path}/index.md" if page.path else "index.md"


def _entry(item: NavItem, made: Mapping[str, ReadyPage]) -> StructureItem:
    """Return an entry of the navigation as MkDocs has them; a group's own page is its first entry."""
    page = made[item.path] if item.path is not None else None
    if not item.children:
        assert page is not None, f"the entry {item.title} of the navigation opens nothing"
        return page
    children = [*([page] if page else []), *(_entry(child, made) for child in item.children)]
    section = Section(html.escape(item.title, quote=False), children)
    for child in children:
        child.parent = section
    return section


def _put_under_their_brand(pages: Iterable[ReadyPage], top: Mapping[str | None, StructureItem]) -> None:
    """Have pages that stand in no navigation, made for paper, lead back to the brand that they are of."""
    for page in pages:
        section = top.get(page.data.brand)
        if page.parent is None and page.data.brand is not None and isinstance(section, Section):
            page.parent = section


def _brand(item: NavItem, made: Mapping[str, ReadyPage]) -> str | None:
    """Return the brand that an entry of the top level belongs to, or None for the house's."""
    paths = (entry.path for entry in walk((item,)) if entry.path is not None)
    return next((made[path].data.brand for path in paths), None)
