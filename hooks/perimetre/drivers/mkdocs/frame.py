"""Frame the pages: run the theme's templates once for all the pages that stand at like places, then fill in each page.

Comes in: the theme's template, pages and navigation as MkDocs has them. Goes out: whole pages of HTML, the same as the
theme's own templates write (a test compares them). Material's templates take some milliseconds a page, nearly all of it
for what the pages share: without this, the build of the example takes a sixth more (docs/decisions/0005).

A page at a like place has the same depth, the same navigation and the same open tab. The theme's template is run with
marks in the place of what is the page's own; a mark is a name between two U+0000, which no text of a handbook holds.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from itertools import cycle
from typing import TYPE_CHECKING, cast

import jinja2
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import normalize_url

from perimetre.drivers.mkdocs.pages import ReadyPage

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

_MARK = re.compile("\x00([a-z]+)\x00")
# The features of Material that shape what is written here: with any others, the theme's own templates run.
WITH = frozenset({"navigation.indexes", "navigation.path", "navigation.prune", "navigation.tabs"})
WITHOUT = frozenset({"navigation.expand", "navigation.footer", "navigation.sections", "toc.integrate"})


def mark(name: str) -> str:
    """Return what stands for a page's own `name` in a frame."""
    return f"\x00{name}\x00"


# What `main.html` and `partials/path.html` write instead of the navigation's entries, the table of contents, the trail.
MARKS: Mapping[str, str] = {name: mark(name) for name in ("nav", "toc", "path")}


class Framed:
    """A template that fills frames; it has the one method that MkDocs calls.

    Args:
        template: the theme's own.
        words: what the theme calls the table of contents (`toc`) and we the trail (`breadcrumb`), escaped.
    """

    def __init__(self, template: jinja2.Template, words: Mapping[str, str]) -> None:
        self._template = template
        self._words = words
        self._frames: dict[object, tuple[str, ...]] = {}

    def render(self, context: TemplateContext) -> str:
        """Return the page of `context`, which is one of ours, as HTML."""
        page, nav = cast("ReadyPage", context["page"]), context["nav"]
        base = "../" * page.url.count("/")
        tab = next((number for number, item in enumerate(nav.items) if item.active), None)
        own: dict[str, str | None] = {
            "title": page.meta["title"],
            "description": page.meta.get("description"),
            "canonical": page.canonical_url,
            "edit": page.edit_url,
            "file": page.edit_label,
            "content": page.content,
        }
        key = (base, id(nav), tab, *(name for name, value in own.items() if value is None))
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(context, own)
        toc = "".join(_toc_entries(page.toc))
        titled = _toc(toc, self._words["toc"])
        own |= {
            "nav": "".join(_Entries(page, base, titled if toc else "").of(nav.items)),
            "toc": titled,
            "path": self._path(page, nav, base),
        }
        # Between two marks stands what all share; a mark is there only for what the page has.
        return "".join(own[part] or "" if is_mark else part for part, is_mark in zip(frame, cycle((False, True))))

    def _frame(self, context: TemplateContext, own: Mapping[str, str | None]) -> tuple[str, ...]:
        marked = {name: None if value is None else mark(name) for name, value in own.items()}
        page = copy.copy(cast("ReadyPage", context["page"]))
        # An address that shares no step with any other: every link of the frame climbs to the top first.
        page.file = copy.copy(page.file)
        if depth := page.url.count("/"):
            page.file.url = "-/" * depth
        page.meta = {**page.meta, "title": marked["title"], "description": marked["description"]}
        page.canonical_url, page.edit_url, page.edit_label = marked["canonical"], marked["edit"], marked["file"]
        # Material writes a title of its own over a content without one.
        page.content = f"<h1{marked['content']}"
        text = self._template.render({**context, "page": page, "perimetre_frame": MARKS})
        return tuple(_MARK.split(text.replace(page.content, mark("content"))))

    def _path(self, page: ReadyPage, nav: Navigation, base: str) -> str:
        above = list(page.ancestors)[::-1]
        if not above:
            return ""
        home = [nav.homepage] if nav.homepage is not None else []
        items = "".join(
            f'<li class="md-path__item"><a href="{_address(_first(item), page, base)}" class="md-path__link">'
            f'<span class="md-ellipsis">{item.title}</span></a></li>'
            for item in (*home, *above)
        )
        label = self._words["breadcrumb"]
        return f'<nav class="md-path" aria-label="{label}"><ol class="md-path__list">{items}</ol></nav>'


