"""Say in which dimensions a change of the playbooks makes a rule speak elsewhere than it did: its topics, its channels.

Comes in: a brand before and after, the ids of rules. Goes out: names of dimensions.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping

from perimetre.compare.pairs import Pair
from perimetre.model import Brand, RedLine, Rule
from perimetre.model.matches import AllBut, Match, MatchCase, Situation, these
from perimetre.perimeter.matching import expanded

# The keys of a match that bear on a dimension.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "role": ("roles",),
    "action": ("actions",),
    "channel": ("channels", "channel_kinds", "ownership", "stages"),
    "topic": ("topics",),
    "says": ("says",),
    "author": ("authors",),
    "posture": ("posture",),
    "phase": ("phase",),
    "place": ("places",),
}


def touched(pair: Pair, rules: Iterable[str]) -> frozenset[str]:
    """Return the dimensions in which some rules name other values than before; all that it names, of one that is new.

    A group that holds other values than it did counts: who names it names others.
    """
    found: set[str] = set()
    for id_ in rules:
        old, new = (_named(brand, id_) for _, brand in (pair.old, pair.new))
        found |= {dimension for dimension in _KEYS if old.get(dimension) != new.get(dimension)}
        # A channel, or a role, that one side alone has makes the change by itself.
        sides = [
            [brand.find(kind, id_) is not None for _, brand in (pair.old, pair.new)] for kind in ("channel", "role")
        ]
        found |= {kind for kind, there in zip(("channel", "role"), sides, strict=True) if any(there) and not all(there)}
    return frozenset(found)


def _named(brand: Brand, id_: str) -> Mapping[str, Hashable]:
    """Return what a rule of a brand names in each dimension; nothing where it has no such rule."""
    rule = brand.find("rule", id_)
    if not isinstance(rule, Rule | RedLine):
        return {}
    groups = {group.id: group.members for group in brand.scope.groups}
    return {dimension: _in_match(rule.match, keys, groups) for dimension, keys in _KEYS.items()}


def _in_match(match: Match, keys: Collection[str], groups: Mapping[str, Iterable[str]]) -> Hashable:
    return (_in_case(match, keys, groups), frozenset(_in_case(case, keys, groups) for case in match.any_))


def _in_case(case: MatchCase, keys: Collection[str], groups: Mapping[str, Iterable[str]]) -> Hashable:
    exceptions = {_in_situation(situation, keys, groups) for situation in case.except_}
    return (_in_situation(case, keys, groups), frozenset(exceptions - {_in_situation(Situation(), keys, groups)}))


def _in_situation(situation: Situation, keys: Collection[str], groups: Mapping[str, Iterable[str]]) -> Hashable:
    return tuple(_values(getattr(situation, key), groups) for key in keys)


def _values(said: object, groups: Mapping[str, Iterable[str]]) -> Hashable:
    if isinstance(said, AllBut):
        return "but", expanded(said.not_, groups)
    if isinstance(said, tuple):
        return "of", expanded(these(said), groups)
    return said if isinstance(said, Hashable) else None
