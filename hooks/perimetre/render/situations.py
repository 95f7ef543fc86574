"""Say in words the situation that a rule, a duty, a ground or a line speaks of.

A part of the stage render. One `Situations` goes with the `Tools` of a page, and templates are given its methods too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeGuard

from markupsafe import Markup, escape

from perimetre.base.words import message, say
from perimetre.language import describe, typography
from perimetre.language.labels import WORDS, word
from perimetre.model import Circuit, FactTest, Situation, Times
from perimetre.perimeter.capabilities import lack
from perimetre.perimeter.matching import expanded, places_as_named
from perimetre.perimeter.questions import OtherHours, Question
from perimetre.perimeter.readings import Demand, MatchReading, exceptions, parts, reading
from perimetre.render.answer_hours import AnswerHours, is_waited_for
from perimetre.render.given import given
from perimetre.render.step_levels import StepLevel
from perimetre.render.surroundings import Cases, first_cases
from perimetre.render.tools import COLONS, Tools, uncapitalised

# How many cases of a step a sheet of paper names.
_ON_PAPER = 3
_BANDS = {
    "evening": message("in the evening"),
    "night": message("at night"),
    "weekend": message("at the weekend"),
    "holiday": message("on public holidays"),
}


class Situations:
    """The words for matches, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language
        self._facts = tools.values.facts

    @given
    def when(self, situation: Situation, *, without: Sequence[str] = ()) -> tuple[tuple[str, Markup], ...]:
        """Return the dimensions that a match names, each with its words; all must hold. `without` leaves some out."""
        return tuple(
            (self._one_of, self._cases(part)) if _is_of_cases(part) else self._row(part)
            for part in parts(situation, self._facts, without)
        )

    @given
    def exceptions(self, situation: Situation) -> tuple[Markup, ...]:
        """Return each of the situations that are taken out of a match, on one line."""
        return tuple(map(self._line, exceptions(situation, self._facts)))

    @given
    def cases(self, these: Cases) -> Markup:
        """Return the cases in which an answer is another: « s’il est question de : santé ; ou si : … »."""
        named = {
            dimension: [self._term(Demand(dimension, id), inside=True) for id in ids]
            for dimension, ids in (
                ("places", self._gathered(these.places)),
                ("topics", these.topics),
                ("authors", these.authors),
                ("says", these.says),
            )
        }
        named["when"] = [
            self._tools.listing([uncapitalised(self._tools.facts((test,))[0]) for test in together])
            for together in these.facts
        ]
        colon = f"{typography.NBSP}: " if self._language == "fr" else ": "
        lines = [
            Markup('<span class="pm-dim">{}</span>{}{}').format(
                say(WORDS["case_of"][dimension], self._language), colon, self._tools.listing(words, "or")
            )
            for dimension, words in named.items()
            if words
        ]
        if these.limits:
            reached = Markup('<span class="pm-dim">{}</span>{}{}').format(
                say(message("if the limit is reached"), self._language),
                colon,
                self._tools.listing([self._tools.limit(limit) for limit in these.limits], "or"),
            )
            lines.append(reached)
        if these.hidden:
            lines.append(escape(say(message("cases that are not shown here"), self._language)))
        return self._joint("or").join(lines)

    @given
    def first_cases(self, these: Iterable[Cases]) -> tuple[tuple[Cases, ...], int]:
        """Return the cases that a sheet of paper has room for beside a step, and how many are left out."""
        return first_cases(these, _ON_PAPER)

    def _gathered(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return the group whose places these are, else the places."""
        brand = self._tools.brand
        return places_as_named(places, brand.scope.groups) if brand is not None else tuple(places)

    @given
    def other_hours(self, hours: OtherHours) -> str:
        """Return the hours at which an answer is another one: « samedi et dimanche »."""
        words = describe.times(hours.times, self._language)
        return say(message("at any other time than: {times}", times=words), self._language) if hours.outside else words

    @given
    def answer_hours(self, hours: AnswerHours, *, inside: bool = False) -> str:
        """Return « Aux heures de bureau », « Le soir, la nuit, le week-end »; `inside`: inside a sentence."""
        if not hours.is_own:
            words = say(message("in office hours"), self._language)
        elif not hours.bands:
            words = say(message("at their own hours"), self._language)
        else:
            words = ", ".join(say(_BANDS[band], self._language) for band in hours.bands)
        return words if inside else words[:1].upper() + words[1:]

    @given
    def step_hours(
        self, levels: Mapping[str, Iterable[StepLevel]], hours_of: Callable[[str], AnswerHours]
    ) -> tuple[tuple[AnswerHours, tuple[str, ...]], ...]:
        """Return the hours of which the levels of steps are, each with the roles that they are for."""
        roles = dict.fromkeys(role for several in levels.values() for level in several for role in level.roles)
        asked: dict[AnswerHours, list[str]] = {}
        for role in roles:
            asked.setdefault(hours_of(role), []).append(role)
        return tuple((hours, tuple(ids)) for hours, ids in sorted(asked.items(), key=lambda item: item[0].is_own))

    @given
    def alert_level(self, posture: str, at: dt.datetime) -> Markup:
        """Return the level of the whole brand, then what is declared of a part: « normal ; vigilance : commande »."""
        brand = self._tools.brand
        colon, semicolon = COLONS[self._language], "\N{NO-BREAK SPACE}; " if self._language == "fr" else "; "
        levels = [escape(self._tools.word("posture", posture))]
        for declared in self._tools.readers.seen(brand.brand.postures if brand else ()):
            parts = [
                *(uncapitalised(self._tools.label("topics", topic)) for topic in declared.topics),
                *(self._tools.ref("channel", channel) for channel in declared.channels),
                *(self._tools.ref("place", place) for place in declared.places),
            ]
            if parts and declared.level not in (None, posture) and declared.holds_at(at):
                level = Markup("{}{} {}").format(
                    self._tools.word("posture", declared.level), colon, self._tools.listing(parts)
                )
                levels.append(level)
        return Markup(semicolon).join(levels)

    @given
    def off_hours_of(self, circuit: Circuit) -> Markup:
        """Return whose yes is asked out of office hours, or that nobody's can be; "" where that is no other answer."""
        steps = [step for step in circuit.steps if step.of]
        if all(step.hours == "always" for step in steps) or any(step.hours == "theirs" for step in steps):
            return Markup()
        if is_waited_for(circuit):
            return escape(say(message("nobody gives this agreement; wait for office hours."), self._language))
        who = self._tools.whos(self.asked_off_hours(circuit))
        return Markup(say(message("ask {who}.", who="{}"), self._language)).format(who)

    @given
    def asked_off_hours(self, circuit: Circuit) -> tuple[str, ...]:
        """Return those whose yes is asked at any hour."""
        return tuple(dict.fromkeys(who for step in circuit.steps if step.hours == "always" for who in step.of))

    @given
    def shown(
        self,
        authority: str | None = None,
        *,
        but: bool = False,
        every: bool = False,
        role: str | None = None,
        actions: Iterable[str] = (),
        on: Iterable[str] = (),
        asked: Question | None = None,
    ) -> Markup:
        """Return attributes that say which question a level answers; what an element leaves out, one around it says.

        Args:
            authority: the level that is shown.
            but: whether it is said that some case has a stricter one.
            every: whether it is the level on each of the channels, rather than the strictest.
            role: one role, or several with a space between, which are answered the same.
            on: channels.
            asked: what else is asked.
        """
        facts = (f"{fact}={str(value).lower()}" for fact, value in sorted(asked.facts.items())) if asked else ()
        values = {
            "role": role or (asked.role if asked else ""),
            "actions": " ".join(actions) or (asked.action if asked else ""),
            "on": " ".join(on),
            "says": " ".join(sorted(asked.says)) if asked else "",
            "topics": " ".join(sorted(asked.topics)) if asked else "",
            "authors": " ".join(sorted(asked.authors)) if asked else "",
            "posture": (asked.posture or "") if asked else "",
            "phase": (asked.phase or "") if asked else "",
            "facts": " ".join(facts),
            "level": authority or "",
            "but": "yes" if but else "",
            "every": "yes" if every else "",
        }
        return Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in values.items() if value)

    @given
    def match(self, situation: Situation, *, without: Sequence[str] = ()) -> Markup:
        """Return a match on one line: « Sujet : santé et Qui s’exprime : journaliste, sauf… », or "" for any."""
        return self._line(reading(situation, self._facts, without))

    @given
    def match_question(self, situation: Situation) -> Markup:
        """Return a match as what one asks to know whether it holds: « Est-il question de : santé ? »."""
        named = parts(situation, self._facts)
        _, words = self._row(named[0]) if named else ("", Markup())
        first = next(iter(named[0].parts), None) if len(named) == 1 and not exceptions(situation, self._facts) else None
        dimension = first.dimension if isinstance(first, Demand) else None
        if dimension == "topics":
            asked = message("Is it about: {names}?", names="{}")
        elif dimension == "authors":
            asked = message("Is the one who speaks: {names}?", names="{}")
        else:
            asked, words = message("Is this so: {match}?", match="{}"), self.match(situation)
        return Markup(say(asked, self._language)).format(words)

    def _line(self, read: MatchReading | Demand) -> Markup:
        if isinstance(read, Demand):
            return self._term(read, inside=False)
        if read.joint == "except":
            whole, taken_out = (self._line(part) for part in read.parts)
            return Markup("{}{}{}").format(whole, self._joint("except") if whole else "", taken_out)
        if read.joint == "or":
            return self._joint("or").join(self._line(part) for part in read.parts)
        colon = f"{typography.NBSP}: " if self._language == "fr" else ": "
        rows = (
            (self._one_of, self._joint("or").join(Markup("({})").format(self._line(case)) for case in part.parts))
            if _is_of_cases(part)
            else self._row(part)
            for part in read.parts
        )
        return self._joint("and").join(
            Markup('<span class="pm-dim">{}</span>{}{}').format(name, colon, words) for name, words in rows
        )

    @property
    def _one_of(self) -> str:
        return say(message("One of these cases"), self._language)

    def _cases(self, read: MatchReading) -> Markup:
        """Return the cases of a match, one a line."""
        items = (Markup("<li>{}</li>").format(self._line(case)) for case in read.parts)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))

    def _joint(self, joint: str) -> Markup:
        return Markup('<span class="pm-joint">{}</span> ').format(say(WORDS["joint"][joint], self._language))

    def _row(self, read: MatchReading | Demand) -> tuple[str, Markup]:
        """Return the name of the dimension of which a part of a match speaks, and what it says of it."""
        if isinstance(read, MatchReading) and read.joint == "and":
            # Facts alone are joined so.
            facts = self._tools.condition(read)
            return say(WORDS["dimension"]["when"], self._language), self._tools.listing(facts)
        joined = read.parts if isinstance(read, MatchReading) else (read,)
        terms = [part for part in joined if isinstance(part, Demand)]
        dimension = terms[0].dimension
        left_out = isinstance(read, MatchReading) and read.joint == "but"
        if dimension == "channels":
            words = self._channels(str(term.value) for term in terms)
        else:
            words = [self._term(term, inside=left_out or rank > 0) for rank, term in enumerate(terms)]
        listing = self._tools.listing(words, "and" if left_out else "or")
        if left_out:
            listing = self._joint("anything-but" if dimension in ("says", "topics") else "all-but") + listing
        return say(WORDS["dimension"][dimension], self._language), listing

    def _term(self, term: Demand, *, inside: bool) -> Markup:
        value, dimension = term.value, term.dimension
        if isinstance(value, FactTest):
            return escape(self._tools.facts((value,))[0])
        if isinstance(value, Times):
            return escape(describe.times(value, self._language))
        match dimension:
            case "roles" | "channels" | "places":
                return self._name(dimension[:-1], value)
            case "actions":
                return self._tools.value_ref("actions", value, inside=inside)
            case "says" | "topics" | "authors" | "channel_kinds":
                label = self._tools.label(dimension, value)
                return escape(uncapitalised(label) if inside else label)
            case "ownership":
                return escape(self._tools.word("ownership", value))
            case "stages":
                return escape(self._tools.word("stage", value))
            case "posture":
                worse = message("{posture} or worse", posture=word("posture", value))
                return escape(say(worse, self._language) if value != "crisis" else self._tools.word("posture", value))
            case "during":
                return self._tools.ref("period", value)
            case "phase":
                return self._phase(value)
            case _:
                return escape(value)

    def _name(self, kind: str, id: str) -> Markup:
        group = self._tools.group(id)
        if group is not None:
            return escape(group)
        return self._tools.ref(kind, id)

    @given
    def channels_of(self, ids: Iterable[str]) -> Markup:
        """Return channels and groups of channels, each named, but for those that another brand alone has."""
        return self._tools.listing(self._channels(ids))

    @given
    def places_of(self, ids: Iterable[str]) -> Markup:
        """Return places and groups of places, each named."""
        return self._tools.listing([self._name("place", id) for id in ids])

    @given
    def pictureless(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of some channels, where nothing can be joined to a text."""
        brand, ids = self._tools.brand, tuple(ids)
        if brand is None:
            return ()
        named = expanded(ids, {group.id: group.members for group in brand.scope.groups})
        channels = brand.channels.channels
        return tuple(each.id for each in channels if each.id in named and lack(each, "use-image") is not None)

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


def _is_of_cases(part: MatchReading | Demand) -> TypeGuard[MatchReading]:
    """Say whether a part of a reading is of whole cases, and not of one dimension."""
    return (
        isinstance(part, MatchReading) and part.joint == "or" and isinstance(next(iter(part.parts), None), MatchReading)
    )
