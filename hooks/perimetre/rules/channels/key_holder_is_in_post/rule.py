"""Whoever has the keys of an account is in post: keys are taken back on the day on which a role ends."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.presence import accounts
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people who have the keys today, and hold none of the roles that may."""
    for channel in accounts(view):
        access = channel.access
        if access is None or not all(role in view.roles for role in access.holders):
            continue
        entitled = {person for role in access.holders for person in view.holders.get(role, ())}
        for holder in access.people:
            person = view.people.get(holder.person or "")
            if person is None or not holder.is_live(view.today) or person.id in entitled:
                continue
            values = {"person": person.id, "id": channel.id, "roles": listed(access.holders, "or")}
            yield flaw(
                value(holder, "person"),
                message("`{person}` has left, and still has the keys of `{id}`.", **values)
                if person.has_left(view.today)
                else message("`{person}` has the keys of `{id}`, and is no {roles} today.", **values),
                message(
                    "Take the keys back, change what they know, and write `to:` with the day; or give them the role."
                ),
                (value(access, "holders"), message("These roles may have them.")),
                about=[person.id],
            )


RULE = Check(id="key-holder-is-in-post", level="error", needs=(97,), find=find)
