"""Find the known word that somebody most likely meant: the «did you mean» of every stage.

Comes in: a misspelt word and the words that are known. Goes out: the nearest one, or None when none is near enough.
"""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.folding import fold

# In letters, how far a slip of the hand goes.
_SLIP = 2
# From how many letters on, what begins a word is taken for it.
_BEGUN = 3
_SEPARATORS = str.maketrans({"_": "-", " ": "-", "’": "'"})


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to `word`, at most a third of its length away, or None.

    Accents, case and the choice of hyphen, underscore or space cost nothing; a missing, added, wrong or swapped
    letter costs one (optimal string alignment). Where both are of several words, as many, each is near the other's: a
    slip changes letters of a word, and another word in its place is another thing.
    """
    typed = loose(word)
    best: tuple[int, bool, int] | None = None
    nearest: str | None = None
    for rank, candidate in enumerate(known):
        target = loose(candidate)
        limit = max(len(typed), len(target)) // 3
        if best is not None:
            # No further than the nearest so far: most words are put aside after a few letters.
            limit = min(limit, best[0])
        if abs(len(typed) - len(target)) > limit:
            continue
        distance = _distance(typed, target, limit)
        # Slips seldom touch the first letter, so it decides between equals; then the order of the list does.
        score = (distance, typed[:1] != target[:1], rank)
        if distance <= limit and (best is None or score < best) and _word_by_word(typed, target):
            best, nearest = score, candidate
    return nearest


def only_near(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is at most a third of its length away, whatever its words; None where several are."""
    typed = loose(word)
    near: list[str] = []
    for candidate in known:
        target = loose(candidate)
        limit = max(len(typed), len(target)) // 3
        if _distance(typed, target, limit) <= limit:
            near.append(candidate)
    return near[0] if len(near) == 1 else None


def is_slip(word: str, meant: str) -> bool:
    """Say whether a word is another but for what a hurried hand does: a letter or two, case, accents, separators."""
    return _distance(loose(word), loose(meant), _SLIP) <= _SLIP


def nearest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the known words nearest to `word`, however far they are: those that begin with it, then the nearest."""
    typed = loose(word)
    words = tuple(known)
    apart = {candidate: _distance(typed, loose(candidate), len(typed) + len(candidate)) for candidate in words}
    begun = {candidate for candidate in words if len(typed) >= _BEGUN and loose(candidate).startswith(typed)}
    return tuple(sorted(words, key=lambda candidate: (candidate not in begun, apart[candidate], candidate))[:most])


def loose(word: str) -> str:
    """Return `word` without what a hurried hand leaves out: case, accents, the choice of separator."""
    return fold(word).translate(_SEPARATORS)


def _word_by_word(typed: str, target: str) -> bool:
    """Tell whether each word of one is near that of the other at its place, where they are of as many words."""
    ours, theirs = typed.split("-"), target.split("-")
    if len(ours) != len(theirs) or len(ours) == 1:
        return True
    for one, other in zip(ours, theirs, strict=True):
        # A short word may have a letter wrong too.
        limit = max(1, max(len(one), len(other)) // 3)
        if _distance(one, other, limit) > limit:
            return False
    return True


def _distance(a: str, b: str, limit: int) -> int:
    """Return the optimal string alignment distance between two words, or more than `limit` where it is more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        # A swap reaches back over two rows.
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return row[-1]
