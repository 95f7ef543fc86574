"""The directory holds each number: what a `contact_ref` calls is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.suggest import closest
from perimetre.base.words import message
from perimetre.model import Contact, Part
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield what would ring nowhere; nothing where the directory itself is kept elsewhere."""
    names = [entry.id for entry in view.brand.contacts.contacts]
    if not names:
        return
    for part, path, contact in _contacts(view):
        name = contact.contact_ref
        if name is None or name in names:
            continue
        near = closest(name, names)
        problem = flaw(
            value(part, *path, "contact_ref"),
            message("`{name}` is not in the directory: this number would ring nowhere.", name=name),
            message("Write `{line}`.", line=f"contact_ref: {near}")
            if near
            else message("Add its line to `contacts.yml`: `{line}`.", line=f'{{id: {name}, value: "…"}}'),
        )
        yield replace(problem, write=near)


def _contacts(view: View) -> Iterator[tuple[Part, tuple[str | int, ...], Contact]]:
    """Yield every contact of the brand, with where it is."""
    for reached in view.brand.people.reached:
        yield from ((reached, ("contact", rank), contact) for rank, contact in enumerate(reached.contact))
    brand = view.brand.brand
    yield from ((agency, ("contact",), agency.contact) for agency in brand.agencies if agency.contact)
    yield from (
        (department, ("contact",), department.contact) for department in brand.departments if department.contact
    )
    for cell in (view.brand.escalation.cell, *(crisis.cell for crisis in view.live(view.brand.crises))):
        if cell is not None:
            yield from ((cell, ("contact", rank), contact) for rank, contact in enumerate(cell.contact))
    yield from ((place, ("phone",), place.phone) for place in view.brand.places.places if place.phone)
    for door in view.brand.requests.doors:
        yield from ((part, ("contact",), part.contact) for part in (door, door.urgent) if part and part.contact)


RULE = Check(id="directory-holds-each-number", level="error", needs=(58,), find=find)
