"""Tell a text that says something from one that only fills a place (stage judge)."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import KeyPath
from perimetre.model import Text

_NOTHING = frozenset(
    {"", "-", "—", "n/a", "na", "aucun", "aucune", "rien", "néant", "none", "nothing", "tbd", "à définir"}
)


def says_nothing(text: Text | None) -> bool:
    """Say whether a text is absent, or a word that stands for nothing («rien», «n/a», «à définir»)."""
    if text is None:
        return True
    return any(
        writing is not None and writing.strip().rstrip(".").casefold() in _NOTHING
        for writing in (text.plain, text.fr, text.en)
    )


def writings(text: Text | None) -> tuple[str, ...]:
    """Return what a text says, in each language in which it is written."""
    return tuple(writing for writing in (text.plain, text.fr, text.en) if writing) if text else ()


def texts_in(data: object) -> tuple[tuple[KeyPath, str], ...]:
    """Return each text of a document as it is written, with its path.

    Several rules look through all the texts: ask for those of a document with `view.memory.once(texts_in, …)`.
    """
    return tuple((path, held) for path, held in held_in(data) if isinstance(held, str))


def held_in(data: object) -> Iterator[tuple[KeyPath, object]]:
    """Yield all that a document holds, each thing with its path, those that hold others before what they hold."""
    waiting: list[tuple[KeyPath, object]] = [((), data)]
    while waiting:
        path, held = waiting.pop()
        yield path, held
        if isinstance(held, dict):
            waiting.extend(((*path, name), inner) for name, inner in held.items())
        elif isinstance(held, list):
            waiting.extend(((*path, rank), inner) for rank, inner in enumerate(held))
