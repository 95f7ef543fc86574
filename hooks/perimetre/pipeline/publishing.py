"""Make the pages of a folder of playbooks: the stages from collect to render, for whatever builds the site.

Comes in: a folder, a language, an audience. Goes out: a `SiteReading`: the pages, and what was found on the way. What
is built or served is judged by every rule before; at a save, only the rules that have read what was saved look again,
and only the pages that have read it are made again.
"""

from __future__ import annotations

import functools
import html
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.diagnostics import Diagnostic, PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.memory import Memory
from perimetre.base.shards import Shard
from perimetre.base.suggest import closest
from perimetre.base.words import LANGUAGES, few, message, say
from perimetre.judge.brands import Looked, together
from perimetre.judge.engine import settle, views_of
from perimetre.judge.judgement import pronounce
from perimetre.judge.memory import JudgeMemory
from perimetre.model import Handbook
from perimetre.pipeline.calendars import calendar_files
from perimetre.pipeline.loading import Loaded, load
from perimetre.reading.sources import shown_prefix
from perimetre.render import pages
from perimetre.render.families.governance import RulesReport
from perimetre.render.history import History
from perimetre.render.kept import NothingKept, RenderCache
from perimetre.render.live.directory import Seal, directory_files
from perimetre.render.moved import moved_pages
from perimetre.render.readers import Readers
from perimetre.render.usual_questions import usual_questions
from perimetre.render.website import render
from perimetre.reports import Findings
from perimetre.rules.governance.confidentiality_does_not_leak.rule import RULE as LEAK_RULE
from perimetre.rules.kit.leaks import BuiltPage, Reader, bare, leaks, words_of
from perimetre.rules.kit.view import View

# What is told of the past to some readers, of whom the pages contain some compartments; None where nothing can be.
Remembering = Callable[[Handbook, Readers, Collection[str]], History | None]


class UnknownCompartmentError(PerimetreError):
    """A site is asked to contain a compartment that the handbook does not have."""


