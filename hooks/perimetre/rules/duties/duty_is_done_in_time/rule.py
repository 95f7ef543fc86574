"""A duty is done in time: whenever its clock starts, whoever must act is there before the delay has run out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import Cover, Intervals, Stint
from perimetre.cover.intervals import back, intersect, subtract, total, union
from perimetre.language.instants import instant, length
from perimetre.model.delays import Delay, Moment
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# Clocks that somebody starts who is there; those of a shift or of a month have their day.
_SEEN = ("detection", "qualification", "declaration", "taken-in-charge", "first-message")
_DATED = ("shift-end", "month-start", "end")
_ON_THE_SPOT = ("doer", "cm-on-duty")


def find(view: View) -> Iterator[Problem]:
    """Yield whoever is away, at some hours of the year, until the duty that falls to them is overdue."""
    cover = view.cover
    readers = sorted(role for role in view.community_managers if view.holders.get(role))
    there = intersect(union(*(cover.reached(role) for role in readers)), cover.whole)
    for duty in view.live(view.brand.duties.duties):
        delay = duty.delay
        if delay is None or delay.latest is None or delay.is_worked or delay.latest.minutes <= 0:
            continue
        if duty.if_late is not None:
            # The house has said who does what when they are not there.
            continue
        clock = delay.from_
        if clock in _DATED or (duty.trigger is not None and duty.trigger.on == "date"):
            continue
        asked = there if clock in _SEEN and not isinstance(clock, Moment) else cover.whole
        for act in duty.acts:
            late = () if act.who is None or act.who in _ON_THE_SPOT else _late(cover, act.who, delay, asked)
            if late:
                yield flaw(
                    value(act, "who"),
                    message(
                        "`{duty}` is due within {within}: if that begins between {start} and {end}, `{role}` is back "
                        "on duty too late ({total} in all).",
                        duty=duty.id,
                        within=length(delay.latest.minutes),
                        start=instant(cover.clock.wall(late[0][0])),
                        end=instant(cover.clock.wall(late[0][1])),
                        role=act.who,
                        total=length(total(late)),
                    ),
                    message(
                        "Give it to a role that is on duty then, say who acts in their place (`if_late:`), or count "
                        "the delay in the hours that are worked (`hours: service`, `hours: working`)."
                    ),
                    about=[act.who],
                )
                break


def _late(cover: Cover, who: str, delay: Delay, asked: Intervals) -> Intervals:
    """Return the minutes at which a duty may begin, and its actor be away until it is overdue."""
    on_duty = cover.duties_of(who)
    if not on_duty or delay.latest is None:
        # Nobody holds the role, or nobody knows their hours: that is said elsewhere.
        return ()
    service = cover.service_hours() if delay.hours == "service" else ()
    return cover.once(_absent, on_duty, asked, service, delay=delay.latest.minutes, end=cover.end)


def _absent(there: Iterable[Stint], asked: Intervals, service: Intervals, *, delay: int, end: int) -> Intervals:
    in_time = union((back(service, duty.start, delay), duty.end) for duty in there)
    return subtract(asked, union(in_time, ((back(service, end, delay), end),)))


RULE = Check(
    id="duty-is-done-in-time",
    level="warning",
    needs=(71,),
    find=find,
)
