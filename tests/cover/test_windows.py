"""Whether a question is answered in time is what counting minute after minute says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.cover.intervals import Intervals, union
from perimetre.cover.windows import unanswered
from tests.conftest import examples

LAST = 60
stretches = st.lists(st.tuples(st.integers(0, LAST), st.integers(0, LAST)), max_size=4).map(
    lambda pairs: union((min(pair), max(pair)) for pair in pairs)
)
counting_hours = stretches.filter(bool)


def slowly(reached: dict[str, Intervals], counting: Intervals, *, after: int, within: int, wanted: int) -> set[int]:
    """Return the minutes at which one asks in vain, each minute asked, each minute of the wait looked at."""
    minutes = [minute for start, end in counting for minute in range(start, end)]
    lacking = set()
    for minute in minutes[: max(len(minutes) - within, 0)]:
        # An answer at the last minute is in time.
        begins, ends = minute + after, minute + within + 1
        there = {person for person, own in reached.items() if any(start < ends and begins < end for start, end in own)}
        if len(there) < wanted:
            lacking.add(minute)
    return lacking


@settings(max_examples=examples(200, 1000), deadline=None)
@given(
    reached=st.dictionaries(st.sampled_from("abc"), stretches, max_size=3),
    within=st.integers(1, 12),
    ahead=st.integers(0, 11),
    wanted=st.integers(1, 3),
)
def test_a_question_is_answered_in_time_or_not(
    reached: dict[str, Intervals], within: int, ahead: int, wanted: int
) -> None:
    counting: Intervals = ((0, LAST),)
    after = min(ahead, within - 1)
    found = unanswered(reached, counting, after=after, within=within, enough=lambda there: len(there) >= wanted)
    told = {minute for start, end in found for minute in range(start, end)}
    assert told == slowly(reached, counting, after=after, within=within, wanted=wanted)


@settings(max_examples=examples(200, 1000), deadline=None)
@given(own=stretches, counting=counting_hours, within=st.integers(1, 12), more=st.integers(1, 12))
def test_more_time_never_leaves_more_in_vain(own: Intervals, counting: Intervals, within: int, more: int) -> None:
    brief, long = (
        unanswered({"a": own}, counting, after=0, within=delay, enough=bool) for delay in (within, within + more)
    )
    asked = {minute for start, end in brief for minute in range(start, end)}
    assert all(minute in asked for start, end in long for minute in range(start, end))


def test_a_delay_in_service_hours_waits_for_the_morning() -> None:
    # Two days, open from 10 to 20; whoever answers is there from 12 to 14 on the second.
    open_hours = ((10, 20), (34, 44), (58, 68))
    found = unanswered({"a": ((36, 38),)}, open_hours, after=0, within=4, enough=bool)
    # Asked from 18 on the first day, the four hours end at 12 or later on the second.
    assert found == ((10, 18), (38, 44), (58, 64))
