"""Put what changes in a perimeter into sentences that a manager understands.

Comes in: a `Gathered`, the names of its brand. Goes out: messages: who may do what now, where, when, and what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from perimetre.base.closed import POSTURES
from perimetre.base.words import LANGUAGES, LONGEST, Listing, Message, counted, message, say
from perimetre.compare.changes import Kind
from perimetre.compare.perimeter.blocks import ProductBlock
from perimetre.compare.perimeter.effect_words import effect_words
from perimetre.compare.perimeter.effects import ABSENT, Transition
from perimetre.compare.perimeter.level_words import level_sentence
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.told import Gathered, as_named, level_of
from perimetre.compare.perimeter.union import DIMENSIONS
from perimetre.compare.saying import Later, Names, apart, day, few, hour, joined, lower, quoted, scope
from perimetre.language import describe
from perimetre.language.labels import AUTHORITIES, word
from perimetre.model import Circuit, Rule
from perimetre.perimeter.bands import HORIZON


def sentence(told: Gathered, names: Names, known: Collection[str] = ()) -> Message:
    """Return the sentence of a change; `known`: what is told already, in English."""
    then = told.transition
    who, count = _who(told, names)
    words = {"who": who, "acts": _acts(told, names), "where": joined(_where(told, names))}
    if then.old == then.new:
        effects = _effects(then, names, known)
        if not effects:
            return _holds_alone(told, names, words["where"])
        holds = _holds(told, names, words["where"])
        return message("{who}: {effects}. {holds}", who=who, effects=apart(effects), holds=holds)
    return level_sentence(then, count, {**words, "before": _before(told, names), "whom": _informed(told, names)})


# Words that a sentence has at most, in either language: beyond, what it holds for stands below it, on lines of its own.
LONGEST_SENTENCE = 40


def length(sentence: Message) -> int:
    """Return how many words a sentence has, in the language in which it has most."""
    return max(len(say(sentence, language).split()) for language in LANGUAGES)


def broken(told: Gathered, names: Names, known: Collection[str] = ()) -> tuple[Message, tuple[Message, ...]]:
    """Return the sentence of a change without what it holds for, and that, a line each; `known`: as for `sentence`."""
    then = told.transition
    who, count = _who(told, names)
    lines: list[Message] = []
    if then.old != then.new:
        words = {"who": who, "acts": _acts(told, names), "where": "", "before": _before(told, names)}
        words["whom"] = _informed(told, names)
        first = level_sentence(then, count, words)
    else:
        effects = _effects(then, names, known, then.kind)
        first = _holds_alone(told, names, "")
        if effects:
            first = message("{who}: {effects}.", who=who, effects=effects[0])
            lines += [_line(effect) for effect in effects[1:]]
            lines.append(_holds(told, names, ""))
    return first, (*lines, *(_line(part) for part in _where(told, names, apart_from_facts=True)), *_facts(told, names))


def _line(part: object) -> Message:
    """Return a part of a sentence as a line of its own."""

    def standing(language: str) -> str:
        words = say(part, language).lstrip(", ")
        return f"{words[:1].upper()}{words[1:]}."

    return message("{words}", words=Later(standing))


def _facts(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield each way in which facts must be, on a line of its own; beyond the longest list, how many more."""
    ways = sorted(told.facts, key=repr)
    for way in ways[:LONGEST]:
        facts = Listing(tuple(names.fact(fact, bounds) for fact, bounds in way))
        yield _line(message(", in this case: {facts}", facts=facts))
    if len(ways) > LONGEST:
        yield counted("And {count} other case.", "And {count} other cases.", len(ways) - LONGEST)


