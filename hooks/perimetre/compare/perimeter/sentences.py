"""Put what changes in a perimeter into sentences that a manager understands.

Comes in: a `Gathered`, the names of its brand. Goes out: messages: who may do what now, where, when, and what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from perimetre.base.words import LANGUAGES, LONGEST, Listing, Message, counted, message, say
from perimetre.compare.changes import Kind
from perimetre.compare.perimeter.agreed import asked_before, given
from perimetre.compare.perimeter.blocks import ProductBlock
from perimetre.compare.perimeter.effect_words import effect_words
from perimetre.compare.perimeter.effects import ABSENT, Transition
from perimetre.compare.perimeter.level_words import level_sentence
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.scopes import Lister, acts, every, lists, named, where, who
from perimetre.compare.perimeter.told import Gathered, as_named
from perimetre.compare.saying import Later, Names, apart, few, joined, lower, scope
from perimetre.language.labels import AUTHORITIES
from perimetre.model import Rule


def sentence(told: Gathered, names: Names, known: Collection[str] = (), listed: Lister = scope) -> Message:
    """Return the sentence of a change.

    Args:
        told: the change.
        names: the names of its brand.
        known: what is told already, in English.
        listed: how names are listed.
    """
    then = told.transition
    parts = joined(part for _, part in where(told, names, listed))
    if then.old != then.new:
        return _level(told, names, parts, listed)
    effects = _effects(then, names, known)
    if not effects:
        return _holds_alone(told, names, parts, listed)
    people, _ = who(told, names, listed)
    holds = _holds(told, names, parts, listed)
    return message("{who}: {effects}. {holds}", who=people, effects=apart(effects), holds=holds)


def _level(told: Gathered, names: Names, parts: object, listed: Lister = scope) -> Message:
    people, count = who(told, names, listed)
    words = {"who": people, "acts": acts(told, names, listed), "where": parts, "before": before(told, names)}
    return level_sentence(
        told.transition, count, {**words, "whom": _informed(told, names), "given": given(told, names)}
    )


# Words that a sentence has at most, in either language: beyond, what it holds for stands below it, on lines of its own,
# but for what the change was made in, and what it is about, as long as the sentence has no more words than so many.
LONGEST_SENTENCE = 40
LONGEST_WITH_SUBJECT, LONGEST_WITH_MORE = 65, 50
# Names of a list where there is little room.
_FEWEST = 4


def length(sentence: Message) -> int:
    """Return how many words a sentence has, in the language in which it has most."""
    return max(len(say(sentence, language).split()) for language in LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A sentence that would be long, and what it would hold.

    Fields:
        first: the sentence, with what the change was made in (the topics that are freed) and whom it is about.
        lists: whole, the lists of which it names some.
        lines: what it holds for besides, a line each.
    """

    first: Message
    lists: tuple[Message, ...]
    lines: tuple[Message, ...]


def broken(
    told: Gathered, names: Names, touched: Collection[str], known: Collection[str] = (), room: int = 0
) -> Broken:
    """Return the sentence of a change without most of what it holds for, and that.

    Args:
        told: the change.
        names: the names of its brand.
        touched: the dimensions in which the change was made.
        known: what is told already, in English.
        room: how many words stand before the sentence.
    """
    then = told.transition
    lines: list[Message] = []
    effects = _effects(then, names, known, then.kind) if then.old == then.new else []

    def first(parts: object) -> Message:
        if then.old != then.new:
            return _level(told, names, parts)
        if not effects:
            return _holds_alone(told, names, parts)
        people, _ = who(told, names)
        return message("{who}: {effects}{where}.", who=people, effects=effects[0], where=parts)

    kept: dict[str, Message] = {}
    longest = {"role": LONGEST} if effects else {"role": LONGEST, "action": LONGEST}
    for dimension, most_words in _wanted(told, names, touched):
        for listed, most in ((scope, LONGEST), (_fewest, _FEWEST)):
            part = dict(where(told, names, listed)).get(dimension)
            if part is not None and dimension not in kept:
                longer = {**kept, dimension: part}
                if length(first(joined(longer.values()))) + room <= most_words:
                    kept, longest = longer, {**longest, dimension: most}
    if effects:
        lines += [line(effect) for effect in effects[1:]]
        lines.append(_holds(told, names, "", every))
    rest = where(told, names, every, apart_from_facts=True)
    lines += [line(part) for dimension, part in rest if dimension not in kept]
    return Broken(
        first=first(joined(kept.values())),
        # What a line says is said whole there.
        lists=tuple(lists(told, names, longest)),
        lines=(*lines, *(_facts(told, names) if "facts" not in kept else ())),
    )


