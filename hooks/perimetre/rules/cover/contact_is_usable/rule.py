"""A contact is usable: whoever a line calls can be reached by the means that the line uses."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import Listing, message
from perimetre.model import Part
from perimetre.rules.kit.base import Check, Problem, View, flaw, key

HOT = ("phone", "sms", "chat")


def _people(view: View, target: str) -> tuple[str, ...]:
    """Return whoever may be called behind a target: those it names, and their deputies."""
    named: tuple[str, ...] = (target,) if target in view.people else view.holders.get(target, ())
    for schedule in view.brand.people.schedules:
        if schedule.id == target:
            named = tuple(one for layer in schedule.layers for one in layer.named)
    return (*named, *view.cover.people_of(target))


def find(view: View) -> Iterator[Problem]:
    """Yield the people on call who cannot be reached, each once."""
    found: dict[str, dict[str, tuple[Part, tuple[str, ...]]]] = {}
    for line in view.live(view.brand.escalation.lines):
        calls: list[tuple[Part, tuple[str, ...], set[str | None]]]
        calls = [(step, step.call, {one.mode for one in step.contact}) for step in line.steps]
        if line.fallback:
            calls.append((line.fallback, line.fallback.call, set()))
        for part, call, asked in calls:
            modes = asked or set(HOT)
            for one in dict.fromkeys(person for target in call for person in _people(view, target)):
                if one not in view.people:
                    continue
                contacts = view.people[one].contact
                if not modes & {contact.mode for contact in contacts if contact.value or contact.contact_ref}:
                    found.setdefault(one, {}).setdefault(line.id, (part, tuple(sorted(filter(None, modes)))))
    for id_, lines in found.items():
        part, modes_ = next(iter(lines.values()))
        yield flaw(
            key(view.people[id_], "contact"),
            message(
                "`{person}` is called by {lines} and cannot be reached: no {modes}.",
                person=id_,
                lines=Listing(tuple(f"`{one}`" for one in lines)),
                modes=Listing(tuple(f"`{mode}`" for mode in modes_), "or"),
            ),
            message("Add a contact with a `value`, or with a `contact_ref` to the contacts file that is kept apart."),
            (part.place, message("This step calls them.")),
        )


RULE = Check(
    id="contact-is-usable",
    level="error",
    needs=(58,),
    ground=(
        "people",
        "escalation",
    ),
    find=find,
)
