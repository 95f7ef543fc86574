"""Keep what was drafted and written, from one handbook to the next: a server makes again only what a save has changed.

A part of the stage render. Comes in: what would make drafts or a page. Goes out: what was made last, where nothing that
was read for it has changed since (`reads.py`); else what is made now.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any, TypeVar, cast

from perimetre.model import Handbook
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.glossary import Glossary
from perimetre.render.pages import Page
from perimetre.render.readers import Readers, Site
from perimetre.render.reads import HandbookWatch, Noted, NotedSite

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Drafted:
    drafts: tuple[PageDraft, ...]
    made_of: object
    reads: Noted


@dataclass(frozen=True, slots=True)
class _Written:
    draft: PageDraft
    page: Page
    reads: Noted


class RenderCache:
    """What was made last of the handbooks of one folder."""

    def __init__(self) -> None:
        self._readers: Readers | None = None
        self._watch: HandbookWatch
        self._drafted: dict[Hashable, _Drafted] = {}
        self._written: dict[str, _Written] = {}
        self._glossaries: dict[str, Glossary] = {}
        self._explained: dict[str, tuple[Page, Glossary, Page]] = {}
        self._of_pages: dict[Callable[..., object], dict[str, tuple[Page, tuple[object, ...], object]]] = {}

    def desks(self, handbook: Handbook, readers: Readers, ids: Iterable[str]) -> dict[str, Desk]:
        """Go on to another handbook; return its desks by id."""
        if readers != self._readers:
            # Another day, another language, another audience: nothing stands.
            self.__init__()  # type: ignore[misc]  # all that it holds is made there
            self._readers, self._watch = readers, HandbookWatch(readers)
        self._watch.turn(handbook, tuple(ids))
        return dict(self._watch.desks)

    def drafts(
        self, key: Hashable, draft: Callable[[], Iterable[PageDraft]], made_of: object = None
    ) -> tuple[PageDraft, ...]:
        """Return the drafts of a family.

        Args:
            key: whose they are.
            draft: makes them.
            made_of: what they are made of besides the handbook.
        """
        last = self._drafted.get(key)
        if last is None or last.made_of != made_of or not self._watch.still_holds(last.reads):
            reads: Noted = {}
            with self._watch.noting(reads):
                last = self._drafted[key] = _Drafted(tuple(draft()), made_of, reads)
        return last.drafts

    def site(self, site: Site) -> Site:
        """Return the site, now that all is drafted, as the pages ask of it."""
        self._watch.site = site
        kept: tuple[dict[str, Any], ...] = (self._written, self._explained, *self._of_pages.values())
        for made in kept:
            for path in made.keys() - site.paths:
                del made[path]
        return NotedSite(self._watch)

    def page(self, draft: PageDraft, write: Callable[[], Page]) -> Page:
        """Return the page of a draft."""
        last = self._written.get(draft.path)
        if last is None or not _alike(last.draft, draft) or not self._watch.still_holds(last.reads):
            reads: Noted = {}
            with self._watch.noting(reads):
                page = write()
            # What is the same page stays the same object: what is made of it need not be made again.
            last = _Written(draft, last.page if last is not None and last.page == page else page, reads)
        elif last.draft is not draft:
            last = dataclasses.replace(last, draft=draft)
        self._written[draft.path] = last
        return last.page

    def glossary(self, id: str, glossary: Glossary) -> Glossary:
        """Return the glossary of a desk, the same one for as long as its words are."""
        if id not in self._glossaries or self._glossaries[id].words != glossary.words:
            self._glossaries[id] = glossary
        return self._glossaries[id]

    def explained(self, page: Page, glossary: Glossary, explain: Callable[[], Page]) -> Page:
        """Return a page with its words explained."""
        last = self._explained.get(page.path)
        if last is None or last[0] is not page or last[1] is not glossary:
            explained = explain()
            last = page, glossary, last[2] if last is not None and last[2] == explained else explained
            self._explained[page.path] = last
        return last[2]

    def once(self, make: Callable[..., T], page: Page, *more: object) -> T:
        """Return `make(page, *more)`, made once for as long as the page, and `more`, are the same."""
        made = self._of_pages.setdefault(make, {})
        last = made.get(page.path)
        if last is None or last[0] is not page or last[1] != more:
            last = made[page.path] = page, more, make(page, *more)
        return cast("T", last[2])


class NothingKept(RenderCache):
    """What a build keeps, which comes alone: nothing."""

    def desks(self, handbook: Handbook, readers: Readers, ids: Iterable[str]) -> dict[str, Desk]:
        """Return the desks of a handbook."""
        brands = {brand.id: brand for brand in handbook.brands}
        return {id: Desk(handbook=handbook, readers=readers, brand=brands.get(id)) for id in ids}

    def drafts(
        self,
        key: Hashable,  # noqa: ARG002 - nothing is kept
        draft: Callable[[], Iterable[PageDraft]],
        made_of: object = None,  # noqa: ARG002 - the same
    ) -> tuple[PageDraft, ...]:
        """Draft."""
        return tuple(draft())

    def site(self, site: Site) -> Site:
        """Return the site as it is."""
        return site

    def page(self, draft: PageDraft, write: Callable[[], Page]) -> Page:  # noqa: ARG002 - it is made in any case
        """Write."""
        return write()

    def glossary(self, id: str, glossary: Glossary) -> Glossary:  # noqa: ARG002 - the same
        """Return the glossary as it is."""
        return glossary

    def once(self, make: Callable[..., T], page: Page, *more: object) -> T:
        """Make."""
        return make(page, *more)

    def explained(self, page: Page, glossary: Glossary, explain: Callable[[], Page]) -> Page:  # noqa: ARG002 - the same
        """Explain."""
        return explain()


def _alike(before: object, now: object) -> bool:
    """Say whether two drafts, or two things of theirs, make the same page.

    Functions are made anew at each draft: those that are written at one place and hold the same things are the same.
    """
    if before is now:
        return True
    if isinstance(before, PageDraft) and isinstance(now, PageDraft):
        return all(
            _alike(getattr(before, field.name), getattr(now, field.name)) for field in dataclasses.fields(PageDraft)
        )
    if isinstance(before, FunctionType) and isinstance(now, FunctionType):
        return before.__code__ is now.__code__ and _alike(_held(before), _held(now))
    if isinstance(before, functools.partial) and isinstance(now, functools.partial):
        return _alike([before.func, *before.args, before.keywords], [now.func, *now.args, now.keywords])
    if isinstance(before, dict) and isinstance(now, dict):
        return before.keys() == now.keys() and all(_alike(before[key], now[key]) for key in before)
    if isinstance(before, list | tuple) and type(before) is type(now) and isinstance(now, list | tuple):
        return len(before) == len(now) and all(map(_alike, before, now))
    return type(before) is type(now) and bool(before == now)


def _held(function: FunctionType) -> list[object]:
    """Return what a function holds of where it was made."""
    closed_over = (cell.cell_contents for cell in function.__closure__ or ())
    return [function.__defaults__, function.__kwdefaults__, *closed_over]
