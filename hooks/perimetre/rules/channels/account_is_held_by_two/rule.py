"""An account is held by two people at least: nobody is its only key, nor its only lock."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.presence import accounts
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the accounts whose keys one person alone holds, by name where they are named, else by the roles."""
    for channel in accounts(view):
        access = channel.access
        if access is None:
            continue
        if access.people:
            named = {holder.person for holder in access.people if holder.person and holder.is_live(view.today)}
            place, about = value(access, "people"), named
            hint = message("Give the keys to somebody else too, and write their name and the day under `people`.")
        else:
            # Who stands behind a word that is no role (the CM on duty) changes with the hour: several people do.
            if not access.holders or not all(holder in view.roles for holder in access.holders):
                continue
            named = {person for holder in access.holders for person in view.holders.get(holder, ())}
            place, about = value(access, "holders"), {*access.holders}
            hint = message(
                "Add to `holders` a role that somebody else holds: one person may be ill, leave or be locked out."
            )
        if len(named) == 1:
            yield flaw(
                place,
                message("Only `{person}` holds the keys of `{id}`.", person=next(iter(named)), id=channel.id),
                hint,
                about=about,
            )
        elif access.people and not named:
            to_come = all(holder.from_ and holder.from_ > view.today for holder in access.people)
            what = message("Nobody holds the keys of `{id}` any more.", id=channel.id)
            if to_come:
                what = message("Nobody holds the keys of `{id}` yet.", id=channel.id)
            yield flaw(place, what, hint)


RULE = Check(
    id="account-is-held-by-two",
    level="warning",
    needs=(63, 97),
    find=find,
)
