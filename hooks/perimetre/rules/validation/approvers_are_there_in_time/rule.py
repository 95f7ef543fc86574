"""Approvers are there in time: whenever one asks, enough different people can say yes before the time has passed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.durations import Duration
from perimetre.base.memory import Memory
from perimetre.base.words import counted, message
from perimetre.cover.intervals import Intervals, ZoneClock, intersect, total, union
from perimetre.cover.windows import placed, unanswered
from perimetre.language.instants import instant, length
from perimetre.model import Circuit, CircuitStep
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.delays import time_to_answer
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.signing import different, signatures
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that at some time, over the coming days, can only end in silence."""
    for circuit in view.live(view.brand.validation.circuits):
        for step in circuit.steps:
            # Where silence passes the step over, or is a yes, nobody waits in vain. Outsiders have their own hours.
            waits = step.on_timeout not in ("next", "consent") and step.hours != "theirs"
            within = time_to_answer(step.within)
            if within is not None and step.of and waits:
                yield from _silent(view, circuit, step, within)


def _silent(view: View, circuit: Circuit, step: CircuitStep, within: Duration) -> Iterator[Problem]:
    once = view.cover.once
    reached: dict[str, Intervals] = {}
    signers: list[list[str]] = []
    for role in step.of:
        people = view.cover.by_person(_head(view, role))
        if not people:
            return  # nobody, or somebody whose hours are not known
        signers.append([*people])
        for person, stretches in people.items():
            reached[person] = once(union, reached[person], stretches) if person in reached else stretches
    signed = signatures(view, step, signers)
    quorum = [[*reached]] * (step.quorum or 0)
    after = step.not_before.minutes if step.not_before else 0
    if after >= within.minutes or not _enough(signed, quorum, frozenset(reached)):
        return  # `circuit-can-succeed` tells that
    counting = _counting(view, step, within)
    # Brands that ask the same of the same people find the same.
    late = once(
        _late,
        view.memory,
        counting,
        *reached.values(),
        people=tuple(reached),
        after=after,
        within=within.minutes,
        signed=tuple(map(tuple, signed)),
        quorum=tuple(map(tuple, quorum)),
    )
    told = _told(late, counting)
    if not told:
        return
    start, end = (instant(view.cover.clock.wall(minute)) for minute in told[0])
    yield flaw(
        value(step, "within"),
        counted(
            "Who asks for `{id}` from {start} to {end} cannot have {wanted} from {who} within {within}; it is so once "
            "in the year to come, {total} in all.",
            "Who asks for `{id}` from {start} to {end} cannot have {wanted} from {who} within {within}; it is so "
            "{count} times in the year to come, {total} in all.",
            len(told),
            id=circuit.id,
            start=start,
            end=end,
            wanted=counted("{count} yes", "{count} yeses", len(signed)),
            who=listed(step.of, "or"),
            within=length(within.minutes),
            total=length(total(late)),
        ),
        message(
            "Give more time, name one more role, put somebody on duty; or say who takes over (`on_timeout: next`)."
        ),
        about=step.of,
    )


def _enough(signed: Sequence[Sequence[str]], quorum: Sequence[Sequence[str]], there: frozenset[str]) -> bool:
    """Say whether those who are there can give each signature, and make up the number that is wanted."""
    return different(signed, there) == len(signed) and different(quorum, there) == len(quorum)


def _late(
    memory: Memory,
    counting: Intervals,
    *reached: Intervals,
    people: tuple[str, ...],
    after: int,
    within: int,
    signed: tuple[tuple[str, ...], ...],
    quorum: tuple[tuple[str, ...], ...],
) -> Intervals:
    """Return the minutes at which a question finds too few of those who sign.

    Args:
        memory: what has been worked out for other steps, and for the handbook's other brands.
        counting: the minutes in which the time counts, and in which one asks.
        reached: when each of the people can be reached, in their order.
    """
    return unanswered(
        dict(zip(people, reached, strict=True)),
        counting,
        after=after,
        within=within,
        enough=functools.partial(_enough, signed, quorum),
        place=lambda counting, stretches: memory.once(placed, counting, stretches),
    )


def _head(view: View, who: str) -> str:
    """Return who signs for a department: its head."""
    heads = {department.id: department.head for department in view.brand.brand.departments}
    return heads.get(who) or who


def _counting(view: View, step: CircuitStep, within: Duration) -> Intervals:
    """Return the minutes in which the time of a step counts, and in which one asks."""
    cover = view.cover
    service = cover.once(intersect, cover.service_hours(), cover.whole)
    unit = within.unit
    if unit == "wd":
        return cover.once(_whole_days, service, cover.clock)
    if step.hours != "always" and unit in ("min", "h"):
        return service
    return cover.whole


def _whole_days(service: Intervals, clock: ZoneClock) -> Intervals:
    """Return the days of which some hours are in service, each whole."""
    days = sorted({clock.wall(minute).toordinal() for stretch in service for minute in (stretch[0], stretch[1] - 1)})
    return union((clock.minute(day), clock.minute(day + 1)) for day in days)


def _told(late: Intervals, counting: Intervals) -> list[tuple[int, int]]:
    """Return stretches as one tells them: those between which nothing counts are one."""
    joined: list[tuple[int, int]] = []
    for start, end in late:
        if joined and not intersect(counting, ((joined[-1][1], start),)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


RULE = Check(id="approvers-are-there-in-time", level="warning", needs=(75,), find=find)
