"""The mailbox of an account is nobody's own: whoever can read it can take the account."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.presence import accounts
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the accounts that are bound to the mail of one person."""
    owners = {
        contact.value.casefold(): (person, contact)
        for person in view.brand.people.people
        for contact in person.contact
        if contact.mode == "mail" and contact.value and not contact.shared
    }
    for channel in accounts(view):
        owner = owners.get((channel.access.mailbox or "").casefold()) if channel.access else None
        if channel.access is not None and owner is not None:
            person, contact = owner
            yield flaw(
                value(channel.access, "mailbox"),
                message("The account of `{id}` is bound to the mail of `{person}`.", id=channel.id, person=person.id),
                message("Bind it to a shared mailbox that several people read, and change it on the network first."),
                (contact.place, message("It is theirs here.")),
                about=[person.id],
            )


RULE = Check(id="account-mailbox-is-shared", level="warning", needs=(97,), find=find)
