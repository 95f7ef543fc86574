"""A shared text suits each brand: the house writes for all no word of what one of them alone sells or keeps.

What it watches for is read too: each brand is alerted of what it watches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.model import HOUSE, Text
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the words of another brand in the texts that this one takes over: once for each text."""
    mine = {word.casefold() for word in view.brand.brand.only_ours}
    theirs = {
        word: brand.id
        for brand in view.handbook.brands
        if brand.id != view.brand.id
        for word in brand.brand.only_ours
        if word.casefold() not in mine
    }
    if not theirs:
        return
    words = "|".join(re.escape(word) for word in sorted(theirs, key=len, reverse=True))
    pattern = re.compile(rf"\b({words})(?:s|x)?\b", re.IGNORECASE)
    owners = {word.casefold(): brand for word, brand in theirs.items()}
    for place, text in _taken_over(view):
        written = (text,) if isinstance(text, str) else writings(text)
        found = next((found for writing in written for found in pattern.finditer(writing)), None)
        if found is not None:
            yield flaw(
                replace(place, within=found.span()) if isinstance(text, str) or text.plain is not None else place,
                message(
                    "`{brand}` takes over this text of the house, and “{word}” is only for `{owner}`.",
                    brand=view.brand.id,
                    word=found[0],
                    owner=owners[found[1].casefold()],
                ),
                message(
                    "Write what is true of every brand; or move the text to the files of the brand that it is for."
                ),
                about=[view.brand.id, found[1].casefold()],
            )


def _taken_over(view: View) -> Iterator[tuple[Place, Text | str]]:
    """Yield what the house wrote and this brand has as it is: what leaves, what goes with it, what is watched."""
    channels = {channel.id for channel in view.channels}
    kinds = {channel.kind for channel in view.channels}
    expand = view.perimeter.ground.expand
    for template in view.live(view.brand.templates.templates):
        if template.origin != HOUSE or (template.channel_kinds and not kinds & {*template.channel_kinds}):
            continue
        for variant in template.variants:
            named = expand(variant.channels or template.channels)
            if variant.text is not None and (not named or named & channels):
                yield value(variant, "text"), variant.text
        for field in ("before", "after", "do_not"):
            for rank, words in enumerate(getattr(template, field)):
                yield value(template, field, rank), words
    for watch in view.live(view.brand.reporting.watch):
        if watch.origin == HOUSE and (not watch.channels or expand(watch.channels) & channels):
            yield from ((value(watch, "terms", rank), term) for rank, term in enumerate(watch.terms))
    for crisis in view.live(view.brand.crises):
        if crisis.origin != HOUSE:
            continue
        for statement in crisis.statements:
            for said in statement.wordings:
                if said.text is not None and (not said.channels or expand(said.channels) & channels):
                    yield value(said, "text"), said.text
        for question in crisis.questions:
            if question.a is not None:
                yield value(question, "a"), question.a
        for rank, words in enumerate(crisis.language_elements):
            yield value(crisis, "language_elements", rank), words


RULE = Check(
    id="shared-text-suits-each-brand",
    level="warning",
    needs=(),
    find=find,
)
