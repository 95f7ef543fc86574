"""Say where two accounts of who is on call differ (cover).

Comes in: for each account, stretches of minutes and who holds them. Goes out: the stretches over which they do not
name the same people, as long as each can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

# The first minute, the minute after the last, and who is on call.
Held: TypeAlias = tuple[int, int, str]


class Disagreement(NamedTuple):
    """A stretch over which two accounts name other people.

    Fields:
        start: the first minute, in UTC minutes since 1970.
        end: the minute after the last.
        ours: whom the first account names; empty: nobody.
        theirs: whom the second names.
    """

    start: int
    end: int
    ours: frozenset[str]
    theirs: frozenset[str]


def disagreements(ours: Iterable[Held], theirs: Iterable[Held], start: int, end: int) -> Iterator[Disagreement]:
    """Yield, by time, where two accounts differ between two minutes; stretches that touch and say the same are one."""
    last: Disagreement | None = None
    for found in segments_of_both(ours, theirs, start, end):
        if found.ours == found.theirs:
            continue
        if last is not None and last.end == found.start and last[2:] == found[2:]:
            last = last._replace(end=found.end)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def segments_of_both(ours: Iterable[Held], theirs: Iterable[Held], start: int, end: int) -> Iterator[Disagreement]:
    """Yield the whole of a stretch cut where either account changes, with whom each names."""
    edges: dict[int, list[tuple[int, str, int]]] = {start: [], end: []}
    for side, account in enumerate((ours, theirs)):
        for begin, finish, person in account:
            begin, finish = max(begin, start), min(finish, end)
            if begin < finish:
                edges.setdefault(begin, []).append((side, person, 1))
                edges.setdefault(finish, []).append((side, person, -1))
    named: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    before = start
    for minute in sorted(edges):
        if before < minute:
            yield Disagreement(before, minute, frozenset(+named[0]), frozenset(+named[1]))
        for side, person, step in edges[minute]:
            named[side][person] += step
        before = minute
