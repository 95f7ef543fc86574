"""Bring the catalogues up to date: `make catalogues`.

Comes in: hooks/perimetre and schemas. Goes out: locales/fr/LC_MESSAGES/perimetre.po (in French, what the code and the
templates say in English) and locales/en/LC_MESSAGES/schemas.po (in English, what the schemas say in French), sorted,
without line numbers, so that a change of code that changes no word changes nothing there. New texts come with an empty
translation, texts no longer said go away.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from perimetre.reading.schemas import texts
from tools.enums import in_english

PACKAGE = Path(__file__).parent.parent / "hooks" / "perimetre"
FRENCH = PACKAGE / "locales" / "fr" / "LC_MESSAGES" / "perimetre.po"
ENGLISH = PACKAGE / "locales" / "en" / "LC_MESSAGES" / "schemas.po"
SCHEMAS = sorted((PACKAGE.parent.parent / "schemas").glob("*.schema.json"))

# Templates first: the first pattern that suits a file decides. The style of a page holds no word.
METHODS = [("**/assets/**", "ignore"), ("**/templates/**", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
}
KEYWORDS = {"message": None, "counted": (1, 2), "_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return every text that the product says, as Babel's extractors find it in the code and in the templates."""
    catalogue = Catalog(project="Périmètre", charset="utf-8")
    for file, _line, text, _comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        catalogue.add(text, None, [(file, 1)], context=context)
    return catalogue


def told_by_schemas() -> Catalog:
    """Return every title and description of the schemas: French is their language, and their key."""
    catalogue = Catalog(project="Périmètre", charset="utf-8")
    for schema in SCHEMAS:
        for text in filter(None, texts(json.loads(schema.read_text("utf-8")))):
            catalogue.add(text)
    return catalogue


def french() -> Catalog:
    """Return the French catalogue as it stands; an empty one where there is none yet."""
    return _read(FRENCH, "fr")


def english() -> Catalog:
    """Return the English catalogue of the schemas as it stands; an empty one where there is none yet."""
    return _read(ENGLISH, "en")


def brought_up_to_date(catalogue: Catalog) -> Catalog:
    """Return the English catalogue with every text of the schemas; the values that ship bring their own."""
    catalogue.update(told_by_schemas(), no_fuzzy_matching=True)
    known = in_english()
    for entry in catalogue:
        entry.string = known.get(entry.id, entry.string)
    return catalogue


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale, domain=path.stem, project="Périmètre", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain=path.stem, abort_invalid=True)


def written(catalogue: Catalog, header: str | None = None) -> bytes:
    """Return the file of `catalogue`: sorted, without places, without what is no longer said."""
    catalogue.fuzzy = False
    for entry in catalogue:
        entry.locations = []
        entry.auto_comments = []
        entry.flags.clear()  # Babel guesses «python-format» and its like; a test of ours compares the fields
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, no_location=True, omit_header=True, ignore_obsolete=True, width=120)
    return (header or HEADER).encode() + out.getvalue()


# Written by hand: Babel's own holds the hour, the machine's zone and its version, which change for nothing.
HEADER = """\
# What Périmètre says, in French. `make catalogues` adds the new texts and takes out those no longer said.
# Fields in braces stay as they are; a non-breaking space stands before ; : ! ? » and after «; apostrophes are ’.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""

ENGLISH_HEADER = """\
# What the schemas say, in English. `make catalogues` adds the new texts and takes out those no longer said.
# Code between backquotes stays as it is; quotation marks are “ ”, apostrophes ’.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> None:
    """Rewrite the catalogues, and say on stderr how many translations each waits for."""
    said = french()
    said.update(extracted(), no_fuzzy_matching=True)
    for path, catalogue, header in (
        (FRENCH, said, HEADER),
        (ENGLISH, brought_up_to_date(english()), ENGLISH_HEADER),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue, header))
        missing = [entry.id for entry in catalogue if entry.id and not is_translated(entry.string)]
        sys.stderr.write(f"{path.name}: {len(catalogue)} texts, {len(missing)} to translate\n")


def is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    """Tell whether a translation is there; for a text that counts, each of its forms."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    main()
