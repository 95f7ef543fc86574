"""Find what names a private person in a text: telephone, mail, bank account, card, order, social security number.

A part of the linter. Comes in: a text, and what the house itself gives to the public. Goes out: stretches and what they
are. Checksums are computed, so that a number that only looks like an account is left alone. « Ce qui est privé se
partage ; ce qui est écrit s’indexe » : what comes in by a private message is told too, as a lesser fault.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from perimetre.base.folding import bare
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.voice.phones import digits, phones
from perimetre.voice.phrases import fold
from perimetre.voice.remarks import Remark, RemarkLevel
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model import Brand, Contact, Record

Stretch: TypeAlias = tuple[int, int]

# All that is looked for holds a digit, or the sign of a mail: most texts have neither.
_MAY_NAME = re.compile("[0-9@]")
# What stands between the groups of a number.
_GAP = " \u00a0\u202f.\u2010-\u2013_-"
_ACCOUNT = re.compile(f"(?<![A-Za-z0-9])[A-Za-z]{{2}}[0-9]{{2}}[{_GAP}]?[A-Za-z0-9][A-Za-z0-9{_GAP}]{{10,40}}")
_CARD = re.compile(f"(?<![0-9])[2-6][0-9{_GAP}]{{11,22}}[0-9](?![0-9])")
_SOCIAL_SECURITY = re.compile(f"(?<![0-9])[12][0-9AB{_GAP}]{{13,20}}[0-9](?![0-9])")
# « commande n° 4512-88 », « dossier FR2026A331 » : a word that announces it, then a run of letters and digits.
_ORDER = re.compile(
    r"\b(?:commande|colis|dossier|facture|ticket|client|cliente|compte|contrat|suivi|order|invoice|account)"
    "(?P<several>s?)[ \u00a0\u202f]{0,2}"
    "(?P<mark>n°|n ?o|nº|numéro|number|ref|réf|référence|#|est le)?[ \u00a0\u202f.:]{0,3}"
    "(?P<number>#?[A-Za-z]{0,6}[-_/]?[0-9][0-9A-Za-z/_-]{3,30})"
    r"(?P<unit>[ \u00a0\u202f]?[€$%]|[ \u00a0\u202f][^\W\d_]{1,30})?",
    re.IGNORECASE,
)
# « 24h/24 », « 7j/7 », « 19h30 », « 48h », « 10000e », « 2min » : how long, when, how many.
_MEASURE = re.compile(
    r"[0-9]+(?:[hj]\w*(?:/[0-9]+)?|[^\W\d_]{1,4})|[0-9]{1,2}h[0-9]{0,2}(?:[-/][0-9]{1,2}h?[0-9]{0,2})?", re.IGNORECASE
)
_UNITS = frozenset(("h", "min", "m", "km", "g", "kg", "l", "cl", "ml", "k", "mo", "go", "to"))
# « 2026 », « 2024-2025 », « CDD2026 » : a year, alone or after a word.
_YEAR = re.compile(r"[a-z]*-?(?:19|20)[0-9]{2}(?:[-/](?:19|20)?[0-9]{2})?", re.IGNORECASE)
_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+'-"
_DOMAIN = re.compile(r"[A-Za-z0-9.-]{3,253}")
# The length of an IBAN in the countries that a French house meets most; elsewhere the whole run of signs must fit.
_LENGTHS = {"FR": 27, "MC": 27, "BE": 16, "LU": 20, "CH": 21, "DE": 22, "ES": 24, "IT": 27} | {
    "NL": 18,
    "PT": 25,
    "GB": 22,
    "IE": 22,
    "AT": 20,
    "PL": 28,
    "DK": 18,
    "SE": 24,
}


@dataclasses.dataclass(frozen=True, slots=True)
class OwnContacts:
    """What the house itself gives to the public: digits of numbers, mails and their domains; and its people's names."""

    numbers: frozenset[str]
    mails: frozenset[str]
    domains: frozenset[str]
    people: frozenset[str]


