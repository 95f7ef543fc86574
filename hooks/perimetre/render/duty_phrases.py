"""Say who holds a role, what duty they carry and what it is worth, for the pages of people and schedules.

A part of the stage render. One `DutyPhrases` goes with the `Tools` of a page, and templates are given its methods.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup, escape

from perimetre.base.words import message, say
from perimetre.cover.worth import Worth
from perimetre.language import describe, duty, typography
from perimetre.model import Hours, Text, Times
from perimetre.model.channels import KeyHolder
from perimetre.model.people import Assignment, DutyConsent, DutyLimit, Earning, Handover, NeverOnDuty, TeamSize
from perimetre.render.given import given
from perimetre.render.tools import Tools


class DutyPhrases:
    """The phrases on people and their duty that templates call, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._language = tools.language

    @given
    def employments(self, of: Iterable[str]) -> Markup:
        """Return « salarié ou indépendant »."""
        return self._tools.listing([self._tools.word("employment", employment) for employment in of], "or")

    @given
    def holder_names(self, assignments: Iterable[Assignment]) -> list[Markup]:
        """Return those who hold a role, the deputies marked, each with where and until when."""
        return [
            self._bounded(self._tools.ref("person", assignment.person or ""), assignment) for assignment in assignments
        ]

    @given
    def held_roles(self, assignments: Iterable[Assignment]) -> list[Markup]:
        """Return the roles of somebody, each with where and until when."""
        return [self._bounded(self._tools.ref("role", assignment.role or ""), assignment) for assignment in assignments]

    @given
    def key_holders(self, people: Iterable[KeyHolder], dated: bool = False) -> Markup:
        """Return those who have the keys of an account today; with their days, and those who had them, where asked."""
        today = self._tools.readers.today
        names = []
        for holder in people:
            name = self._tools.ref("person", holder.person or "")
            if dated:
                names.append(self._dated(name, holder.from_, holder.to))
            elif holder.is_live(today):
                names.append(name)
        return self._tools.listing(names)

    def _dated(self, name: Markup, first: date | None, last: date | None) -> Markup:
        days = [message("since {date}", date=self._tools.say(first))] if first else []
        days += [message("until {date}", date=self._tools.say(last))] if last else []
        return Markup("{} ({})").format(name, ", ".join(say(day, self._language) for day in days)) if days else name

    def _bounded(self, name: Markup, assignment: Assignment) -> Markup:
        """Return a name with what bounds an assignment: « Pauline Vidame (suppléante, Fiches des boutiques) »."""
        bounds: list[str] = [say(message("deputy"), self._language)] if assignment.rank == "deputy" else []
        if assignment.channels:
            bounds.append(self._tools.listing([self._tools.ref("channel", channel) for channel in assignment.channels]))
        if assignment.to is not None:
            bounds.append(say(message("until {date}", date=self._tools.say(assignment.to)), self._language))
        return Markup("{} ({})").format(name, Markup(", ").join(bounds)) if bounds else name

    @given
    def team_size(self, of: TeamSize) -> str:
        """Return « de 2 à 4 », « 2 au moins », « 4 au plus »."""
        if of.min is not None and of.max is not None:
            words = message("from {low} to {high}", low=of.min, high=of.max)
        elif of.max is not None:
            words = message("{n} at most", n=of.max)
        else:
            words = message("{n} at least", n=of.min or 0)
        return say(words, self._language)

    @given
    def handed_over(self, handover: Handover) -> str:
        """Return what one shift leaves to the next: « un résumé écrit et la liste de ce qui reste ouvert »."""
        parts = [message("a written summary")] if handover.summary else []
        parts += [message("the list of what is still open")] if handover.open_matters else []
        return typography.listing(tuple(say(part, self._language) for part in parts), self._language)

    @given
    def duty_limit(self, limit: DutyLimit) -> str:
        """Return « au plus 8 nuits par mois (accord du 3 mars) »."""
        return self._because(say(duty.limit(limit), self._language), limit.because)

    @given
    def agreed(self, consent: DutyConsent) -> Markup:
        """Return who carries more than a limit: « Léa Martin (depuis le 1er septembre, jusqu’au 31 décembre) »."""
        return self._dated(self._tools.ref("person", consent.person or ""), consent.on, consent.until)

    @given
    def duty_worth(self, earning: Earning) -> str:
        """Return « une nuit : 35 € (accord du 3 mars) »."""
        worth = self._earned(earning.amount or 0, earning.unit)
        return self._because(say(duty.earning(earning, worth), self._language), earning.because)

    @given
    def earned(self, worth: Worth) -> str:
        """Return « 1 820 € », « 24 h de repos »."""
        return self._earned(worth.amount, worth.unit)

    def _earned(self, amount: float, unit: str | None) -> str:
        if unit == "money":
            return self._tools.money(amount)
        return say(duty.time_off(amount, self._tools.number(amount), unit), self._language)

    @given
    def barred(self, bar: NeverOnDuty) -> Markup:
        """Return who is never on duty, and when: « en stage, de 22 h à 6 h »."""
        who: list[object] = [self._tools.ref("person", id) for id in bar.people]
        who += [self._tools.word("employment", employment) for employment in bar.employment]
        when = describe.times(Times(days=bar.days, from_=bar.from_, to=bar.to), self._language)
        said = self._tools.listing(who)
        return Markup("{}, {}").format(said, self._because(when, bar.because)) if when or bar.because else said

    def _because(self, words: str, because: Text | None) -> str:
        return f"{words} ({self._tools.say(because)})" if because is not None else words

    @given
    def shift_hours(self, shifts: Iterable[Hours]) -> Markup:
        """Return the hours of a layer, one stretch a line."""
        return Markup("<br>").join(escape(stretch) for stretch in self._tools.hours(shifts))
