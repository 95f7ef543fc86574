"""Draft how the rules of a brand stand: what they found, what is accepted, which levels the house has changed.

Comes in: a desk, what the rules found last. Goes out: drafts, for the house's own people, never for the public. What
was found of a record that these readers may not see is counted and not told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import Message, message
from perimetre.judge.codes import EARLIER, ENGINE, SOFT
from perimetre.judge.judgement import Judgement
from perimetre.judge.pages import page
from perimetre.judge.registry import RULES
from perimetre.language.plain import plain
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.year import about_year
from perimetre.render.pages import EditTemplate
from perimetre.rules.kit.leaks import hidden_records, hidden_texts, reduced

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
class ShownFinding:
    """What a rule found, as a page shows it.

    Fields:
        title: the sentence that should hold.
        said, hint: what is wrong, what to write instead.
        place: where, in a few words.
        href: the address at which the file is edited, or None.
    """

    rule: str
    title: str
    severity: str
    said: Markup
    hint: Markup | None
    place: str
    href: str | None
    reason: str | None
    until: dt.date | None


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


def drafts(desk: Desk, judgement: Judgement, stale: bool, edit: EditTemplate | None) -> Iterator[PageDraft]:
    """Return the drafts of the pages of governance that speak of what the rules found."""
    judged = {"judged": judgement.at, "stale": stale}
    yield _rules(desk, judgement, edit, judged)
    assert desk.brand is not None
    if year := judgement.years.get(desk.brand.id):
        yield from about_year(desk, year, judged)


def _rules(desk: Desk, judgement: Judgement, edit: EditTemplate | None, judged: dict[str, object]) -> PageDraft:
    ours = [one for one in judgement.diagnostics if _is_ours(desk, one)]
    told = _Told(desk, edit)
    shown = [one for one in ours if told.may_tell(one)]
    open_ = [told.finding(one) for one in shown if one.suppressed is None]
    severities = ("error", "warning", "info")
    settings = desk.handbook.settings
    levels = {one.rule: one.level for one in settings.rule_levels if one.rule and one.level}
    states = {}
    for id_, check in RULES.items():
        found = [one for one in ours if one.rule == id_]
        open_here = [one.severity for one in found if one.suppressed is None]
        states[id_] = RuleState(
            id=id_,
            title=_title(id_, desk.language),
            level=levels.get(id_, check.level),
            counts=tuple((level, open_here.count(level)) for level in severities if level in open_here),
            aside=sum(one.suppressed is not None for one in found),
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
        keywords=("règle", "contrôle", "erreur", "avertissement", "conformité", "mis de côté", "niveau"),
        counts={level: sum(one.severity == level for one in ours if one.suppressed is None) for level in severities},
        findings=[(level, [one for one in open_ if one.severity == level]) for level in severities],
        aside=[told.finding(one) for one in shown if one.suppressed is not None],
        untold=len(ours) - len(shown),
        changed=[
            (one, _title(one.rule, desk.language), RULES[one.rule].level if one.rule in RULES else "warning")
            for one in settings.rule_levels
            if one.rule and one.level and (one.rule in RULES or one.rule in SOFT)
        ],
        families=families,
        total=len(RULES),
        level_words=LEVELS,
        **judged,
    )


def _is_ours(desk: Desk, one: Diagnostic) -> bool:
    """Say whether a finding bears on this brand: it stands in no other brand's file."""
    assert desk.brand is not None
    others = (brand.id for brand in desk.handbook.brands if brand.id != desk.brand.id)
    return not any(f"brands/{other}/" in one.file for other in others)


def _title(rule: str, language: str) -> str:
    found = page(rule, language)
    if found is not None:
        return found.title
    said = ENGINE.get(rule) or EARLIER.get(rule)
    return plain(said, language).rstrip(".") if said else rule


# Sooner, a word of a hidden record is anybody's.
_SHORT = 4


class _Told:
    """Tells findings to the readers of a desk, where they may be told."""

    def __init__(self, desk: Desk, edit: EditTemplate | None) -> None:
        self._desk = desk
        self._edit = edit
        hidden = hidden_records(desk.handbook, desk.audience)
        self._places = {(one.place.file, tuple(one.place.path)) for one in hidden}
        # A record that nobody here may read is not named either, nor quoted.
        self._words = {one.words for one in hidden_texts(desk.handbook, desk.audience) if len(one.words) >= _SHORT}
        self._ids = {one.id for one in hidden}

    def may_tell(self, one: Diagnostic) -> bool:
        """Say whether a finding speaks of nothing that these readers may not see."""
        if not self._places:
            return True
        place = one.place
        if place is None:
            # The stages before the judge speak of a line alone: nobody can say whose it is.
            return all(file != one.file for file, _ in self._places)
        if any((place.file, place.path[:size]) in self._places for size in range(len(place.path) + 1)):
            return False
        said = f" {reduced(self._say(one.message))} {reduced(self._say(one.hint))} "
        named = set(re.findall(r"`([^`]+)`", self._say(one.message) + self._say(one.hint)))
        return not named & self._ids and not any(f" {words} " in said for words in self._words)

    def finding(self, one: Diagnostic) -> ShownFinding:
        """Return a finding as a page shows it."""
        line = one.span.line if one.span else None
        known = one.rule in RULES
        return ShownFinding(
            rule=one.rule if known else "",
            title=_title(one.rule, self._desk.language),
            severity=one.severity,
            said=_coded(self._say(one.message)),
            hint=_coded(self._say(one.hint)) if one.hint else None,
            place=f"{one.file}:{line}" if line else one.file,
            href=f"{self._edit.of(one.file)}{f'#L{line}' if line else ''}" if self._edit else None,
            reason=one.suppressed,
            until=one.suppressed_until,
        )

    def _say(self, what: object) -> str:
        return plain(what, self._desk.language)


def _coded(said: str) -> Markup:
    """Return words with what stands between backquotes as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if rank % 2 else escape(part)
        for rank, part in enumerate(said.split("`"))
    )
