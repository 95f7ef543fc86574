"""Say who reads the pages, in what language and on what day, and which pages there are: what all of the stage goes by.

A part of the stage render. Comes in: nothing. Goes out: `Readers` and `Site`, made once for a site and handed along.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TypeVar

from perimetre.base.frozen import dataclass
from perimetre.model.basics import PageNote, Record
from perimetre.render.pages import AUDIENCES, Audience

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The readers of a site.

    Fields:
        language: "fr" or "en".
        today: the day in the house's time zone; it says what is live, due, over.
        audience: nothing above it is anywhere in the pages.
        closed: the compartments that these pages do not contain, and that hold today.
        opens_directory: whether a passphrase opens, on the reader's device, the numbers that these pages do not show.
        holds_directory: whether the pages are made by somebody who has the directory in hand, and show its numbers.
        site_url: where the site is published, "" where nobody said.
    """

    language: str
    today: dt.date
    audience: Audience = "internal"
    closed: frozenset[str] = frozenset()
    opens_directory: bool = False
    holds_directory: bool = False
    site_url: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the readers are the public."""
        return self.audience == "public"

    @property
    def reads_directory(self) -> bool:
        """Whether the pages show the numbers of the directory."""
        return self.audience == "restricted" or (self.holds_directory and not self.is_public)

    def may_read(self, audience: Audience) -> bool:
        """Say whether what is written for `audience` is for these readers."""
        return AUDIENCES.index(audience) <= AUDIENCES.index(self.audience)

    def may_see(self, record: Record | PageNote) -> bool:
        """Say whether a record, or what a file says of its page, is for these readers."""
        return self.may_read(record.confidentiality or "internal") and not self.is_closed(record)

    def is_closed(self, part: object) -> bool:
        """Say whether something is in a compartment that these pages do not contain."""
        return bool(self.closed) and getattr(part, "compartment", None) in self.closed

    def seen(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that the readers may see; the public is not shown drafts nor what is over."""
        return tuple(
            record for record in records if self.may_see(record) and (not self.is_public or record.is_live(self.today))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Which pages there are.

    Fields:
        paths: the pages of the site.
        hidden: those that the handbook has and these readers may not read.
    """

    paths: Set[str]
    hidden: Set[str] = frozenset()

    def has(self, path: str) -> bool:
        """Say whether there is a page."""
        return path in self.paths

    def hides(self, path: str) -> bool:
        """Say whether there is a page that the readers may not read."""
        return path in self.hidden


def site_with_others(known: Site, others: Mapping[str, Callable[[], Site]]) -> Site:
    """Return a site of which some brands are drafted only where one of their pages is asked for.

    Args:
        known: the pages that are known.
        others: what drafts each other brand, by its id, which its addresses begin with.
    """
    draft = functools.cache(lambda brand: others[brand]())
    return Site(
        paths=_Addresses(known.paths, others.keys(), lambda brand: draft(brand).paths),
        hidden=_Addresses(known.hidden, others.keys(), lambda brand: draft(brand).hidden),
    )


class _Addresses(Set[str]):
    """Addresses, of which those of some brands are found out when one is asked for; only the others are counted."""

    def __init__(self, known: Set[str], brands: Set[str], find: Callable[[str], Set[str]]) -> None:
        self._known = known
        self._brands = brands
        self._find = find

    def __contains__(self, path: object) -> bool:
        brand = str(path).partition("/")[0]
        return path in self._known or (brand in self._brands and path in self._find(brand))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
