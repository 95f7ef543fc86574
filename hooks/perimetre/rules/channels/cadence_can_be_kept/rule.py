"""A cadence can be kept: what operations and the editorial line plan on a channel is no more than it allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.language.instants import day
from perimetre.model import Channel, Match, Operation, Record
from perimetre.model.channels import Cadence
from perimetre.perimeter.limits import bounds_of
from perimetre.perimeter.recurrences import occurrences
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

DAYS = 400
PUBLISHES = "publish"


def find(view: View) -> Iterator[Problem]:
    """Yield the channels whose cadence a rule forbids, and those on which more is planned than theirs allows."""
    planned: dict[str, list[tuple[date, Record]]] = {}
    for where, when, by in _planned(view):
        planned.setdefault(where, []).append((when, by))
    for channel in view.channels:
        cadence = channel.cadence
        if cadence is None or cadence.per is None:
            continue
        yield from _limited(view, channel, cadence)
        if cadence.max is None:
            continue
        posts = sorted(planned.get(channel.id, ()), key=lambda post: post[0])
        counts = Counter(_window(cadence, when) for when, _ in posts)
        beyond = [first for first, count in sorted(counts.items()) if count > cadence.max]
        if not beyond:
            continue
        who = {by.id: by for when, by in posts if _window(cadence, when) == beyond[0]}
        yield flaw(
            value(cadence, "max"),
            counted(
                "On `{channel}`, {posts} are planned {stretch}, where the cadence allows {max}.",
                "On `{channel}`, {posts} are planned {stretch}, where the cadence allows {max}; it is so {count} times "
                "in the year to come.",
                len(beyond),
                channel=channel.id,
                posts=counted("{count} post", "{count} posts", counts[beyond[0]]),
                stretch=_stretch(cadence, beyond[0]),
                max=cadence.max,
            ),
            message("Raise `max`, or move some of these posts."),
            *((by.place, message("`{id}` plans some of them.", id=by.id)) for by in who.values()),
            about=[channel.id, *who],
        )


def _limited(view: View, channel: Channel, cadence: Cadence) -> Iterator[Problem]:
    """Yield the limit of a rule under which the least that is wanted on a channel cannot be published."""
    ground = view.perimeter.ground
    for bound in bounds_of(view.live(rule for rule in view.brand.scope.rules if not rule.is_advice)):
        limit, match = bound.limit, bound.rule.match
        publishing = limit.count == PUBLISHES or (
            limit.count is True and ground.taken("actions", match) == frozenset((PUBLISHES,))
        )
        ordinary = [ground.channels_of(case) for case in match.cases if _is_ordinary(case)]
        speaks = any(named is None or channel.id in named for named in ordinary)
        if not publishing or not speaks or limit.per != cadence.per or limit.lift is not None:
            continue
        if limit.max is not None and cadence.min is not None and cadence.min > limit.max:
            yield flaw(
                value(cadence, "min"),
                message(
                    "On `{channel}`, the cadence wants {min} posts at least, where `{rule}` allows {max} over the "
                    "same time.",
                    channel=channel.id,
                    min=cadence.min,
                    rule=bound.rule.id,
                    max=f"{limit.max:g}",
                ),
                message("Ask for less, or allow more."),
                (key(limit, "max"), message("The limit is here.")),
                about=[channel.id, bound.rule.id],
            )
            return


def _is_ordinary(match: Match) -> bool:
    """Say whether a rule speaks of any post on an ordinary day, and not of some subjects, days or cases only."""
    narrow = (match.says, match.topics, match.authors, match.places, match.phase, match.during, match.times, match.when)
    return not any(narrow) and match.posture in (None, "normal")


def _planned(view: View) -> Iterator[tuple[str, date, Record]]:
    """Yield the posts to come that have a day and a channel, each with what plans it."""
    last = view.today + timedelta(days=DAYS)
    # A date of the line and the operation that keeps it, of one pillar, are one post.
    kept: set[tuple[str, date, str | None]] = set()
    for operation in view.live(view.brand.operations):
        for channel, when in _posts_of(operation):
            if view.today <= when < last:
                kept.add((channel, when, operation.pillar))
                yield channel, when, operation
    settings = view.handbook.settings_of(view.brand)
    for recurrence in view.live(view.brand.editorial.recurring):
        days = occurrences(view.brand, recurrence, view.today, DAYS, settings) if recurrence.channels else ()
        for occurrence in days:
            if not occurrence.is_skipped:
                for channel in recurrence.channels:
                    if (channel, occurrence.day, recurrence.pillar) not in kept:
                        yield channel, occurrence.day, recurrence


def _posts_of(operation: Operation) -> Iterator[tuple[str, date]]:
    if operation.from_ is None:
        return
    for moment in operation.timeline:
        if moment.act == PUBLISHES and moment.channel is not None and moment.offset is not None:
            yield moment.channel, operation.from_ + timedelta(minutes=moment.offset.minutes)
    for again in operation.recurring:
        days = again.every.minutes // 1440 if again.every is not None else 0
        if again.act == PUBLISHES and again.channel is not None and days and operation.to is not None:
            for ahead in range(0, (operation.to - operation.from_).days + 1, days):
                yield again.channel, operation.from_ + timedelta(days=ahead)


def _window(cadence: Cadence, when: date) -> date:
    """Return the first day of the stretch of the calendar in which a day is counted."""
    match cadence.per:
        case "week":
            return when - timedelta(days=when.weekday())
        case "month":
            return when.replace(day=1)
        case _:
            return when


def _stretch(cadence: Cadence, first: date) -> Message:
    said = day(datetime.combine(first, time()))
    match cadence.per:
        case "week":
            return message("in the week of {day}", day=said)
        case "month":
            return message("in the month that begins on {day}", day=said)
        case _:
            return message("on {day}", day=said)


RULE = Check(id="cadence-can-be-kept", level="warning", needs=(53,), find=find)
