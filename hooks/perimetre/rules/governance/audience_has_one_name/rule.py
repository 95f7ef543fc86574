"""An audience has one name: it is called the same in a crisis and a duty, so that checks know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.folding import fold
from perimetre.base.words import LANGUAGES, message
from perimetre.model.crisis import Spokesperson, ToldFirst
from perimetre.model.duties import Telling
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

_ARTICLES = ("la ", "le ", "les ", "l’", "l'", "the ")


def find(view: View) -> Iterator[Problem]:
    """Yield the audiences that are written in words, where the values have a name for them."""
    names = _names(view)
    for part in _written(view):
        text = part.audience
        written = [words for words in (text.plain, text.fr, text.en) if words] if text else []
        known = next((names[_bare(words)] for words in written if _bare(words) in names), None)
        if known is None or text is None or text.plain == known:
            continue
        place = value(part, "audience")
        yield replace(
            flaw(
                place,
                message(
                    "`{words}` are called `{id}` elsewhere, and no check knows them here.", words=written[0], id=known
                ),
                message("Write `{line}`.", line=f"audience: {known}"),
                about=[known],
            ),
            write=known,
        )


def _written(view: View) -> Iterator[ToldFirst | Spokesperson | Telling]:
    for crisis in view.live(view.brand.crises):
        yield from crisis.told_first
        yield from crisis.spokespeople
    for duty in view.live(view.brand.duties.duties):
        yield from duty.tells


def _names(view: View) -> Mapping[str, str]:
    """Return the ids of the audiences by each name that they bear: their label, and other words for the same."""
    names: dict[str, str] = {}
    for audience in view.brand.values.audiences.values():
        for language in LANGUAGES:
            label = audience.label.in_(language) if audience.label else ""
            for name in (audience.id, label, *audience.synonyms.in_(language)):
                names.setdefault(_bare(name), audience.id)
    names.pop("", None)
    return names


def _bare(words: str) -> str:
    """Return words without their article, folded."""
    text = fold(words.strip().rstrip("."))
    return next((text.removeprefix(article) for article in _ARTICLES if text.startswith(article)), text)


RULE = Check(
    id="audience-has-one-name",
    level="warning",
    needs=(79,),
    find=find,
)
