"""Lock the directory of a brand with a passphrase: what comes in is read again by whoever has it, and by nobody else.

A part of the stage render. Comes in: the numbers that some pages leave open, by the names of the directory. Goes out:
the text of a script of the site, which holds them encrypted; `assets/live/directory.js` opens it in the browser.

AES-GCM (NIST SP 800-38D), under a key that PBKDF2 with SHA-256 derives from the passphrase, in as many rounds as the
Password Storage Cheat Sheet of OWASP asks for. The primitives are those of OpenSSL and of the browser; none is ours.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from perimetre.model import Contact, Handbook
from perimetre.render.pages import DIRECTORY, Section, Website

ROUNDS = 600_000
# What is shorter is guessed from a copy of the site, however many rounds there are.
SHORTEST = 16

_SALT, _NONCE, _KEY = 16, 12, 32
_MARK = 'data-pm-contact="'
_LEFT_OPEN = re.compile(r'data-pm-contact="([^"]+)"')


def left_open(contact: Contact, words: Markup) -> Markup:
    """Return what stands for a number, in some words, until the reader's device opens the directory."""
    place = Markup('<span class="pm-sealed" data-pm-contact="{}" data-pm-mode="{}">{}</span>')
    return place.format(contact.contact_ref, contact.mode or "", words)


def leaves_open(lead: str, sections: Iterable[Section]) -> bool:
    """Say whether some HTML leaves a number to be opened."""
    return _MARK in lead or any(_MARK in section.html for section in sections)


class Seal:
    """What encrypts the directory of each brand of one site: one passphrase opens them all."""

    def __init__(self, passphrase: str, site: str, draw: Callable[[int], bytes]) -> None:
        """Keep what it takes.

        Args:
            passphrase: what readers type.
            site: what tells this site from any other: its devices keep the key from one build to the next.
            draw: gives as many bytes as are asked for, which nobody can foresee.
        """
        self._passphrase = unicodedata.normalize("NFC", passphrase.strip())
        self._salt = hashlib.sha256(f"perimetre directory\0{site}".encode()).digest()[:_SALT]
        self._draw = draw

    @functools.cached_property
    def _key(self) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", self._passphrase.encode(), self._salt, ROUNDS, _KEY)

    def script(self, numbers: Mapping[str, str]) -> str:
        """Return the text of the script that holds some numbers, encrypted."""
        # Late: a site without a directory does without the library.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = self._draw(_NONCE)
        clear = json.dumps(dict(sorted(numbers.items())), ensure_ascii=False, separators=(",", ":"))
        sealed = {
            "salt": _letters(self._salt),
            "rounds": ROUNDS,
            "nonce": _letters(nonce),
            "sealed": _letters(AESGCM(self._key).encrypt(nonce, clear.encode(), None)),
        }
        return f"self.PerimetreDirectory = {json.dumps(sealed)};\n"


def directory_files(website: Website, handbook: Handbook, seal: Seal) -> Iterator[tuple[str, str]]:
    """Yield the directory of each brand whose pages, among those written here, leave a number to be opened.

    Only these numbers are in it: what no page of these readers calls, no passphrase of theirs opens.
    """
    left: dict[str, set[str]] = {}
    for page in website.pages:
        if page.brand is not None and page.path not in website.elsewhere:
            pieces = (page.lead, *(section.html for section in page.sections))
            names = (name for piece in pieces if _MARK in piece for name in _LEFT_OPEN.findall(piece))
            left.setdefault(page.brand, set()).update(names)
    for brand in handbook.brands:
        numbers = {name: brand.contacts.number(name) for name in sorted(left.get(brand.id, ()))}
        if numbers:
            yield f"{brand.id}/{DIRECTORY}", seal.script(numbers)


def _letters(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
