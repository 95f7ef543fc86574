"""A contact is usable: whoever a line calls can be reached by the means that the line uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import Contact, Part
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\Z")
_AT = re.compile(r"\s*[(\[]\s*(?:at|arobase|a)\s*[)\]]\s*", re.IGNORECASE)
_MODES: Mapping[str, Message] = {
    "mail": message("e-mail address"),
    "phone": message("telephone number"),
    "sms": message("telephone number"),
}
HOT = ("phone", "sms", "chat")


def _people(view: View, target: str) -> tuple[str, ...]:
    """Return whoever may be called behind a target: those it names, and their deputies."""
    named: tuple[str, ...] = (target,) if target in view.people else view.holders.get(target, ())
    for schedule in view.brand.people.schedules:
        if schedule.id == target:
            named = tuple(person for layer in schedule.layers for person in layer.named)
    return (*named, *view.cover.people_of(target))


def find(view: View) -> Iterator[Problem]:
    """Yield the people on call who cannot be reached, each once; then the contacts that lead nowhere as written."""
    yield from _unreachable(view)
    for part, path, contact in _contacts(view):
        if contact.value is not None and (hint := _misspelt(contact)):
            meant = _meant(contact.value) if contact.mode == "mail" else None
            what = message(
                "`{value}` leads nowhere: it is no {mode}.", value=contact.value, mode=_MODES[contact.mode or ""]
            )
            yield replace(flaw(value(part, *path), what, hint), write=meant)


def _contacts(view: View) -> Iterator[tuple[Part, tuple[str | int, ...], Contact]]:
    """Yield each contact with its path: people, schedules, agencies, services, doors, cells, places, accounts."""
    directory = {entry.id: entry for entry in view.brand.contacts.contacts}
    for reached in view.brand.people.reached:
        for rank, contact in enumerate(reached.contact):
            entry = directory.pop(contact.contact_ref or "", None)
            if entry:
                yield entry, ("value",), replace(contact, value=entry.value)
            else:
                yield reached, ("contact", rank, "value"), contact
    brand, doors = view.brand.brand, view.brand.requests.doors
    reached_at: list[tuple[Part, Contact | None]] = [(agency, agency.contact) for agency in brand.agencies]
    reached_at += [(department, department.contact) for department in brand.departments]
    reached_at += [(door, door.contact) for door in doors]
    reached_at += [(door.urgent, door.urgent.contact) for door in doors if door.urgent is not None]
    for part, written in reached_at:
        if written is not None:
            yield part, ("contact", "value"), written
    cells = (view.brand.escalation.cell, *(crisis.cell for crisis in view.live(view.brand.crises)))
    for cell in dict.fromkeys(filter(None, cells)):
        yield from ((cell, ("contact", rank, "value"), contact) for rank, contact in enumerate(cell.contact))
    for place in view.brand.places.places:
        if place.phone is not None:
            yield place, ("phone", "value"), place.phone
    for channel in view.brand.channels.channels:
        if channel.access is not None and channel.access.mailbox:
            yield (
                channel,
                ("access", "mailbox"),
                Contact(place=channel.place, mode="mail", value=channel.access.mailbox),
            )


def _misspelt(contact: Contact) -> Message | None:
    """Return what to write in the place of an address or a number that is none; None where it is one."""
    text = contact.value or ""
    if contact.mode == "mail" and not _ADDRESS.match(text):
        if meant := _meant(text):
            return message("Write `{line}`.", line=meant)
        return message("Write it in full: `{line}`.", line="name@example.org")
    if contact.mode in ("phone", "sms"):
        digits = sum(character.isdigit() for character in text)
        # Short numbers have three, four or six figures; a whole one, of any country, nine to fifteen.
        if digits not in (3, 4, 6) and not 9 <= digits <= 15 and not (text.startswith("+") and digits == 8):
            return message("Write all its figures: `{line}`.", line='"+33 1 99 00 12 34"')
    return None


def _meant(text: str) -> str | None:
    """Return the address of which the sign was written in letters, or None."""
    meant = _AT.sub("@", text)
    return meant if _ADDRESS.match(meant) else None


def _unreachable(view: View) -> Iterator[Problem]:
    """Yield the people on call who cannot be reached, each once."""
    unreachable: dict[str, dict[str, tuple[Part, tuple[str, ...]]]] = {}
    for line in view.live(view.brand.escalation.lines):
        calls: list[tuple[Part, tuple[str, ...], set[str | None]]]
        calls = [(step, step.call, {contact.mode for contact in step.contact}) for step in line.steps]
        if line.fallback:
            calls.append((line.fallback, line.fallback.call, set()))
        for part, call, asked in calls:
            modes = asked or set(HOT)
            alone = [target for target in call if not _rings(view, target, modes)]
            for called in dict.fromkeys(person for target in alone for person in _people(view, target)):
                if called not in view.people:
                    continue
                contacts = view.people[called].contact
                if not modes & _written(contacts):
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


def _rings(view: View, target: str, modes: set[str | None]) -> bool:
    """Say whether a number of the turn rings at whoever holds it, whichever turn it is."""
    turns = [turn for turn in view.brand.people.schedules if target in (turn.id, turn.role)]
    return bool(turns) and all(modes & _written(turn.contact) for turn in turns)


def _written(contacts: Iterable[Contact]) -> set[str | None]:
    """Return the modes of the contacts that somebody has written."""
    return {contact.mode for contact in contacts if contact.value or contact.contact_ref}


RULE = Check(
    id="contact-is-usable",
    level="error",
    needs=(58,),
    find=find,
)
