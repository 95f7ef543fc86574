"""A contact is usable: whoever a line calls can be reached by the means that the line uses."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Part
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

HOT = ("phone", "sms", "chat")


def _people(view: View, target: str) -> tuple[str, ...]:
    """Return whoever may be called behind a target: those it names, and their deputies."""
    named: tuple[str, ...] = (target,) if target in view.people else view.holders.get(target, ())
    for schedule in view.brand.people.schedules:
        if schedule.id == target:
            named = tuple(person for layer in schedule.layers for person in layer.named)
    return (*named, *view.cover.people_of(target))


def find(view: View) -> Iterator[Problem]:
    """Yield the people on call who cannot be reached, each once."""
    unreachable: dict[str, dict[str, tuple[Part, tuple[str, ...]]]] = {}
    for line in view.live(view.brand.escalation.lines):
        calls: list[tuple[Part, tuple[str, ...], set[str | None]]]
        calls = [(step, step.call, {contact.mode for contact in step.contact}) for step in line.steps]
        if line.fallback:
            calls.append((line.fallback, line.fallback.call, set()))
        for part, call, asked in calls:
            modes = asked or set(HOT)
            for called in dict.fromkeys(person for target in call for person in _people(view, target)):
                if called not in view.people:
                    continue
                contacts = view.people[called].contact
                if not modes & {contact.mode for contact in contacts if contact.value or contact.contact_ref}:
                    unreachable.setdefault(called, {}).setdefault(line.id, (part, tuple(sorted(filter(None, modes)))))
    for id_, lines in unreachable.items():
        part, modes_ = next(iter(lines.values()))
        yield flaw(
            key(view.people[id_], "contact"),
            message(
                "`{person}` is called by {lines} and cannot be reached: no {modes}.",
                person=id_,
                lines=listed(lines),
                modes=listed(modes_, "or"),
            ),
            message("Add a contact with a `value`, or with a `contact_ref` to the contacts file that is kept apart."),
            (part.place, message("This step calls them.")),
        )


RULE = Check(
    id="contact-is-usable",
    level="error",
    needs=(58,),
    find=find,
)
