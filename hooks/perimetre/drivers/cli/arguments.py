"""Say what `argparse` says in the user's language: its reasons, its headings, its help.

Comes in: the English of `argparse`, which it translates by a `gettext` of its own that knows no catalogue of ours.
Goes out: the same text from our catalogue. A text that a later Python adds is said in English until it has a line here.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator

from perimetre.base.words import Message, counted, message, translations

# Those that a user can meet, in the words of the Python versions that are supported.
TEXTS: tuple[Message, ...] = (
    message("usage: "),
    message("options"),
    message("positional arguments"),
    message("show this help message and exit"),
    message("argument %(argument_name)s: %(message)s"),
    message("the following arguments are required: %s"),
    message("one of the arguments %s is required"),
    message("unrecognized arguments: %s"),
    message("not allowed with argument %s"),
    message("ignored explicit argument %r"),
    message("expected one argument"),
    message("expected at most one argument"),
    message("expected at least one argument"),
    counted("expected %s argument", "expected %s arguments", 1),
    message("ambiguous option: %(option)s could match %(matches)s"),
    message("unexpected option string: %s"),
    message("invalid %(type)s value: %(value)r"),
    message("invalid choice: %(value)r (choose from %(choices)s)"),
    message("invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)"),
    message("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
_KNOWN = frozenset(argparse_text.text for argparse_text in TEXTS)


@contextlib.contextmanager
def in_language(language: str) -> Iterator[None]:
    """Let `argparse` speak `language` as long as the context lasts."""
    earlier = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    catalogue = translations(language)

    def translated(text: str) -> str:
        return catalogue.gettext(text) if text in _KNOWN else text

    def translated_count(text: str, plural: str, count: int) -> str:
        if text in _KNOWN:
            return catalogue.ngettext(text, plural, count)
        return text if count == 1 else plural

    try:
        # Functions that its own module names, and that its types do not.
        vars(argparse).update(_=translated, ngettext=translated_count)
        yield
    finally:
        vars(argparse).update(earlier)