def beside(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield what a change makes otherwise of what its sentence does not name: how often, of which acts, about what."""
    others = [block for block in told.blocks if level_of(block.signature.transition) != level_of(told.transition)]
    if not others or told.exact:
        return
    hull = tuple(frozenset[object]().union(*(block.values[n] for block in others)) for n in range(len(DIMENSIONS)))
    named = [told.universe[n] if held is None else held for n, held in enumerate(told.values)]
    if all(values <= known for values, known in zip(hull, named, strict=True)):
        return
    rest = replace(told, values=as_named(told.universe, hull), facts=frozenset(), moments=Moments(), exact=True)
    yield counted(
        "{count} other case changes otherwise, of this: {acts}{where}.",
        "{count} other cases change otherwise, of this: {acts}{where}.",
        len(others),
        acts=_acts(rest, names),
        where=joined(_where(rest, names)),
    )


def no_longer_asked(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield who gave an agreement and is not asked for it any more, where a change says that an agreement goes."""
    then = told.transition
    before, after = set[str](), set[str]()
    if then.old == "approve" and then.new != then.old:
        before |= {who for id_ in told.circuits if (circuit := names.circuit(id_)) for who in _asked_of((circuit,))}
    for effect in then.effects:
        if effect.topic in ("agreement", "lift"):
            before |= set(_asked_of(effect.before))
            after |= set(_asked_of(effect.after))
    gone = sorted(before - after)
    if gone and then.new != "forbidden":
        yield counted(
            "No longer asked for an agreement: {who}.",
            "No longer asked for their agreement: {who}.",
            len(gone),
            who=Listing(tuple(names.who(who) for who in gone)),
        )


def _asked_of(circuits: Iterable[object]) -> Iterator[str]:
    for circuit in circuits:
        if isinstance(circuit, Circuit):
            yield from (who for step in circuit.steps for who in step.of)


def _effects(then: Transition, names: Names, known: Collection[str], kind: Kind | None = None) -> list[Message]:
    """Return what an answer asks otherwise, each once, what rules ask as ever last; first what makes it of a kind."""
    way = {"widened": "wider", "mixed": "wider", "narrowed": "narrower"}.get(kind or "")
    order = sorted(then.effects, key=lambda effect: (effect.is_standing, way is not None and effect.way != way))
    phrases = [effect_words(effect, names) for effect in order]
    return [phrase for said, phrase in {say(phrase, "en"): phrase for phrase in phrases}.items() if said not in known]


def details(told: Gathered, names: Names, rules: Mapping[str, object]) -> Iterator[Message]:
    """Yield what explains a change: the rules that make it, then whole the lists of which the sentence names some.

    Args:
        told: the change.
        names: the names of its brand.
        rules: the titles of the rules of which nothing is said yet, by id.
    """
    known = [rules[id_] for id_ in sorted(told.rules) if id_ in rules]
    if known:
        yield counted("By the rule {rules}.", "By the rules {rules}.", len(known), rules=few(known))
    for dimension, of in _OF.items():
        if told.of(dimension) is not None:
            listed, all_but = _named(told, dimension, names)
            if len(listed) > LONGEST:
                words = {"what": word("whole_list", of), "names": Listing(tuple(listed))}
                yield message("{what}, all but: {names}.", **words) if all_but else message("{what}: {names}.", **words)


def cases(told: Gathered, names: Names, whole: Gathered) -> Iterator[Message]:
    """Yield the parts of a change, each exactly, the largest first; none where the sentence is exact.

    Args:
        told: the change, in its brand.
        names: the names of its brand.
        whole: the change as it is told.
    """
    if whole.exact and len(told.blocks) == 1:
        return
    known = [say(effect_words(effect, names), "en") for effect in whole.transition.effects]
    for block, moments in zip(told.blocks, told.when, strict=False):
        yield _case(block, moments, told, names, known)
    rest = len(told.blocks) - len(told.when)
    if rest:
        yield counted("And {count} other case.", "And {count} other cases.", rest)


def _case(block: ProductBlock, moments: Moments, told: Gathered, names: Names, known: Collection[str]) -> Message:
    values = as_named(told.universe, block.values)
    alone = replace(
        told,
        transition=block.signature.transition,
        values=values,
        moments=moments,
        facts=block.signature.facts,
        circuits=block.circuits,
        exact=True,
    )
    return sentence(alone, names, known)


# The dimensions of which values are named, with the word that says of what a group is.
_OF = {
    "role": "roles",
    "action": "actions",
    "channel": "channels",
    "topic": "topics",
    "says": "says",
    "author": "authors",
}


def _named(told: Gathered, dimension: str, names: Names) -> tuple[list[object], bool]:
    """Return the values of a dimension that are named, and whether they are those that are left out."""
    there = told.universe[DIMENSIONS.index(dimension)]
    values = told.of(dimension) or there
    held = names.together(_OF[dimension], map(str, values))
    left_out = names.together(_OF[dimension], map(str, there - values))
    if left_out and (len(left_out), 1) < (len(held), 0):
        return left_out, True
    return held, False


def _who(told: Gathered, names: Names) -> tuple[object, int]:
    """Return who it is of, and of how many one speaks: a group is one."""
    if told.of("role") is None:
        return message("Everybody"), 1
    roles, all_but = _named(told, "role", names)
    if all_but:
        return message("Everybody but {roles}", roles=scope(roles)), 1
    return scope(roles), len(roles)


def _informed(told: Gathered, names: Names) -> object:
    """Return whom the rules that make a change have informed."""
    rules = (names.record(Rule, id_) for id_ in sorted(told.rules))
    whom = sorted({inform.who for rule in rules if rule is not None for inform in rule.inform if inform.who})
    return few(names.who(id_) for id_ in whom) if whom else message("whoever must know")


def _holds(told: Gathered, names: Names, where: object) -> Message:
    """Return for which actions something holds, in a sentence."""
    acts, all_but = _named(told, "action", names) if told.of("action") is not None else ((), True)
    if not all_but:
        return message("This holds to {acts}{where}.", acts=scope(acts), where=where)
    if not acts:
        return message("This holds for every action{where}.", where=where)
    return message("This holds for every action but these: {acts}{where}.", acts=scope(acts), where=where)


def _holds_alone(told: Gathered, names: Names, where: object) -> Message:
    who, _ = _who(told, names)
    return message("{who}. {holds}", who=who, holds=_holds(told, names, where))


def _acts(told: Gathered, names: Names) -> object:
    if told.of("action") is None:
        return message("do anything")
    acts, all_but = _named(told, "action", names)
    return message("do anything but {acts}", acts=scope(acts)) if all_but else scope(acts)


def _before(told: Gathered, names: Names) -> object:
    old = told.transition.old
    if old == ABSENT:
        return message("not there")
    circuits = [names.circuit(id_) for id_ in sorted(told.circuits)]
    if old == "approve" and len(circuits) == 1 and circuits[0] is not None:
        of = [names.who(who) for step in circuits[0].steps for who in step.of]
        if of:
            return message("to be agreed by {who}", who=few(of, "or"))
    return lower(AUTHORITIES[old].word)


def _where(told: Gathered, names: Names, *, apart_from_facts: bool = False) -> Iterator[Message]:
    """Yield where and when, each with what joins it to what stands before."""
    if told.of("channel") is not None:
        channels, all_but = _named(told, "channel", names)
        if all_but:
            yield message(", everywhere but on {channels}", channels=scope(channels))
        else:
            yield message(" on {channels}", channels=scope(channels))
    yield from _about(told, names)
    yield from _posture(told)
    phases = {str(phase) for phase in told.of("phase") or () if phase is not None}
    if phases:
        yield message(", in the phase {phases}", phases=few(sorted(phases), "or"))
    places = [str(place) for place in told.of("place") or () if place is not None]
    if places and told.of("place") is not None:
        yield message(", at {places}", places=few((names.title("place", id_) for id_ in sorted(places)), "or"))
    elif told.of("place") is not None:
        yield message(", where no place is concerned")
    if told.facts and not apart_from_facts:
        ways = sorted(told.facts, key=repr)
        each = [Listing(tuple(names.fact(fact, bounds) for fact, bounds in way)) for way in ways]
        yield message(", in this case: {facts}", facts=few(each, "or"))
    yield from _when(told.moments)
    if not told.exact:
        yield message(", wherever no other rule says more")


def _about(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield what it is about, what the message does, who speaks."""
    for dimension, (only, all_but) in _HEADS.items():
        if told.of(dimension) is not None:
            listed, is_all_but = _named(told, dimension, names)
            yield all_but(scope(listed, "or")) if is_all_but else only(scope(listed, "or"))


_HEADS: Mapping[str, tuple[Callable[[object], Message], Callable[[object], Message]]] = {
    "topic": (
        lambda names: message(", about: {names}", names=names),
        lambda names: message(", about anything but: {names}", names=names),
    ),
    "says": (
        lambda names: message(", for a message that does this: {names}", names=names),
        lambda names: message(", for any message but one that does this: {names}", names=names),
    ),
    "author": (
        lambda names: message(", facing: {names}", names=names),
        lambda names: message(", facing anybody but: {names}", names=names),
    ),
}


def _posture(told: Gathered) -> Iterator[Message]:
    postures = told.of("posture")
    if postures is None:
        return
    ranks = sorted(POSTURES.index(str(posture)) for posture in postures)
    levels = [word("posture", POSTURES[rank]) for rank in ranks]
    if len(ranks) > 1 and ranks[-1] == len(POSTURES) - 1 and len(ranks) == len(POSTURES) - ranks[0]:
        yield message(", at alert level “{level}” or worse", level=levels[0])
    else:
        yield message(", at alert level {levels}", levels=few(map(quoted, levels), "or"))


def _when(moments: Moments) -> Iterator[Message]:
    if moments.from_ and moments.to:
        yield message(", from {from_} to {to}", from_=day(moments.from_), to=day(moments.to))
    elif moments.from_:
        yield message(", from {from_} on", from_=day(moments.from_))
    elif moments.to:
        yield message(", until {to}", to=day(moments.to))
    if moments.weekdays:
        weekdays = moments.weekdays
        yield message(", {days}", days=Later(lambda language: describe.days(weekdays, language)))
    for first, last in moments.but:
        if first == last:
            yield message(", but on {day}", day=day(first))
        else:
            yield message(", but from {from_} to {to}", from_=day(first), to=day(last))
    if moments.days:
        yield counted(", on {count} of the {all} days to come", ", on {count} of the {all} days to come", moments.days,
                      all=HORIZON)  # fmt: skip
    for start, end in moments.hours:
        yield message(", from {start} until {end}", start=hour(start), end=hour(end))
