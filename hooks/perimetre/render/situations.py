"""Say in words the situation that a rule, a duty, a ground or a line speaks of.

A part of the stage render. One `Situations` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from perimetre.base.words import message, say
from perimetre.language import describe, typography
from perimetre.language.labels import WORDS, word
from perimetre.model import Situation
from perimetre.render.given import given
from perimetre.render.tools import Tools


class Situations:
    """The words for matches, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    @given
    def when(self, situation: Situation, *, without: Sequence[str] = ()) -> tuple[tuple[str, Markup], ...]:
        """Return the dimensions that a match names, each with its words; `without` leaves some out."""
        rows: list[tuple[str, Markup]] = []

        def add(name: str, words: Iterable[object]) -> None:
            listed = list(words)
            if listed and name not in without:
                rows.append((say(WORDS["dimension"][name], self._language), self._tools.listing(listed, "or")))

        add("roles", [self._name("role", id) for id in situation.roles])
        add("actions", [self._tools.value_ref("actions", id, inside=at > 0) for at, id in enumerate(situation.actions)])
        if situation.says:
            add("says", [self._tools.labels("says", situation.says, "or")])
        add("channels", self._channels(situation.channels))
        if situation.channel_kinds:
            add("channel_kinds", [self._tools.labels("channel_kinds", situation.channel_kinds, "or")])
        add("ownership", [self._tools.word("ownership", ownership) for ownership in situation.ownership])
        add("stages", [self._tools.word("stage", stage) for stage in situation.stages])
        if situation.topics:
            add("topics", [self._tools.labels("topics", situation.topics, "or")])
        if situation.authors:
            add("authors", [self._tools.labels("authors", situation.authors, "or")])
        if situation.posture:
            worse = say(message("{posture} or worse", posture=word("posture", situation.posture)), self._language)
            add("posture", [worse if situation.posture != "crisis" else self._tools.word("posture", "crisis")])
        add("phase", [self._phase(id) for id in situation.phase])
        add("during", [self._tools.ref("period", id) for id in situation.during])
        add("times", [describe.times(times, self._language) for times in situation.times])
        add("when", self._tools.facts(situation.when))
        return tuple(rows)

    @given
    def match(self, situation: Situation, *, without: Sequence[str] = ()) -> Markup:
        """Return a match on one line: « Sujet : santé · Qui s’exprime : journaliste », or "" for any situation."""
        colon = f"{typography.NBSP}: " if self._language == "fr" else ": "
        return Markup(' <span class="pm-dot" aria-hidden="true">·</span> ').join(
            Markup('<span class="pm-dim">{}</span>{}{}').format(name, colon, words)
            for name, words in self.when(situation, without=without)
        )

    def _name(self, kind: str, id: str) -> Markup:
        group = self._tools.group(id)
        if group is not None:
            return escape(group)
        return self._tools.ref(kind, id)

    @given
    def channels_of(self, ids: Iterable[str]) -> Markup:
        """Return channels and groups of channels, each named, but for those that another brand alone has."""
        return self._tools.listing(self._channels(ids))

    def _channels(self, ids: Iterable[str]) -> list[Markup]:
        """Return the names of those that the brand has; where it has none of them, that it has none."""
        ids = tuple(ids)
        ours = [self._name("channel", id) for id in ids if self._tools.is_here("channel", id)]
        return ours or [escape(say(message("none of this brand’s channels"), self._language)) for _ in ids[:1]]

    def _phase(self, id: str) -> Markup:
        """Return the title of a phase, whatever the scenario that has it, if it may be seen."""
        crises = self._tools.brand.crises if self._tools.brand else ()
        having = [crisis for crisis in crises if any(phase.id == id for phase in crisis.phases)]
        seen = self._tools.readers.seen(having)
        if having and not seen:
            return escape(say(message("(not shown here)"), self._language))
        titles = [phase.title for crisis in seen for phase in crisis.phases if phase.id == id and phase.title]
        return self._tools.t(titles[0]) if titles else escape(id)
