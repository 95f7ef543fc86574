"""Make the pages of a folder of playbooks: the stages from collect to render, for whatever builds the site.

Comes in: a folder, a language, an audience. Goes out: a `SiteReading`: the pages, and what was found on the way. What
is built is judged by every rule before; what is served is judged when it starts, and then at each save for as long as
the rules find an error: a judgement takes seconds, and a save is not made to wait for them.
"""

from __future__ import annotations

import functools
import hashlib
import html
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.memory import Memory
from perimetre.base.words import LANGUAGES, message, say
from perimetre.judge.engine import settle
from perimetre.judge.judgement import Judgement, pronounce
from perimetre.model import Handbook
from perimetre.pipeline.calendars import calendar_files
from perimetre.pipeline.loading import Loaded, load
from perimetre.reading.sources import Source, shown_prefix
from perimetre.render import pages
from perimetre.render.families.governance import RulesReport
from perimetre.render.readers import Readers
from perimetre.render.usual_questions import usual_questions
from perimetre.render.website import REFERENCE, RenderCache, render
from perimetre.reports import Findings
from perimetre.rules.governance.confidentiality_does_not_leak.rule import RULE as LEAK_RULE
from perimetre.rules.kit.leaks import BuiltPage, leaks


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReading:
    """What the stages make of the playbooks.

    Fields:
        website: the pages, or None where an error stands in the way.
        findings: all that was found.
        judgement: what the pages of governance speak of, to go by at the next save; None where nothing was judged.
    """

    website: pages.Website | None
    findings: Findings
    judgement: Judgement | None = None


def read(
    folder: Path,
    language: str,
    audience: pages.Audience,
    cache: RenderCache | None = None,
    now: Callable[[ZoneInfo], datetime] = lambda zone: datetime.now(zone),
    last: Judgement | None = None,
    edit: Callable[[str], pages.EditTemplate | None] | None = None,
    here: Path | None = None,
) -> SiteReading:
    """Run the stages from the folder of the playbooks to the pages.

    Args:
        folder: the playbooks.
        language: "fr" or "en".
        audience: who reads the pages.
        cache: what an earlier reading has left: only what has changed is rendered again.
        now: the instant in the house's zone.
        last: what the rules found last, to go by as long as it holds no error; None: they are run.
        edit: says where files are edited, from what stands before their paths where they are printed; None: nowhere.
        here: from where files are named where there is no repository; None: the current folder.

    Raises:
        PerimetreError: the folder cannot be opened.
    """
    edited = edit(shown_prefix(folder.resolve(), here)) if edit is not None else None
    return publish(load(folder, here), language, audience, cache, now, last, edited)


def publish(
    loaded: Loaded,
    language: str,
    audience: pages.Audience,
    cache: RenderCache | None = None,
    now: Callable[[ZoneInfo], datetime] = lambda zone: datetime.now(zone),
    last: Judgement | None = None,
    edit: pages.EditTemplate | None = None,
) -> SiteReading:
    """Judge a handbook, and make its pages if no error stands in the way; arguments as for `read`.

    Args:
        edit: where the files are edited; None: nowhere.
    """
    diagnostics, website, judgement = loaded.diagnostics, None, last
    if loaded.handbook is not None:
        at = now(ZoneInfo(loaded.handbook.settings.timezone or "UTC")).replace(tzinfo=None)
        marks = _marks(loaded.sources.values(), [brand.id for brand in loaded.handbook.brands])
        anew = last is None or last.has_errors
        if anew:
            judgement = pronounce(loaded.handbook, loaded.documents, at, found=diagnostics, of=marks[""])
            diagnostics = judgement.diagnostics
        if not errors_in(diagnostics):
            readers = Readers(language=language, audience=audience, today=at.date())
            website = render(
                loaded.handbook,
                readers,
                cache=cache,
                marks=marks,
                report=RulesReport(judgement=judgement, stale=judgement.of != marks[""], edit=edit)
                if judgement is not None
                else None,
            )
            website = replace(website, files=_calendars(loaded.handbook, readers, at, cache, marks))
            if anew and judgement is not None:
                diagnostics = (*diagnostics, *_leaks(loaded, website, audience, at))
                judgement = replace(judgement, diagnostics=diagnostics)
            diagnostics = (*diagnostics, *pages.check_links(website))
    shown = replace(loaded, diagnostics=diagnostics)
    findings = Findings(diagnostics=diagnostics, files=loaded.files, lines=shown.lines, language=language)
    return SiteReading(website=website, findings=findings, judgement=judgement)


def _calendars(
    handbook: Handbook, readers: Readers, at: datetime, cache: RenderCache | None, marks: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the calendars of all brands; the public has none."""
    if readers.is_public:
        return ()
    cache, memory = cache or RenderCache(), Memory()
    files: list[tuple[str, str]] = []
    for brand in handbook.brands:
        make = functools.partial(calendar_files, handbook, brand, readers, at, memory)
        files += cache.take("calendars", brand.id, (marks[brand.id], readers), make)
    return tuple(files)


def _leaks(loaded: Loaded, website: pages.Website, audience: str, at: datetime) -> tuple[Diagnostic, ...]:
    """Return what the pages say that their readers may not read."""
    assert loaded.handbook is not None
    usual = usual_questions()
    words = (*(question.words for question in usual.questions), *(situation.words for situation in usual.situations))
    asked = [text.in_(language) for text in words for language in LANGUAGES]
    problems = leaks(loaded.handbook, audience, _readable(website), asked)
    return settle(loaded.handbook, loaded.documents, at.date(), LEAK_RULE, problems)


def _readable(website: pages.Website) -> Iterator[BuiltPage]:
    """Yield all that there is to read of a site: its pages, its navigation, the words of its search."""
    for page in website.pages:
        # What we say of the files and of the rules, with our own examples, is nobody's secret.
        if not page.kind.startswith("reference/"):
            yield BuiltPage(page.title, page.path, "\n".join(pages.everything(page)))
    for path, text in website.files:
        # As a calendar shows it: lines are folded, and some signs escaped.
        yield BuiltPage(path, path, text.replace("\r\n ", "").replace("\\", ""))
    around = (*(item.title for item in pages.walk(website.navigation)), website.title)
    words = (word for group in website.synonyms for word in group)
    yield BuiltPage(website.title, "", "\n".join((*around, *words)))


def _marks(sources: Iterable[Source], brands: Iterable[str]) -> dict[str, str]:
    """Return what tells one state of the playbooks from another: for the house's pages, and for those of each brand.

    A brand's pages are made of all files but those of the other brands; the house's, of all files, except those that
    say nothing of any brand.
    """
    marks = {id: hashlib.sha256() for id in ("", REFERENCE, *brands)}
    for source in sources:
        top, _, rest = source.path.partition("/")
        owner = rest.partition("/")[0] if top == "brands" else ""
        piece = hashlib.sha256(source.content).digest() + source.path.encode()
        for id, mark in marks.items():
            if owner in ("", id) or not id:
                mark.update(piece)
    return {id: mark.hexdigest() for id, mark in marks.items()}


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
