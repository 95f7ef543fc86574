"""See whom a French text calls « tu » and whom « vous », and compare with what the brand has decided.

A part of the linter. Comes in: the brand's form of address for this draft, and a text. Goes out: remarks. Quoted speech
(« … ») is somebody else's, and is left alone. « Vous » may be said of several people, so it is only noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import Place
from perimetre.base.words import message
from perimetre.voice.lexicon import quoted
from perimetre.voice.remarks import Draft, Remark
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model.voice import Address

_TU = re.compile(
    r"(?<![\w’'])(?:(tu|toi|te|ta|tes|tien|tienne|tiens|tiennes|ton)(?![\w’'])|(t)(?=['’][^\W\d_]))", re.IGNORECASE
)
_VOUS = re.compile(r"(?<![\w’'])(vous|votre|vos|vôtre|vôtres)(?![\w])", re.IGNORECASE)
_QUOTED = re.compile(r"«[^«»]{0,2000}»|“[^“”]{0,2000}”")
# « Le ton monte », « ce ton » : the noun.
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:le|un|ce|du|son|notre|votre|leur|au|quel|bon|même|haut|seul|demi)\s)$", re.IGNORECASE
)
_ARTICLE_BEFORE = re.compile(r"\b(?:le|la|les|du|au|des|aux)\s$", re.IGNORECASE)
_INSTEAD = {
    "tu": "vous",
    "toi": "vous",
    "te": "vous",
    "t": "vous ",
    "ta": "votre",
    "ton": "votre",
    "tes": "vos",
    "tien": "vôtre",
    "tienne": "vôtre",
    "tiens": "vôtres",
    "tiennes": "vôtres",
}


def form_of_address(address: Address | None, draft: Draft) -> str | None:
    """Return `tu`, `vous` or `as-addressed`, as the brand says for this draft; the first exception that fits counts."""
    if address is None:
        return None
    for exception in address.exceptions:
        named = exception.channels or exception.authors or exception.cases
        if (
            named
            and (not exception.channels or draft.channel in exception.channels)
            and (not exception.authors or draft.authors & set(exception.authors))
            and (not exception.cases or draft.case in exception.cases)
        ):
            return exception.use
    return address.default


def remarks(view: TextView, use: str, place: Place | None) -> Iterator[Remark]:
    """Yield what calls the reader otherwise than `use` says; what stands in an address or a handle calls nobody."""
    text = view.form
    places = (place,) if place else ()
    quotes = [quote.span() for quote in _QUOTED.finditer(text)]
    familiar = list(_outside(_familiar(text), quotes))
    polite = list(_outside((word.span(1) for word in _VOUS.finditer(text)), quotes))
    if use == "as-addressed" and familiar and polite:
        start, end = max(familiar[0], polite[0])
        yield Remark(
            start=start,
            end=end,
            rule="address-is-kept",
            level="warning",
            message=message("This text says “tu” and “vous” to the same person: keep to the one they use."),
            source="address",
            places=places,
        )
    if use == "vous":
        for start, end in familiar:
            word = text[start:end]
            instead = _INSTEAD[word.lower().rstrip("'’")]
            yield Remark(
                start=start,
                end=end,
                rule="address-is-kept",
                level="warning",
                message=message("“{word}” says “tu”; here we say “vous”.", word=quoted(word)),
                source="address",
                places=places,
                replacements=(instead.capitalize() if word[0].isupper() else instead,),
                literal=True,
            )
    if use == "tu":
        for start, end in polite:
            what = message(
                "“{word}” says “vous”; here we say “tu”, unless several people are meant.", word=quoted(text[start:end])
            )
            yield Remark(
                start=start,
                end=end,
                rule="address-is-kept",
                level="info",
                message=what,
                source="address",
                places=places,
            )


def _familiar(text: str) -> Iterator[tuple[int, int]]:
    for word in _TU.finditer(text):
        start, end = word.span()
        if word.group().lower() == "ton" and _NOUN_BEFORE.search(text[max(0, start - 12) : start]):
            continue
        # « A-t-il », « tiens ! » : not said to anybody; « t’aider » takes its apostrophe with it.
        if text[start - 1 : start] == "-" and word.group(2):
            continue
        if word.group().lower() in ("tiens", "tien", "tienne", "tiennes") and not _ARTICLE_BEFORE.search(
            text[max(0, start - 5) : start]
        ):
            continue
        yield (start, end + 1) if word.group(2) else (start, end)


def _outside(stretches: Iterator[tuple[int, int]], quotes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in stretches:
        while at < len(quotes) and quotes[at][1] <= start:
            at += 1
        if at == len(quotes) or start < quotes[at][0]:
            yield start, end
