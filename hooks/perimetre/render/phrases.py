"""Say in a phrase what a template would otherwise have to put together: tones, measures, severities, holders of a role.

A part of the stage render. One `PagePhrases` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from perimetre.base.words import message, say
from perimetre.language import typography
from perimetre.language.labels import WORDS, word
from perimetre.model.text import Text
from perimetre.model.voice import ScaleBounds
from perimetre.render.tools import Tools

TONES = ("formality", "humour", "respect", "enthusiasm")
SCALE = 5
"""The highest degree of a dimension of tone."""


class PagePhrases:
    """The phrases that templates call, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    def names(self) -> dict[str, object]:
        """Return what the templates are given, by name."""
        return {
            name: getattr(self, name)
            for name in (
                "tone_line", "filled",
                "measure", "severity_name", "severity_of", "employments", "holder_names", "web", "degree",
                "tones", "at_most", "outcome", "moment", "shift_hours", "told_in_order", "strategies", "minutes",
                "setting_title", "mechanic_title", "consulted", "legal_agreement", "media_names",
                "signatories",
            )
        }  # fmt: skip

    def web(self, url: str, text: str | None = None) -> Markup:
        """Return a link out of the handbook."""
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, text or url)

    def filled(self, template: Any, text: Any) -> Markup:
        """Return a ready answer with the names of what is to be filled in, in the place of its variables."""
        names = {one.id: self._tools.say(one.label or one.id) for one in template.variables}

        def named(found: re.Match[str]) -> str:
            name = names.get(found.group(1).strip(), found.group(1).strip())
            return Markup('<span class="pm-var">[{}]</span>').format(name)

        # The text is escaped already; a variable's braces are not touched by escaping.
        return Markup(re.sub(r"\{\{([^{}<>&]{1,64})\}\}", named, str(self._tools.t(text))))

    def measure(self, value: object, unit: object = None) -> str:
        """Return a baseline or a target with its unit."""
        if value is None:
            return ""
        said = typography.number(value, self._language) if isinstance(value, int | float) else str(value)
        return typography.typeset(f"{said} {self._tools.say(unit)}".strip(), self._language)

    def severity_name(self, number: int) -> Markup:
        """Return « gravité 3 (élevée) », linked."""
        for one in self._severities():
            if one.number == number:
                return self._tools.ref("severity", one.id, f"{number} ({self._tools.title_of('severity', one.id)})")
        return escape(str(number))

    def severity_of(self, name: str | int | None) -> Markup:
        """Return a severity written by its number or by its id."""
        if name is None:
            return Markup("")
        for one in self._severities():
            if str(one.number) == str(name) or one.id == str(name):
                return self.severity_name(one.number) if one.number is not None else self._tools.ref("severity", one.id)
        return escape(str(name))

    def _severities(self) -> tuple[Any, ...]:
        brand = self._tools.brand
        return brand.escalation.severities if brand else ()

    def employments(self, of: Iterable[str]) -> Markup:
        """Return « salarié ou indépendant »."""
        return self._tools.listing([self._tools.word("employment", one) for one in of], "or")

    def holder_names(self, assignments: Iterable[Any]) -> list[Markup]:
        """Return those who hold a role, the deputies marked."""
        said = []
        for one in assignments:
            name = self._tools.ref("person", one.person)
            deputy = say(message("deputy"), self._language)
            said.append(Markup("{} ({})").format(name, deputy) if one.rank == "deputy" else name)
        return said

    def degree(self, value: int | ScaleBounds | None) -> str:
        """Return « 3 sur 5 », « de 2 à 4 sur 5 »."""
        if value is None:
            return ""
        if isinstance(value, ScaleBounds):
            low, high = value.min or 1, value.max or SCALE
            return say(message("from {low} to {high} out of {scale}", low=low, high=high, scale=SCALE), self._language)
        return say(message("{degree} out of {scale}", degree=value, scale=SCALE), self._language)

    def tones(self, of: Any) -> tuple[tuple[str, str, Any], ...]:
        """Return (dimension, its name, its degree) for each that a setting says."""
        return tuple(
            (name, say(WORDS["tone"][name], self._language), getattr(of, name))
            for name in TONES
            if getattr(of, name, None) is not None
        )

    def tone_line(self, of: Any) -> str:
        """Return « humour : 1 sur 5, respect : 5 sur 5 »."""
        colon = f"{typography.NBSP}: " if self._language == "fr" else ": "
        return ", ".join(f"{name}{colon}{self.degree(value)}" for _, name, value in self.tones(of))

    def at_most(self, value: Any) -> str:
        """Return « aucun », « 2 au plus »."""
        most = 0 if value == "none" else value.max
        if most is None:
            return ""
        if most == 0:
            return say(message("none"), self._language)
        return say(message("{n} at most", n=typography.number(most, self._language)), self._language)

    def outcome(self, act: str | None) -> str:
        """Return what to do at the end of a branch."""
        return self._tools.word("outcome", act) if act else ""

    def moment(self, value: Any, steps: Iterable[Any]) -> Markup:
        """Return the bound of a phase: words, an event, or a link to the step of the same page."""
        id = getattr(value, "step", None)
        if id is None:
            event = getattr(value, "event", None)
            return self._tools.t(event if event is not None else value)
        named = next((step.title for step in steps if step.id == id and step.title), id)
        return Markup('<a href="#step-{}">{}</a>').format(id, self._tools.say(named))

    def shift_hours(self, shifts: Iterable[Any]) -> Markup:
        """Return the hours of a layer, one stretch a line."""
        return Markup("<br>").join(escape(one) for one in self._tools.hours(tuple(shifts)))

    def told_in_order(self, told: Iterable[Any]) -> list[Any]:
        """Return those who are told, by rank."""
        return sorted(told, key=lambda one: (one.rank is None, one.rank or 0))

    def strategies(self, of: Iterable[str]) -> Markup:
        """Return the strategies of a scenario (SCCT) in words."""
        return self._tools.listing([say(word("strategy", one), self._language) for one in of])

    def setting_title(self, setting: Any) -> str:
        """Return what a setting of tone is for, in plain words: its cases, its alert level, else its channels."""
        said = [
            str(self._tools.labels(name, ids).striptags())
            for name, ids in (("cases", setting.cases), ("topics", setting.topics), ("authors", setting.authors))
            if ids
        ]
        if setting.posture:
            said.append(say(message("Alert level: {level}", level=word("posture", setting.posture)), self._language))
        said = said or [self._tools.title_of("channel", id) for id in setting.channels]
        return typography.listing(tuple(said), self._language) or say(message("Everywhere"), self._language)

    def mechanic_title(self, mechanic: Any) -> str:
        """Return the channels, or the kinds of channels, of a setting of writing."""
        said = [self._tools.title_of("channel", id) for id in mechanic.channels]
        said += [self._tools.label("channel_kinds", id) for id in mechanic.channel_kinds]
        return typography.listing(tuple(said), self._language) or say(message("Everywhere"), self._language)

    def minutes(self, count: int) -> str:
        """Return « 15 minutes », « 2 heures »."""
        whole_hours = count >= 60 and count % 60 == 0
        amount, unit = (count // 60, "h") if whole_hours else (count, "min")
        return typography.duration(amount, unit, self._language)

    def consulted(self, one: Any) -> Markup:
        """Return when, at what stage and by whom the community manager was consulted."""
        said = [escape(self._tools.say(one.on))] if one.on else []
        if one.stage:
            said.append(escape(self._tools.word("design_stage", one.stage)))
        if one.by:
            said.append(self._tools.who(one.by))
        return Markup(", ").join(said)

    def legal_agreement(self, one: Any) -> Markup:
        """Return the words of a legal agreement, or who gave it and when."""
        if isinstance(one, Text):
            return self._tools.t(one)
        day = Markup(", {}").format(self._tools.say(one.on)) if one.on else ""
        return self._tools.who(one.by) + day

    def media_names(self, ids: Iterable[str]) -> Markup:
        """Return channels and kinds of channels, each by its name."""
        kinds = self._tools.values.channel_kinds
        return self._tools.listing(
            [self._tools.label("channel_kinds", id) if id in kinds else self._tools.ref("channel", id) for id in ids]
        )

    def signatories(self, of: Iterable[Any]) -> Markup:
        """Return those who signed, each with the day."""
        return self._tools.listing(
            [
                Markup("{} ({})").format(self._tools.t(one.who), self._tools.say(one.on))
                if one.on
                else self._tools.t(one.who)
                for one in of
                if one.who
            ]
        )
