"""Say of the rules and circuits that make a change what its sentences say of them, and how a circuit asks otherwise.

Comes in: a change, the brand before and after. Goes out: what is said of each, so that what else changes in it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from dataclasses import replace

from perimetre.base.words import Message, message, say
from perimetre.compare.fields import field_phrases
from perimetre.compare.pairs import Pair
from perimetre.compare.perimeter.agreed import EACH
from perimetre.compare.perimeter.told import Gathered, changed_circuits
from perimetre.compare.said import Key, Said, mark
from perimetre.compare.saying import Names, apart, quoted
from perimetre.model import Circuit, RedLine, Rule

# What says where a rule speaks, and how far it lets one go: cells that change tell it.
_WHERE = frozenset(
    {"match", "authority", "strength", "status", "derogates", "supersedes", "until", "regrant_by", "valid_from",
     "valid_until"}
)  # fmt: skip
# What makes an agreement easier or harder to get.
_ASKED = frozenset(
    {"steps", "skippable_by", "emergency", "recuse", "distinct_by", "max_external", "total_within", "proof"}
)


def said_of(pair: Pair, change: Gathered, known: frozenset[str]) -> Iterator[tuple[Key, Said]]:
    """Yield what a change says of each rule and circuit that makes it; `known`: the values that it says, in English."""
    things = frozenset(_things(change))
    levels = any(block.signature.transition.old != block.signature.transition.new for block in change.blocks)
    for id_ in sorted(change.rules):
        old, new = (brand.find("rule", id_) for _, brand in (pair.old, pair.new))
        rule = new or old
        if not isinstance(rule, Rule | RedLine):
            continue
        informed = {mark(told) for told in rule.inform} if isinstance(rule, Rule) and _informs(change) else set()
        kept = things & {mark(thing) for thing in _asked(new)} & {mark(thing) for thing in _asked(old)}
        # A rule that asks the same, elsewhere than it did, is told to speak there; one that asks otherwise is not.
        where = _WHERE if levels or kept or old is None or new is None else frozenset[str]()
        yield (rule.origin, "rule", id_), Said(fields=where, things=things | informed, phrases=known)
    for id_ in _circuits(change):
        circuit = pair.new[1].find(Circuit, id_)
        if circuit is not None:
            yield (circuit.origin, "circuit", id_), Said(fields=_ASKED, phrases=known)


def asked_otherwise(pair: Pair, change: Gathered, names: Names, known: Collection[str]) -> Iterator[Message]:
    """Yield what else changes in the circuits that make a change: its sentence says who agrees, and what silence means.

    Args:
        pair: the brand.
        change: the change.
        names: its names.
        known: what is said already, in English.
    """
    for id_ in _circuits(change):
        old, new = (brand.find(Circuit, id_) for _, brand in (pair.old, pair.new))
        if old is None or new is None:
            continue
        every = field_phrases(_unsaid(old, new), new, names, only=_ASKED)
        phrases = [phrase for phrase in every if say(phrase, "en") not in known]
        if phrases:
            yield message("{what}: {values}.", what=quoted(names.title("circuit", id_)), values=apart(phrases))


def _unsaid(old: Circuit, new: Circuit) -> Circuit:
    """Return a circuit as it was, but for what the sentence says of it: whose yes it is, else what silence means."""
    if len(old.steps) != len(new.steps):
        return old
    of = [tuple(step.of for step in circuit.steps) for circuit in (old, new)]
    silence = [tuple(step.on_timeout for step in circuit.steps) for circuit in (old, new)]
    steps = old.steps
    if {who for step in of[0] for who in step} != {who for step in of[1] for who in step}:
        steps = tuple(replace(step, of=then) for step, then in zip(steps, of[1], strict=True))
    elif ("consent" in silence[0]) != ("consent" in silence[1]):
        steps = tuple(replace(step, on_timeout=then) for step, then in zip(steps, silence[1], strict=True))
    return replace(old, steps=steps)


def _circuits(change: Gathered) -> list[str]:
    return sorted({id_ for block in change.blocks for id_ in changed_circuits(block.signature.transition)})


def _asked(rule: object) -> Iterator[object]:
    """Yield what a rule asks, thing by thing."""
    if isinstance(rule, RedLine):
        yield from rule.instead
    elif isinstance(rule, Rule):
        for several in (
            rule.validation, rule.templates, rule.inform, rule.consult, rule.speaks_first, rule.conditions, rule.limits,
            rule.required_mentions, rule.instead,
        ):  # fmt: skip
            yield from several
        alone = (rule.limit, rule.meanwhile, rule.if_no_answer, rule.escalation_line, rule.request, rule.lift)
        yield from (thing for thing in alone if thing is not None)


def _things(change: Gathered) -> Iterator[Hashable]:
    """Yield what the sentence of a change says to be asked otherwise: what its cases say, one seldom reads."""
    if change.transition.old == "approve" and change.transition.new != "approve":
        yield from change.circuits
    if change.transition.new == "approve" != change.transition.old:
        needed = frozenset[str]().union(*change.agreements)
        # Of many, the sentence does not say each.
        yield from needed if len(needed) <= EACH else ()
    for effect in change.transition.effects:
        yield from map(mark, (*effect.before, *effect.after))


def _informs(change: Gathered) -> bool:
    """Say whether the sentence of a change says whom one informs."""
    return change.transition.new == "notify" != change.transition.old
