"""A compartment is held by its readers: each reader is somebody, and whoever answers for what is in it reads it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Record
from perimetre.model.handbook import Compartment
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# Who answers for a record, by the keys that say so.
_ANSWERING = ("owner", "lead")


def find(view: View) -> Iterator[Problem]:
    """Yield what is in a compartment and answered for by somebody outside it; then the readers who are nobody today."""
    circles = {circle.id: circle for circle in view.handbook.settings.compartments if circle.holds(view.today)}
    for other in view.views if circles else ():
        for _, record in other.brand.everything():
            circle = circles.get(record.compartment or "") if isinstance(record, Record) else None
            if circle is not None and isinstance(record, Record):
                yield from _answered_from_outside(record, circle, other)
    for circle in circles.values():
        for rank, reader in enumerate(circle.readers):
            if any(_is_there(reader, other) for other in view.views):
                continue
            yield flaw(
                value(circle, "readers", rank),
                message(
                    "`{reader}` is a reader of the compartment `{compartment}`, and is nobody today.",
                    reader=reader,
                    compartment=circle.id,
                ),
                message("Name somebody who is there, or take `{reader}` off `readers:`.", reader=reader),
                about=(reader,),
            )


def _answered_from_outside(record: Record, circle: Compartment, view: View) -> Iterator[Problem]:
    for name in _ANSWERING:
        who = getattr(record, name, None)
        if who is not None and not {who, *view.holders.get(who, ())} & set(circle.readers):
            yield flaw(
                value(record, name),
                message(
                    "`{who}` answers for `{id}`, and is no reader of the compartment `{compartment}` that keeps it.",
                    who=who,
                    id=record.id,
                    compartment=circle.id,
                ),
                message("Add `{who}` to its `readers:`, or name one of its readers here.", who=who),
                about=(who,),
            )


def _is_there(reader: str, view: View) -> bool:
    """Say whether a reader is somebody of the brand: a person who has not left, a role that somebody holds."""
    person = view.people.get(reader)
    return not person.has_left(view.today) if person is not None else bool(view.holders.get(reader))


RULE = Check(id="compartment-is-held-by-its-readers", level="warning", needs=(), find=find, whole=True)
