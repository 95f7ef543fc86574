"""Decide: may this role do this, here, now? The perimeter of a brand, asked one question at a time.

Comes in: a handbook, a brand, a question. Goes out: an answer, with every rule that made it.

The perimeter has no order. Of the rules that match, the most restrictive authority wins and the obligations of all add
up; a red line forbids whatever else is said; a derogation sets aside the rules that it names, for the questions that it
matches itself; where nothing matches, the question is escalated: nothing is allowed because nobody thought of it.

A question that says several topics, authors or acts of speech is the elementary questions that it holds, one value of
each. Each has its own answer, and is escalated where no rule speaks of it; the most restrictive of these answers is the
whole's. So one more value never frees (docs/decisions/0003-elementary-questions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from operator import attrgetter
from typing import TypeVar

from perimetre.base.closed import POSTURES
from perimetre.base.days import Calendar
from perimetre.model import Brand, Condition, Handbook, RedLine, Rule
from perimetre.perimeter import limits
from perimetre.perimeter.changes import changes, dependences
from perimetre.perimeter.clauses import Clause, advice_of, authority_of, clauses_of
from perimetre.perimeter.copies import CAPTURE, no_copy_lines
from perimetre.perimeter.hours import other_hours
from perimetre.perimeter.lines import Lines
from perimetre.perimeter.matching import ANSWER, OTHER, BrandGround, ElementaryQuestion
from perimetre.perimeter.moderation import MISSION, ModeInForce, Moderated
from perimetre.perimeter.questions import (
    AUTHORITIES,
    ESCALATE,
    FORBIDDEN,
    RANK,
    Agreement,
    Answer,
    Obligations,
    Question,
)

Thing = TypeVar("Thing")

_order = attrgetter("order")


class Perimeter:
    """The perimeter of one brand, compiled once and asked often.

    Args:
        handbook: the whole handbook: its public holidays and its time zone.
        brand: one of its brands.

    Attributes:
        clauses: its rules and red lines, compiled.
        roles: those of whom some clause speaks.
        places: those of the brand, by id.
        lines: its escalation lines.
    """

    def __init__(self, handbook: Handbook, brand: Brand) -> None:
        self.handbook = handbook
        self.brand = brand
        self.ground = BrandGround(brand, Calendar.of(handbook.settings_of(brand)))
        self.clauses = tuple(clauses_of(brand, self.ground))
        self._advice = tuple(advice_of(brand, self.ground))
        self.roles = frozenset[str]().union(*(clause.matcher.roles or () for clause in self.clauses))
        self.places = frozenset(place.id for place in brand.own_places)
        # Tables ask thousands of questions about one day.
        self._live: dict[date, tuple[Clause, ...]] = {}
        self._bearing: dict[tuple[date, str, str, str], tuple[Clause, ...]] = {}
        self._obligations: dict[tuple[str, ...], Obligations] = {}
        self._circuits = {circuit.id: circuit for circuit in brand.validation.circuits}
        self.lines = Lines(brand, self.ground)
        self.moderated = Moderated(brand, self.ground)
        self.no_copies = tuple(
            (line, matcher) for line in no_copy_lines(brand) for matcher in self.ground.compile(line.match.about())
        )
        self.doors = tuple(
            (door, matcher)
            for door in brand.requests.doors
            if door.required_for
            for matcher in self.ground.compile(door.required_for)
        )

    def decide(self, question: Question, *, alternatives: bool = True) -> Answer:
        """Answer `question`.

        Without `alternatives`, what would change it is left empty (quicker, for whole tables).
        """
        asked = self.normalise(question)
        # No alternative changes who acts, how or where: what cannot speak of this act is left out once.
        answer = self.answer(asked, self.bearing_on(asked))
        if not alternatives:
            return answer
        return replace(
            answer,
            advice=self._advice_on(asked),
            lapsed=self._lapsed_on(asked),
            moderation=self._moderation_of(asked),
            ladder=tuple(
                step
                for step in self.brand.moderation.ladder
                if step.act == asked.action and step.is_live(asked.at.date())
            ),
            depends_on=dependences(self, asked, answer.authority),
            other_hours=other_hours(self, asked, answer.authority),
            would_change_if=changes(self, question, asked, answer),
        )

    def normalise(self, question: Question) -> Question:
        """Return `question` with a value in each set: unknown ones as `other`, and what stands for nothing said."""
        values = self.brand.values
        says = _known(question.says, values.says, ANSWER)
        topics = _known(question.topics, values.topics, OTHER)
        authors = _known(question.authors, values.authors, OTHER)
        place = question.place if question.place in self.places else None
        return replace(question, says=says, topics=topics, authors=authors, place=place)

    def elementary(self, asked: Question) -> Iterator[ElementaryQuestion]:
        """Yield the elementary questions that a normalised question holds: one value of each.

        A posture that is declared for one topic holds in the elementary questions of that topic only; for a place, in
        the questions about it.
        """
        for says, topic, author in product(sorted(asked.says), sorted(asked.topics), sorted(asked.authors)):
            yield ElementaryQuestion(
                role=asked.role,
                action=asked.action,
                channel=asked.channel,
                says=says,
                topic=topic,
                author=author,
                posture=POSTURES.index(
                    asked.posture or self.ground.posture_at(asked.at, asked.channel, (topic,), asked.place)
                ),
                phase=asked.phase,
                place=asked.place,
                at=asked.at,
                facts=asked.facts,
            )

    def live(self, day: date) -> tuple[Clause, ...]:
        """Return the clauses in force on `day`: approved, within their dates, derogations not yet ended."""
        live = self._live.get(day)
        if live is None:
            live = self._live[day] = tuple(clause for clause in self.clauses if clause.rule.is_live(day))
        return live

    def bearing_on(self, asked: Question) -> tuple[Clause, ...]:
        """Return the clauses in force that could speak of this act, whatever is still unsaid."""
        key = (asked.at.date(), asked.role, asked.action, asked.channel)
        bearing = self._bearing.get(key)
        if bearing is None:
            bearing = self._bearing[key] = tuple(
                [clause for clause in self.live(key[0]) if clause.matcher.bears(*key[1:])]
            )
        return bearing

    def may_speak(self, asked: Question) -> tuple[Clause, ...]:
        """Return the clauses that could speak on a normalised question if more facts were known, or fewer."""
        cases = tuple(self.elementary(asked))
        return tuple(
            clause
            for clause in self.bearing_on(asked)
            if any(clause.matcher.admits_but_facts(case, self.ground) for case in cases)
        )

    def _effective(self, case: ElementaryQuestion, bearing: tuple[Clause, ...]) -> list[Clause]:
        """Return the clauses that speak on an elementary question: those that match and are not set aside."""
        matching = [clause for clause in bearing if clause.matcher.admits_rest(case, self.ground)]
        aside: set[str] = set()
        for clause in matching:
            aside |= clause.sets_aside
        return [clause for clause in matching if clause.is_red_line or clause.rule.id not in aside]

    # --- the answer --------------------------------------------------------------------------------------------

    def answer(self, asked: Question, bearing: Iterable[Clause]) -> Answer:
        """Answer a normalised question, of which some clauses at most may speak."""
        bearing = tuple(bearing)
        speaking: dict[str, Clause] = {}
        unanswered: list[ElementaryQuestion] = []
        for case in self.elementary(asked):
            effective = self._effective(case, bearing)
            for clause in effective:
                speaking[clause.order[1]] = clause
            if not effective:
                unanswered.append(case)
        return self.conclude(asked, speaking.values(), unanswered)

    def level(self, asked: Question, bearing: Iterable[Clause]) -> tuple[str, tuple[Clause, ...]]:
        """Return how far one may go, and the clauses that speak: an answer without what goes with it, and quicker."""
        bearing = tuple(bearing)
        speaking: dict[str, Clause] = {}
        rank = -1
        for case in self.elementary(asked):
            effective = self._effective(case, bearing)
            speaking.update((clause.rule.id, clause) for clause in effective)
            rank = max(rank, *(RANK[clause.authority] for clause in effective), -1 if effective else RANK[ESCALATE])
        return AUTHORITIES[rank], tuple(sorted(speaking.values(), key=_order))

    def conclude(
        self, asked: Question, speaking: Iterable[Clause], unanswered: Sequence[ElementaryQuestion] = ()
    ) -> Answer:
        """Make the answer to a normalised question.

        Args:
            asked: the question.
            speaking: the clauses that speak on one of its elementary questions or another.
            unanswered: those on which none of them speaks; where there is no clause at all, that is all of them.
        """
        answer = self._without_copies(asked, self._conclude(asked, speaking, unanswered))
        lack = self.ground.lack(asked.channel, asked.action)
        return answer if lack is None else replace(answer, lack=lack)

    def _without_copies(self, asked: Question, answer: Answer) -> Answer:
        """Return an answer that asks for no capture where a copy is an offence: the ground says what is kept."""
        cases = tuple(self.elementary(asked)) if self.no_copies else ()
        lines = [
            line
            for line, matcher in self.no_copies
            if line.is_live(asked.at.date()) and any(matcher.admits(case, self.ground) for case in cases)
        ]
        if not lines:
            return answer
        kept = tuple(dict.fromkeys(Condition(kind="proof", value=text) for line in lines for text in line.instead))
        others = tuple(condition for condition in answer.conditions if condition.kind != "proof")
        return replace(
            answer,
            conditions=others if len(others) == len(answer.conditions) else (*others, *kept),
            meanwhile=tuple(
                replace(while_, do=tuple(act for act in while_.do if act != CAPTURE)) for while_ in answer.meanwhile
            ),
        )

    def _conclude(
        self, asked: Question, speaking: Iterable[Clause], unanswered: Sequence[ElementaryQuestion]
    ) -> Answer:
        # A rule whose match holds in several ways speaks once.
        clauses = sorted({clause.rule.id: clause for clause in speaking}.values(), key=_order)
        if not clauses:
            unanswered = tuple(self.elementary(asked))
        if clauses and clauses[0].is_red_line:
            red_lines = [clause.rule for clause in clauses if isinstance(clause.rule, RedLine)]
            return Answer(
                authority=FORBIDDEN,
                rules=tuple(red_lines),
                instead=tuple(text for line in red_lines for text in line.instead),
            )
        rules = [clause.rule for clause in clauses if isinstance(clause.rule, Rule)]
        beyond = limits.reached(limits.bounds_of(rules), asked)
        levels = [clauses[0].authority if clauses else ESCALATE, *(bound.beyond for bound in beyond)]
        authority = max(*levels, ESCALATE if unanswered else AUTHORITIES[0], key=RANK.__getitem__)
        if authority == FORBIDDEN:
            forbidding = [rule for rule in rules if authority_of(rule) == FORBIDDEN]
            # One that nobody can lift closes what the others' agreements would open.
            is_closed = any(rule.lift not in self._circuits for rule in forbidding)
            return Answer(
                authority=FORBIDDEN,
                rules=tuple(forbidding),
                instead=_gather(rule.instead for rule in forbidding),
                lift=() if is_closed else tuple(self._agreements(forbidding, lambda rule: filter(None, (rule.lift,)))),
            )
        waits = RANK[authority] >= RANK["approve"]
        together = self.obligations_of(rules)
        lines = self._lines_for(asked, rules, authority, unanswered) if waits else ()
        # What no rule says of the wait, the line that is called says.
        meanwhile, if_no_answer = self.lines.waiting(lines[0]) if lines else (None, None)
        return Answer(
            authority=authority,
            rules=tuple(rules),
            unanswered=tuple(unanswered),
            exhausted=tuple({bound.rule.id: bound.rule for bound in beyond}.values()),
            agreements=_each_circuit_once((*together.agreements, *self._lifting(beyond))),
            inform=together.inform,
            consult=together.consult,
            speaks_first=together.speaks_first,
            conditions=together.conditions,
            limits=together.limits,
            required_mentions=together.required_mentions,
            templates=together.templates,
            requests=self._requests(asked, rules),
            meanwhile=together.meanwhile or ((meanwhile,) if meanwhile else ()),
            if_no_answer=together.if_no_answer or ((if_no_answer,) if if_no_answer else ()),
            instead=together.instead,
            escalation_line=lines[0] if lines else None,
            other_lines=lines[1:],
        )

    def obligations_of(self, rules: Sequence[Rule]) -> Obligations:
        """Return what rules ask together: the same rules speak on many questions."""
        key = tuple(rule.id for rule in rules)
        obligations = self._obligations.get(key)
        if obligations is None:
            obligations = self._obligations[key] = Obligations(
                agreements=tuple(self._agreements(rules, lambda rule: rule.validation)),
                inform=_gather(rule.inform for rule in rules),
                consult=_gather(rule.consult for rule in rules),
                speaks_first=_gather(rule.speaks_first for rule in rules),
                conditions=_gather(rule.conditions for rule in rules),
                limits=tuple(bound.limit for bound in limits.lowest(limits.bounds_of(rules))),
                required_mentions=_gather(rule.required_mentions for rule in rules),
                templates=_gather(rule.templates for rule in rules),
                requests=_gather((rule.request,) for rule in rules if rule.request),
                meanwhile=_gather((rule.meanwhile,) for rule in rules if rule.meanwhile),
                if_no_answer=_gather((rule.if_no_answer,) for rule in rules if rule.if_no_answer),
                instead=_gather(rule.instead for rule in rules),
            )
        return obligations

    def _agreements(self, rules: Sequence[Rule], names: Callable[[Rule], Iterable[str]]) -> Iterator[Agreement]:
        seen: set[str] = set()
        for rule in rules:
            for name in names(rule):
                if name in self._circuits and name not in seen:
                    seen.add(name)
                    yield Agreement(rule=rule, circuit=self._circuits[name])

    def _lifting(self, beyond: Iterable[limits.Bound]) -> Iterator[Agreement]:
        """Yield whose yes lets one go beyond limits that are reached."""
        for bound in beyond:
            if bound.limit.lift in self._circuits:
                yield Agreement(rule=bound.rule, circuit=self._circuits[bound.limit.lift])

    def _advice_on(self, asked: Question) -> tuple[Rule | RedLine, ...]:
        """Return what the house advises on a normalised question, whatever may be done."""
        day = asked.at.date()
        return tuple(
            advice
            for advice, matcher in self._advice
            if advice.is_live(day) and any(matcher.admits(case, self.ground) for case in self.elementary(asked))
        )

    def _lapsed_on(self, asked: Question) -> tuple[Rule, ...]:
        """Return the permissions that would speak on a normalised question, had they been granted again in time."""
        day, cases = asked.at.date(), tuple(self.elementary(asked))
        lapsed = (
            clause.rule
            for clause in self.clauses
            if isinstance(clause.rule, Rule)
            and clause.rule.has_lapsed(day)
            and clause.matcher.bears(asked.role, asked.action, asked.channel)
            and any(clause.matcher.admits_rest(case, self.ground) for case in cases)
        )
        return tuple({rule.id: rule for rule in lapsed}.values())

    def _moderation_of(self, asked: Question) -> ModeInForce | None:
        """Return how messages are moderated there, where the act is one of moderation."""
        action = self.brand.values.actions.get(asked.action)
        if action is None or action.mission != MISSION:
            return None
        return self.moderated.mode(asked.channel, asked.at, tuple(self.elementary(asked)))

    def _requests(self, asked: Question, rules: list[Rule]) -> tuple[str, ...]:
        """Return the doors by which a request must have come: those that rules name, those that say so themselves."""
        day = asked.at.date()
        doors = [
            door.id
            for door, matcher in self.doors
            if door.is_live(day) and any(matcher.admits(case, self.ground) for case in self.elementary(asked))
        ]
        return tuple(dict.fromkeys((*self.obligations_of(rules).requests, *doors)))

    def _lines_for(
        self, asked: Question, rules: list[Rule], authority: str, unanswered: Sequence[ElementaryQuestion]
    ) -> tuple[str, ...]:
        """Return the line to call, then the others that apply as well.

        What no rule answers is escalated, so only a rule that escalates too names a line for it. Where somebody's yes
        is awaited, the line to call when it does not come is the one that the rule names for that.
        """
        counting = [rule for rule in rules if not unanswered or authority_of(rule) == ESCALATE]
        lines = self.lines.choose(tuple(self.elementary(asked)), counting)
        if authority == ESCALATE or any(rule.escalation_line for rule in counting):
            return lines
        otherwise = (rule.if_no_answer.line for rule in counting if rule.if_no_answer and rule.if_no_answer.line)
        return tuple(dict.fromkeys(otherwise)) or lines


def _each_circuit_once(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    circuits: dict[str, Agreement] = {}
    for agreement in agreements:
        circuits.setdefault(agreement.circuit.id, agreement)
    return tuple(circuits.values())


def _gather(several: Iterable[Iterable[Thing]]) -> tuple[Thing, ...]:
    """Return what the rules ask, in their order, each thing once."""
    gathered: list[Thing] = []
    for things in several:
        gathered.extend(thing for thing in things if thing not in gathered)
    return tuple(gathered)


def _known(ids: frozenset[str], values: Container[str], default: str) -> frozenset[str]:
    return frozenset([id_ if id_ in values else OTHER for id_ in ids]) or frozenset((default,))
