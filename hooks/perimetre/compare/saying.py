"""Name what changes in the words of the house, in the language that is asked for later.

Comes in: a brand before and after, ids. Goes out: what a message may hold: each is put into a language when it is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from perimetre.base.words import LANGUAGES, LONGEST, Listing, Message, message, say, some
from perimetre.language import describe, typography
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model import Brand, Circuit, Fact, FactTest, Handbook, Limit, Record, Role, Text
from perimetre.model.escalation import Criterion
from perimetre.model.shared import Time
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.matching import expanded

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, slots=True)
class Later:
    """Words that are made once the language is known."""

    words: Callable[[str], str]

    def in_(self, language: str) -> str:
        """Return the words in a language."""
        return self.words(language)


@dataclass(frozen=True, slots=True)
class _InEachLanguage:
    """Words that are made already, by language."""

    words: Mapping[str, str]

    def in_(self, language: str) -> str:
        """Return the words in a language."""
        return self.words[language]


def settled(what: Message) -> Message:
    """Return a message whose words are made in every language: one that can be remembered, and handed on."""
    return Message("{words}", {"words": _InEachLanguage({language: say(what, language) for language in LANGUAGES})})


def day(of: dt.date) -> Later:
    """Return a date in words."""
    return Later(lambda language: typography.date(of, language))


def between(first: dt.date, last: dt.date) -> Later:
    """Return two days, or two instants, as what lasts from one to the other: «du 8 au 9 décembre 2026»."""
    return Later(lambda language: typography.span(first, last, language))


def hour(minute: int) -> Later:
    """Return a time of day in words: «9 h», «minuit»."""
    return Later(lambda language: typography.hour(str(Time(minute)), language))


def lower(what: object) -> Later:
    """Return what begins a label as it stands within a sentence: an acronym keeps its capitals."""

    def lowered(language: str) -> str:
        words = say(what, language)
        return words[:1].lower() + words[1:] if not words[1:2].isupper() else words

    return Later(lowered)


def joined(parts: Iterable[object]) -> Later:
    """Return parts of a sentence one after the other."""
    items = tuple(parts)
    return Later(lambda language: "".join(say(item, language) for item in items))


def apart(parts: Iterable[object]) -> Later:
    """Return parts of a sentence with a semicolon between them."""
    items = tuple(parts)
    # French has a space before it, which does not break.
    return Later(
        lambda language: ("\u00a0; " if language == "fr" else "; ").join(say(item, language) for item in items)
    )


def quoted(text: object, longest: int = 160) -> Message:
    """Return a text of the house between quotation marks, cut where it is long."""

    def short(language: str) -> str:
        words = plain(text, language) if isinstance(text, Text) else say(text, language)
        return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"

    return message("“{words}”", words=Later(short))


def few(names: Iterable[object], last: str = "and") -> Listing:
    """Return names as a sentence lists them: all where they are few, else some and how many others."""
    names = tuple(names)
    return Listing(names, last) if len(names) <= LONGEST else some(names, last, most=4)


def scope(names: Iterable[object], last: str = "and", *, longest: int = LONGEST, most: int = 4) -> object:
    """Return names as a sentence says how far something goes: all where they are few; else some, and where all are.

    Args:
        names: the names.
        last: what joins the last one.
        longest: how many are all named; where they are more, the list stands whole below the sentence.
        most: how many of these are named.
    """
    names = tuple(names)
    if len(names) <= longest:
        return Listing(names, last)
    return message("{names} (the whole list follows)", names=some(names, last, most=most))


def _text(text: Text) -> Later:
    return Later(lambda language: plain(text, language))


class Names:
    """The names of a brand's things: as they are after, else as they were before.

    Args:
        sides: handbooks, each with the brand; what is first found is the name.
    """

    def __init__(self, *sides: tuple[Handbook, Brand]) -> None:
        self._brands = [brand for _, brand in sides]
        self._currency = sides[0][0].settings.currency or "EUR"

    def title(self, kind: str, id_: str) -> object:
        """Return the title of a record, its id where it has none."""
        for brand in self._brands:
            known = brand.find(kind, id_)
            name = getattr(known, "name", None) or getattr(known, "title", None) or getattr(known, "term", None)
            if name:
                return _text(name) if isinstance(name, Text) else name
        return id_

    def record(self, kind: type[_R], id_: str) -> _R | None:
        """Return a record as it is after, else as it was before."""
        return next((known for brand in self._brands if (known := brand.find(kind, id_)) is not None), None)

    def of(self, kind: str, id_: str) -> object | None:
        """Return what a record, or a value, of a namespace is called; None where nothing has that id, or a name."""
        for brand in self._brands:
            known = brand.find(kind, id_)
            name = next((name for key in ("name", "title", "term") if (name := getattr(known, key, None))), None)
            if name:
                return _text(name) if isinstance(name, Text) else name
            label = getattr(known, "label", None)
            if label:
                return lower(_text(label))
        return None

    def label(self, values: str, id_: str) -> object:
        """Return the label of a value (`actions`, `topics`…), its id where it has none."""
        for brand in self._brands:
            known = getattr(brand.values, values).get(id_)
            if known is not None and known.label is not None:
                return lower(_text(known.label))
        if id_ == "other":
            return message("anything else")
        return message("answering") if id_ == "answer" else id_

    def who(self, id_: str) -> object:
        """Return the title of a role, the label of an audience, the words of a standing."""
        for brand in self._brands:
            if brand.find(Role, id_) is not None:
                return self.title("role", id_)
            if id_ in brand.values.audiences:
                return self.label("audiences", id_)
        return word("who", id_)

    def together(self, of: str, ids: Iterable[str]) -> list[object]:
        """Return what some ids are called, those that a group of the house holds by its title.

        Args:
            of: of what the groups are (`roles`, `topics`…).
            ids: the ids.
        """
        left, named = set(ids), []
        members = {
            group.id: (group, expanded((group.id,), {other.id: other.members for other in brand.scope.groups}))
            for brand in reversed(self._brands)
            for group in brand.scope.groups
            if group.of == of
        }
        known = {id_ for id_ in left if id_ != "other"}
        for _, (group, held) in sorted(members.items(), key=lambda item: (-len(item[1][1]), item[0])):
            if len(held) > 1 and held <= known and len(held & left) > 1:
                named.append(quoted(group.title or group.id))
                left -= held
        return [*named, *(self._one(of, id_) for id_ in sorted(left))]

    def _one(self, of: str, id_: str) -> object:
        if of == "roles":
            return self.title("role", id_)
        return self.channel(id_) if of == "channels" else self.label(of, id_)

    def channel(self, id_: str) -> object:
        """Return what a channel is called: its title, its network."""
        for brand in self._brands:
            known = brand.find("channel", id_)
            if isinstance(known, Record) and known.title is not None:
                return _text(known.title)
        return id_

    def called(self, target: str) -> object:
        """Return what somebody whom a line calls is: a schedule, a role, a person."""
        for kind in ("schedule", "role", "person"):
            if any(brand.find(kind, target) is not None for brand in self._brands):
                return self.title(kind, target)
        return target

    def circuit(self, id_: str) -> Circuit | None:
        """Return a circuit as it was."""
        return next(
            (known for brand in reversed(self._brands) if (known := brand.find(Circuit, id_)) is not None), None
        )

    def limit(self, limit: Limit) -> Later:
        """Return a limit in words."""
        values = self._brands[0].values
        return Later(lambda language: describe.limit(limit, values.facts, self._currency, language, values.actions))

    def fact(self, fact: str, bounds: FactBounds) -> Later:
        """Return what a fact is: «amount: more than €50»."""
        known = self._facts(fact).get(fact)
        return self.test(bounds.as_test(fact, known.type if known is not None else None))

    def test(self, test: FactTest) -> Later:
        """Return what a fact must be, with its name."""
        facts = self._facts(test.fact or "")
        return lower(Later(lambda language: describe.fact(test, facts, self._currency, language)))

    def bounds(self, test: FactTest) -> Later:
        """Return what a fact must be, without its name."""
        known = self._facts(test.fact or "").get(test.fact or "")
        return Later(lambda language: describe.bounds(test, known, self._currency, language))

    def criterion(self, criterion: Criterion) -> Later:
        """Return what something is recognised by."""
        facts = self._facts(criterion.fact or "")
        return Later(lambda language: describe.criterion(criterion, facts, self._currency, language))

    def money(self, value: float) -> Later:
        """Return a sum in the currency of the house."""
        return Later(lambda language: typography.money(value, self._currency, language))

    def _facts(self, fact: str) -> Mapping[str, Fact]:
        return next((brand.values.facts for brand in self._brands if fact in brand.values.facts), {})
