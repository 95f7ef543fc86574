"""Draft the pages of Gouvernance: what is decided, to be reviewed, acknowledged, and how the rules of the brand stand.

Comes in: a desk; what the rules found last. Goes out: drafts, for the house's own people, never for the public. What
was found of a record that these readers may not see is counted and not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from perimetre.base.diagnostics import LEVEL_WORDS, Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.judge.codes import LINT, SOFT
from perimetre.judge.judgement import Judgement
from perimetre.judge.registry import FOLDERS, RULES
from perimetre.model import PageNote, RedLine, Rule
from perimetre.model.reviews import reviews
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.findings import FindingsTeller, title_of_rule
from perimetre.render.families.year import about_year
from perimetre.render.pages import EditTemplate
from perimetre.versions.acknowledgements import Acknowledged, acknowledgement_states
from perimetre.versions.versions import Versions

# What the page groups the rules by: the folders that they stand in, several to a group.
_FAMILIES: tuple[tuple[str, Message, tuple[str, ...]], ...] = (
    ("perimeter", message("Perimeter and agreements"), ("perimeter", "validation", "duties", "moderation")),
    ("alert", message("Escalation and on-call duty"), ("cover", "people")),
    ("crises", message("Crises"), ("crises",)),
    ("words", message("Our own words"), ("voice",)),
    (
        "presence",
        message("Presence, missions and operations"),
        ("channels", "editorial", "objectives", "operations", "places"),
    ),
    ("reports", message("Watch and reports"), ("reporting",)),
    ("handbook", message("The handbook itself"), ("governance",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReaders:
    """Rules that the same people have to know; `read`: those who have read them as they are."""

    rules: tuple[str, ...]
    read: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesReport:
    """What the rules found, to be shown.

    Fields:
        edit: where the files of the playbooks are edited; None: nowhere.
    """

    judgement: Judgement
    edit: EditTemplate | None = None

    @property
    def mark(self) -> object:
        """What differs when the pages that show it do."""
        return self.judgement.diagnostics, self.judgement.years, self.edit


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """How a rule stands in a brand.

    Fields:
        level: its level here: that of the house where it gives one.
        counts: (level, how many findings of it), the worst first.
        aside: how many findings are set aside.
        built: it is read in the built pages.
        compared: it is read in what changes.
    """

    id: str
    title: str
    level: str
    counts: tuple[tuple[str, int], ...]
    aside: int
    built: bool
    compared: bool


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
    due = [
        review
        for review in reviews(desk.handbook, brand, desk.today)
        if isinstance(review.reviewed, PageNote) or desk.seen((review.reviewed,))
    ]
    if due:
        yield desk.draft(
            "governance/reviews",
            message("Reviews due"),
            "governance/reviews.html",
            kind="brand",
            group="governance",
            late=[review for review in due if review.is_late(desk.today)],
            coming=[review for review in due if not review.is_late(desk.today)],
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
            by_rule=_readers_by_rule(desk, states),
        )


def _readers_by_rule(desk: Desk, states: Iterable[Acknowledged]) -> list[RuleReaders]:
    """Return who has read the rules as they are today, the rules that the same people have to know together."""
    brand = desk.the_brand
    perimeters = [state for state in states if state.what == "perimeter"]
    versions = Versions(brand)
    together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    rules: tuple[Rule | RedLine, ...] = (*desk.seen(brand.scope.red_lines), *desk.seen(brand.scope.rules))
    for rule in rules:
        if not rule.is_live(desk.today):
            continue
        roles = versions.roles(rule.match)
        concerned = [state for state in perimeters if roles is None or not roles.isdisjoint(state.roles)]
        read = tuple(state.person for state in concerned if state.state == "current")
        unread = tuple(state.person for state in concerned if state.state != "current")
        together.setdefault((read, unread), []).append(rule.id)
    return [RuleReaders(rules=tuple(ids), read=read, unread=unread) for (read, unread), ids in together.items()]


def judged(desk: Desk, report: RulesReport) -> list[PageDraft]:
    """Return the drafts of the pages that speak of what the rules found."""
    drafts = [_rules(desk, report)]
    if year := report.judgement.years.get(desk.the_brand.id):
        drafts += about_year(desk, year)
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
            compared=check.compared,
        )
    families = [
        (family, title, tuple(states[id_] for id_ in RULES if FOLDERS[id_].parent.name in folders))
        for family, title, folders in _FAMILIES
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
            (change, title_of_rule(change.rule, desk), _usual(change.rule))
            for change in settings.rule_levels
            if change.rule and change.level and (change.rule in RULES or change.rule in SOFT or change.rule in LINT)
        ],
        families=families,
        total=len(RULES),
        level_words=LEVEL_WORDS,
        judged=report.judgement.at,
    )


def _usual(rule: str) -> str | None:
    """Return the level of a rule where the house says nothing; None where each remark on a draft has its own."""
    if rule in LINT:
        return None
    return RULES[rule].level if rule in RULES else "warning"


def _count(findings: Sequence[Diagnostic], level: str) -> int:
    return sum(finding.severity == level for finding in findings if finding.suppressed is None)


def _is_ours(desk: Desk, finding: Diagnostic) -> bool:
    """Say whether a finding bears on this brand: it stands in no other brand's file."""
    others = (brand.id for brand in desk.handbook.brands if brand.id != desk.the_brand.id)
    return not any(f"brands/{other}/" in finding.file for other in others)
