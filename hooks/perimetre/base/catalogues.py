"""Read a catalogue of texts as it is written: a `.po` file, as `make catalogues` leaves it.

Babel reads these files too, and any other; it takes longer than all that an answered question costs. A test holds the
two readings the same.
"""

from __future__ import annotations

import gettext
import re
from typing import Protocol

# What a part of an entry is, and its text.
_PART = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d+\])?) +("[^\n]*")', re.MULTILINE)
_PLAIN = re.compile(r'msgid "(.*)"\nmsgstr "(.*)"\n*\Z')
# What is said no more, or not surely so.
_UNUSED = re.compile(r"^#(?:~|,.*\bfuzzy\b)", re.MULTILINE)
_BREAK = re.compile(r'"\n"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = re.compile(r"plural=([^;\n]+)")


class _Bytes(Protocol):
    def read(self) -> bytes: ...


class Catalogue(gettext.GNUTranslations):
    """The texts of a `.po` file."""

    def _parse(self, fp: _Bytes) -> None:
        """Read the file, as `gettext` lets a class of its own do."""
        catalogue: dict[object, str] = {}
        # A text that was broken into lines is one again.
        content = _BREAK.sub("", fp.read().decode("utf-8"))
        some_unused = _UNUSED.search(content) is not None
        for entry in content.split("\n\n"):
            if some_unused and _UNUSED.search(entry):
                continue
            # Nearly every entry is a text and its translation, each on a line of its own.
            if plain := _PLAIN.match(entry):
                if plain[2]:
                    catalogue[_unescaped(plain[1])] = _unescaped(plain[2])
                continue
            parts = {part: _text(written) for part, written in _PART.findall(entry)}
            key, several = parts.get("msgid", ""), "msgid_plural" in parts
            if not several and parts.get("msgstr"):
                catalogue[key] = parts["msgstr"]
            forms = [parts[f"msgstr[{form}]"] for form in range(len(parts)) if f"msgstr[{form}]" in parts]
            if all(forms):
                catalogue.update(((key, form), text) for form, text in enumerate(forms))
        self._catalog = catalogue
        plural = _PLURAL.search(catalogue.get("", ""))
        self.plural = gettext.c2py(plural[1] if plural else "n != 1")


def _text(written: str) -> str:
    return _unescaped(written.strip()[1:-1])


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), text) if "\\" in text else text
