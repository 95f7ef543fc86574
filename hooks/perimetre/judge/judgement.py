"""Hold what the rules found of a handbook, and when (stage judge): what the pages of governance speak of.

Comes in: a handbook as built. Goes out: a `Judgement`. A site that is served is judged again at each save: only the
rules that have read what was saved look again (`memory.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from perimetre.base.diagnostics import Diagnostic
from perimetre.cover.year import Year, year
from perimetre.judge.brands import Looked
from perimetre.judge.engine import judge, views_of
from perimetre.judge.memory import JudgeMemory
from perimetre.model import Handbook
from perimetre.reading.document import Document
from perimetre.rules.kit.view import View


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """What the rules found of a handbook.

    Fields:
        diagnostics: all findings, those of the stages before among them.
        at: when, as a wall time of the house.
        years: the cover of the year, by brand; a brand whose cover could not be worked out is not there.
    """

    diagnostics: tuple[Diagnostic, ...]
    at: datetime
    years: Mapping[str, Year] = field(default_factory=dict, repr=False)

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
    memory: JudgeMemory | None = None,
    looked: Looked | None = None,
    of: Collection[str] | None = None,
) -> Judgement:
    """Judge a handbook.

    Args:
        handbook: the handbook as built.
        documents: the documents that could be read, by path as printed.
        at: the instant, as a wall time of the house.
        found: the diagnostics of the stages before.
        memory: what was found of the handbook before this one, brought up to date; None: all is worked out.
        looked: what came of looking at all the brands elsewhere; None: they are looked at here.
        of: the brands whose year is looked at; None: all.
    """
    memory = memory or JudgeMemory()
    views = views_of(handbook, documents, at.date())
    diagnostics = judge(handbook, documents, at.date(), found=found, views=views, memory=memory, looked=looked)
    judgement = Judgement(diagnostics=diagnostics, at=at)
    # What is in error is mended before its year is looked at; it might not even be possible to work it out.
    if judgement.has_errors:
        return judgement
    years = {}
    for view in (view for view in views if of is None or view.brand.id in of):
        years[view.brand.id] = memory.once("year", view, _year)
        view.let_go()
    return Judgement(diagnostics=diagnostics, at=at, years=years)


def _year(view: View) -> Year:
    return year(view.cover)
