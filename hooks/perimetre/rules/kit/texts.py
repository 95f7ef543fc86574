"""Tell a text that says something from one that only fills a place (stage judge)."""

from __future__ import annotations

from perimetre.model import Text

_NOTHING = frozenset(
    {"", "-", "—", "n/a", "na", "aucun", "aucune", "rien", "néant", "none", "nothing", "tbd", "à définir"}
)


def says_nothing(text: Text | None) -> bool:
    """Say whether a text is absent, or a word that stands for nothing («rien», «n/a», «à définir»)."""
    if text is None:
        return True
    return any(
        said is not None and said.strip().rstrip(".").casefold() in _NOTHING for said in (text.plain, text.fr, text.en)
    )
