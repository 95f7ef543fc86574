"""Give the templates the ways to reach somebody: numbers to dial, addresses to write to, what is noted of them.

A part of the stage render. Comes in: a brand, its readers. Goes out: `Reaching`, from which the `Tools` of a page are
made; a number that stands in the directory is shown to whom it is open, and left to their device where it is locked.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message, say
from perimetre.language import typography
from perimetre.model import Brand, Contact, Values
from perimetre.render.environment import to_complete
from perimetre.render.given import given
from perimetre.render.live.directory import left_open
from perimetre.render.readers import Readers
from perimetre.render.wording import Wording
from perimetre.voice.phones import COUNTRY, is_mobile

# An address is read by several people; a telephone is answered.
_READ_BY_SEVERAL = message("read by several people")
_SHARED = {"phone": message("a shared line"), "sms": message("a shared line")}


class Reaching(Wording):
    """The ways to reach somebody, of one brand.

    Args:
        readers: who reads them.
        values: the values in use.
        currency: that of the brand, or of the house.
        brand: whose people they are; None for a page of the house.
        country: in which numbers are dialled; None: the one that is usual.
    """

    def __init__(
        self, readers: Readers, values: Values, currency: str, *, brand: Brand | None, country: str | None
    ) -> None:
        super().__init__(readers.language, values, currency)
        self.brand = brand
        self.readers = readers
        self._country = country or COUNTRY

    @given
    def contacts(self, of: Iterable[Contact]) -> tuple[Markup, ...]:
        """Return the ways to reach somebody; never to the public."""
        return tuple(self._contact(contact) for contact in of) if not self.readers.is_public else ()

    def turn_contacts(self, id: str) -> tuple[Contact, ...]:
        """Return the numbers that ring at whoever holds the turn: of a schedule, or of each schedule of a role."""
        if self.brand is None or self.readers.is_public:
            return ()
        return tuple(
            contact
            for schedule in self.readers.seen(self.brand.people.schedules)
            if id in (schedule.id, schedule.role)
            and schedule.is_live(self.readers.today)
            and self.brand.is_among(schedule.brands)
            for contact in schedule.contact
        )

    @given
    def way(self, contact: Contact) -> Markup:
        """Return one way to reach somebody, to be called at once, without its name; nothing for the public."""
        return self._way(contact) if not self.readers.is_public else Markup("")

    def value_of(self, contact: Contact) -> str:
        """Return the number or the address that the reader may have, or "": it stands in a directory that is closed."""
        return contact.value or (self._in_directory(contact) if self.readers.reads_directory else "")

    def _way(self, contact: Contact) -> Markup:
        value = self.value_of(contact)
        if value == TO_COMPLETE or (not value and not contact.contact_ref):
            return to_complete(self.language)
        if contact.mode in ("phone", "sms") and value:
            scheme = "tel" if contact.mode == "phone" else "sms"
            words = typography.typeset(value, self.language)
            kind = Markup(' class="pm-mobile"' if is_mobile(value, self._country) else "")
            return Markup('<a{} href="{}:{}">{}</a>').format(kind, scheme, dialled(value), words)
        if contact.mode == "mail" and value and "@" in value and not set(value) & set(' <>"?&'):
            return Markup('<a href="mailto:{}">{}</a>').format(value, value)
        if contact.mode in ("web", "form") and value.startswith(("https://", "http://")):
            return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(value, value)
        words = escape(value or say(message("(in the directory)"), self.language))
        return left_open(contact, words) if self.is_sealed(contact) else words

    def is_sealed(self, contact: Contact) -> bool:
        """Say whether the reader's device opens this number, with the passphrase of the directory."""
        return self.readers.opens_directory and not contact.value and bool(self._in_directory(contact))

    def _in_directory(self, contact: Contact) -> str:
        return self.brand.contacts.number(contact.contact_ref) if self.brand is not None else ""

    def _contact(self, contact: Contact) -> Markup:
        shown = self._way(contact)
        mode = self.word("contact_mode", contact.mode) if contact.mode else ""
        notes = [escape(self.bare(contact.note))] if contact.note else []
        # What the house notes of a number says more than that several people answer it.
        if contact.shared and not (notes and contact.mode in _SHARED):
            notes.append(escape(say(_SHARED.get(contact.mode or "", _READ_BY_SEVERAL), self.language)))
        note = Markup(" ({})").format(Markup(", ").join(notes)) if notes else ""
        return (Markup('<span class="pm-mode">{}</span> {}{}').format(mode, shown, note)) if mode else shown + note


def dialled(number: str) -> str:
    """Return a telephone number as it is dialled: its figures, and the sign of an international one."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
