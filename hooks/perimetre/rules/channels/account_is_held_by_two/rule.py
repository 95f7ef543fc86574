"""An account is held by two people at least: nobody is its only key, nor its only lock."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.presence import accounts
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the accounts whose keys one person alone holds."""
    for channel in accounts(view):
        holders = channel.access.holders if channel.access else ()
        # Who stands behind a word that is no role (the CM on duty) changes with the hour: several people do.
        if not holders or not all(holder in view.roles for holder in holders):
            continue
        people = {person for holder in holders for person in view.holders.get(holder, ())}
        if len(people) == 1:
            yield flaw(
                value(channel.access, "holders") if channel.access else channel.place,
                message("Only `{person}` holds the keys of `{id}`.", person=next(iter(people)), id=channel.id),
                message(
                    "Add to `holders` a role that somebody else holds: one person may be ill, leave or be locked out."
                ),
                about=holders,
            )


RULE = Check(
    id="account-is-held-by-two",
    level="warning",
    needs=(63,),
    find=find,
)
