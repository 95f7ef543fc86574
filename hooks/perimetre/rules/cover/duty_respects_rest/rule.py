"""Duty respects rest: between two duties of a person there is the rest that the schedule wants, and they are told."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Short, short_rests, tired
from perimetre.language.instants import instant, length, month
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

FIFTEEN_DAYS = 15 * 24 * 60


def find(view: View) -> Iterator[Problem]:
    """Yield the shifts that leave somebody too little rest, each shift once; and duties of which nobody is told."""
    alike: dict[tuple[Place, str], list[Short]] = {}
    shorts = short_rests(view.cover)
    # What follows a stretch that is too long is short for that.
    tired = {(short.person, short.end) for short in shorts if short.kind != "rest"}
    for short in shorts:
        if short.kind == "rest" and (short.person, short.start) in tired:
            continue
        cause = short.change or short.shift or short.schedule
        place = cause.place
        alike.setdefault((place, short.kind), []).append(short)
    for (place, kind), several in alike.items():
        # A shift that is too long by itself also ends too late.
        if kind == "rest" and (place, "stretch") in alike:
            continue
        yield flaw(place, _what(view, several), _hint(several[0]))
    yield from _after_a_call(view)
    for schedule in view.cover.schedules:
        if schedule.notice is None and schedule.layers:
            yield flaw(
                key(schedule, "notice"),
                message("Nothing says how far ahead the people on duty in `{id}` are told.", id=schedule.id),
                message("Add `notice: 15d`: French law requires fifteen days for on-call duty."),
            )
        elif schedule.regime == "on-call" and schedule.notice and schedule.notice.minutes < FIFTEEN_DAYS:
            yield Problem(
                place=value(schedule, "notice"),
                message=message(
                    "Those on call in `{id}` are told {notice} ahead, and French law gives them fifteen days.",
                    id=schedule.id,
                    notice=length(schedule.notice.minutes),
                ),
                hint=message(
                    "Write `notice: 15d`; or, where an agreement of your company says less, name it in a comment: "
                    "`# perimetre: ignore[duty-respects-rest] …`."
                ),
                level="warning",
            )


def _after_a_call(view: View) -> Iterator[Problem]:
    for case in tired(view.cover):
        clock = view.cover.clock_of(case.schedule)
        person = view.people.get(case.person)
        rest = case.schedule.rest_after_call
        yield flaw(
            value(case.schedule, "rest_after_call"),
            counted(
                "Called at the end of a turn in `{id}`, {end}, {person} is back at work {back}, where the rest after a "
                "call is {rest}: {count} time in the year to come.",
                "Called at the end of a turn in `{id}`, {end}, {person} is back at work {back}, where the rest after a "
                "call is {rest}: {count} times in the year to come.",
                case.times,
                id=case.schedule.id,
                person=(person.name if person else None) or case.person,
                end=instant(clock.wall(case.end)),
                back=instant(clock.wall(case.back)),
                rest=length(rest.minutes if rest else 0),
            ),
            message("Have somebody else at work then, or start their shift later."),
            about=[case.person],
        )


def _hint(short: Short) -> Message:
    if short.change is not None:
        if short.change.instead_of is None or short.change.throughout:
            return message(
                "Share it between several people; with `instead_of`, and without `throughout`, a replacement takes "
                "only the shifts of whom it replaces."
            )
        return message("Give a part of these shifts to somebody else, in a replacement of their own.")
    if short.kind == "rest":
        return message("Give this shift to somebody else, or start it later.")
    return message("Cut this shift in two, and give each part to somebody.")


def _what(view: View, several: list[Short]) -> Message:
    first = several[0]
    clock = view.cover.clock_of(first.schedule)
    person = view.people.get(first.person)
    values = {
        "person": (person.name if person else None) or first.person,
        "start": instant(clock.wall(first.start)),
        "end": instant(clock.wall(first.end)),
        "minutes": length(first.minutes),
        "wanted": length(first.wanted),
        "until": month(clock.wall(several[-1].start)),
    }
    if first.kind == "rest":
        return counted(
            "{person} has only {minutes} of rest, from {start} to {end}, where `rest` asks for {wanted}: {count} "
            "time until {until}.",
            "{person} has only {minutes} of rest, from {start} to {end}, where `rest` asks for {wanted}: {count} "
            "times until {until}.",
            len(several),
            **values,
        )
    if first.kind == "on-call":
        return message(
            "With this replacement, {person} is on call for {minutes} without a pause, from {start} to {end}: more "
            "than a week.",
            **values,
        )
    return counted(
        "{person} is on duty for {minutes} without a pause, from {start} to {end}: a day of 24 hours no longer holds "
        "{wanted} of rest: {count} time until {until}.",
        "{person} is on duty for {minutes} without a pause, from {start} to {end}: a day of 24 hours no longer holds "
        "{wanted} of rest: {count} times until {until}.",
        len(several),
        **values,
    )


RULE = Check(id="duty-respects-rest", level="error", needs=(58,), find=find)
