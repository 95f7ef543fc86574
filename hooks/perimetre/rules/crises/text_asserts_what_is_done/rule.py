"""A text asserts what is done: it leaves after the steps that it says are done, on every path, and in time."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.language.instants import length
from perimetre.model import Crisis
from perimetre.model.crisis import Statement
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import due, entries, missed, senders, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the deeds that a text claims and that may not be done when it leaves."""
    for crisis in view.live(view.brand.crises):
        yield from view.memory.once(_early, crisis)


def _early(crisis: Crisis) -> tuple[Problem, ...]:
    """Return the same of a scenario; those of the house are every brand's."""
    return tuple(problem for statement in crisis.statements for problem in _claims(crisis, statement))


def _claims(crisis: Crisis, statement: Statement) -> Iterator[Problem]:
    steps = steps_of(crisis)
    sending = senders(crisis, statement.id)
    known = [(rank, steps[deed]) for rank, deed in enumerate(statement.asserts) if deed in steps]
    if known and not sending:
        yield flaw(
            value(statement, "asserts"),
            message(
                "`{statement}` says that `{deed}` is done, and no step sends it: nothing tells whether it is.",
                statement=statement.id,
                deed=known[0][1].id,
            ),
            message(
                "Name it in the step that sends it (`statement: {statement}`), after `{deed}`; if it is the same "
                "message on other channels, write it under `texts:` of that message.",
                statement=statement.id,
                deed=known[0][1].id,
            ),
            about=[statement.id],
        )
        return
    for rank, deed in known:
        undone = missed(steps, entries(crisis), deed.id)
        for sender in sending:
            names = {"statement": statement.id, "deed": deed.id, "sender": sender.id}
            related = (
                (sender.place, message("It is sent here.")),
                (deed.place, message("It is done here.")),
            )
            if sender.id in undone:
                yield flaw(
                    value(statement, "asserts", rank),
                    message(
                        "`{statement}` says that `{deed}` is done, and `{sender}` may send it before that.", **names
                    ),
                    message(
                        "Make every path go through `{deed}` before `{sender}`, and elsewhere where it fails "
                        "(`on_failure`); or write only what is done by then.",
                        **names,
                    ),
                    *related,
                    about=[deed.id, sender.id],
                )
                break
            done, sent = due(deed), due(sender)
            if done is not None and sent is not None and done > sent:
                yield flaw(
                    value(statement, "asserts", rank),
                    message(
                        "`{statement}` says that `{deed}` is done: it is due within {done}, and the text leaves "
                        "within {sent}.",
                        **names,
                        done=length(done),
                        sent=length(sent),
                    ),
                    message(
                        "Give `{sender}` at least the delay of `{deed}`; or write only what is done by then.", **names
                    ),
                    *related,
                    about=[deed.id, sender.id],
                )
                break


RULE = Check(
    id="text-asserts-what-is-done",
    level="error",
    needs=(61,),
    find=find,
)
