"""A scenario's statements cover each open channel: nobody is left to improvise where it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, message, some
from perimetre.model import Crisis
from perimetre.model.statements import Statement
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield what channels are without a statement, or a first word: once for all the scenarios that lack the same."""
    lacking: dict[tuple[str, ...], list[tuple[Crisis, Place]]] = {}
    unsaid: dict[tuple[str, ...], list[tuple[Crisis, Place]]] = {}
    for crisis in view.live(view.brand.crises):
        audiences = [told_.audience for told_ in crisis.told_first]
        public = not audiences or any(
            "public" in (text or "")
            for audience in audiences
            if audience
            for text in (audience.plain, audience.fr, audience.en)
        )
        if not public or not crisis.statements:
            continue
        if missing := _missing(view, crisis.statements):
            lacking.setdefault(tuple(missing), []).append((crisis, key(crisis, "statements")))
            continue
        first = _first_word(crisis)
        if first and (missing := _missing(view, first)):
            unsaid.setdefault(tuple(missing), []).append((crisis, key(first[0], "channels")))
    for channels, several in lacking.items():
        text = message("{crises} have no statement for {channels}.", **_values(channels, several))
        if len(several) == 1:
            text = message("`{id}` has no statement for {channels}.", id=several[0][0].id, channels=listed(channels))
        hint = message("Add these channels to a statement, or write one for them.")
        yield _flaw(channels, several, text, hint)
    for channels, several in unsaid.items():
        text = message("{crises} begin without a word for {channels}.", **_values(channels, several))
        if len(several) == 1:
            text = message(
                "`{id}` begins without a word for {channels}.", id=several[0][0].id, channels=listed(channels)
            )
        hint = message("Add these channels to this statement, or write a holding statement for them.")
        yield _flaw(channels, several, text, hint)


def _values(channels: Iterable[str], several: list[tuple[Crisis, Place]]) -> dict[str, object]:
    return {"crises": some(f"`{crisis.id}`" for crisis, _ in several), "channels": listed(channels)}


def _flaw(channels: Iterable[str], several: list[tuple[Crisis, Place]], text: Message, hint: Message) -> Problem:
    (_, first), *others = several
    related = ((place, message("`{id}` too.", id=crisis.id)) for crisis, place in others)
    return flaw(first, text, hint, *related, about=[*channels, *(crisis.id for crisis, _ in several)])


def _missing(view: View, statements: Iterable[Statement]) -> list[str]:
    named = view.perimeter.ground.expand(channel for statement in statements for channel in statement.everywhere)
    return [channel for channel in where(view) if channel not in named]


def _first_word(crisis: Crisis) -> list[Statement]:
    """Return the statement said first in public while one waits, posted or in reply, and those that no step names."""
    holding = {statement.id: statement for statement in crisis.statements if "holding-statement" in statement.says}
    steps = reached(steps_of(crisis), [crisis.start] if crisis.start else [])
    named = {step.statement for step in crisis.steps}
    for step in steps.values():
        if step.act in ("publish", "reply-public") and step.statement in holding:
            return [holding[step.statement], *(statement for id_, statement in holding.items() if id_ not in named)]
    return []


RULE = Check(
    id="statement-covers-each-open-channel",
    level="error",
    needs=(61,),
    find=find,
)
