"""A told audience is told: whoever a card says is told has somebody, a way and a moment that tells them."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.model.crisis import ToldFirst
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import steps_of

# Nothing is said at such a step.
_SILENT = ("wait", "end")


def find(view: View) -> Iterator[Problem]:
    """Yield the audiences that a card says are told, and that nothing tells."""
    for crisis in view.live(view.brand.crises):
        for entry in crisis.told_first:
            yield from _judge(crisis, entry)


def _judge(crisis: Crisis, entry: ToldFirst) -> Iterator[Problem]:
    word = entry.audience.plain if entry.audience else None
    audience = word or entry.audience or ""
    step = steps_of(crisis).get(entry.step or "")
    if entry.step is None and entry.how is None and entry.within is None:
        yield flaw(
            key(entry, "audience"),
            message("`{id}` says that `{audience}` are told, and nothing tells them.", id=crisis.id, audience=audience),
            message("Say at what step (`step:`), within what time (`within:`) or how (`how:`)."),
        )
    elif step is not None and step.kind in _SILENT:
        yield flaw(
            value(entry, "step"),
            message(
                "`{audience}` are told at the step `{step}`, where nothing is said.", audience=audience, step=step.id
            ),
            message("Name the step that speaks to them, or write one."),
            (step.place, message("The step is here.")),
            about=[step.id],
        )
    elif step is not None:
        for statement in crisis.statements:
            if statement.id == step.statement and statement.audience and word not in statement.audience:
                yield flaw(
                    value(entry, "step"),
                    message(
                        "`{audience}` are told at the step `{step}`, and its message is for {others}.",
                        audience=audience,
                        step=step.id,
                        others=listed(statement.audience),
                    ),
                    message("Name the step that speaks to them, or add them to the `audience:` of the message."),
                    (key(statement, "audience"), message("The message is here.")),
                    about=[step.id, statement.id],
                )


RULE = Check(
    id="told-audience-is-told",
    level="warning",
    needs=(79,),
    find=find,
)
