"""A catalogue says what Babel reads in it."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from perimetre.base.catalogues import Catalogue
from perimetre.base.words import LOCALES

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
SHIPPED = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


def babels(content: bytes) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(content)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def texts(catalogue: gettext.GNUTranslations) -> dict[object, str]:
    known = dict(vars(catalogue)["_catalog"])
    known.pop("", None)
    return known


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_ships_is_read_as_babel_reads_it(file: Path) -> None:
    content = file.read_bytes()
    ours, theirs = Catalogue(io.BytesIO(content)), babels(content)
    assert len(texts(ours)) > 1000
    assert texts(ours) == texts(theirs)


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "house"\nmsgstr "maison"\n',
        'msgid "house"\nmsgstr ""\n"mai"\n"son"\n',
        'msgid ""\n"a long "\n"text"\nmsgstr "un texte"\n',
        'msgid "say \\"yes\\"\\n"\nmsgstr "dites « oui »\\n\\t\\\\"\n',
        'msgid "not yet"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "perhaps"\nmsgstr "peut-être"\n',
        '#, fuzzy, python-format\nmsgid "%(a)s"\nmsgstr "%(a)s !"\n',
        '#, python-brace-format\nmsgid "{a}"\nmsgstr "{a} !"\n',
        '#~ msgid "once"\n#~ msgstr "jadis"\n',
        '# for whoever translates\n#: file.py:1\nmsgid "house"\nmsgstr "maison"\n',
        'msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] "{count} jour"\nmsgstr[1] "{count} jours"\n',
        'msgid "one" \nmsgstr "un"\n\nmsgid "two"\nmsgstr "deux"',
    ],
)
def test_entry_is_read_as_babel_reads_it(entry: str) -> None:
    content = (HEAD + entry).encode()
    ours, theirs = Catalogue(io.BytesIO(content)), babels(content)
    assert texts(ours) == texts(theirs)
    assert [ours.plural(count) for count in range(4)] == [0, 0, 1, 1]
