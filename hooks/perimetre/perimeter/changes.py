"""Say what would change an answer: one more value said, one more fact known, and the facts on which it depends.

Comes in: a compiled `Perimeter`, a question, its answer. Goes out: changes and dependences. `Perimeter.decide` asks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from perimetre.base.closed import POSTURES
from perimetre.model import Rule
from perimetre.perimeter import limits
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.facts import FactBounds, FactValue
from perimetre.perimeter.matching import ANSWER, OTHER, Matcher
from perimetre.perimeter.questions import FORBIDDEN, RANK, Answer, Dependence, OtherAnswer, Question, ranges

if TYPE_CHECKING:
    from perimetre.perimeter.decisions import Perimeter

Bearing = tuple[Clause, ...]
Facts = tuple[tuple[str, FactValue, FactBounds], ...]

# How many ways of knowing facts together are tried; beyond, each match is tried alone.
_WAYS = 4096


def changes(perimeter: Perimeter, question: Question, asked: Question, answer: Answer) -> tuple[OtherAnswer, ...]:
    """Return what else, if it were so, would change an answer, milder answers last.

    Args:
        question: what was asked.
        asked: the same, normalised.
        answer: the answer to it.
    """
    bearing = perimeter.bearing_on(asked)
    plain = answer.asks
    groups: dict[tuple[str, str, tuple[str, ...], FactBounds | None], list[str]] = {}
    for dimension, value, bounds, more in _alternatives(perimeter, question, asked, bearing):
        changed = perimeter.answer(replace(asked, **more), bearing)
        if changed.asks != plain:
            rules = tuple(rule.id for rule in changed.rules)
            groups.setdefault((dimension, changed.authority, rules, bounds), []).append(value)
    found = (
        OtherAnswer(
            dimension=dimension,
            values=() if bounds is not None and bounds.among is None else tuple(values),
            bounds=bounds,
            authority=authority,
            rules=rules,
        )
        for (dimension, authority, rules, bounds), values in groups.items()
    )
    return tuple(
        sorted(found, key=lambda change: (-RANK[change.authority], change.dimension, change.values, change.rules))
    )


def levels(perimeter: Perimeter, question: Question) -> Iterator[tuple[str, str, FactBounds | None, str, Bearing]]:
    """Yield what each more thing that may be said or known makes of the level of an answer.

    Yields:
        the dimension, or the fact; the value; the range of the fact, or None; the level; the clauses that speak then.
    """
    asked = perimeter.normalise(question)
    bearing = perimeter.bearing_on(asked)
    # The clauses that may speak, and what each names, where only one dimension changes.
    speaking: dict[str, tuple[Bearing, list[frozenset[str]]]] = {}
    # The values that none of these clauses tells apart make one class, asked about once.
    classes: dict[tuple[object, ...], tuple[str, Bearing]] = {}
    for dimension, value, bounds, more in _alternatives(perimeter, question, asked, bearing):
        if dimension not in speaking:
            able = tuple(_able(perimeter, asked, bearing, dimension))
            speaking[dimension] = able, list(_naming(able, dimension))
        able, naming = speaking[dimension]
        alike: tuple[object, ...] = (dimension, value, bounds)
        if dimension in _NAMED:
            # A posture may be declared for one topic at one place.
            postures: tuple[str, ...] = ()
            if dimension == "topics":
                postures = (perimeter.ground.posture_at(asked.at, asked.channel, (value,), asked.place),)
            elif dimension == "place":
                postures = tuple(
                    perimeter.ground.posture_at(asked.at, asked.channel, (topic,), value)
                    for topic in sorted(asked.topics)
                )
            alike = (dimension, tuple([value in values for values in naming]), postures)
        level = classes.get(alike)
        if level is None:
            level = classes[alike] = perimeter.level(replace(asked, **more), able)
        yield dimension, value, bounds, *level


# The dimensions whose values a match names, each with the field that does.
_NAMED = {"says": "says", "topics": "topics", "authors": "authors", "place": "places"}


def _naming(bearing: Bearing, dimension: str) -> Iterator[frozenset[str]]:
    """Yield the values of a dimension that clauses name together."""
    if dimension in _NAMED:
        for clause in bearing:
            for matcher in (clause.matcher, *clause.matcher.exceptions):
                values: frozenset[str] | None = getattr(matcher, _NAMED[dimension])
                if values is not None:
                    yield values


def _able(perimeter: Perimeter, asked: Question, bearing: Bearing, free: str) -> Iterator[Clause]:
    """Yield the clauses that may speak on a normalised question when only one of its dimensions, or a fact, changes."""
    ground = perimeter.ground
    declared = asked.posture or ground.posture_at(asked.at, asked.channel, asked.topics, asked.place)
    # Another topic, another place may be on another alert.
    posture = len(POSTURES) if free in ("posture", "topics", "place") else POSTURES.index(declared)
    for clause in bearing:
        matcher = clause.matcher
        if (
            matcher.posture <= posture
            and (matcher.says is None or free == "says" or matcher.says & asked.says)
            and (matcher.topics is None or free == "topics" or matcher.topics & asked.topics)
            and (matcher.authors is None or free == "authors" or matcher.authors & asked.authors)
            and (matcher.phases is None or free == "phase" or asked.phase in matcher.phases)
            and (matcher.places is None or free == "place" or asked.place in matcher.places)
            and all(fact == free or bounds.admits(asked.facts.get(fact)) for fact, bounds in matcher.when.items())
            and matcher.admits_moment(asked.channel, asked.at, ground)
        ):
            yield clause


def _alternatives(
    perimeter: Perimeter, question: Question, asked: Question, bearing: Bearing
) -> Iterator[tuple[str, str, FactBounds | None, dict[str, Any]]]:
    """Yield what else `asked` may hold: one more value in a dimension, one more fact known."""
    matchers = [matcher for clause in bearing for matcher in (clause.matcher, *clause.matcher.exceptions)]
    # What stands for «nothing said» gives way to what is said.
    ground = perimeter.ground
    says = ground.telling_apart("says", (matcher.says for matcher in matchers), ANSWER) | {ANSWER}
    for value in sorted(says - asked.says):
        yield "says", value, None, {"says": (asked.says if question.says else frozenset()) | {value}}
    topics = ground.telling_apart("topics", (matcher.topics for matcher in matchers), OTHER) | {OTHER}
    topics |= ground.topics_on_alert
    for value in sorted(topics - asked.topics):
        more = (asked.topics if question.topics else frozenset()) | {value}
        yield "topics", value, None, {"topics": more}
    authors = ground.telling_apart("authors", (matcher.authors for matcher in matchers), OTHER) | {OTHER}
    for value in sorted(authors - asked.authors):
        more = (asked.authors if question.authors else frozenset()) | {value}
        yield "authors", value, None, {"authors": more}
    declared = asked.posture or ground.posture_at(asked.at, asked.channel, asked.topics, asked.place)
    current = POSTURES.index(declared)
    for rank in sorted({matcher.posture for matcher in matchers if matcher.posture > current}):
        yield "posture", POSTURES[rank], None, {"posture": POSTURES[rank]}
    phases = frozenset[str]().union(*(matcher.phases or () for matcher in matchers))
    for phase in sorted(phases - {asked.phase}):
        yield "phase", phase, None, {"phase": phase}
    named = frozenset[str]().union(*(matcher.places or () for matcher in matchers)) | ground.places_on_alert
    for place in sorted((named & perimeter.places) - {asked.place}):
        yield "place", place, None, {"place": place}
    for fact, several in sorted(_unknown(matchers, asked).items()):
        for known, bounds in ranges(several):
            yield fact, _spell(known), bounds, {"facts": {**asked.facts, fact: known}}


# --- what it depends on --------------------------------------------------------------------------------------------


def dependences(perimeter: Perimeter, asked: Question, authority: str) -> tuple[Dependence, ...]:
    """Return what nobody has told and that would make an answer stricter, the strictest first: facts, reached limits.

    What silences every rule that answers makes it stricter too. Facts are taken together where a clause, or what sets
    it aside, brings them together; those that one and the same answer needs are told together.

    Args:
        asked: the question, normalised.
        authority: that of the answer to it.
    """
    if authority == FORBIDDEN:
        return ()
    bearing = perimeter.may_speak(asked)
    clauses = perimeter.level(asked, bearing)[1]
    speaking = {clause.rule.id for clause in clauses}
    found: dict[frozenset[tuple[str, FactBounds]], Dependence] = {}
    silencing: list[Facts] = []
    for ways, touched in _ways_of_knowing(bearing, asked):
        silent: Facts | None = None
        for known in sorted(ways, key=len):
            level, then = _with(perimeter, asked, bearing, known)
            if RANK[level] > RANK[authority]:
                _keep(found, known, level, then)
            elif silent is None and touched & speaking and not touched & {clause.rule.id for clause in then}:
                silent = known
        if silent is not None:
            silencing.append(silent)
    if not found and len(silencing) > 1:
        together = tuple(fact for known in silencing for fact in known)
        level, then = _with(perimeter, asked, bearing, together)
        if RANK[level] > RANK[authority]:
            _keep(found, together, level, then)
    told = (*found.values(), *_limits_that_bind(clauses, asked, authority))
    return tuple(sorted(told, key=lambda dependence: (-RANK[dependence.authority], len(dependence.facts))))


def _limits_that_bind(clauses: Bearing, asked: Question, authority: str) -> Iterator[Dependence]:
    """Yield the limits that may be reached, for all that anybody has told, and that would then make it stricter."""
    rules = {clause.rule.id: clause.rule for clause in clauses if isinstance(clause.rule, Rule)}
    for bound in limits.untold(limits.bounds_of(rules.values()), asked):
        if RANK[bound.beyond] > RANK[authority]:
            yield Dependence(limit=bound.limit, authority=bound.beyond, rules=(bound.rule.id,))


def _with(perimeter: Perimeter, asked: Question, bearing: Bearing, known: Facts) -> tuple[str, Bearing]:
    facts = {fact: value for fact, value, _ in known}
    return perimeter.level(replace(asked, facts={**asked.facts, **facts}), bearing)


def _keep(
    found: dict[frozenset[tuple[str, FactBounds]], Dependence], known: Facts, authority: str, speaking: Bearing
) -> None:
    """Keep what an answer depends on, unless fewer of the same facts do as much."""
    facts = frozenset((fact, bounds) for fact, _, bounds in known)
    if any(fewer <= facts and RANK[less.authority] >= RANK[authority] for fewer, less in found.items()):
        return
    # What forbids says all.
    making = (clause for clause in speaking if authority != FORBIDDEN or clause.authority == FORBIDDEN)
    found[facts] = Dependence(
        facts=tuple((fact, bounds) for fact, _, bounds in known),
        authority=authority,
        rules=tuple(clause.rule.id for clause in making),
    )


def _ways_of_knowing(bearing: Bearing, asked: Question) -> Iterator[tuple[list[Facts], set[str]]]:
    """Yield, for the facts that clauses bring together, what may be known of them, and the ids of these clauses."""
    setting_aside: dict[str, set[str]] = {}
    facts_of: dict[str, set[str]] = {}
    for clause in bearing:
        facts = _unknown((clause.matcher, *clause.matcher.exceptions), asked)
        facts_of.setdefault(clause.rule.id, set()).update(facts)
        for id_ in clause.sets_aside:
            setting_aside.setdefault(id_, set()).update(facts)
    groups: list[tuple[set[str], set[str]]] = []
    for id_, own in facts_of.items():
        met = own | setting_aside.get(id_, set())
        if met:
            joined = [group for group in groups if group[0] & met]
            ids = {id_}.union(*(group[1] for group in joined))
            groups = [*(group for group in groups if group not in joined), (met.union(*(g[0] for g in joined)), ids)]
    for together, clauses in groups:
        named = [clause for clause in bearing if clause.rule.id in clauses or clause.sets_aside & clauses]
        asking = [matcher for clause in named for matcher in (clause.matcher, *clause.matcher.exceptions)]
        tests = _unknown(asking, asked)
        cuts = {fact: ranges(tests[fact]) for fact in sorted(together & tests.keys())}
        yield _ways(cuts, asking), clauses


def _ways(cuts: Mapping[str, tuple[tuple[FactValue, FactBounds], ...]], matchers: Iterable[Matcher]) -> list[Facts]:
    if math.prod(len(cut) + 1 for cut in cuts.values()) > _WAYS:
        return [
            tuple((fact, *_first_within(cuts[fact], bounds)) for fact, bounds in matcher.when.items() if fact in cuts)
            for matcher in matchers
            if matcher.when.keys() & cuts.keys()
        ]
    # A fact may stay unknown while another is known.
    choices = [[None, *((fact, value, bounds) for value, bounds in cut)] for fact, cut in cuts.items()]
    return [known for chosen in product(*choices) if (known := tuple(fact for fact in chosen if fact is not None))]


def _first_within(cut: tuple[tuple[FactValue, FactBounds], ...], bounds: FactBounds) -> tuple[FactValue, FactBounds]:
    return next((value, own) for value, own in cut if bounds.admits(value))


def _unknown(matchers: Iterable[Matcher], asked: Question) -> dict[str, list[FactBounds]]:
    """Return what the matches ask of the facts that nobody has told."""
    tests: dict[str, list[FactBounds]] = {}
    for matcher in matchers:
        for fact, bounds in matcher.when.items():
            if fact not in asked.facts:
                tests.setdefault(fact, []).append(bounds)
    return tests


def _spell(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
