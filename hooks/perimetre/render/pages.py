"""Hold the pages as data: what stage render makes of a handbook, and what any site builder can take.

Comes in: nothing. Goes out: `Website`, `Page`, `Section`, `NavItem`, `EditTemplate`, the one function that writes links
between pages (`link`) and the check that each of them leads somewhere (`check_links`). Nothing here knows of MkDocs.

A page's address is its path and a slash: `lumen/voice/tone` is read at `lumen/voice/tone/`, the page "" is the home.
"""

from __future__ import annotations

import dataclasses
import html
import posixpath
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.words import message

Audience = Literal["public", "internal", "restricted"]
AUDIENCES: tuple[Audience, ...] = ("public", "internal", "restricted")

# The folder of a brand's calendars: `lumen/calendars/nights.ics`, `lumen/calendars/people/camille.ics`.
CALENDARS = "calendars"
# The script that holds the directory of a brand, encrypted: `lumen/directory.js`.
DIRECTORY = "directory.js"

# The anchor of a page's title.
TITLE_ID = "page-title"

# Our own HTML quotes its attributes with double quotes; so does the sanitiser that the Markdown fields go through.
_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: one entry of its table of contents and one of the search index.

    Fields:
        level: 2, 3 or 4, the level of its heading.
        id: the heading's anchor, unique in the page, kebab-case.
        title: plain text, not escaped.
        html: what follows the heading up to the next section: safe and final.
        keywords: what the search finds it by, besides its words; never shown.
        folded: whether it waits behind its heading, with the deeper parts that follow it, until it is asked for.
        needed: whether the page is read for it: it never waits.
    """

    level: int
    id: str
    title: str
    html: str
    keywords: tuple[str, ...] = ()
    folded: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site.

    Fields:
        path: "lumen/perimeter/red-lines": no slash at either end, no ending; "" is the home of the site.
        title: plain text, not escaped; the page's only heading of level 1.
        description: one plain sentence, for search engines and the search's results.
        lead: safe, final HTML that stands before the sections: the answer in two lines.
        sections: the parts, in order.
        notice: what stands under its title on every page of its brand, safe and final; not in the search.
        source: the file that the edit button opens, as printed ("playbooks/brands/lumen/scope.yml"), or None.
        keywords: words that mean the same, for the search; never shown.
        boost: how much higher than the others the search ranks it (1.0: as the others; 0.5 and below: after all
            of them, as it is for who writes the handbook; 0: not there).
        audience: who may read it; a build for an audience holds no page above it.
        brand: the id of the brand that it belongs to, or None for the pages of the house.
        role: the id of the role that it is written for, or None where it is for all.
        kind: what sort of page it is, one name for all those that are written alike ("crises/card").
    """

    path: str
    title: str
    description: str = ""
    lead: str = ""
    sections: tuple[Section, ...] = ()
    source: str | None = None
    keywords: tuple[str, ...] = ()
    boost: float = 1.0
    audience: Audience = "internal"
    brand: str | None = None
    role: str | None = None
    kind: str = ""
    notice: str = ""

    @property
    def url(self) -> str:
        """The address of the page from the top of the site: "" or "lumen/voice/tone/"."""
        return f"{self.path}/" if self.path else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """An entry of the navigation: a page, or a group of entries.

    Fields:
        title: what the entry says, plain text.
        path: the page that it opens, or None for a group without a page of its own.
        children: the entries of the group; a group's own page is its `path`.
    """

    title: str
    path: str | None = None
    children: tuple[NavItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A whole site for one language and one audience.

    Fields:
        pages: every page, paths unique.
        navigation: the entries of the top level: the home, each brand (a group whose `path` is its home), the rest.
        language: "fr" or "en".
        title: the name of the site, plain text.
        synonyms: groups of everyday words that mean the same, for the search.
        files: what stands beside the pages, by its path from the top of the site: calendars, rules for the browser.
        elsewhere: the pages whose bodies are written on another machine, each with the places that a link may lead to,
            where these are known; here they have none.
        hidden: the pages that the handbook has and the readers may not read, of those whose bodies are written here.
        made: the wall time, by the house's clock, at which the pages were made, where somebody said.
        former: the id of today of each brand, by those that it had: their addresses lead to those of today.
    """

    pages: tuple[Page, ...]
    navigation: tuple[NavItem, ...]
    language: str = "fr"
    title: str = ""
    synonyms: tuple[tuple[str, ...], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    made: datetime | None = None
    former: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePart:
    """What the rest of a site must know of the pages of some brands that are written on another machine.

    Fields:
        pages: the pages, without their bodies.
        ways: the ways to each and from it, by its path.
        hidden: those that the handbook has and the readers may not read.
        files: what stands beside them.
    """

    pages: tuple[Page, ...]
    ways: Mapping[str, PageWays]
    hidden: frozenset[str]
    files: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTemplate:
    """Where the files of the playbooks are edited.

    Fields:
        pattern: an address, with `{path}` (or `{path_noext}`, without its ending) for the path of a file below the
            folder of the playbooks; `!p` quotes what an address cannot hold, `!q` the slashes too.
        prefix: what stands before that path where a file is printed.
        new: where a file is begun, filled in, on a code host that can: an address with `{folder}` (from the top of the
            repository, slashes at neither end), `{name}` and `{text}`, each to be quoted; "" elsewhere.
        folder: where the playbooks are in the repository, "" or with a slash at its end; known where `new` is.
    """

    pattern: str
    prefix: str = ""
    new: str = ""
    folder: str = ""

    def begun(self, folder: str, name: str, text: str) -> str:
        """Return the address at which a file of the playbooks is begun with a text; "" where there is none.

        Args:
            folder: below the playbooks («brands/lumen/postures»).
            name: the file's.
            text: what it holds.
        """
        values = {"{folder}": quote(f"{self.folder}{folder}"), "{name}": quote(name, safe="")}
        return _replaced(self.new, values | {"{text}": quote(text, safe="")})

    def of(self, file: str) -> str:
        """Return the address at which a file, named as it is printed, is edited."""
        below = file.removeprefix(f"{self.prefix}/") if self.prefix else file
        return _Quoting().format(self.pattern, path=below, path_noext=posixpath.splitext(below)[0])


def _replaced(pattern: str, values: Mapping[str, str]) -> str:
    for mark, value in values.items():
        pattern = pattern.replace(mark, value)
    return pattern


class _Quoting(string.Formatter):
    """A formatter that knows how to quote for an address."""

    def convert_field(self, value: str, conversion: str | None) -> str:
        safe = {"p": "/", "q": ""}.get(conversion or "")
        return value if safe is None else quote(value, safe=safe)


def link(path: str, anchor: str = "", *, here: str) -> str:
    """Return the relative address of the page `path` (and of `anchor` in it), as written on the page `here`.

    The result is safe inside an HTML attribute: paths and anchors are made of a-z, 0-9, `-` and `/`.
    """
    fragment = f"#{anchor}" if anchor else ""
    if path == here:
        return fragment or "./"
    ours = here.split("/") if here else []
    theirs = path.split("/") if path else []
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    steps = [".."] * (len(ours) - shared) + theirs[shared:]
    return "/".join(steps) + "/" + fragment


def file_link(path: str, *, here: str) -> str:
    """Return the relative address of a file of the site, as written on the page `here`."""
    return link(path, here=here).removesuffix("/")


def content(page: Page, permalink: str, read_all: str = "") -> str:
    """Return the whole page as HTML: its title, its lead, then each section under its heading.

    Args:
        page: the page.
        permalink: what the link beside a heading is called ("Link to this part"), plain text.
        read_all: what the button that unfolds the page is called ("Read everything"), plain text; a script shows it.
    """
    label = html.escape(permalink)
    parts = [
        f'<h1 id="{TITLE_ID}">{html.escape(page.title, quote=False)}</h1>',
        *filter(None, (page.notice,)),
        page.lead,
    ]
    button = f'<button type="button" class="pm-read-all" hidden>{html.escape(read_all, quote=False)}</button>'
    is_offered = False
    folds: list[int] = []
    for section in page.sections:
        while folds and folds[-1] >= section.level:
            folds.pop()
            parts.append("</details>")
        tag = f"h{section.level}"
        title = html.escape(section.title, quote=False)
        if section.folded:
            if not is_offered:
                parts.append(button)
                is_offered = True
            folds.append(section.level)
            # No link inside: a summary is pressed, whole.
            parts.append(f'<details class="pm-fold"><summary><{tag} id="{section.id}">{title}</{tag}></summary>')
        else:
            mark = f'<a class="headerlink" href="#{section.id}" title="{label}" aria-label="{label}">¶</a>'
            parts.append(f'<{tag} id="{section.id}">{title}{mark}</{tag}>')
        parts.append(section.html)
    parts += ["</details>"] * len(folds)
    return "\n".join(parts)


def anchors(page: Page) -> Iterator[str]:
    """Yield every place of the page that a link may lead to: its title, its sections, any `id` in its HTML."""
    yield TITLE_ID
    for section in page.sections:
        yield section.id
    for body in _bodies(page):
        if ' id="' in body:
            yield from _ID.findall(body)


def everything(page: Page) -> Iterator[str]:
    """Yield all that there is to read of a page, what the search alone reads among it."""
    yield from (page.title, page.description, page.lead, *page.keywords)
    for section in page.sections:
        yield from (section.title, section.html, *section.keywords)


def walk(items: Iterable[NavItem]) -> Iterator[NavItem]:
    """Yield every entry of a navigation, a group before its entries."""
    for item in items:
        yield item
        yield from walk(item.children)


@dataclasses.dataclass(frozen=True, slots=True)
class PageWays:
    """The places of a page that a link may lead to, and the addresses to which its own links lead, each once."""

    anchors: frozenset[str]
    hrefs: tuple[str, ...]


def ways_of(page: Page) -> PageWays:
    """Return the ways to a page and from it."""
    return PageWays(anchors=frozenset(anchors(page)), hrefs=tuple(dict.fromkeys(_hrefs(page))))


def check_links(
    website: Website, ways: Callable[[Page], PageWays] = ways_of, others: Iterable[SitePart] = ()
) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each page at the address of another, and each link that leads to no page or no anchor.

    Args:
        website: the pages.
        ways: finds the ways to a page and from it, if somebody keeps them.
        others: the parts of the site that are written elsewhere.
    """
    known = {path: page for part in others for path, page in part.ways.items()}
    every = {page.path: known.get(page.path) or ways(page) for page in website.pages}
    places = {path: page.anchors for path, page in every.items()}
    files = frozenset(path for path, _ in website.files).union(*(part.files for part in others))
    diagnostics = list(_twice(website.pages))
    for page in website.pages:
        bad = [href for href in every[page.path].hrefs if not _leads_somewhere(href, page.path, places, files)]
        diagnostics.extend(
            Diagnostic(
                rule="page-link-resolves",
                severity="error",
                message=message(
                    "The page “{title}” has a link to `{address}`, and there is no such page or place in the handbook.",
                    title=page.title,
                    address=href,
                ),
                hint=message("Write the address of a page that exists, or remove the link."),
                file=page.source or f"{page.path or 'index'}.md",
            )
            for href in bad
        )
    return tuple(diagnostics)


def _twice(pages: Iterable[Page]) -> Iterator[Diagnostic]:
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.path, page)
        if other is not page:
            yield Diagnostic(
                rule="page-address-is-its-own",
                severity="error",
                message=message(
                    "The pages “{title}” and “{other}” would both stand at `{address}`.",
                    title=page.title,
                    other=other.title,
                    address=page.url,
                ),
                hint=message(
                    "Give the brand or the record another id: this one is the address of a page of the handbook."
                ),
                file=page.source or other.source or f"{page.path or 'index'}.md",
            )


def _bodies(page: Page) -> Iterator[str]:
    yield page.notice
    yield page.lead
    for section in page.sections:
        yield section.html


def _hrefs(page: Page) -> Iterator[str]:
    for body in _bodies(page):
        if "<a" in body:
            yield from (html.unescape(href) for href in _HREF.findall(body))


def _leads_somewhere(href: str, here: str, places: dict[str, frozenset[str]], files: frozenset[str]) -> bool:
    if _ELSEWHERE.match(href):
        return True
    address, _, anchor = href.partition("#")
    steps = here.split("/") if here else []
    is_file = not address.endswith("/")
    if address not in ("", "./"):
        if address.startswith("/"):
            return False
        for step in address.removesuffix("/").split("/"):
            if step == "..":
                if not steps:
                    return False
                steps.pop()
            elif step != ".":
                steps.append(step)
    path = "/".join(steps)
    if address and is_file:
        return path in files
    return path in places and (not anchor or anchor in places[path])