class AnotherDayError(PerimetreError):
    """The parts that are put together were made on another day than the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSharing:
    """How a site is shared among machines.

    Fields:
        looked: what came of looking at each part of the brands, for the judgement; none: they are looked at here.
        day: that of these parts.
        shard: the brands whose pages are written here, if not all.
        others: the parts of the site, each of which was written elsewhere; None: what is not written is not known.
    """

    looked: Sequence[Looked] = ()
    day: date | None = None
    shard: Shard | None = None
    others: Sequence[pages.SitePart] | None = None

    def brands(self, handbook: Handbook, today: date) -> tuple[str, ...]:
        """Return the brands whose pages are written here.

        Raises:
            AnotherDayError: the parts are of another day than the pages.
            ShardError: there are more parts than brands.
        """
        if self.day not in (None, today):
            raise AnotherDayError(
                message("The parts were made on {day}, and the pages are made on {today}.", day=self.day, today=today)
            )
        ids = tuple(brand.id for brand in handbook.brands)
        if self.shard is not None:
            self.shard.refuse_to_be_empty(len(ids))
            return tuple(self.shard.of(ids))
        return ids if self.others is None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReading:
    """What the stages make of the playbooks.

    Fields:
        website: the pages, or None where an error stands in the way.
        findings: all that was found.
    """

    website: pages.Website | None
    findings: Findings


def read(
    folder: Path,
    language: str,
    audience: pages.Audience,
    cache: RenderCache | None = None,
    now: Callable[[ZoneInfo], datetime] = lambda zone: datetime.now(zone),
    memory: JudgeMemory | None = None,
    edit: Callable[[str], pages.EditTemplate | None] | None = None,
    here: Path | None = None,
    compartments: Collection[str] = (),
    by_hand: Callable[[], Iterable[tuple[str, str]]] = tuple,
    history: Remembering | None = None,
    sharing: SiteSharing | None = None,
    seal: Seal | None = None,
    site_url: str = "",
) -> SiteReading:
    """Run the stages from the folder of the playbooks to the pages.

    Args:
        folder: the playbooks.
        language: "fr" or "en".
        audience: who reads the pages.
        cache: what an earlier reading has left: only what has changed is rendered again.
        now: the instant in the house's zone.
        memory: what the rules found at earlier readings, brought up to date; None: all of them look.
        edit: says where files are edited, from what stands before their paths where they are printed; None: nowhere.
        here: from where files are named where there is no repository; None: the current folder.
        compartments: those that the pages contain.
        by_hand: gives the pages of the site that are written by hand: the path of each, and its text.
        history: tells what has changed; None: nothing is told of the past.
        sharing: what is written on other machines; None: nothing is.
        seal: encrypts the numbers that these readers' devices open; None: the pages say where they are.
        site_url: where the site is published, for what is read from paper; "": nobody said.

    Raises:
        PerimetreError: the folder cannot be opened, or there is no such compartment.
    """
    edited = edit(shown_prefix(folder.resolve(), here)) if edit is not None else None
    return publish(
        load(folder, here),
        language,
        audience,
        cache,
        now,
        memory,
        edited,
        compartments,
        by_hand,
        history,
        sharing,
        seal,
        site_url,
    )


def publish(
    loaded: Loaded,
    language: str,
    audience: pages.Audience,
    cache: RenderCache | None = None,
    now: Callable[[ZoneInfo], datetime] = lambda zone: datetime.now(zone),
    memory: JudgeMemory | None = None,
    edit: pages.EditTemplate | None = None,
    compartments: Collection[str] = (),
    by_hand: Callable[[], Iterable[tuple[str, str]]] = tuple,
    history: Remembering | None = None,
    sharing: SiteSharing | None = None,
    seal: Seal | None = None,
    site_url: str = "",
) -> SiteReading:
    """Judge a handbook, and make its pages if no error stands in the way; arguments as for `read`.

    Args:
        edit: where the files are edited; None: nowhere.
        compartments: those that the pages contain.
        by_hand: gives the pages of the site that are written by hand: the path of each, and its text.
        history: tells what has changed; None: nothing is told of the past.
        sharing: what is written on other machines; None: nothing is.
        seal: encrypts the numbers that these readers' devices open; None: the pages say where they are.
        site_url: where the site is published, for what is read from paper; "": nobody said.

    Raises:
        UnknownCompartmentError: the handbook has no such compartment.
        AnotherDayError: the parts are not of the day of the pages.
        ShardError: there are more parts than brands.
    """
    diagnostics, website = loaded.diagnostics, None
    cache = cache if cache is not None else NothingKept()
    memory = memory if memory is not None else JudgeMemory()
    if loaded.handbook is not None:
        at = now(ZoneInfo(loaded.handbook.settings.timezone or "UTC")).replace(tzinfo=None)
        sharing = sharing or SiteSharing()
        brands = sharing.brands(loaded.handbook, at.date())
        looked = together(sharing.looked) if sharing.looked else None
        judgement = pronounce(
            loaded.handbook, loaded.documents, at, found=diagnostics, memory=memory, looked=looked, of=brands
        )
        diagnostics = judgement.diagnostics
        if not errors_in(diagnostics):
            closed = _closed(loaded.handbook, compartments, at)
            # The public has no number; who reads all of them needs no passphrase.
            opens = seal is not None and audience == "internal"
            readers = Readers(
                language=language,
                audience=audience,
                today=at.date(),
                closed=closed,
                opens_directory=opens,
                site_url=site_url,
            )
            # The public is told nothing of the past.
            telling = None if readers.is_public else history
            website = render(
                loaded.handbook,
                readers,
                cache=cache,
                report=RulesReport(judgement=judgement, edit=edit),
                edit=edit,
                history=telling(loaded.handbook, readers, compartments) if telling is not None else None,
                shard=sharing.shard,
                others=sharing.others,
            )
            directory = directory_files(website, loaded.handbook, seal) if seal is not None else ()
            calendars = _calendars(loaded, readers, memory, brands)
            # Of a site in parts, whoever puts it together writes what is below no brand of today.
            moved = tuple(moved_pages(website)) if sharing.shard is None else ()
            website = replace(website, files=(*website.files, *calendars, *directory, *moved), made=at)
            diagnostics = (*diagnostics, *_leaks(loaded, website, readers, cache, by_hand))
            # Where a link of a part leads is known to whoever has all the parts.
            if sharing.shard is None:
                ways = functools.partial(cache.once, pages.ways_of)
                diagnostics = (*diagnostics, *pages.check_links(website, ways, sharing.others or ()))
    shown = replace(loaded, diagnostics=diagnostics)
    findings = Findings(diagnostics=diagnostics, files=loaded.files, lines=shown.lines, language=language)
    return SiteReading(website=website, findings=findings)


def part_of(website: pages.Website) -> pages.SitePart:
    """Return what the rest of a site must know of the pages that are written here."""
    ours = [page for page in website.pages if page.path not in website.elsewhere]
    return pages.SitePart(
        pages=tuple(replace(page, lead="", sections=()) for page in ours),
        ways={page.path: pages.ways_of(page) for page in ours},
        hidden=website.hidden,
        files=frozenset(path for path, _ in website.files),
    )


def _calendars(
    loaded: Loaded, readers: Readers, memory: JudgeMemory, brands: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return the calendars of some brands; the public has none."""
    if loaded.handbook is None or readers.is_public:
        return ()
    shared = Memory()

    def files(view: View) -> tuple[tuple[str, str], ...]:
        return calendar_files(view.handbook, view.brand, readers, shared)

    views = [view for view in views_of(loaded.handbook, loaded.documents, readers.today) if view.brand.id in brands]
    what = f"calendars for {readers.audience} but {sorted(readers.closed)} in {readers.language}"
    return tuple(file for view in views for file in memory.once(what, view, files))


