"""Say under `serve`, above the last good pages, what is wrong: whole on the pages of the file, shortly elsewhere.

Comes in: the report of each file, and the pages. Goes out: the HTML that stands above a page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from perimetre.base.words import Listing, counted, say
from perimetre.pipeline.publishing import banner

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from perimetre.drivers.mkdocs.pages import ReadyPage

# What the templates write where it is said: a frame is the same for many pages, what is said is not.
SPOT = '<div class="pm-problems" hidden></div>'


@dataclass(slots=True)
class Problems:
    """What is wrong with the playbooks.

    Fields:
        whole: the report of all that is wrong; empty where nothing is.
        by_file: that of each file, by its path as printed; none where it is no file that is wrong.
        pages: the pages of each of these files.
    """

    whole: str = ""
    by_file: Mapping[str, str] = field(default_factory=dict)
    pages: dict[str, list[ReadyPage]] = field(default_factory=dict)

    def find(self, pages: Iterable[ReadyPage]) -> None:
        """Find the pages of the files that are wrong."""
        self.pages = {}
        for page in pages if self.by_file else ():
            for file in self.by_file:
                if page.data.source is not None and _shows(page.data.source, file):
                    self.pages.setdefault(file, []).append(page)

    def above(self, page: Page | None, language: str) -> str:
        """Return what stands above a page.

        Args:
            page: the page; None: one that is shown for any address.
            language: that of the site.
        """
        if not self.whole:
            return ""
        if not self.pages:
            return banner(self.whole, language)
        # A file that has no page is told on all of them.
        told = [text for file, text in self.by_file.items() if page in self.pages.get(file, (page,))]
        elsewhere = [file for file in self.by_file if page not in self.pages.get(file, (page,))]
        return banner("\n".join(told), language) + (self._elsewhere(elsewhere, page, language) if elsewhere else "")

    def _elsewhere(self, files: list[str], page: Page | None, language: str) -> str:
        words = counted(
            "{files} holds an error: its pages are those of the last good save.",
            "{files} hold errors: their pages are those of the last good save.",
            len(files),
            files=Listing(tuple(f"\x00{rank}\x00" for rank in range(len(files)))),
        )
        text = html.escape(say(words, language))
        for rank, file in enumerate(files):
            name, to = f"<code>{html.escape(file)}</code>", self.pages[file][0].url
            link = f'<a href="{get_relative_url(to, page.url)}">{name}</a>' if page is not None else name
            text = text.replace(f"\x00{rank}\x00", link)
        return f'<div class="pm-elsewhere" role="status"><p>{text}</p></div>'


def _shows(source: str, file: str) -> bool:
    """Say whether a page that comes from a file shows what is in another: the same, or the house's of that name."""
    if source == file:
        return True
    *above, name = file.split("/")
    return above[-1:] == ["house"] and source.split("/")[-1] == name
