"""Gather what somebody may look for in their own words on the live page, and what each asks of the perimeter.

Comes in: a desk, the facts that may be told. Goes out: findables: words that are shown, words that are found, and the
fields of the form that they fill in. The acts of the house come first, then what messages do in an answer, then the
usual questions (data/questions.yml), of which only what is asked is taken: the browser works out the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.language import typography
from perimetre.model import Channel
from perimetre.perimeter.facts import FactBounds, FactValue, TimesUsual
from perimetre.render.desk import Desk
from perimetre.render.usual_questions import PerimeterAsk, UsualQuestion, usual_questions

# The acts that one looks for by what the message does: whoever would refund somebody answers them, in private or not.
REPLIES = ("reply-private", "reply-public")

# The types of facts that are a number which somebody may type.
TYPED = ("money", "number", "count", "rating")

# For each fact that rules test, the ranges that they tell apart, each with a value of it.
FactRanges = Mapping[str, Sequence[tuple[FactValue, FactBounds]]]
_DIMENSIONS = ("says", "topics", "authors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """Something to ask, found by words.

    Fields:
        label: what is shown.
        asked: the fields of the form that it fills in, as an address writes them.
        phrases: what it is found by, its label among them.
    """

    label: str
    asked: str
    phrases: tuple[str, ...]


def findables(desk: Desk, channels: Sequence[Channel], facts: FactRanges) -> tuple[Findable, ...]:
    """Return all that may be looked for, each thing that may be asked once.

    Args:
        desk: the brand's.
        channels: those that may be asked about.
        facts: those that may be told.
    """
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for label, asked, phrases in (*_acts(desk), *_questions(desk, channels, facts)):
        found.setdefault(asked, (label, {}))[1].update(dict.fromkeys(phrases))
    return tuple(
        Findable(label=label, asked=asked, phrases=tuple(phrases)) for asked, (label, phrases) in found.items()
    )


def findables_of(
    desk: Desk, asks: Iterable[PerimeterAsk], channels: Sequence[Channel], facts: FactRanges
) -> Iterator[Findable]:
    """Yield what may be asked of the perimeter, of several questions, each by its own name or that of its act."""
    for ask in asks:
        fields = tuple(asked_of(desk, ask, channels, facts))
        if fields:
            label = desk.say(ask.label or desk.values.actions[ask.action].label or ask.action)
            yield Findable(label=label, asked=urlencode(fields), phrases=(label,))


def asked_of(
    desk: Desk, ask: PerimeterAsk, channels: Sequence[Channel], facts: FactRanges
) -> Iterator[tuple[str, str]]:
    """Yield the fields of the form that a question fills in: nothing where the brand cannot be asked it."""
    of_kinds = [channel for channel in channels if not ask.kinds or channel.kind in ask.kinds]
    if ask.action not in desk.values.actions or not of_kinds:
        return
    is_reply = ask.action in REPLIES and len(ask.says) == 1
    yield "action", f"{ask.action}/{ask.says[0]}" if is_reply else ask.action
    if ask.kinds and len(of_kinds) == 1:
        yield "channel", of_kinds[0].id
    elif ask.kinds:
        yield "among", " ".join(channel.id for channel in of_kinds)
    for dimension in _DIMENSIONS:
        known = getattr(desk.values, dimension)
        if not (is_reply and dimension == "says"):
            yield from ((dimension, id) for id in getattr(ask, dimension) if id in known)
    # Where the answer is cut in steps, the page of questions takes what allows it for granted; nobody has told it here.
    for fact, value in () if ask.steps else ask.facts.items():
        for such, bounds in facts.get(fact, ()):
            if bounds.admits(value):
                known = desk.values.facts.get(fact)
                yield f"fact-{fact}", as_json(value if known is not None and known.type in TYPED else such)
                break


def names_of(desk: Desk, channel: Channel) -> tuple[str, ...]:
    """Return what a channel is called by whoever writes on it: its title, its network and the names of that."""
    title, network = desk.say(channel.title or channel.id), desk.say(channel.network or "")
    named = {fold(title), fold(network)}
    others = (names for known in desk.values.networks.values() if named & {*map(fold, names := known.names)})
    return tuple(dict.fromkeys(filter(None, (title, network, *(name for names in others for name in names)))))


def as_json(value: FactValue) -> str:
    """Return the value of a fact as the form holds it."""
    return json.dumps({"times": value.factor} if isinstance(value, TimesUsual) else value)


def _acts(desk: Desk) -> Iterator[tuple[str, str, Iterable[str]]]:
    values, colon = desk.values, f"{typography.NBSP}:" if desk.language == "fr" else ":"
    for action in values.actions.values():
        label = desk.say(action.label or action.id)
        yield label, urlencode({"action": action.id}), (label, *action.synonyms.in_(desk.language))
    for reply in (values.actions[id] for id in REPLIES if id in values.actions):
        for said in values.says.values():
            label = desk.say(said.label or said.id)
            whole = f"{desk.say(reply.label or reply.id)}{colon} {label}"
            yield (
                whole,
                urlencode({"action": f"{reply.id}/{said.id}"}),
                (label, whole, *said.synonyms.in_(desk.language)),
            )


def _questions(desk: Desk, channels: Sequence[Channel], facts: FactRanges) -> Iterator[tuple[str, str, Iterable[str]]]:
    for question in usual_questions().questions:
        words = desk.say(question.words)
        for ask in question.asks:
            fields = tuple(asked_of(desk, ask, channels, facts))
            if fields:
                label = f"{words} {desk.say(ask.label)}" if ask.label else words
                is_the_act = fields == (("action", ask.action),)
                keywords = _lent(desk, question, ask) if is_the_act else question.keywords.in_(desk.language)
                yield label, urlencode(fields), (label, *keywords)


def _lent(desk: Desk, question: UsualQuestion, ask: PerimeterAsk) -> Iterable[str]:
    """Return the words that a question lends to an act: the name of another of its acts is not one of them."""
    others = [desk.values.actions[each.action] for each in question.asks if each.action in desk.values.actions]
    named = {
        fold(name)
        for other in others
        if other.id != ask.action
        for name in (desk.say(other.label or other.id), *other.synonyms.in_(desk.language))
    }
    return (word for word in question.keywords.in_(desk.language) if fold(word) not in named)