class _Entries:
    """The entries of the navigation as they stand on one page."""

    def __init__(self, page: ReadyPage, base: str, toc: str) -> None:
        self.page = page
        self.base = base
        self.toc = toc

    def of(
        self,
        items: Iterable[StructureItem],
        path: str = "__nav",
        level: int = 1,
        index: StructureItem | None = None,
    ) -> Iterator[str]:
        for number, item in enumerate(items, start=1):
            if item is index:
                continue
            if not isinstance(item, Section) or not item.children:
                yield self._here(item) if item is self.page else self._leaf(item)
            elif item.active:
                yield from self._open(item, f"{path}_{number}", level)
            else:
                icon = '<span class="md-nav__icon md-icon"></span>'
                yield (
                    '<li class="md-nav__item md-nav__item--pruned md-nav__item--nested">'
                    f'<a href="{self._to(_first(item))}" class="md-nav__link">{_name(item.title)}{icon}</a></li>'
                )

    def _to(self, item: StructureItem) -> str:
        return _address(item, self.page, self.base)

    def _leaf(self, item: StructureItem) -> str:
        href = self._to(item) or "./"
        return f'<li class="md-nav__item"><a href="{href}" class="md-nav__link">{_name(item.title)}</a></li>'

    def _here(self, item: StructureItem) -> str:
        name = _name(item.title)
        label = (
            f'<label class="md-nav__link md-nav__link--active" for="__toc">{name}'
            '<span class="md-nav__icon md-icon"></span></label>'
        )
        return (
            '<li class="md-nav__item md-nav__item--active">'
            '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">'
            f"{label if self.toc else ''}"
            f'<a href="./" class="md-nav__link md-nav__link--active">{name}</a>{self.toc}</li>'
        )

    def _open(self, item: Section, path: str, level: int) -> Iterator[str]:
        section = level == 1
        focus = 'tabindex=""' if section else 'tabindex="0"'
        index = next((child for child in item.children if getattr(child, "is_index", False)), None)
        icon = '<span class="md-nav__icon md-icon"></span>'
        yield (
            f'<li class="md-nav__item md-nav__item--active{" md-nav__item--section" if section else ""} '
            f'md-nav__item--nested"><input class="md-nav__toggle md-toggle " type="checkbox" id="{path}" checked>'
        )
        if index is None:
            yield (
                f'<label class="md-nav__link" for="{path}" id="{path}_label" {focus}>{_name(item.title)}{icon}</label>'
            )
        else:
            active = "md-nav__link--active" if index is self.page else ""
            href = self._to(index) or "./"
            yield (
                '<div class="md-nav__link md-nav__container">'
                f'<a href="{href}" class="md-nav__link {active}">{_name(item.title)}</a>'
            )
            if len(item.children) > 1:
                yield f'<label class="md-nav__link {active}" for="{path}" id="{path}_label" {focus}>{icon}</label>'
            yield "</div>"
        yield (
            f'<nav class="md-nav" data-md-level="{level}" aria-label="{_attribute(item.title)}" aria-expanded="true">'
            f'<label class="md-nav__title" for="{path}">{icon}{item.title}</label>'
            '<ul class="md-nav__list" data-md-scrollfix>'
        )
        yield from self.of(item.children, path, level + 1, index)
        yield "</ul></nav></li>"


def _address(item: StructureItem, page: ReadyPage, base: str) -> str:
    if isinstance(item, Page):
        return f"{base}{item.url}"
    return normalize_url(item.url, page) if isinstance(item, Link) else ""


def _name(title: str | None) -> str:
    return f'<span class="md-ellipsis">{title}</span>'


def _first(item: StructureItem) -> StructureItem:
    """Return the page that a group opens: its first entry, or that of its first entry."""
    while isinstance(item, Section) and item.children:
        item = item.children[0]
    return item


def _toc(entries: str, title: str) -> str:
    inside = (
        f'<label class="md-nav__title" for="__toc"><span class="md-nav__icon md-icon"></span>{title}</label>'
        f'<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>{entries}</ul>'
    )
    return f'<nav class="md-nav md-nav--secondary" aria-label="{title}">{inside if entries else ""}</nav>'


def _toc_entries(toc: Iterable[AnchorLink]) -> Iterator[str]:
    for top in toc:
        for link in top.children:
            yield _toc_entry(link)


def _toc_entry(link: AnchorLink) -> str:
    inside = "".join(_toc_entry(child) for child in link.children)
    below = f'<nav class="md-nav" aria-label="{_attribute(link.title)}"><ul class="md-nav__list">{inside}</ul></nav>'
    return (
        f'<li class="md-nav__item"><a href="#{link.id}" class="md-nav__link">{_name(link.title)}</a>'
        f"{below if inside else ''}</li>"
    )


def _attribute(title: str) -> str:
    # What Material's `striptags | e` makes of a title that is escaped already.
    return title.replace('"', "&#34;").replace("'", "&#39;")


class FramingEnvironment(jinja2.Environment):
    """The theme's environment, with one more template, which fills frames."""

    def __init__(self, env: jinja2.Environment, framed: Framed, name: str) -> None:
        # As `overlay` does: the same loader, the same filters, the same words.
        self.__dict__.update(env.__dict__)
        self._framed = framed
        self._name = name

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,
    ) -> jinja2.Template:
        """Return the template that fills frames under its name, else one of the theme's."""
        if name == self._name:
            return self._framed  # type: ignore[return-value]  # MkDocs asks nothing of a template but to render a page
        return super().get_template(name, parent, globals)
