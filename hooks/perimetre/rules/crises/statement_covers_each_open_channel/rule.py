"""A scenario's statements cover each open channel: nobody is left to improvise where it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.model.crisis import Statement
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios that have no statement, or no first word, for a channel where the public will come."""
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
            yield flaw(
                key(crisis, "statements"),
                message("`{id}` has no statement for {channels}.", id=crisis.id, channels=listed(missing)),
                message("Add these channels to a statement, or write one for them."),
                about=missing,
            )
            continue
        first = _first_word(crisis)
        if first and (missing := _missing(view, first)):
            yield flaw(
                key(first[0], "channels"),
                message("`{id}` begins without a word for {channels}.", id=crisis.id, channels=listed(missing)),
                message("Add these channels to this statement, or write a holding statement for them."),
                about=missing,
            )


def _missing(view: View, statements: Iterable[Statement]) -> list[str]:
    named = view.perimeter.ground.expand(channel for statement in statements for channel in statement.channels)
    return [channel for channel in where(view) if channel not in named]


def _first_word(crisis: Crisis) -> list[Statement]:
    """Return the statement said first in public while one waits, and those that no step names, for elsewhere."""
    holding = {statement.id: statement for statement in crisis.statements if "holding-statement" in statement.says}
    steps = reached(steps_of(crisis), [crisis.start] if crisis.start else [])
    named = {step.statement for step in crisis.steps}
    for step in steps.values():
        if step.act == "publish" and step.statement in holding:
            return [holding[step.statement], *(statement for id_, statement in holding.items() if id_ not in named)]
    return []


RULE = Check(
    id="statement-covers-each-open-channel",
    level="error",
    needs=(61,),
    find=find,
)
