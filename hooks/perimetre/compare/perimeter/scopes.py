"""Say how far a change goes: of whom, for which actions, where, about what, facing whom, when.

Comes in: a `Gathered`, the names of its brand. Goes out: parts of a sentence, each with what joins it to what stands
before, and, whole, the lists of which a sentence names some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from perimetre.base.closed import POSTURES
from perimetre.base.words import LONGEST, Listing, Message, counted, message
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.told import Gathered
from perimetre.compare.perimeter.union import DIMENSIONS
from perimetre.compare.saying import Later, Names, day, few, hour, quoted, scope
from perimetre.language import describe
from perimetre.language.labels import word
from perimetre.perimeter.bands import HORIZON

# How names are listed: some of them, where a list below has them all; or all.
Lister = Callable[[Iterable[object], str], object]
# The dimensions of which values are named, with the word that says of what a group is.
_OF = {
    "role": "roles",
    "action": "actions",
    "channel": "channels",
    "topic": "topics",
    "says": "says",
    "author": "authors",
}


def every(names: Iterable[object], last: str = "and") -> Listing:
    """Return names as a line of its own lists them: all."""
    return Listing(tuple(names), last)


def named(told: Gathered, dimension: str, names: Names) -> tuple[list[object], bool]:
    """Return the values of a dimension that are named, and whether they are those that are left out."""
    there = told.universe[DIMENSIONS.index(dimension)]
    values = told.of(dimension) or there
    held = names.together(_OF[dimension], map(str, values))
    left_out = names.together(_OF[dimension], map(str, there - values))
    if left_out and (len(left_out), 1) < (len(held), 0):
        return left_out, True
    return held, False


def lists(told: Gathered, names: Names, longest: Mapping[str, int] | None = None) -> Iterator[Message]:
    """Yield whole the lists of which a sentence names some.

    Args:
        told: the change.
        names: the names of its brand.
        longest: by dimension that the sentence says, how many it names at most; None: all, `LONGEST` of each.
    """
    for dimension, most in (dict.fromkeys(_OF, LONGEST) if longest is None else longest).items():
        if dimension in _OF and told.of(dimension) is not None:
            listed, all_but = named(told, dimension, names)
            if len(listed) > most:
                words = {"what": word("whole_list", _OF[dimension]), "names": Listing(tuple(listed))}
                yield message("{what}, all but: {names}.", **words) if all_but else message("{what}: {names}.", **words)


def who(told: Gathered, names: Names, listed: Lister = scope) -> tuple[object, int]:
    """Return who it is of, and of how many one speaks: a group is one."""
    if told.of("role") is None:
        return message("Everybody"), 1
    roles, all_but = named(told, "role", names)
    if all_but:
        return message("Everybody but {roles}", roles=listed(roles, "and")), 1
    return listed(roles, "and"), len(roles)


def acts(told: Gathered, names: Names, listed: Lister = scope) -> object:
    """Return what it lets one do, or not."""
    if told.of("action") is None:
        return message("do anything")
    actions, all_but = named(told, "action", names)
    said = listed(actions, "and")
    return message("do anything (except {acts})", acts=said) if all_but else said


def where(
    told: Gathered, names: Names, listed: Lister = scope, *, apart_from_facts: bool = False
) -> Iterator[tuple[str, Message]]:
    """Yield where and when, each part with the dimension that it is of: `facts`, `when`, `else` are of none."""
    if told.of("channel") is not None:
        channels, all_but = named(told, "channel", names)
        said = listed(channels, "and")
        if all_but:
            yield "channel", message(", everywhere but on {channels}", channels=said)
        else:
            yield "channel", message(" on {channels}", channels=said)
    for dimension, (only, all_but_these) in _HEADS.items():
        if told.of(dimension) is not None:
            values, is_all_but = named(told, dimension, names)
            said = listed(values, "or")
            yield dimension, all_but_these(said) if is_all_but else only(said)
    for part in _posture(told):
        yield "posture", part
    phases = {str(phase) for phase in told.of("phase") or () if phase is not None}
    if phases:
        yield "phase", message(", in the phase {phases}", phases=few(sorted(phases), "or"))
    places = [str(place) for place in told.of("place") or () if place is not None]
    if places and told.of("place") is not None:
        yield "place", message(", at {places}", places=few((names.title("place", id_) for id_ in sorted(places)), "or"))
    elif told.of("place") is not None:
        yield "place", message(", where no place is concerned")
    if told.facts and not apart_from_facts:
        ways = sorted(told.facts, key=repr)
        each = [Listing(tuple(names.fact(fact, bounds) for fact, bounds in way)) for way in ways]
        yield "facts", message(", in this case: {facts}", facts=few(each, "or"))
    for part in _when(told.moments):
        yield "when", part
    if not told.exact:
        yield "else", message(", wherever no other rule says more")


_HEADS: Mapping[str, tuple[Callable[[object], Message], Callable[[object], Message]]] = {
    "topic": (
        lambda names: message(", about: {names}", names=names),
        lambda names: message(", about anything but: {names}", names=names),
    ),
    "says": (
        lambda names: message(", for a message that does this: {names}", names=names),
        lambda names: message(", for any message but one that does this: {names}", names=names),
    ),
    "author": (
        lambda names: message(", facing: {names}", names=names),
        lambda names: message(", facing anybody but: {names}", names=names),
    ),
}


def _posture(told: Gathered) -> Iterator[Message]:
    postures = told.of("posture")
    if postures is None:
        return
    ranks = sorted(POSTURES.index(str(posture)) for posture in postures)
    levels = [word("posture", POSTURES[rank]) for rank in ranks]
    if len(ranks) > 1 and ranks[-1] == len(POSTURES) - 1 and len(ranks) == len(POSTURES) - ranks[0]:
        yield message(", at alert level “{level}” or worse", level=levels[0])
    else:
        yield message(", at alert level {levels}", levels=few(map(quoted, levels), "or"))


def _when(moments: Moments) -> Iterator[Message]:
    if moments.from_ and moments.to:
        yield message(", from {from_} to {to}", from_=day(moments.from_), to=day(moments.to))
    elif moments.from_:
        yield message(", from {from_} on", from_=day(moments.from_))
    elif moments.to:
        yield message(", until {to}", to=day(moments.to))
    if moments.weekdays:
        weekdays = moments.weekdays
        yield message(", {days}", days=Later(lambda language: describe.days(weekdays, language)))
    for first, last in moments.but:
        if first == last:
            yield message(", but on {day}", day=day(first))
        else:
            yield message(", but from {from_} to {to}", from_=day(first), to=day(last))
    if moments.days:
        yield counted(", on {count} of the {all} days to come", ", on {count} of the {all} days to come", moments.days,
                      all=HORIZON)  # fmt: skip
    for start, end in moments.hours:
        yield message(", from {start} until {end}", start=hour(start), end=hour(end))
