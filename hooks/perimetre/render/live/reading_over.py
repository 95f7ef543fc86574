"""Write what reads a draft over, whatever the brand, as data: patterns, tables, telephone numbers, sentences.

Nothing of it is written here: patterns and tables are those of the modules of `perimetre.voice`, written out by
`patterns`; sentences are those that these modules say.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import unicodedata
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from perimetre.base import folding
from perimetre.base.words import LANGUAGES, message, say, translations
from perimetre.render.live import patterns
from perimetre.render.live.dialling import dialling, zeros
from perimetre.voice import (
    address,
    addresses,
    capitals,
    claims,
    counting,
    detectors,
    drafts,
    emoji,
    guidelines,
    letters,
    lexicon,
    linter,
    mechanics,
    phones,
    phrases,
    privacy,
    remarks,
    sentences,
    signs,
    typography,
    view,
)

Data = dict[str, Any]

# The modules that read a draft: their patterns and their sentences are those of the browser.
_MODULES: Mapping[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        address,
        addresses,
        capitals,
        claims,
        counting,
        detectors,
        drafts,
        emoji,
        folding,
        guidelines,
        letters,
        lexicon,
        mechanics,
        phones,
        phrases,
        privacy,
        remarks,
        sentences,
        signs,
        typography,
        view,
    )
}
# Of the plain values of these modules, those that are read.
_TABLES = (
    ("address", "_INSTEAD"),
    ("detectors", "_SPELT"),
    ("detectors", "_VALUES"),
    ("lexicon", "CLASSES"),
    ("lexicon", "LEVELS"),
    ("lexicon", "_NAMESAKES"),
    ("lexicon", "_NEAR"),
    ("lexicon", "_ENOUGH"),
    ("phones", "_FRANCE"),
    ("phones", "_FICTION"),
    ("phones", "_HIGHEST_DRAWN"),
    ("phrases", "_NESTED"),
    ("privacy", "_LENGTHS"),
    ("privacy", "_LOCAL"),
    ("privacy", "_UNITS"),
    ("remarks", "COUNTS"),
    ("remarks", "GRAVITY"),
    ("remarks", "LONGEST"),
    ("remarks", "MOST"),
    ("remarks", "WORDS"),
    ("sentences", "_SHORTENED"),
    ("signs", "_ALIKE"),
    ("addresses", "_DOMAINS"),
    ("addresses", "_SENTENCE_END"),
    ("capitals", "_SAID"),
    ("capitals", "_LONG"),
    ("counting", "_LIGHT"),
    ("view", "ASIDE"),
    ("view", "_LEFT_ASIDE"),
    ("drafts", "_SEVERITIES"),
)


@functools.cache
def checks() -> Data:
    """Return what reads a draft, whatever the brand: patterns, tables, telephone numbers."""
    written = {
        f"{name}.{key.strip('_').lower()}": patterns.as_javascript(value)
        for name, module in _MODULES.items()
        for key, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    for language in LANGUAGES:
        written[f"detectors.spelt.{language}"] = patterns.as_javascript(detectors.spelt(language))
    return {
        "patterns": written,
        "classes": {"word": patterns.WORD, "space": patterns.SPACE},
        "tables": {f"{name}.{key.strip('_').lower()}": _plain(getattr(_MODULES[name], key)) for name, key in _TABLES},
        "typography": [
            [patterns.as_javascript(sign), instead, slug(said.text)] for sign, instead, said in typography.RULES
        ],
        "folded": _folded(),
        "combining": patterns.as_class(sign for sign in map(chr, range(0x370, 0x20000)) if unicodedata.combining(sign)),
        "zeros": list(zeros()),
        "dialling": dialling(),
    }


def _folded() -> dict[str, str]:
    """Return the letters that are compared as others than their small form."""
    signs = map(chr, range(0x20000))
    return {sign: sign.casefold() for sign in signs if sign.casefold() != sign.lower()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value


# --- sentences ------------------------------------------------------------------------------------------------------


def slug(text: str) -> str:
    """Return the name by which the browser calls a sentence: its words."""
    return "-".join(re.findall("[a-z]+", text.lower()))


@functools.cache
def _said() -> Mapping[str, tuple[str, str | None]]:
    """Return the sentences of the modules that read drafts, in English, with their plural, by their names."""
    sentences_: dict[str, tuple[str, str | None]] = {}
    for module in (*_MODULES.values(), linter):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("message", "counted")
            ):
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                words = [text for text in texts if isinstance(text, str)]
                if words:
                    key = slug(words[0])
                    sentence = (words[0], words[1] if node.func.id == "counted" else None)
                    if sentences_.setdefault(key, sentence) != sentence:
                        raise ValueError(key)
    return sentences_


def sentences_in(language: str) -> Data:
    """Return the sentences in a language: a text, or those for one and for several."""
    catalogue = translations(language)
    written: Data = {}
    for name, (text, plural) in _said().items():
        if plural is None:
            written[name] = catalogue.gettext(text)
        else:
            written[name] = [catalogue.ngettext(text, plural, count) for count in (0, 1, 2)]
    # A list of words between quotation marks.
    written["quoted"] = say(message("“{words}”", words="{words}"), language)
    return written
