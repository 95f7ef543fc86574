"""A contact is usable: whoever a line calls can be reached by the means that the line uses."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Listing, message
from .base import Check, Problem, View, flaw, key

HOT = ("phone", "sms", "chat")


def _people(view: View, target: str) -> tuple[str, ...]:
    for schedule in view.brand.people.schedules:
        if schedule.id == target:
            named = [(*layer.people, *(layer.rotation.people if layer.rotation else ())) for layer in schedule.layers]
            return tuple(dict.fromkeys(one for several in named for one in several))
    return (target,) if target in view.people else view.holders.get(target, ())


def find(view: View) -> Iterator[Problem]:
    """Yield the people on call who cannot be reached."""
    for line in view.live(view.brand.escalation.lines):
        for step in line.steps:
            modes = {one.mode for one in step.contact} or set(HOT)
            for one in dict.fromkeys(person for target in step.call for person in _people(view, target)):
                person = view.people.get(one)
                if person is None:
                    continue
                known = {contact.mode for contact in person.contact if contact.value or contact.contact_ref}
                if not known & modes:
                    yield flaw(
                        key(person, "contact"),
                        message(
                            "`{person}` is called by `{line}` and cannot be reached: no {modes}.",
                            person=one,
                            line=line.id,
                            modes=Listing(tuple(sorted(f"`{mode}`" for mode in modes if mode)), "or"),
                        ),
                        message(
                            "Write a contact with a `value`, or with a `contact_ref` of the file that is not committed."
                        ),
                        (step.place, message("This step calls them.")),
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
