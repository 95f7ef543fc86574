"""Say in a phrase what a template would otherwise have to put together: tones, measures, severities, holders of a role.

A part of the stage render. One `PagePhrases` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from markupsafe import Markup, escape

from perimetre.base.closed import POSTURES
from perimetre.base.words import message, say
from perimetre.cover.places import OpenDay
from perimetre.language import describe, history, typography
from perimetre.language.labels import WORDS, word
from perimetre.model import HOUSE, Crisis, Lesson, Record, Template, Text
from perimetre.model.consents import Signatory
from perimetre.model.crisis import Approval, CrisisStep, ToldFirst
from perimetre.model.delays import Moment
from perimetre.model.moderation import Earlier
from perimetre.model.operation import CmConsulted, LegalAgreement
from perimetre.model.places import PLACE_VARIABLES, PlaceOfBrand
from perimetre.model.statements import GivenApproval, PreparedQuestion
from perimetre.model.voice import (
    AtMost,
    EmojiUse,
    HashtagUse,
    Mechanic,
    Mention,
    Numbers,
    ScaleBounds,
    ToneBase,
    ToneBounds,
    ToneSetting,
)
from perimetre.render.given import given
from perimetre.render.placed import taken_from
from perimetre.render.step_levels import StepLevel
from perimetre.render.tools import COLONS, Tools, uncapitalised

TONES = ("formality", "humour", "respect", "enthusiasm")
SCALE = 5
"""The highest degree of a dimension of tone."""
_MIDDLE = (SCALE + 1) // 2

Degree = int | ScaleBounds | None
"""A degree of a dimension of tone, or the bounds between which it stays."""


class PagePhrases:
    """The phrases that templates call, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    @given
    def web(self, url: str, text: str | None = None) -> Markup:
        """Return a link out of the handbook."""
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, text or url)

    @given
    def filled(self, record: Template | Crisis | Mention, text: Text | None, at: PlaceOfBrand | None = None) -> Markup:
        """Return a text of a record with the names of what is to be filled in, in the place of its variables.

        Args:
            at: the place of which it speaks, where it is known: what the text takes from it is filled in.
        """
        variables = () if isinstance(record, Mention) else record.variables
        names = {variable.id: self._tools.say(variable.label or variable.id) for variable in variables}
        names |= {id: say(label, self._language) for id, label in WORDS["of_place"].items()}

        def named(braces: re.Match[str]) -> str:
            id = braces.group(1).strip()
            taken = taken_from(at, id, self._tools) if at is not None and id in PLACE_VARIABLES else None
            if taken:
                return taken
            name = names.get(id, id.replace("-", " "))
            return Markup('<span class="pm-var" data-pm-var="{}">[{}]</span>').format(id, name)

        # The text is escaped already; a variable's braces are not touched by escaping.
        return Markup(re.sub(r"\{\{([^{}<>&]{1,64})\}\}", named, str(self._tools.t(text))))

    @given
    def measure(self, value: str | float | None, unit: Text | None = None) -> str:
        """Return a baseline or a target with its unit."""
        if value is None:
            return ""
        amount = value if isinstance(value, str) else typography.number(value, self._language)
        return typography.typeset(f"{amount} {self._tools.say(unit)}".strip(), self._language)

    @given
    def severity_of(self, name: str | int | None) -> Markup:
        """Return a severity written by its number or by its id: « gravité 3 (élevée) », linked."""
        if name is None:
            return Markup("")
        brand = self._tools.brand
        for severity in brand.escalation.severities if brand else ():
            if str(name) in (str(severity.number), severity.id):
                title = self._tools.title_of("severity", severity.id)
                known = severity.number is not None
                return self._tools.ref(
                    "severity", severity.id, f"{severity.number} ({uncapitalised(title)})" if known else None
                )
        return escape(str(name))

    @given
    def in_a_sentence(self, text: Text) -> str:
        """Return a text as it goes on inside a sentence."""
        return uncapitalised(self._tools.say(text))

    @given
    def degree(self, name: str, value: Degree) -> str:
        """Return a degree of a dimension in the house's words: « plutôt courant »; « 2 sur 5 » where it has none."""
        if value is None:
            return ""
        if isinstance(value, ScaleBounds):
            low, high = value.min or 1, value.max or SCALE
            if low < high:
                ends = [
                    say(message("halfway"), self._language) if end == _MIDDLE else self._one_degree(name, end)
                    for end in (low, high)
                ]
                return say(message("from {low} to {high}", low=ends[0], high=ends[1]), self._language)
            value = low
        return self._one_degree(name, value)

    def _one_degree(self, name: str, degree: int) -> str:
        brand = self._tools.brand
        tone = brand.voice.tone if brand else None
        ends = next((each for each in (tone.dimensions if tone else ()) if each.id == name), None)
        if ends is None or not ends.low or not ends.high:
            return say(message("{degree} out of {scale}", degree=degree, scale=SCALE), self._language)
        low, high = uncapitalised(self._tools.say(ends.low)), uncapitalised(self._tools.say(ends.high))
        if degree == _MIDDLE:
            return say(message("between {low} and {high}", low=low, high=high), self._language)
        end = low if degree < _MIDDLE else high
        return end if degree in (1, SCALE) else say(message("rather {end}", end=end), self._language)

    @given
    def tones(self, of: ToneBase | ToneSetting | ToneBounds) -> tuple[tuple[str, str, Degree], ...]:
        """Return (dimension, its name, its degree) for each that a setting says."""
        return tuple(
            (name, say(WORDS["tone"][name], self._language), getattr(of, name))
            for name in TONES
            if getattr(of, name) is not None
        )

    @given
    def tone_line(self, of: ToneBase | ToneSetting) -> str:
        """Return « humour : 1 sur 5, respect : 5 sur 5 »."""
        colon = f"{typography.NBSP}: " if self._language == "fr" else ": "
        return ", ".join(f"{name}{colon}{self.degree(id_, value)}" for id_, name, value in self.tones(of))

    @given
    def at_most(self, value: Literal["none"] | AtMost | EmojiUse | HashtagUse) -> str:
        """Return « aucun », « 2 au plus »."""
        most = 0 if isinstance(value, str) else value.max
        if most is None:
            return ""
        if most == 0:
            return say(message("none"), self._language)
        return say(message("{n} at most", n=typography.number(most, self._language)), self._language)

    @given
    def outcome(self, act: str | None) -> str:
        """Return what to do at the end of a branch."""
        return self._tools.word("outcome", act) if act else ""

    @given
    def moment(self, value: Text | Moment, steps: Iterable[CrisisStep], linked: bool = True) -> Markup:
        """Return the bound of a phase: words, an event, or a step of the same page, `linked` where it is shown."""
        if isinstance(value, Text):
            return self._tools.t(value)
        if value.step is None:
            return self._tools.t(value.event)
        title = next((step.title for step in steps if step.id == value.step and step.title), value.step)
        named = self._tools.say(title)
        return Markup('<a href="#step-{}">{}</a>').format(value.step, named) if linked else escape(named)

    @given
    def established(self, value: Text | Moment, steps: Iterable[CrisisStep], linked: bool = True) -> Markup:
        """Return what a box to tick says: words, or « Fait : » and the step that does it."""
        said = self.moment(value, steps, linked)
        if isinstance(value, Text) or value.step is None:
            return said
        done = escape(say(message("Done"), self._language))
        return Markup("{}{} {}").format(done, COLONS[self._language], said)

    @given
    def step_moment(self, step: CrisisStep, steps: Iterable[CrisisStep]) -> Markup:
        """Return from when the delay of a step is counted: the end of another step, or an event."""
        return self.moment(Moment(step=step.since_step, event=step.since_event), steps)

    @given
    def step_postures(self, levels: Mapping[str, Iterable[StepLevel]]) -> str:
        """Return the levels of alert at which the steps of a scenario are judged, the mildest first."""
        asked = {level.asked.posture for several in levels.values() for level in several}
        return typography.listing(
            tuple(self._tools.word("posture", posture) for posture in POSTURES if posture in asked), self._language
        )

    @given
    def approval(self, of: Approval | PreparedQuestion) -> Markup:
        """Return « Version 2, approuvée par la direction de la communication, 20 octobre 2026 à 14 h 20. »."""
        if of.approved_by is None:
            return (
                escape(say(message("Version {n}.", n=of.version), self._language))
                if of.version is not None
                else Markup()
            )
        instant = self._tools.instant(of.approved_at) if of.approved_at else None
        who = self._tools.who(of.approved_by)
        approved = Markup(say(message("Approved by {who}", who="{}"), self._language)).format(who)
        parts = [approved, *([instant] if instant else [])]
        if of.version is not None:
            parts.append(say(message("version {n}", n=of.version), self._language))
        return Markup(", ").join(parts) + "."

    @given
    def given_approval(self, given_: GivenApproval) -> Markup:
        """Return « Direction juridique, 12 mai 2026, valable jusqu’au 12 mai 2027 (note 12) »."""
        parts = [self._tools.who(given_.by) if given_.by else self._tools.to_do()]
        if given_.on and given_.at is not None:
            at = dt.datetime.combine(given_.on, dt.time()) + dt.timedelta(minutes=given_.at)
            parts.append(escape(self._tools.instant(at)))
        elif given_.on:
            parts.append(escape(self._tools.say(given_.on)))
        if given_.until:
            until = message("holds until {day}", day=self._tools.say(given_.until))
            parts.append(escape(say(until, self._language)))
        words = Markup(", ").join(parts)
        return words + Markup(" ({})").format(self._tools.t(given_.ref)) if given_.ref else words

    @given
    def lesson_links(self, lessons: Iterable[Lesson]) -> Markup:
        """Return the lessons, each linked to where it is told."""
        return self._tools.listing([self._tools.ref("lesson", lesson.id) for lesson in lessons])

    @given
    def languages(self, of: Iterable[str]) -> str:
        """Return « français et anglais »."""
        names = tuple(typography.language_name(language, self._language) for language in of)
        return typography.listing(names, self._language)

    @given
    def texts_listed(self, of: Iterable[Text], last: str = "and") -> Markup:
        """Return « le journal du soir et la radio »."""
        return self._tools.listing([self._tools.t(text) for text in of], last)

    @given
    def counted_with(self, ids: Iterable[str]) -> Markup:
        """Return the rules and the actions that count in the same limit, each linked."""
        actions = self._tools.values.actions
        return self._tools.listing(
            [self._tools.value_ref("actions", id) if id in actions else self._tools.ref("rule", id) for id in ids]
        )

    @given
    def numbers(self, numbers: Numbers) -> str:
        """Return « en lettres jusqu’à 9 »."""
        if numbers.in_ == "words":
            return say(message("in words up to {number}", number=numbers.up_to), self._language)
        return say(message("in figures up to {number}", number=numbers.up_to), self._language)

    @given
    def after_earlier(self, earlier: Earlier) -> str:
        """Return « après 2 mesures déjà prises pour « Insulte » en 90 jours »."""
        ground = self._tools.title_of("ground", earlier.ground) if earlier.ground else None
        return say(history.earlier(earlier, self._language, ground), self._language)

    @given
    def brand_link(self, id: str) -> Markup:
        """Return the name of a brand, that leads to its pages."""
        brand = self._tools.other_brand(id)
        name = self._tools.say(brand.brand.name) if brand is not None and brand.brand.name else id
        if not self._tools.has(id):
            return escape(name)
        return Markup('<a href="{}">{}</a>').format(self._tools.link(id), name)

    @given
    def origin_of(self, record: Record) -> str:
        """Return whose a record is where it is not the brand's own: the house's, or a level's above; else ""."""
        brand = self._tools.brand
        if brand is None or record.origin == brand.id:
            return ""
        if record.origin == HOUSE:
            return say(message("house rule"), self._language)
        above = self._tools.other_brand(record.origin)
        name = self._tools.say(above.brand.name) if above is not None and above.brand.name else record.origin
        return say(message("rule of {brand}", brand=name), self._language)

    @given
    def opening(self, of: OpenDay) -> str:
        """Return the hours of a day: « de 10 h à 13 h et de 14 h à 19 h », « fermé »."""
        return describe.opening(of.stretches, self._language)

    @given
    def day_of(self, day: dt.date) -> str:
        """Return a day of the week and its date, of this week or the next: « lundi 23 novembre »."""
        return typography.date(day, self._language, weekday=True, year=False)

    @given
    def told_in_order(self, notices: Iterable[ToldFirst]) -> list[ToldFirst]:
        """Return those who are told, by rank."""
        return sorted(notices, key=lambda notice: (notice.rank is None, notice.rank or 0))

    @given
    def strategies(self, of: Iterable[str]) -> Markup:
        """Return the strategies of a scenario (SCCT) in words."""
        return self._tools.listing([self._tools.word("strategy", strategy) for strategy in of])

    @given
    def setting_title(self, setting: ToneSetting) -> str:
        """Return what a setting of tone is for, in plain words: its cases, its alert level, else its channels."""
        names = [
            str(self._tools.labels(name, ids).striptags())
            for name, ids in (("cases", setting.cases), ("topics", setting.topics), ("authors", setting.authors))
            if ids
        ]
        if setting.posture:
            names.append(say(message("Alert level: {level}", level=word("posture", setting.posture)), self._language))
        return self._together(names or [self._tools.title_of("channel", id) for id in setting.channels])

    @given
    def mechanic_title(self, mechanic: Mechanic) -> str:
        """Return the channels, or the kinds of channels, of a setting of writing."""
        names = [self._tools.title_of("channel", id) for id in mechanic.channels]
        names += [self._tools.label("channel_kinds", id) for id in mechanic.channel_kinds]
        return self._together(names)

    def _together(self, names: list[str]) -> str:
        return typography.listing(tuple(names), self._language) or say(message("Everywhere"), self._language)

    @given
    def minutes(self, count: int) -> str:
        """Return « 15 minutes », « 2 heures »."""
        whole_hours = count >= 60 and count % 60 == 0
        amount, unit = (count // 60, "h") if whole_hours else (count, "min")
        return typography.duration(amount, unit, self._language)

    @given
    def consulted(self, consultation: CmConsulted) -> Markup:
        """Return when, at what stage and by whom the community manager was consulted."""
        parts = [escape(self._tools.say(consultation.on))] if consultation.on else []
        if consultation.stage:
            parts.append(escape(self._tools.word("design_stage", consultation.stage)))
        if consultation.by:
            parts.append(self._tools.who(consultation.by))
        return Markup(", ").join(parts)

    @given
    def legal_agreement(self, agreement: Text | LegalAgreement) -> Markup:
        """Return the words of a legal agreement, or who gave it and when."""
        if isinstance(agreement, Text):
            return self._tools.t(agreement)
        day = Markup(", {}").format(self._tools.say(agreement.on)) if agreement.on else ""
        return self._tools.who(agreement.by) + day

    @given
    def media_names(self, ids: Iterable[str]) -> Markup:
        """Return channels and kinds of channels, each by its name."""
        kinds = self._tools.values.channel_kinds
        return self._tools.listing(
            [self._tools.label("channel_kinds", id) if id in kinds else self._tools.ref("channel", id) for id in ids]
        )

    @given
    def signatories(self, of: Iterable[Signatory]) -> Markup:
        """Return those who signed, each with the day."""
        return self._tools.listing(
            [
                Markup("{} ({})").format(self._tools.t(signatory.who), self._tools.say(signatory.on))
                if signatory.on
                else self._tools.t(signatory.who)
                for signatory in of
                if signatory.who
            ]
        )
