"""Draft the pages of Gouvernance: what is decided, to be reviewed, acknowledged, and how the rules of the brand stand.

Comes in: a desk; what the rules found last. Goes out: drafts, for the house's own people, never for the public. What
was found of a record that these readers may not see is counted and not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perimetre.base.days import after
from perimetre.base.diagnostics import Diagnostic
from perimetre.base.durations import Duration
from perimetre.base.words import Message, message
from perimetre.judge.codes import SOFT
from perimetre.judge.judgement import Judgement
from perimetre.judge.registry import RULES
from perimetre.model import PageNote, Record
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.findings import FindingsTeller, title_of_rule
from perimetre.render.families.year import about_year
from perimetre.versions.acknowledgements import acknowledgement_states

LEVELS: dict[str, Message] = {
    "error": message("error"),
    "warning": message("warning"),
    "info": message("note"),
    "off": message("off"),
}

# The families of rules, by the first kind of file that a rule stands on.
_FAMILIES: tuple[tuple[str, Message, tuple[str, ...]], ...] = (
    (
        "perimeter",
        message("Perimeter and agreements"),
        ("scope", "validation", "duties", "periods", "requests", "decision", "moderation"),
    ),
    ("alert", message("Escalation and on-call duty"), ("escalation", "people")),
    ("crises", message("Crises"), ("crisis",)),
    ("words", message("Our own words"), ("voice", "templates")),
    ("presence", message("Presence, missions and operations"), ("channels", "objectives", "brand", "missions",
                                                               "operation", "consents")),
    ("reports", message("Watch and reports"), ("reporting",)),
    ("handbook", message("The handbook itself"), ("handbook", "")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesReport:
    """What the rules found, to be shown.

    Fields:
        stale: whether the handbook has changed since it was judged.
        edit: the address of what printed paths start from, where files are edited; "" where there is none.
    """

    judgement: Judgement
    stale: bool = False
    edit: str = ""

    @property
    def mark(self) -> object:
        """What differs when the pages that show it do."""
        return self.judgement.of, self.judgement.at, self.stale, self.edit

    @property
    def when(self) -> dict[str, object]:
        """What the templates say of when the rules were run."""
        return {"judged": self.judgement.at, "stale": self.stale}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """How a rule stands in a brand.

    Fields:
        level: its level here: that of the house where it gives one.
        counts: (level, how many findings of it), the worst first.
        aside: how many findings are set aside.
        built: it is read in the built pages.
    """

    id: str
    title: str
    level: str
    counts: tuple[tuple[str, int], ...]
    aside: int
    built: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Something that must be read again, and when.

    Fields:
        kind: the namespace of the record, or None for the page of a file.
        due: the day on which the review is due; None where it was never reviewed.
    """

    kind: str | None
    record: Record | PageNote
    file: str
    due: dt.date | None


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of what is decided, to be reviewed and acknowledged; never for the public."""
    if desk.is_public:
        return
    brand = desk.the_brand
    decisions = sorted(
        desk.seen(brand.decisions),
        key=lambda decision: (decision.decided_on or dt.date.min, decision.id),
        reverse=True,
    )
    if decisions:
        yield desk.draft(
            "governance/decisions",
            message("Decisions: who decided what, when, why"),
            "governance/decisions.html",
            source=decisions[0].place.file,
            group="governance",
            decisions=decisions,
        )
    reviews = tuple(_reviews(desk))
    if reviews:
        yield desk.draft(
            "governance/reviews",
            message("Reviews due"),
            "governance/reviews.html",
            kind="brand",
            group="governance",
            late=[review for review in reviews if review.due is None or review.due < desk.today],
            coming=[review for review in reviews if review.due is not None and review.due >= desk.today],
        )
    states = acknowledgement_states(brand, desk.today)
    if states:
        yield desk.draft(
            "governance/acknowledgements",
            message("Acknowledgements: who has read what"),
            "governance/acknowledgements.html",
            kind="acknowledgements",
            source=brand.files.get("acknowledgements") or brand.files.get("people"),
            group="governance",
            every=brand.acknowledgements.every,
            waiting=[reading for reading in states if reading.state != "current"],
            read=[reading for reading in states if reading.record is not None],
        )


_REVIEWED = (
    "rule", "duty", "period", "door", "template", "circuit", "line", "severity", "crisis", "operation", "mission",
    "objective", "channel", "role", "term", "guideline", "ground", "consent", "decision",
)  # fmt: skip


def _reviews(desk: Desk) -> Iterator[Review]:
    """Return what has a date of review, the most urgent first."""
    brand = desk.the_brand
    defaults = desk.handbook.settings.defaults
    every = defaults.review_in if defaults else None
    reviews: list[Review] = []
    for kind in _REVIEWED:
        for record in desk.seen(part for part in brand.all(kind) if isinstance(part, Record)):
            if record.status == "approved" and (record.last_reviewed_on or record.review_in):
                reviews.append(Review(kind=kind, record=record, file=record.place.file, due=_due(record, every)))
    for name, file in brand.files.items():
        page = getattr(getattr(brand, name, None), "page", None)
        if isinstance(page, PageNote) and (page.last_reviewed_on or page.review_in):
            reviews.append(Review(kind=None, record=page, file=file, due=_due(page, every)))
    yield from sorted(
        reviews, key=lambda review: (review.due or dt.date.min, review.file, str(getattr(review.record, "id", "")))
    )


def _due(record: Record | PageNote, every: Duration | None) -> dt.date | None:
    span = record.review_in or every
    if record.last_reviewed_on is None:
        return None
    return after(record.last_reviewed_on, span) if span else dt.date.max


def judged(desk: Desk, report: RulesReport) -> list[PageDraft]:
    """Return the drafts of the pages that speak of what the rules found."""
    drafts = [_rules(desk, report)]
    if year := report.judgement.years.get(desk.the_brand.id):
        drafts += about_year(desk, year, report.when)
    return drafts


def _rules(desk: Desk, report: RulesReport) -> PageDraft:
    ours = [finding for finding in report.judgement.diagnostics if _is_ours(desk, finding)]
    teller = FindingsTeller(desk, report.edit)
    tellable = [finding for finding in ours if teller.may_tell(finding)]
    open_ = [teller.shown(finding) for finding in tellable if finding.suppressed is None]
    severities = ("error", "warning", "info")
    settings = desk.handbook.settings
    levels = {change.rule: change.level for change in settings.rule_levels if change.rule and change.level}
    states = {}
    for id_, check in RULES.items():
        findings = [finding for finding in ours if finding.rule == id_]
        open_here = [finding.severity for finding in findings if finding.suppressed is None]
        states[id_] = RuleState(
            id=id_,
            title=title_of_rule(id_, desk),
            level=levels.get(id_, check.level),
            counts=tuple((level, open_here.count(level)) for level in severities if level in open_here),
            aside=sum(finding.suppressed is not None for finding in findings),
            built=check.built,
        )
    kinds = {kind: family for family, _, several in _FAMILIES for kind in several}
    families = [
        (
            family,
            title,
            tuple(
                states[id_]
                for id_, check in RULES.items()
                if kinds.get(check.ground[0] if check.ground else "", "handbook") == family
            ),
        )
        for family, title, _ in _FAMILIES
    ]
    return desk.draft(
        "governance/rules",
        message("State of the rules"),
        "governance/rules.html",
        source=settings.place.file or None,
        audience="internal",
        group="governance",
        counts={level: _count(ours, level) for level in severities},
        findings=[(level, [finding for finding in open_ if finding.severity == level]) for level in severities],
        aside=[teller.shown(finding) for finding in tellable if finding.suppressed is not None],
        untold=len(ours) - len(tellable),
        changed=[
            (change, title_of_rule(change.rule, desk), RULES[change.rule].level if change.rule in RULES else "warning")
            for change in settings.rule_levels
            if change.rule and change.level and (change.rule in RULES or change.rule in SOFT)
        ],
        families=families,
        total=len(RULES),
        level_words=LEVELS,
    ).showing(**report.when)


def _count(findings: Sequence[Diagnostic], level: str) -> int:
    return sum(finding.severity == level for finding in findings if finding.suppressed is None)


def _is_ours(desk: Desk, finding: Diagnostic) -> bool:
    """Say whether a finding bears on this brand: it stands in no other brand's file."""
    others = (brand.id for brand in desk.handbook.brands if brand.id != desk.the_brand.id)
    return not any(f"brands/{other}/" in finding.file for other in others)
