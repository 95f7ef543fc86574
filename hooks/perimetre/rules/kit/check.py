"""Hold what a rule is, and say what it finds (stage judge).

A rule is a sentence that should hold, its id; and a generator that yields a `Problem` at a symbolic place wherever it
does not hold. It knows nothing of levels, lines, pages or suppressions: the engine adds them. What it stands on is
learnt from what it reads of its `View`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from perimetre.base.diagnostics import FindingLevel, Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message
from perimetre.model import Part
from perimetre.rules.kit.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule of the judge.

    Fields:
        id: a sentence that should hold, kebab-case; also the name of its folder.
        level: what a breach is, unless the house says otherwise in `handbook.yml`.
        needs: the numbers of the needs that it keeps true; none for what the model itself needs.
        find: what yields the problems: of one brand, or of the whole handbook.
        whole: whether it looks at the whole handbook, once.
        each: for such a rule, what it asks of each brand, with `View.once`: worked out while the brand is looked at.
        built: whether it is read in the built pages: the judge leaves it to whoever builds them.
        compared: whether it is read in what changes: the judge leaves it to whoever has a handbook to compare with.
    """

    id: str
    level: FindingLevel
    needs: tuple[int, ...] = ()
    find: Callable[[View], Iterable[Problem]]
    whole: bool = False
    each: Callable[[View], object] | None = None
    built: bool = False
    compared: bool = False


def key(part: Part, *path: str | int) -> Place:
    """Return the place of a key of a part; of the part itself where the key is absent."""
    return Place(part.place.file, (*part.place.path, *path), "key")


def value(part: Part, *path: str | int) -> Place:
    """Return the place of a value inside a part."""
    return Place(part.place.file, (*part.place.path, *path))


def flaw(
    place: Place,
    what: Message,
    hint: Message | None = None,
    *related: tuple[Place, Message],
    about: Iterable[str | None] = (),
) -> Problem:
    """Return a problem: its place, what is wrong, what to write, where else to look.

    Args:
        place: where it is.
        what: what is wrong.
        hint: what to write instead.
        related: other places, each with what it has to do with the problem.
        about: the ids that it is about, beside that of the record where it is: what is wrong elsewhere with one of
            them may be the cause, and the same of the same is told once, whatever the sentence.
    """
    return Problem(place=place, message=what, hint=hint, related=related, about=frozenset(filter(None, about)))
