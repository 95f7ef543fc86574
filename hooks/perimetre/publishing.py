"""Make the pages of a folder of playbooks: the stages from collect to render, for whatever builds the site.

Comes in: a folder, a language, an audience. Goes out: a `Reading`: the pages, and what was found on the way.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .diagnostics import Diagnostic
from .handbooks import load
from .render import pages as handbook
from .render.website import Kept, render
from .reports import Findings
from .sources import Source
from .words import message, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the stages make of the playbooks: the pages, or None where an error stands in the way; and the findings."""

    website: handbook.Website | None
    findings: Findings


def read(
    folder: Path,
    language: str,
    audience: handbook.Audience,
    kept: Kept | None = None,
    today: Callable[[ZoneInfo], date] = lambda zone: datetime.now(zone).date(),
) -> Reading:
    """Run the stages from the folder of the playbooks to the pages.

    Args:
        folder: the playbooks.
        language: "fr" or "en".
        audience: who reads the pages.
        today: the day in the house's zone.
        kept: what an earlier reading has left: only what has changed is rendered again.

    Raises:
        PerimetreError: the folder cannot be opened.
    """
    loaded = load(folder)
    diagnostics, website = loaded.diagnostics, None
    if loaded.handbook is not None and not errors_in(diagnostics):
        website = render(
            loaded.handbook,
            language=language,
            audience=audience,
            today=today(ZoneInfo(loaded.handbook.settings.timezone or "UTC")),
            kept=kept,
            marks=_marks(loaded.sources.values(), [brand.id for brand in loaded.handbook.brands]),
        )
        diagnostics = (*diagnostics, *handbook.check_links(website))
    findings = Findings(diagnostics=diagnostics, files=loaded.files, lines=loaded.lines, language=language)
    return Reading(website=website, findings=findings)


def _marks(sources: Iterable[Source], brands: Iterable[str]) -> dict[str, str]:
    """Return what tells one state of the playbooks from another: for the house's pages, and for those of each brand.

    A brand's pages are made of all files but those of the other brands.
    """
    found = {id: hashlib.sha256() for id in ("", *brands)}
    for source in sources:
        top, _, rest = source.path.partition("/")
        owner = rest.partition("/")[0] if top == "brands" else ""
        piece = hashlib.sha256(source.content).digest() + source.path.encode()
        for id, mark in found.items():
            if owner in ("", id) or not id:
                mark.update(piece)
    return {id: mark.hexdigest() for id, mark in found.items()}


def errors_in(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what stands in the way of the pages: the errors that are not set aside."""
    return tuple(found for found in diagnostics if found.severity == "error" and found.suppressed is None)


def banner(problem: str, language: str) -> str:
    """Return the HTML that says above the last good pages what is wrong; nothing where nothing is."""
    if not problem:
        return ""
    said = say(message("The playbooks hold an error: these pages are those of the last good save."), language)
    return (
        f'<div class="pm-problems" role="alert"><p><strong>{html.escape(said)}</strong></p>'
        f'<pre tabindex="0">{html.escape(problem)}</pre></div>'
    )
