"""Say what an answer asks otherwise, at the same level: one phrase for each obligation that comes, goes, or changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any, cast

from perimetre.base.words import Listing, Message, message
from perimetre.compare.perimeter.agreed import whom
from perimetre.compare.perimeter.effects import Effect
from perimetre.compare.saying import Names, few, quoted
from perimetre.compare.values import inform_words, limit_words
from perimetre.model import Circuit, Condition, Consult, IfNoAnswer, Inform, Limit, Meanwhile, Text

Phrase = Callable[[Listing, Listing], Message]

# For each topic: what is dropped, what is added, what takes the place of what; of some, what is to be read.
_PHRASES: Mapping[str, tuple[Phrase, Phrase, Phrase]] = {
    "condition": (
        lambda before, _: message("this is no longer required: {before}", before=before),
        lambda _, after: message("this is now required: {after}", after=after),
        lambda before, after: message("the condition is now: {after} (before: {before})", before=before, after=after),
    ),
    "limit": (
        lambda before, _: message("this limit is dropped: {before}", before=before),
        lambda _, after: message("this limit is set: {after}", after=after),
        lambda before, after: message("the limit is now {after} (before: {before})", before=before, after=after),
    ),
    "inform": (
        lambda before, _: message("there is no longer any need to inform {before}", before=before),
        lambda _, after: message("{after} must now be informed", after=after),
        lambda _, after: message("{who}: to be informed otherwise", who=after),
    ),
    "consult": (
        lambda before, _: message("there is no longer any need to consult {before}", before=before),
        lambda _, after: message("{after} must now be consulted", after=after),
        lambda before, after: message("{after} is consulted (before: {before})", before=before, after=after),
    ),
    "speaks-first": (
        lambda before, _: message("there is no longer any need to wait until {before} has spoken", before=before),
        lambda _, after: message("we must now wait until {after} has spoken", after=after),
        lambda before, after: message("{after} speaks first (before: {before})", before=before, after=after),
    ),
    "mention": (
        lambda before, _: message("this mention is no longer required: {before}", before=before),
        lambda _, after: message("this mention is now required: {after}", after=after),
        lambda before, after: message("the mention is {after} (before: {before})", before=before, after=after),
    ),
    "template": (
        lambda before, _: message("this ready answer no longer serves: {before}", before=before),
        lambda _, after: message("this ready answer serves too: {after}", after=after),
        lambda before, after: message("the ready answer is {after} (before: {before})", before=before, after=after),
    ),
    "request": (
        lambda before, _: message("the request no longer has to come by {before}", before=before),
        lambda _, after: message("the request must now come by {after}", after=after),
        lambda before, after: message("the request comes by {after} (before: {before})", before=before, after=after),
    ),
    "meanwhile": (
        lambda before, _: message("while waiting, this may no longer be done: {before}", before=before),
        lambda _, after: message("while waiting, this may be done: {after}", after=after),
        lambda before, after: message(
            "while waiting: {after} (before: {before})", before=before, after=after
        ),
    ),
    "if-no-answer": (
        lambda before, _: message("if nobody answers, nothing is said any more (before: {before})", before=before),
        lambda _, after: message("if nobody answers: {after}", after=after),
        lambda before, after: message(
            "if nobody answers: {after} (before: {before})", before=before, after=after
        ),
    ),
    "instead": (
        lambda before, _: message("what to do instead is no longer said (before: {before})", before=before),
        lambda _, after: message("what to do instead: {after}", after=after),
        lambda before, after: message(
            "what to do instead: {after} (before: {before})", before=before, after=after
        ),
    ),
    "line": (
        lambda before, _: message("the line {before} is no longer the one to call", before=before),
        lambda _, after: message("the line to call is now {after}", after=after),
        lambda before, after: message("the line to call is now {after} (before: {before})", before=before, after=after),
    ),
    "lift": (
        lambda before, _: message(
            "nobody’s agreement lifts the prohibition any more (before: {before})", before=before
        ),
        lambda _, after: message("the prohibition may now be lifted by {after}", after=after),
        lambda before, after: message(
            "the prohibition is lifted by {after} (before: {before})", before=before, after=after
        ),
    ),
    "agreement": (
        lambda before, _: message("the agreement {before} is no longer needed", before=before),
        lambda _, after: message("the agreement {after} is now needed", after=after),
        lambda before, after: message("the agreement is now {after} (before: {before})", before=before, after=after),
    ),
}  # fmt: skip


# What rules ask that ask it elsewhere already: it comes with where they now speak, or goes with where they do not.
_STANDING: Mapping[str, tuple[Phrase, Phrase]] = {
    "condition": (
        lambda before, _: message("the existing requirements no longer apply there: {before}", before=before),
        lambda _, after: message("the existing requirements apply there: {after}", after=after),
    ),
    "limit": (
        lambda before, _: message("the existing limits no longer apply there: {before}", before=before),
        lambda _, after: message("the existing limits apply there: {after}", after=after),
    ),
}


def effect_words(effect: Effect, names: Names) -> Message:
    """Return what an answer asks otherwise, in words."""
    match effect.before, effect.after:
        case (Inform() as old,), (Inform() as new,):
            return inform_words(old, new, names)
        case (Limit() as old,), (Limit() as new,):
            return limit_words(old, new, names)
    dropped, added, replaced = _PHRASES[effect.topic]
    if effect.is_standing and effect.topic in _STANDING:
        dropped, added = _STANDING[effect.topic]
    before, after = (
        few(_name(thing, effect.topic, names) for thing in things) for things in (effect.before, effect.after)
    )
    if effect.before and effect.after:
        if effect.topic == "agreement":
            return _same_circuit(effect, names) or replaced(before, after)
        return replaced(before, after)
    return dropped(before, after) if effect.before else added(before, after)


def _same_circuit(effect: Effect, names: Names) -> Message | None:
    """Return what becomes of one circuit that asks otherwise; None where another takes its place."""
    old, new = cast("Circuit", effect.before[0]), cast("Circuit", effect.after[0])
    if old.id != new.id:
        return None
    title, by = quoted(names.title("circuit", new.id)), [whom(circuit, names) for circuit in (old, new)]
    if {who for step in old.steps for who in step.of} != {who for step in new.steps for who in step.of}:
        words = {"title": title, "before": by[0], "after": by[1]}
        if _fewer_may(old, new):
            return message("the agreement {title} may now be given only by {after} (before: {before})", **words)
        return message("the agreement {title} is now given by {after} (before: {before})", **words)
    consents = [any(step.on_timeout == "consent" for step in circuit.steps) for circuit in (old, new)]
    if consents == [False, True]:
        return message("for the agreement {title}, silence now counts as a yes", title=title)
    if consents == [True, False]:
        return message("for the agreement {title}, silence no longer counts as a yes", title=title)
    ways = {
        "wider": message("the agreement {title} is easier to get", title=title),
        "narrower": message("the agreement {title} is harder to get", title=title),
        "other": message("the agreement {title} is asked otherwise (delays, order)", title=title),
        "read": message("the agreement {title} is worded otherwise, to be read", title=title),
    }
    return ways[effect.way]


def _fewer_may(old: Circuit, new: Circuit) -> bool:
    """Say whether a yes is asked of the same number, among fewer."""
    steps = [*zip_longest(old.steps, new.steps)]
    return all(
        before
        and after
        and set(after.of) <= set(before.of)
        and before.wanted(len(before.of)) == after.wanted(len(after.of))
        for before, after in steps
    )


def _name(thing: Any, topic: str, names: Names) -> object:
    match thing:
        case Circuit():
            return message("{title} ({who})", title=quoted(names.title("circuit", thing.id)), who=whom(thing, names))
        case Condition():
            return quoted(thing.value or "")
        case Limit():
            return names.limit(thing)
        case Inform():
            return names.who(thing.who or "")
        case Consult():
            return few(names.who(who) for who in thing.of)
        case Meanwhile():
            if thing.do:
                return few(names.label("actions", act) for act in thing.do)
            return quoted(thing.say or thing.template or "")
        case IfNoAnswer():
            return quoted(thing.then) if thing.then else names.title("line", thing.line or "")
        case Text():
            return quoted(thing)
    kinds = {"mention": "mention", "template": "template", "request": "door", "line": "line"}
    return quoted(names.title(kinds[topic], thing)) if topic in kinds else names.who(thing)