def own_contacts(brand: Brand, may_see: Callable[[Record], bool] = lambda _record: True) -> OwnContacts:
    """Return the contacts that a brand's handbook marks as shared, or gives for a department, an agency or a door.

    Args:
        brand: the brand.
        may_see: whether a record may be told; what only others give is left out.
    """
    seen: list[Contact | None] = [each.contact for each in brand.brand.departments if may_see(each)]
    seen += [each.contact for each in brand.brand.agencies if may_see(each)]
    seen += [door.contact for door in brand.requests.doors if may_see(door)]
    seen += [
        place.phone for place in brand.own_places if place.phone is not None and place.phone.shared and may_see(place)
    ]
    reached = filter(may_see, brand.people.reached)
    seen += [contact for each in reached for contact in each.contact if contact.shared]
    values = [contact.value for contact in seen if contact is not None and contact.value]
    numbers = {digits(value) for value in values} | {
        digits(emergency.number or "") for emergency in brand.values.emergency_numbers.values()
    }
    mails = {value.lower() for value in values if "@" in value.strip("@")}
    domains = {mail.rpartition("@")[2] for mail in mails}
    if brand.brand.website:
        domains.add(brand.brand.website.partition("://")[2].partition("/")[0].lower().removeprefix("www."))
    people = {bare(fold(person.name)) for person in brand.people.people if person.name and may_see(person)}
    return OwnContacts(frozenset(numbers - {""}), frozenset(mails), frozenset(domains - {""}), frozenset(people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What may name somebody in a text, stretch by stretch, whoever it is and whatever the house gives."""

    addresses: tuple[Stretch, ...]
    accounts: tuple[Stretch, ...]
    social_security: tuple[Stretch, ...]
    cards: tuple[Stretch, ...]
    phones: tuple[tuple[int, int, frozenset[str]], ...]
    mails: tuple[Stretch, ...]
    orders: tuple[Stretch, ...]


def sightings(view: TextView, country: str) -> Sightings | None:
    """Return what may name somebody in a text of a house of a country; None where nothing does."""
    text = view.text
    if not _MAY_NAME.search(text):
        return None
    return Sightings(
        addresses=view.of("link", "handle"),
        accounts=tuple(_accounts(text)),
        social_security=tuple(_social_security(text)),
        cards=tuple(_cards(text)),
        phones=tuple(phones(view, country)),
        mails=tuple(_mails(text)),
        orders=tuple(_orders(text)),
    )


def remarks(view: TextView, seen: Sightings, own: OwnContacts, *, private: bool) -> Iterator[Remark]:
    """Yield what names a private person; what the house itself gives to the public is none of it."""
    text = view.text
    taken: list[Stretch] = []
    always: RemarkLevel = "error"
    sometimes: RemarkLevel = "warning" if private else "error"
    numbers = [(start, end) for start, end, dialled in seen.phones if dialled.isdisjoint(own.numbers)]
    # What is in an address is a part of it, save a number to call.
    in_addresses = list(seen.addresses)
    mails = [(start, end) for start, end in seen.mails if not _is_own(text[start:end].lower(), own)]
    searches = (
        (seen.accounts, always, message("This is a bank account.")),
        (seen.social_security, always, message("This is a social security number.")),
        (seen.cards, always, message("This is a bank card.")),
        (numbers, sometimes, message("This phone number is not one that the handbook gives.")),
        (mails, sometimes, message("This is somebody’s email address.")),
        (seen.orders, sometimes, message("This is the number of an order or a file.")),
    )
    for stretches, level, what in searches:
        free = list(_free(stretches if stretches is numbers else _free(stretches, in_addresses), taken))
        taken = sorted([*taken, *free])
        for start, end in free:
            yield _remark(start, end, level, what)


def _remark(start: int, end: int, level: RemarkLevel, what: Message) -> Remark:
    why = message("{what} What is published gets indexed, and what is private gets shared: remove it.", what=what)
    return Remark(start=start, end=end, rule="no-personal-data-in-public-text", level=level, message=why)


def _free(stretches: Iterable[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, both in the order of the text, that overlap nothing taken."""
    at = 0
    for start, end in stretches:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at == len(taken) or end <= taken[at][0]:
            yield start, end


def _orders(text: str) -> Iterator[Stretch]:
    """Yield the numbers of orders and files: what is marked as one, or looks like no year, hour, price or count."""
    for order in _ORDER.finditer(text):
        number, unit = order["number"], (order["unit"] or "").strip()
        if _MEASURE.fullmatch(number):
            continue
        if not order["mark"] and not number.startswith("#"):
            # « Le compte 10000 abonnés », « Tickets : 1500 places », « commande 1500 € ».
            counts = order["several"] or unit.lower().endswith(("s", "x", "€", "$", "%")) or unit.lower() in _UNITS
            if _YEAR.fullmatch(number) or (number.isdigit() and counts):
                continue
        yield order.span("number")


def _mails(text: str) -> Iterator[Stretch]:
    last, at = 0, text.find("@")
    while at >= 0:
        before = text[max(last, at - 64) : at]
        start = at - len(before) + len(before.rstrip(_LOCAL))
        domain = _DOMAIN.match(text, at + 1)
        end = at + 1 + len(domain.group().rstrip(".-")) if domain else at
        if start < at and "." in text[at + 1 : end].strip("."):
            yield start, end
        last, at = at + 1, text.find("@", at + 1)


def _is_own(mail: str, own: OwnContacts) -> bool:
    """Say whether a mail is one that the house gives, or a box of the house, not somebody's of the house."""
    if mail in own.mails:
        return True
    local, _, domain = mail.partition("@")
    if domain not in own.domains:
        return False
    name = " ".join(sorted(part for part in re.split(r"[._+-]", bare(fold(local))) if part))
    return name not in {" ".join(sorted(person.replace("-", " ").split())) for person in own.people}


def _accounts(text: str) -> Iterator[Stretch]:
    for account in _ACCOUNT.finditer(text):
        start, run = account.start(), account.group()
        country = run[:2].upper()
        wanted = _LENGTHS.get(country)
        count = 0
        for at, sign in enumerate(run):
            count += sign.isalnum()
            if count == wanted:
                if _fits_iban(run[: at + 1]):
                    yield start, start + at + 1
                break
        else:
            bare_run = run.rstrip()
            if wanted is None and 15 <= count <= 34 and country.isalpha() and _fits_iban(bare_run):
                yield start, start + len(bare_run)


def _fits_iban(run: str) -> bool:
    signs = "".join(sign for sign in run.upper() if sign.isalnum())
    if not signs.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for card in _CARD.finditer(text):
        run = card.group()
        long = 15 if run[0] == "3" else 16
        end = _reach(run, long)
        digits = [int(sign) for sign in run[:end] if sign.isdigit()]
        doubled = [sum(divmod(2 * digit, 10)) if at % 2 else digit for at, digit in enumerate(reversed(digits))]
        if end and not run[end : end + 1].isdigit() and sum(doubled) % 10 == 0:
            yield card.start(), card.start() + end


def _social_security(text: str) -> Iterator[tuple[int, int]]:
    for written in _SOCIAL_SECURITY.finditer(text):
        end = _reach(written.group(), 15)
        signs = "".join(sign for sign in written.group()[:end] if sign.isalnum())
        if not end or not (signs[:5] + signs[7:]).isdigit():
            continue
        # Corsica's departments, 2A and 2B, count as 19 and 18; no other has letters.
        number = signs[:13].replace("2A", "19").replace("2B", "18")
        if number.isdigit() and 97 - int(number) % 97 == int(signs[13:]):
            yield written.start(), written.start() + end


def _reach(run: str, count: int) -> int:
    """Return how far a run goes to hold `count` letters or digits; 0 where it does not hold as many."""
    for at, sign in enumerate(run, 1):
        count -= sign.isalnum()
        if not count:
            return at
    return 0
