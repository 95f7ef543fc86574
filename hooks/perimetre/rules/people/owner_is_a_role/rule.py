"""An owner is a role that somebody holds: a page answers to a person, never to a name that nobody bears."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Record
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the owners behind whom there is nobody."""
    settings = view.handbook.settings
    owned = [record for record in view.brand.own.values() if isinstance(record, Record) and record.owner]
    owned += [record for record in view.brand.inherited.values() if isinstance(record, Record) and record.owner]
    parts = [(key(record, "owner"), record.owner) for record in owned]
    if settings.defaults and settings.defaults.owner:
        parts.append((key(settings.defaults, "owner"), settings.defaults.owner))
    for place, owner in parts:
        if view.is_vacant(owner):
            yield flaw(
                place,
                message("This belongs to `{owner}`, and nobody holds that role.", owner=owner),
                message("Name a role that somebody holds, or assign somebody to it in `people.yml`."),
                about=[owner],
            )


RULE = Check(
    id="owner-is-a-role",
    level="error",
    needs=(),
    find=find,
)
