"""Hold what the rules found of a handbook, and when (stage judge): what the pages of governance speak of.

Comes in: a handbook as built. Goes out: a `Judgement`. A site that is served is not judged again at each save, which
takes seconds: its pages say what was found last, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from perimetre.base.diagnostics import Diagnostic
from perimetre.cover.year import Year, year
from perimetre.judge.engine import judge, views_of
from perimetre.model import Handbook
from perimetre.reading.parse import Document


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """What the rules found of a handbook.

    Fields:
        diagnostics: all findings, those of the stages before among them.
        at: when, as a wall time of the house.
        of: what tells the files that were judged from others.
        years: the cover of the year, by brand; a brand whose cover could not be worked out is not there.
        files: how many files were judged.
    """

    diagnostics: tuple[Diagnostic, ...]
    at: datetime
    of: str = ""
    years: Mapping[str, Year] = field(default_factory=dict, repr=False)
    files: int = 0

    @property
    def has_errors(self) -> bool:
        """Whether something stands in the way of the pages."""
        return any(finding.severity == "error" and finding.suppressed is None for finding in self.diagnostics)


def pronounce(
    handbook: Handbook,
    documents: Mapping[str, Document],
    at: datetime,
    *,
    found: Iterable[Diagnostic] = (),
    of: str = "",
) -> Judgement:
    """Judge a handbook.

    Args:
        handbook: the handbook as built.
        documents: the documents that could be read, by path as printed.
        at: the instant, as a wall time of the house.
        found: the diagnostics of the stages before.
        of: what tells these files from others.
    """
    views = views_of(handbook, documents, at.date())
    diagnostics = judge(handbook, documents, at.date(), found=found, views=views)
    judgement = Judgement(diagnostics=diagnostics, at=at, of=of, files=len(documents))
    # What is in error is mended before its year is looked at; it might not even be possible to work it out.
    if judgement.has_errors:
        return judgement
    years = {}
    for view in views:
        years[view.brand.id] = year(view.cover)
        view.let_go()
    return Judgement(diagnostics=diagnostics, at=at, of=of, years=years, files=len(documents))
