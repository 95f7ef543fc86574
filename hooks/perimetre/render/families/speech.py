"""Draft how the brand speaks: voice, tone, lexicon, guidelines, moderation, ready answers, circuits of agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from perimetre.base.words import message
from perimetre.model import Brand
from perimetre.model.templates import Template, Variant
from perimetre.model.voice import AddressException, Signature, ToneSetting
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.live.counts import LENGTH_WORDS, Counts, counts_file
from perimetre.render.moderation import modes_by_channels
from perimetre.render.pages import file_link

_CLASSES = ("forbidden", "avoid", "careful", "preferred")


S = TypeVar("S", ToneSetting, AddressException, Signature)


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of a brand's voice, moderation, ready answers and agreements."""
    yield from _voice(desk)
    yield from _moderation(desk)
    yield from _templates(desk)
    yield from desk.page_of(
        "validation",
        message("Whose agreement"),
        "answers/validation.html",
        records=desk.the_brand.validation.circuits,
        named="circuits",
        kind="validation",
        group="every-day",
    )


def _voice(desk: Desk) -> Iterator[PageDraft]:
    voice = desk.the_brand.voice
    if voice.address is not None:
        address = replace(voice.address, exceptions=_ours(desk.the_brand, voice.address.exceptions))
        voice = replace(voice, address=address)
    voice = replace(voice, signature=_ours(desk.the_brand, voice.signature))
    if not (voice.traits or voice.tone or voice.lexicon or voice.guidelines or voice.address):
        return
    yield desk.draft(
        "voice",
        message("Our voice"),
        "voice/index.html",
        kind="voice",
        voice=voice,
        traits=desk.seen(voice.traits),
    )
    if voice.tone:
        yield desk.draft(
            "voice/tone",
            message("Tone by channel and situation"),
            "voice/tone.html",
            kind="voice",
            parent="voice",
            tone=replace(voice.tone, settings=_ours(desk.the_brand, voice.tone.settings)),
        )
    terms = desk.seen(voice.lexicon)
    if terms:
        yield desk.draft(
            "voice/lexicon",
            message("The lexicon: words to prefer, to avoid"),
            "voice/lexicon.html",
            kind="voice",
            parent="voice",
            # How a thing is called comes after what is done about it.
            boost=0.8,
            classes=[(name, [term for term in terms if term.class_ == name]) for name in _CLASSES],
            others=[term for term in terms if term.class_ is None],
        )
    guidelines, mechanics = desk.seen(voice.guidelines), desk.seen(voice.mechanics)
    mentions = desk.seen(voice.required_mentions)
    if guidelines or mechanics or mentions:
        yield desk.draft(
            "voice/guidelines",
            message("Writing: guidelines and required mentions"),
            "voice/guidelines.html",
            kind="voice",
            parent="voice",
            guidelines=guidelines,
            mechanics=mechanics,
            mentions=mentions,
            fallback=voice.fallback_guide,
        )


def _ours(brand: Brand, settings: Iterable[S]) -> tuple[S, ...]:
    """Return what is said of channels of the brand, or of none in particular: the house speaks of the others' too."""
    kept = []
    for setting in settings:
        channels = tuple(id for id in setting.channels if any(brand.find(kind, id) for kind in ("channel", "group")))
        if channels or not setting.channels:
            kept.append(replace(setting, channels=channels))
    return tuple(kept)


def _moderation(desk: Desk) -> Iterator[PageDraft]:
    file = desk.the_brand.moderation
    grounds = desk.seen(file.grounds)
    if not grounds and not file.never_deleted:
        return
    yield desk.draft(
        "moderation",
        message("Moderation: hide, delete, block?"),
        "answers/moderation.html",
        kind="moderation",
        group="every-day",
        keywords=desk.words("actions", ("hide", "delete", "block", "ban")),
        boost=1.3,
        file=file,
        grounds=grounds,
        keywords_of=lambda ground: desk.words("cases", ground.cases),
        ladder=desk.seen(file.ladder),
        stages=desk.seen(file.membership),
        by_channels=() if desk.is_public else modes_by_channels(desk, desk.channels),
        missing=views.missing(
            dict.fromkeys(
                act
                for act in (*(ground.action for ground in grounds), *(step.act for step in desk.seen(file.ladder)))
                if act
            ),
            desk.channels,
        ),
    )


def _templates(desk: Desk) -> Iterator[PageDraft]:
    file = desk.the_brand.templates
    templates = desk.seen(file.templates)
    if not templates:
        return
    cases = dict.fromkeys(template.case for template in templates if template.case)
    file_of_counts = counts_file(desk.the_brand.id)
    index = desk.draft(
        "templates",
        message("Ready answers"),
        "answers/templates.html",
        kind="templates",
        group="every-day",
        keywords=desk.words("cases", cases),
        by_case=[(case, [template for template in templates if template.case == case]) for case in cases],
        others=[template for template in templates if not template.case],
        kinds=desk.seen(file.message_kinds),
    )
    yield index if desk.is_public else replace(index, files=(file_of_counts,))
    counts = Counts(desk.the_brand, desk.today, lambda record: desk.seen((record,)) != ())
    words = {key: desk.say(said) for key, said in LENGTH_WORDS.items()}
    for template in templates:
        path = f"templates/{template.id}"
        on = [_channels(desk, template, variant) for variant in template.variants]
        yield desk.draft(
            path,
            template.title or template.id,
            "answers/template.html",
            kind="templates",
            head=template,
            parent="templates",
            group="every-day",
            keywords=(
                *desk.words("cases", (template.case,) if template.case else ()),
                *desk.words("topics", template.topics),
                *desk.words("authors", template.authors),
            ),
            boost=1.1,
            template=template,
            on=on,
            lengths={
                "file": file_link(file_of_counts[0], here=f"{desk.the_brand.id}/{path}"),
                "words": words,
                "ways": {
                    channel.id: {
                        "name": desk.say(channel.title or channel.id),
                        **counts.way(channel.id, case=template.case, private=bool(template.private)),
                    }
                    for channel in desk.channels
                    if any(channel.id in several for several in on)
                },
            },
        )


def _channels(desk: Desk, template: Template, variant: Variant) -> tuple[str, ...]:
    """Return the channels on which a wording may leave, those of which the readers know."""
    named = desk.members(variant.channels or template.channels)
    return tuple(
        channel.id
        for channel in desk.channels
        if channel.state == "active"
        and (not named or channel.id in named)
        and (not template.channel_kinds or channel.kind in template.channel_kinds)
    )
