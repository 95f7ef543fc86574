"""Hold the pages as MkDocs has them: their HTML and their table of contents are there already.

Comes in: a page of the website. Goes out: a page of MkDocs, which has neither Markdown to convert nor HTML to read.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from perimetre.base.words import message, say
from perimetre.drivers.mkdocs.settings import language_of
from perimetre.render import pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class ReadyPage(Page):
    """A page whose HTML and table of contents are there already.

    Args:
        data: what stage render made.
        file: the file of MkDocs that stands for it.
        config: the configuration of the site.
        title: what the navigation calls it, plain text.
        opens_group: whether a group of the navigation opens on it.
        edit_url: where its source is edited, or None.
        places: where its body is written elsewhere, the places of it that a link may lead to; None: it is here.
    """

    def __init__(
        self,
        data: pages.Page,
        file: File,
        config: MkDocsConfig,
        *,
        title: str,
        opens_group: bool,
        edit_url: str | None,
        places: frozenset[str] | None = None,
    ) -> None:
        language = language_of(config)
        # The content is made of these, and MkDocs sets it first of all.
        self.data = data
        self._labels = (say(message("Link to this part"), language), say(message("Read everything"), language))
        self._changed: str | None = None
        self._places = places
        super().__init__(html.escape(title, quote=False), file, config)
        self.edit_url = edit_url
        self._opens_group = opens_group
        # Not in MkDocs: our template shows it on the edit button.
        label = say(message("Edit `{file}`", file=data.source or ""), language)
        self.edit_label = html.escape(label) if data.source else None

    # Pages are compared for each entry of each navigation: one is itself, and no other.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def is_index(self) -> bool:
        """Tell Material whether this page is the one that its group in the navigation opens."""
        return self._opens_group

    @property
    def content(self) -> str:
        """The HTML of the page, put together where it is asked for: MkDocs would hold that of all pages to the end."""
        return self._changed if self._changed is not None else pages.content(self.data, *self._labels)

    @content.setter
    def content(self, html: str | None) -> None:
        """Take the HTML of a plugin; what is our own is not held twice."""
        self._changed = html if html is not None and html != pages.content(self.data, *self._labels) else None

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Say what would have stood at the head of a Markdown file."""
        self.markdown = ""
        self.meta = {"title": html.escape(self.data.title), "search": {"exclude": True}}
        if self.data.description:
            self.meta["description"] = html.escape(self.data.description)

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Take the HTML as it is."""
        self._changed = None
        self.toc = _contents(self.data)
        self.present_anchor_ids = set(pages.anchors(self.data) if self._places is None else self._places)


def _contents(page: pages.Page) -> TableOfContents:
    """Return the table of contents as MkDocs makes it from Markdown: the title, and the parts nested under it."""
    top = AnchorLink(html.escape(page.title, quote=False), pages.TITLE_ID, 1)
    above = [top]
    for section in page.sections:
        link = AnchorLink(html.escape(section.title, quote=False), section.id, section.level)
        while above[-1].level >= section.level:
            above.pop()
        above[-1].children.append(link)
        above.append(link)
    return TableOfContents([top])
