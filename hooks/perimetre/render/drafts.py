"""Hold a page before it is written: its address, what it is made of, where it stands in the navigation.

A part of the stage render. The families of pages return drafts; `website.py` writes them, once it knows which pages
there are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Literal

from markupsafe import Markup

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model.basics import PageNote, Record
from perimetre.render.pages import Audience, Section

PageGroup = Literal["home", "now", "before", "every-day", "hot", "governance", "words", "reference", "unlisted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDraft:
    """A page to be written.

    Fields:
        path: its address, as in `Page`.
        title: a message, a text of the house or a plain string.
        template: the template that writes it, under `templates/`.
        brand: the id of its brand, or None for a page of the house.
        role: the id of the role that it is written for, or None where it is for all.
        things: what the template is given, besides the tools.
        description: one sentence, for the search's results.
        source: the file that the edit button opens, or None.
        head: the record or the note of the file that says who owns the page and when it was read again, or None.
        keywords: what the search finds it by.
        boost: how much higher than the others the search ranks it; 0: it is not in the search.
        audience: who may read it.
        group: the moment of use under which the navigation lists it, or unlisted.
        parent: the path of the page under which the navigation lists it, or None.
        files: what stands beside the page: the path of each from the top of the site, and its text.
        changed: when what it says was last changed, in the house's zone, where that is known.
    """

    path: str
    title: object
    template: str
    brand: str | None = None
    role: str | None = None
    things: Mapping[str, object] = field(default_factory=dict)
    description: object = None
    source: str | None = None
    head: Record | PageNote | None = None
    keywords: tuple[str, ...] = ()
    boost: float = 1.0
    audience: Audience = "internal"
    group: PageGroup = "before"
    parent: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    changed: dt.datetime | None = None

    def showing(self, **things: object) -> PageDraft:
        """Return the same draft, whose template is given more."""
        return dataclasses.replace(self, things={**self.things, **things})


class Sheet:
    """Gather what a template writes: the lead, then the sections in order.

    A template says `{% call sheet.lead() %}…{% endcall %}` once, and `{% call sheet.section(title, id) %}…{% endcall
    %}` for each section. Sections do not nest: a section of level 3 follows the one of level 2 that it belongs to.

    Args:
        path: the page.
        say: turns a title into plain words.
    """

    def __init__(self, path: str, say: Callable[[object], str]) -> None:
        self._path = path
        self._say = say
        self._ids: set[str] = set()
        self.opening = Markup("")
        self.sections: list[Section] = []

    def lead(self, caller: Callable[[], str]) -> str:
        """Take the answer in two lines."""
        self.opening = Markup(caller()).strip()
        return ""

    def section(
        self,
        title: object,
        id: str,
        level: int = 2,
        keywords: tuple[str, ...] = (),
        needed: bool = False,
        caller: Callable[[], str] | None = None,
    ) -> str:
        """Take a section; its id is its anchor; `needed`: the page is read for it, so that it never waits folded.

        Raises:
            PerimetreError: the page has this anchor already.
        """
        if id in self._ids:
            raise PerimetreError(message("Page `{path}` has two sections named `{id}`.", path=self._path, id=id))
        self._ids.add(id)
        body = str(Markup(caller()).strip()) if caller else ""
        # A sentence that names a record comes escaped from the catalogue; a heading is plain until it is written.
        words = self._say(title.unescape() if isinstance(title, Markup) else title)
        self.sections.append(
            Section(level=level, id=id, title=words, html=body, keywords=tuple(keywords), needed=needed)
        )
        return ""
