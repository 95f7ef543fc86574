"""Count the length of a text as the network where it goes counts it.

A part of the linter. Comes in: a view of a text, and the channel's way to count. Goes out: a length, and where what is
too many begins. The ways are values that ship, `networks`, to which a house adds its own.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from perimetre.base.folding import fold
from perimetre.base.words import LANGUAGES
from perimetre.model import Channel
from perimetre.model.values import Network
from perimetre.voice.view import TextView

_WORD = re.compile(r"\w+")
# What weighs one of X's signs, and not two: the ranges of its configuration.
_LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A way to count.

    Fields:
        count: what one is: see the table.
        links: what any link counts for; None: all its signs.
        bare_handles: whether only the name counts in `@name@server`.
    """

    count: Literal["signs", "utf-16", "weighted", "emoji-bytes"] = "signs"
    links: int | None = None
    bare_handles: bool = False


IN_SIGNS = Counting()


def counting_of(channel: Channel, ways: Mapping[str, Counting]) -> Counting:
    """Return how the network of a channel counts, by its name, else by the channel's address; in signs elsewhere."""
    written = [fold(channel.network.in_(language)) for language in LANGUAGES] if channel.network else []
    # « X (ex-Twitter) », « Page Facebook » : the first word that names a network.
    named = [word for name in written for word in _WORD.findall(name)]
    labels = (urlsplit(channel.url).hostname or "").split(".") if channel.url else []
    named += [".".join(labels[at:]) for at in range(len(labels))]
    return next((ways[name] for name in named if name in ways), IN_SIGNS)


def ways_of(networks: Iterable[Network]) -> Mapping[str, Counting]:
    """Return how networks count, by each name and each address of theirs."""
    return {
        fold(name): Counting(
            count=network.count or "signs", links=network.links, bare_handles=bool(network.bare_handles)
        )
        for network in networks
        for name in (*network.names, *network.addresses)
    }


@dataclasses.dataclass(frozen=True, slots=True)
class Excess:
    """The length of a text that is too long, and where in the view what is too many begins."""

    total: int
    start: int


def excess(view: TextView, counting: Counting, most: int) -> Excess | None:
    """Return by how much a text is too long, or None; what opens and ends it without being seen is not counted."""
    if _at_most(view, counting) <= most:
        return None
    total, start = 0, None
    for place, weight in _weights(view, counting):
        total += weight
        if total > most and start is None:
            start = place
    return None if start is None else Excess(total, start)


def _at_most(view: TextView, counting: Counting) -> int:
    """Return a length that the text does not pass, at little cost: nearly every text is short enough."""
    written = unicodedata.normalize("NFC", view.typed)
    links = len(view.of("link")) * counting.links if counting.links else 0
    match counting.count:
        case "weighted":
            return 2 * len(written) + links
        case "emoji-bytes":
            return len(written.encode("utf-8", "surrogatepass")) + links
    return _code_units(written) + links


def _weights(view: TextView, counting: Counting) -> Iterator[tuple[int, int]]:
    """Yield what each part of a text weighs, with where it starts: a link, a handle, an emoji, a sign."""
    text = view.text
    whole = [(start, end, "emoji") for start, end in view.emoji]
    if counting.links is not None:
        whole += [(start, end, "link") for start, end in view.of("link")]
    if counting.bare_handles:
        whole += [(start, end, "handle") for start, end in view.of("handle")]
    at = len(text) - len(text.lstrip())
    for start, end, sort in sorted(whole):
        # An emoji in an address is a part of it.
        if start < at:
            continue
        yield from ((place, _weight(view, place, counting)) for place in range(at, start))
        match sort:
            case "link":
                yield start, counting.links or 0
            case "handle":
                yield start, 1 + len(text[start + 1 : end].partition("@")[0])
            case _:
                yield start, _of_emoji(text[start:end], counting)
        at = end
    yield from ((place, _weight(view, place, counting)) for place in range(at, len(text)))


def _of_emoji(sign: str, counting: Counting) -> int:
    match counting.count:
        case "signs":
            return 1
        case "weighted":
            return 2
        case "utf-16":
            return _code_units(sign)
    return len(sign.encode("utf-8", "surrogatepass"))


def _weight(view: TextView, at: int, counting: Counting) -> int:
    if counting.count in ("signs", "emoji-bytes"):
        sign = view.text[at]
        return 1 if sign.isascii() else unicodedata.category(sign)[0] != "M"
    typed = view.as_typed(at)
    if typed.isascii():
        return 1 if typed else 0
    written = unicodedata.normalize("NFC", typed)
    if counting.count == "utf-16":
        return _code_units(written)
    return sum(1 if any(first <= ord(sign) <= last for first, last in _LIGHT) else 2 for sign in written)


def _code_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
