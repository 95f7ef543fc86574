"""Put the values that somebody changed before what they make: the amount of a rule, the limit, the delay.

Comes in: a change, the brand before and after. Goes out: the sentence that begins with them.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import Message, message, say
from perimetre.compare.neutral import neutral
from perimetre.compare.pairs import Pair
from perimetre.compare.perimeter.told import Gathered, changed_circuits
from perimetre.compare.saying import Names, apart, few, joined, quoted
from perimetre.compare.values import value_phrases
from perimetre.model import Limit, Rule
from perimetre.perimeter.questions import RANK


class WrittenValues:
    """The values that make a change.

    Args:
        pair: the brand.
        change: the change.
        names: its names.

    Attributes:
        known: what the values say, in English: an obligation that says the same is not told again.
        rules: the titles of the rules that make the change and say no value, by id.
    """

    def __init__(self, pair: Pair, change: Gathered, names: Names) -> None:
        self._pair, self._change, self._names = pair, change, names
        self._phrases: dict[tuple[str, ...], tuple[list[Message], tuple[Message, ...]]] = {}
        self.rules: dict[str, Message] = {}
        for id_ in sorted(change.rules):
            self._add("rule", id_)
        for id_ in sorted({id_ for block in change.blocks for id_ in changed_circuits(block.signature.transition)}):
            self._add("circuit", id_)
        self.known = frozenset(phrase for phrases in self._phrases for phrase in phrases)

    def _add(self, kind: str, id_: str) -> None:
        old, new = (brand.find(kind, id_) for _, brand in (self._pair.old, self._pair.new))
        if old is None and new is None:
            return
        title = quoted(self._names.title(kind, id_))
        phrases = value_phrases(old, new, self._names) if old is not None and new is not None else ()
        if phrases:
            key = tuple(say(phrase, "en") for phrase in phrases)
            self._phrases.setdefault(key, ([], phrases))[0].append(title)
        elif kind == "rule":
            self.rules[id_] = title

    def before(self, sentence: Message) -> Message:
        """Return a sentence with the values before it."""
        if not self._phrases:
            return sentence
        values = [
            message("{titles}: {values}. ", titles=few(titles), values=apart(phrases))
            for titles, phrases in self._phrases.values()
        ]
        return message("{values}{sentence}", values=joined(values), sentence=sentence)

    def after(self) -> Iterator[Message]:
        """Yield what goes on after the sentence: the limits that were there, why a wider rule frees nobody."""
        limits = tuple(self._limits())
        if limits:
            yield message("The existing limits apply there: {limits}.", limits=few(limits))
        then = self._change.transition
        for id_ in sorted(self._change.rules):
            old, new = (brand.find(Rule, id_) for _, brand in (self._pair.old, self._pair.new))
            if old is None or new is None or old.authority != new.authority or neutral(old.match) == neutral(new.match):
                continue
            words = {"rule": quoted(self._names.title("rule", id_))}
            if then.old != then.new and self._change.kind == "narrowed" and new.authority == then.new:
                yield message(
                    "The rule {rule}, which forbids or asks for an agreement, now holds in more cases.", **words
                )
            elif then.old != then.new and self._change.kind == "widened" and old.authority == then.old:
                yield message(
                    "The rule {rule}, which forbids or asks for an agreement, now holds in fewer cases.", **words
                )
            elif then.old == then.new and self._change.kind == "narrowed" and _is_freer(new.authority, then.new):
                yield message(
                    "The rule {rule} lets nobody do more there: a stricter one decides, and what this one asks is "
                    "added.",
                    **words,
                )

    def _limits(self) -> Iterator[object]:
        """Yield the limits of what now frees and had them: nobody sets them, they go with it."""
        then = self._change.transition
        if self._change.kind != "widened" or then.old == then.new:
            return
        for id_ in sorted(self._change.rules):
            old, new = (brand.find(Rule, id_) for _, brand in (self._pair.old, self._pair.new))
            if old is not None and new is not None and new.authority == then.new and _limits_of(old) == _limits_of(new):
                yield from (self._names.limit(limit) for limit in _limits_of(new))


def _is_freer(authority: str | None, than: str) -> bool:
    return authority in RANK and than in RANK and RANK[authority] < RANK[than]


def _limits_of(rule: Rule) -> list[Limit]:
    return [limit for limit in (rule.limit, *rule.limits) if limit is not None]