def _closed(handbook: Handbook, contained: Collection[str], at: datetime) -> frozenset[str]:
    """Return the compartments that the pages do not contain, and that hold."""
    known = [circle.id for circle in handbook.settings.compartments]
    for id_ in contained:
        if id_ not in known:
            near = closest(id_, known)
            words = few((f"`{word}`" for word in ([near] if near else known)), "or")
            what = message("There is no compartment `{word}` in `handbook.yml`.", word=id_)
            if known:
                what = message("{said} Write {words}.", said=what, words=words)
            raise UnknownCompartmentError(what)
    return handbook.settings.closed(at.date(), contained)


def _leaks(
    loaded: Loaded,
    website: pages.Website,
    readers: Readers,
    cache: RenderCache,
    by_hand: Callable[[], Iterable[tuple[str, str]]],
) -> tuple[Diagnostic, ...]:
    """Return what the pages say that their readers may not read, those that are written by hand among them."""
    assert loaded.handbook is not None
    usual = usual_questions()
    words = (*(question.words for question in usual.questions), *(situation.words for situation in usual.situations))
    asked = [text.in_(language) for text in words for language in LANGUAGES]
    reader = Reader(audience=readers.audience, closed=readers.closed, today=readers.today)
    written = (BuiltPage(path, path, words_of(text), functools.partial(str, text)) for path, text in by_hand())
    problems = leaks(loaded.handbook, reader, (*_readable(website, cache), *written), asked)
    return settle(loaded.handbook, loaded.documents, readers.today, LEAK_RULE, problems)


def _readable(website: pages.Website, cache: RenderCache) -> Iterator[BuiltPage]:
    """Yield all that there is to read of a site: its pages, its navigation, the words of its search."""
    for page in website.pages:
        # What we say of the files and of the rules, with our own examples, is nobody's secret.
        if not page.kind.startswith("reference/") and page.path not in website.elsewhere:
            yield BuiltPage(page.title, page.path, cache.once(_words_of, page), functools.partial(_text_of, page))
    for path, text in website.files:
        # As a calendar shows it: lines are folded, and some signs escaped.
        unfolded = text.replace("\r\n ", "").replace("\\", "")
        yield BuiltPage(path, path, words_of(unfolded), functools.partial(str, unfolded))
    around = (*(item.title for item in pages.walk(website.navigation)), website.title)
    words = (word for group in website.synonyms for word in group)
    beside = "\n".join((*around, *words))
    yield BuiltPage(website.title, "", words_of(beside), functools.partial(str, beside))


def _words_of(page: pages.Page) -> str:
    return words_of("\n".join(pages.everything(page)))


def _text_of(page: pages.Page) -> str:
    return bare("\n".join(pages.everything(page)))


def errors_in(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what stands in the way of the pages: the errors that are not set aside."""
    return tuple(finding for finding in diagnostics if finding.severity == "error" and finding.suppressed is None)


def banner(problem: str, language: str) -> str:
    """Return the HTML that says above the last good pages what is wrong; nothing where nothing is."""
    if not problem:
        return ""
    warning = say(message("The playbooks hold an error: these pages are those of the last good save."), language)
    return (
        f'<div class="pm-problems" role="alert"><p><strong>{html.escape(warning)}</strong></p>'
        f'<pre tabindex="0">{html.escape(problem)}</pre></div>'
    )


def empty(title: str, language: str) -> pages.Website:
    """Return a site of one page, for a server that starts with playbooks in error."""
    promise = say(message("The pages appear as soon as the playbooks hold no error."), language)
    home = pages.Page(path="", title=title, lead=f"<p>{html.escape(promise)}</p>")
    return pages.Website(pages=(home,), navigation=(pages.NavItem(title=title, path=""),), language=language)


def clashes(
    website: pages.Website, docs: Path, root: Path, excluded: Callable[[str], bool] | None = None
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each hand-written page that stands where the handbook has one.

    Args:
        docs: the folder of the pages written by hand.
        root: the folder of the project, from which files are named.
        excluded: whether a file of `docs`, by its path in it, makes no page; None: each makes one.
    """
    for place in (place for page in website.pages for place in _by_hand(page.path, docs)):
        uri = place.relative_to(docs).as_posix()
        if place.is_file() and not (excluded and excluded(uri)):
            yield Diagnostic(
                rule="page-is-not-written-twice",
                severity="error",
                message=message(
                    "`{file}` is a page written by hand, and the handbook makes a page at the same address.",
                    file=uri,
                ),
                hint=message("Give the page that you wrote another name, or list it under `exclude_docs`."),
                file=Path(os.path.relpath(place, root)).as_posix(),
            )


def _by_hand(path: str, docs: Path) -> Iterator[Path]:
    """Yield the files that would be a page at an address, if somebody wrote one."""
    yield docs / path / "index.md"
    yield docs / path / "README.md"
    if path:
        yield docs / f"{path}.md"
