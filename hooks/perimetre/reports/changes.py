"""Put into words what would change an answer: what it depends on, the hours, one more thing said or known.

Comes in: an answer, the words of its brand. Goes out: cases, each with the level that it leads to, and their lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perimetre.base.words import LONGEST, Message, message
from perimetre.language import describe
from perimetre.language.labels import AUTHORITIES, word
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.questions import RANK, Answer, Dependence, OtherAnswer, OtherHours
from perimetre.reports.answer_words import AnswerWords


def dependence(words: AnswerWords, on: Dependence) -> tuple[str, str]:
    """Return how far one may go where something that nobody has told is so, and what it is, in words."""
    if on.limit is not None:
        limit = message("limit reached ({limit})", limit=words.limit(on.limit))
        return on.authority, words.say(limit)
    return on.authority, words.listing(itertools.starmap(words.fact_and_option, on.facts))


def other_hours(words: AnswerWords, hours: OtherHours) -> tuple[str, str]:
    """Return how far one may go at other hours, and which."""
    times = describe.times(hours.times, words.language)
    outside = message("at any other time than: {times}", times=times)
    return hours.authority, words.say(outside) if hours.outside else times


def cases(words: AnswerWords, answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the levels to which something would change an answer, each with a case in which it would."""
    told = {fact for dependence in answer.depends_on for fact, _ in dependence.facts}
    untold = [
        change
        for change in answer.would_change_if
        # On what makes it stricter, it depends: that has been said.
        if change.dimension not in told or RANK[change.authority] <= RANK[answer.authority]
    ]
    levels: dict[str, list[OtherAnswer]] = {}
    for change in untold:
        levels.setdefault(change.authority, []).append(change)
    for authority, same in levels.items():
        yes = [change for change in same if _is_so(change, "true")]
        no = [change for change in same if _is_so(change, "false")]
        for change in _together(change for change in same if change not in yes and change not in no):
            yield authority, _case_of(words, change)
        for facts in _facts(words, yes, "yes"):
            yield authority, words.say(message("if this is so: {facts}", facts=facts))
        for facts in _facts(words, no, "no"):
            yield authority, words.say(message("if this is not so: {facts}", facts=facts))


def under_levels(
    words: AnswerWords, title: Message, cases: Iterable[tuple[str, str]], now: str | None = None
) -> Iterator[str]:
    """Yield lines: cases under the level that each leads to; nothing where there are none.

    Args:
        words: the words of the brand.
        title: what stands above them.
        cases: levels, each with a case.
        now: the level from which they lead elsewhere.
    """
    levels: dict[str, dict[str, None]] = {}
    for authority, case in cases:
        levels.setdefault(authority, {})[case] = None
    if levels:
        yield ""
        yield words.say(title)
    for authority, same in levels.items():
        level = AUTHORITIES[authority]
        same_level = message("{level}, as here, but on other terms", level=level.word)
        yield f"  {level.sign} {words.say(same_level if authority == now else level.word)}"
        yield from (f"    - {case}" for case in same)


def _facts(words: AnswerWords, changes: Iterable[OtherAnswer], value: str) -> Iterator[str]:
    """Yield the names of the facts of some changes and how to tell them, as many as a line holds at a time."""
    names = tuple(dict.fromkeys(change.dimension for change in changes))
    for start in range(0, len(names), LONGEST):
        yield ", ".join(
            f"{words.label('facts', name)} (`--fact {name}={value}`)" for name in names[start : start + LONGEST]
        )


def _case_of(words: AnswerWords, change: OtherAnswer) -> str:
    if change.dimension in ("says", "topics", "authors"):
        names = words.labels(change.dimension, change.values)
        heads = {
            "says": message("if the message does this (`--says`): {names}", names=names),
            "topics": message("if it is about (`--topic`): {names}", names=names),
            "authors": message("if this is who speaks (`--author`): {names}", names=names),
        }
        return words.say(heads[change.dimension])
    if change.dimension == "posture":
        names = words.listing((words.say(word("posture", value)) for value in change.values), "or")
        return words.say(message("if the posture is (`--posture`): {posture}", posture=names))
    if change.dimension == "place":
        return words.say(message("at this place (`--place`): {names}", names=words.places(change.values)))
    if change.dimension == "phase":
        return words.say(message("in the phase (`--phase`): {phase}", phase=", ".join(change.values)))
    return words.fact_and_option(change.dimension, change.bounds or FactBounds())


def _together(changes: Iterable[OtherAnswer]) -> Iterator[OtherAnswer]:
    """Yield the changes as one says them: what leads to the same authority in the same way, as many as a line holds."""
    groups: dict[tuple[object, ...], list[OtherAnswer]] = {}
    for change in changes:
        groups.setdefault((change.dimension, change.authority, change.bounds), []).append(change)
    for same in groups.values():
        values = tuple(value for change in same for value in change.values)
        for start in range(0, max(len(values), 1), LONGEST):
            yield replace(same[0], values=values[start : start + LONGEST])


def _is_so(change: OtherAnswer, value: str) -> bool:
    """Say whether a change is that of a fact that is either so or not so."""
    return change.bounds is not None and change.bounds.among is not None and change.values == (value,)
