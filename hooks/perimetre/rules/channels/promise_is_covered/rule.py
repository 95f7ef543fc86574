"""A promise is covered: where we say how soon, or at what hours, we answer, somebody is there to keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.cover.intervals import Intervals, subtract, total, union
from perimetre.language.instants import instant, length
from perimetre.model import Channel, Text
from perimetre.model.delays import minutes
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.promises import hours_promised
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View

_KINDS = ("comments", "messages", "reviews")
_HOUR = 60
_SENTENCE = re.compile(r"[^.!?\n]+")
# Who answers: us, and not a help line, whose number stands beside its hours.
_US = re.compile(r"\b(nous|notre|nos|we|our|us)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(\d{3,4}|1[578]|\d\d( \d\d){4})\b")
_ALWAYS = re.compile(
    r"jour et nuit|nuit et jour|à toute heure|24 ?h(eures)? ?(/|sur) ?24|24/24|24/7"
    r"|day and night|around the clock|24 hours a day|at any (hour|time)",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"(?:sous|dans les|d’ici|en moins de|within|in less than) "
    r"(?P<count>\d+|une?|deux|trois|quatre|one|an|two|three|four)"
    r"[ \u00a0](?P<unit>heures?|h|hours?|minutes?|min)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"répon|revien|revenons|reply|answer|get back|come back", re.IGNORECASE)
# A delay that says itself when it runs.
_IN_HOURS = re.compile(r"ouvr|heures de|horaires|working|business|opening|office", re.IGNORECASE)
_COUNTS = {"un": 1, "une": 1, "one": 1, "an": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4}


def find(view: View) -> Iterator[Problem]:
    """Yield the promises made in public that nobody is there to keep."""
    cover = view.cover
    readers = sorted(role for role in view.community_managers if view.holders.get(role))
    if not readers:
        return
    there = union(*(cover.reached(role) for role in readers))
    for channel in view.channels:
        yield from _promised(view, channel, there)
        yield from _written(view, channel.public_rules, value(channel, "public_rules"), there)
    for template in view.live(view.brand.templates.templates):
        for variant in template.variants:
            yield from _written(view, variant.text, value(variant, "text"), there)


def _promised(view: View, channel: Channel, there: Intervals) -> Iterator[Problem]:
    """Yield the delays of a channel that go by while nobody is there."""
    cover = view.cover
    for kind in _KINDS:
        promise = getattr(channel.reply_within, kind) if channel.reply_within else None
        # An acknowledgement may be sent by itself.
        within = minutes(promise.within) if promise else None
        if promise is None or within is None or promise.counts_as not in ("answer", "reaction"):
            continue
        alone = subtract(hours_promised(view, channel, promise), there)
        late = [stretch for stretch in alone if stretch[1] - stretch[0] > within]
        if late:
            start, end = (instant(cover.clock.wall(minute)) for minute in late[0])
            yield flaw(
                key(channel, "reply_within", kind),
                message(
                    "On `{channel}`, a reply is promised within {within}, and nobody is there from {start} to {end} "
                    "({total} in all).",
                    channel=channel.id,
                    within=length(within),
                    start=start,
                    end=end,
                    total=length(total(late)),
                ),
                message(
                    "Put a community manager on duty then, lengthen the delay, or promise it in service hours only."
                ),
                about=[channel.id],
            )


def _written(view: View, text: Text | None, place: Place, there: Intervals) -> Iterator[Problem]:
    """Yield the first promise of a text that nobody is there to keep."""
    for sentence in (part for writing in writings(text) for part in _SENTENCE.findall(writing)):
        promised = _delay(sentence)
        if promised is None:
            continue
        words, delay = promised
        alone = [stretch for stretch in subtract(view.cover.whole, there) if stretch[1] - stretch[0] > delay]
        if alone:
            start, end = (instant(view.cover.clock.wall(minute)) for minute in alone[0])
            yield flaw(
                place,
                message(
                    "This text promises “{words}”, and nobody is there from {start} to {end}.",
                    words=words,
                    start=start,
                    end=end,
                ),
                message("Say at what hours you answer, or promise what the cover keeps."),
            )
            return


def _delay(sentence: str) -> tuple[str, int] | None:
    """Return what a sentence promises of us, as it says it, and within how many minutes; None where it does not."""
    always = _ALWAYS.search(sentence)
    if always and _US.search(sentence) and not _NUMBER.search(_ALWAYS.sub("", sentence)):
        return always[0], 0
    soon = _SOON.search(sentence)
    if soon is None or _IN_HOURS.search(sentence) or not (_US.search(sentence) or _ANSWERS.search(sentence)):
        return None
    count = _COUNTS.get(soon["count"].lower()) or int(soon["count"])
    return soon[0], count * (1 if soon["unit"].lower().startswith("min") else _HOUR)


RULE = Check(
    id="promise-is-covered",
    level="warning",
    needs=(36, 75),
    find=find,
)
