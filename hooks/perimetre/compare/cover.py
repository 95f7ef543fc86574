"""Compare who answers, and when: hours with nobody, time to a decision, who alone can be reached, who is on duty.

Comes in: a brand before and after, the first day. Goes out: changes, by the same analysis of cover as the rules use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Change, Kind, Side
from perimetre.compare.duties import duty_changes
from perimetre.compare.pairs import Pair
from perimetre.compare.saying import Later, Names, few, quoted
from perimetre.cover import Cover, Gap, Intervals, Slowest, essential_people, gaps, slowest
from perimetre.cover.intervals import intersect, subtract, total, union
from perimetre.language import typography
from perimetre.language.instants import length
from perimetre.model import Line, Schedule
from perimetre.model.people import Absence, Override


class Covers:
    """The cover of a brand before and after.

    Args:
        pair: the brand.
        today: the first day.
    """

    def __init__(self, pair: Pair, today: date) -> None:
        self.pair = pair
        self.names = Names(pair.new, pair.old)
        self.old, self.new = (Cover(handbook, brand, today) for handbook, brand in (pair.old, pair.new))

    def change(
        self,
        kind: Kind,
        summary: Message,
        about: Iterable[str],
        record: Line | Schedule | Absence | Override,
        side: Side = "new",
        details: tuple[Message, ...] = (),
    ) -> Change:
        """Return a change of the cover of the brand."""
        return Change(
            kind=kind,
            area="cover",
            brand=self.pair.id,
            reaches=(self.pair.id,),
            summary=summary,
            details=details,
            place=record.place,
            side=side,
            about=tuple(sorted(about)),
        )

    def when(self, minutes: Intervals) -> Later:
        """Return the first instant of some minutes, in words."""
        at = self.new.clock.wall(minutes[0][0])
        return Later(lambda language: typography.instant(at, language))


def cover_changes(pair: Pair, today: date) -> Iterator[Change]:
    """Yield what becomes of the cover of a brand."""
    covers = Covers(pair, today)
    yield from _gaps(covers)
    yield from _delays(covers)
    yield from _backups(covers)
    for schedule in covers.new.schedules:
        before = covers.old.schedule(schedule.id)
        if before is not None:
            yield from duty_changes(covers, before, schedule)


def _gaps(covers: Covers) -> Iterator[Change]:
    sides = [{(gap.line.id, gap.number): gap for gap in gaps(cover)} for cover in (covers.old, covers.new)]
    lines = {line.id: line for cover in (covers.old, covers.new) for line in cover.lines}
    opened: dict[tuple[str, Intervals], None] = {}
    closed: dict[tuple[str, Intervals], None] = {}
    for key in sorted({*sides[0], *sides[1]}, key=repr):
        before, after = (_when(side.get(key)) for side in sides)
        # What begins or ends with the line itself is told of the line.
        if all(any(line.id == key[0] for line in cover.lines) for cover in (covers.old, covers.new)):
            opened |= {(key[0], more): None for more in (subtract(after, before),) if more}
            closed |= {(key[0], less): None for less in (subtract(before, after),) if less}
    for line, when in opened:
        yield covers.change(
            "weakened",
            message(
                "{line}: nobody answers any more for {length} of the coming year, first on {when}.",
                line=quoted(covers.names.title("line", line)),
                length=length(total(when)),
                when=covers.when(when),
            ),
            (line,),
            lines[line],
        )
    for line, when in closed:
        yield covers.change(
            "strengthened",
            message(
                "{line}: somebody now answers for {length} of the coming year when nobody did.",
                line=quoted(covers.names.title("line", line)),
                length=length(total(when)),
            ),
            (line,),
            lines[line],
        )


def _when(gap: Gap | None) -> Intervals:
    return gap.when if gap is not None else ()


def _delays(covers: Covers) -> Iterator[Change]:
    sides: list[dict[tuple[str, int], tuple[int | None, Line]]] = [{}, {}]
    for side, cover in zip(sides, (covers.old, covers.new), strict=True):
        for found in slowest(cover):
            key = (found.line.id, found.number)
            known = side.get(key, (0, found.line))[0]
            worst = _worst(found)
            side[key] = (None if worst is None or known is None else max(known, worst), found.line)
    alike: dict[tuple[str, int | None, int | None], list[int]] = {}
    for key in sorted(sides[0].keys() & sides[1].keys()):
        before, after = sides[0][key][0], sides[1][key][0]
        if before != after:
            alike.setdefault((key[0], before, after), []).append(key[1])
    for (id_, before, after), numbers in alike.items():
        weaker = before is not None and (after is None or after > before)
        summary = counted(
            "{line}: at worst, somebody who decides on severity {numbers} is reached {after} (before: {before}).",
            "{line}: at worst, somebody who decides on severities {numbers} is reached {after} (before: {before}).",
            len(numbers),
            line=quoted(covers.names.title("line", id_)),
            numbers=few(numbers),
            after=_after(after),
            before=_after(before),
        )
        yield covers.change("weakened" if weaker else "strengthened", summary, (id_,), sides[1][id_, numbers[0]][1])


def _worst(found: Slowest) -> int | None:
    return None if found.never else found.worst


def _after(minutes: int | None) -> Message:
    if minutes is None:
        return message("never, at some hours")
    return message("at once") if minutes == 0 else message("after {length}", length=length(minutes))


def _backups(covers: Covers) -> Iterator[Change]:
    sides: list[dict[tuple[str, str], Intervals]] = [{}, {}]
    lines: dict[str, Line] = {}
    for side, cover in zip(sides, (covers.old, covers.new), strict=True):
        for found in essential_people(cover):
            key = (found.line.id, found.person)
            side[key] = union(side.get(key, ()), found.when)
            lines[found.line.id] = found.line
    alone = [_by_line(side) for side in sides]
    for line in sorted(lines):
        before, after = (of_side.get(line, ()) for of_side in alone)
        lost, won = subtract(after, before), subtract(before, after)
        for kind, minutes, people in (("weakened", lost, sides[1]), ("strengthened", won, sides[0])):
            # An hour more or less is the clocks'.
            if total(minutes) <= 120 or total(lost) == total(won):
                continue
            who = sorted(person for (id_, person), when in people.items() if id_ == line and intersect(when, minutes))
            names = few(covers.names.title("person", person) for person in who)
            words = {
                "line": quoted(covers.names.title("line", line)),
                "length": length(total(minutes)),
                "people": names,
            }
            if kind == "weakened":
                summary = message(
                    "{line}: {people} would have nobody to stand in, for {length} more of the coming year.", **words
                )
                yield covers.change("weakened", summary, (line, *who), lines[line])
            else:
                summary = message(
                    "{line}: {people} would now have somebody to stand in, for {length} more of the coming year.",
                    **words,
                )
                yield covers.change("strengthened", summary, (line, *who), lines[line])


def _by_line(side: Mapping[tuple[str, str], Intervals]) -> dict[str, Intervals]:
    lines: dict[str, Intervals] = {}
    for (line, _), when in side.items():
        lines[line] = union(lines.get(line, ()), when)
    return lines
