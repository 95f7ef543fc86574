"""Guess the regular forms of a word or phrase: French plurals and feminines, English plurals.

A part of the linter. Comes in: folded tokens. Goes out: those of the other forms. A form that no one writes does no
harm, since it is never met; one that is another word would, so short words are left as they are, and no feminine is
guessed where a house lists the forms.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.voice.phrases import tokens

Tokens = tuple[str, ...]

# Words that open a complement: what follows keeps its number (« des points de vente »).
_COMPLEMENT = frozenset(tokens("à au aux d de des du en par pour sans sous sur avec dans chez contre entre vers"))
_INVARIABLE = _COMPLEMENT | frozenset(
    tokens(
        """a ai as c ce ces cet cette et est elle elles il ils j je l la le les leur leurs ma mes mon n ne ni nos notre
        nous on ou où pas plus que qui quoi s sa se ses si son t ta te tes toi ton tout toute très trop tu un une vos
        votre vous y jamais rien bien mal ici là"""
    )
)
_AUX = frozenset(["travail", "bail", "corail", "émail", "vitrail", "soupirail"])
_ALS = frozenset(
    (
        "bal",
        "banal",
        "carnaval",
        "cérémonial",
        "chacal",
        "fatal",
        "festival",
        "final",
        "natal",
        "naval",
        "récital",
        "régal",
    )
)
_OUX = frozenset(["bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"])
_EUS = frozenset(["bleu", "pneu", "émeu", "landau", "sarrau"])
# The end of a masculine word, and those of its feminines; the first that fits is taken.
_FEMININES = (
    ("ment", ()),
    ("é", ("ée",)),
    ("teur", ("trice", "teuse")),
    ("eur", ("euse", "eure")),
    ("eux", ("euse",)),
    ("if", ("ive",)),
    ("er", ("ère",)),
    ("eil", ("eille",)),
    ("el", ("elle",)),
    ("al", ("ale",)),
    ("ien", ("ienne",)),
    ("éen", ("éenne",)),
    ("on", ("onne",)),
    ("ain", ("aine",)),
    ("in", ("ine",)),
    ("et", ("ette", "ète")),
    ("t", ("te",)),
    ("d", ("de",)),
    ("ais", ("aise",)),
    ("ois", ("oise",)),
    ("public", ("publique",)),
    ("blanc", ("blanche",)),
    ("veau", ("velle",)),
    ("i", ("ie",)),
    ("u", ("ue",)),
)


def forms(phrase: Tokens, *, language: str = "fr", feminine: bool = True) -> Iterator[Tokens]:
    """Yield the other forms of a phrase.

    Args:
        phrase: folded tokens.
        language: `fr` or `en`.
        feminine: whether feminines are guessed too; not where the house lists the forms itself.
    """
    if language != "fr":
        yield (*phrase[:-1], phrase[-1] + ("es" if phrase[-1].endswith(("s", "x", "ch", "sh")) else "s"))
        return
    masculine = [phrase]
    if feminine:
        masculine += _feminines(phrase)
        yield from masculine[1:]
    for words in masculine:
        yield from _plurals(words)


def _plurals(phrase: Tokens) -> Iterator[Tokens]:
    head = _head(phrase)
    every = tuple(_plural(word) for word in phrase)
    yield every
    if 0 < head < len(phrase):
        yield every[:head] + phrase[head:]


def _feminines(phrase: Tokens) -> list[Tokens]:
    head = _head(phrase) or len(phrase)
    feminines = []
    for choice in (0, 1):
        words = tuple(_feminine(word, choice) for word in phrase[:head]) + phrase[head:]
        if words != phrase and words not in feminines:
            feminines.append(words)
    return feminines


def _head(phrase: Tokens) -> int:
    """Return how many words stand before the first complement."""
    return next((at for at, word in enumerate(phrase) if word in _COMPLEMENT), len(phrase))


def _plural(word: str) -> str:
    if len(word) < 3 or word in _INVARIABLE or word.endswith(("s", "x", "z")) or not word.isalpha():
        return word
    if word.endswith("al") and word not in _ALS:
        return word[:-1] + "ux"
    if word in _AUX:
        return word[:-2] + "ux"
    if word in _OUX or (word.endswith(("au", "eu")) and word not in _EUS):
        return word + "x"
    return word + "s"


def _feminine(word: str, choice: int) -> str:
    if len(word) < 4 or word in _INVARIABLE:
        return word
    for ending, feminines in _FEMININES:
        if word.endswith(ending) and (len(word) > 4 or ending in ("é", "er", "el")):
            return word[: -len(ending)] + feminines[min(choice, len(feminines) - 1)] if feminines else word
    return word