def _wanted(told: Gathered, names: Names, touched: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield what a long sentence says before all else, and how many words it may then have.

    That is the dimensions in which the change was made; then whom, what or where it is about, as far as room is left.
    """
    for dimension in ("topic", "author", "channel", "says", "posture", "place"):
        if dimension in touched:
            yield dimension, LONGEST_WITH_SUBJECT
    # What is so in one case only is never said to be so in all.
    if len(told.facts) == 1:
        yield "facts", LONGEST_WITH_SUBJECT
    for dimension in ("topic", "author", "channel"):
        if dimension not in touched and told.of(dimension) is not None and not named(told, dimension, names)[1]:
            yield dimension, LONGEST_WITH_MORE


def _fewest(names: Iterable[object], last: str = "and") -> object:
    """Return names as a sentence lists them where it has little room."""
    return scope(names, last, longest=_FEWEST, most=_FEWEST - 1)


def line(part: object) -> Message:
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
        yield line(message(", in this case: {facts}", facts=facts))
    if len(ways) > LONGEST:
        yield counted("And {count} other case.", "And {count} other cases.", len(ways) - LONGEST)


def _effects(then: Transition, names: Names, known: Collection[str], kind: Kind | None = None) -> list[Message]:
    """Return what an answer asks otherwise, each once, what rules ask as ever last; first what makes it of a kind."""
    way = {"widened": "wider", "mixed": "wider", "narrowed": "narrower"}.get(kind or "")
    order = sorted(then.effects, key=lambda effect: (effect.is_standing, way is not None and effect.way != way))
    phrases = [effect_words(effect, names) for effect in order]
    return [phrase for said, phrase in {say(phrase, "en"): phrase for phrase in phrases}.items() if said not in known]


def details(told: Gathered, rules: Mapping[str, object]) -> Iterator[Message]:
    """Yield what explains a change: the rules that make it.

    Args:
        told: the change.
        rules: the titles of the rules of which nothing is said yet, by id.
    """
    known = [rules[id_] for id_ in sorted(told.rules) if id_ in rules]
    if known:
        yield counted("By the rule {rules}.", "By the rules {rules}.", len(known), rules=few(known))


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
        agreements=block.agreements,
        exact=True,
    )
    return sentence(alone, names, known, every)


def _informed(told: Gathered, names: Names) -> object:
    """Return whom the rules that make a change have informed."""
    rules = (names.record(Rule, id_) for id_ in sorted(told.rules))
    whom = sorted({inform.who for rule in rules if rule is not None for inform in rule.inform if inform.who})
    return few(names.who(id_) for id_ in whom) if whom else message("whoever must know")


def _holds(told: Gathered, names: Names, where: object, listed: Lister = scope) -> Message:
    """Return for which actions something holds, in a sentence."""
    actions, all_but = named(told, "action", names) if told.of("action") is not None else ([], True)
    said = listed(actions, "and")
    if not all_but:
        return message("This holds to {acts}{where}.", acts=said, where=where)
    if not actions:
        return message("This holds for every action{where}.", where=where)
    return message("This holds for every action but these: {acts}{where}.", acts=said, where=where)


def _holds_alone(told: Gathered, names: Names, where: object, listed: Lister = scope) -> Message:
    people, _ = who(told, names, listed)
    return message("{who}. {holds}", who=people, holds=_holds(told, names, where, listed))


def before(told: Gathered, names: Names) -> object:
    """Return how far one might go before."""
    old = told.transition.old
    if old == ABSENT:
        return message("not there")
    return (asked_before(told, names) if old == "approve" else None) or lower(AUTHORITIES[old].word)
