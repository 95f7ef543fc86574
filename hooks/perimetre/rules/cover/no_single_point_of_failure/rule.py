"""No single point of failure: whoever is missing, a call still reaches somebody, and somebody who can decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, few, message
from perimetre.cover import Essential, essential_people, level, pairs, unsettled
from perimetre.cover.intervals import subtract, total, union
from perimetre.cover.reach import step_modes
from perimetre.language.instants import instant, length, month
from perimetre.model import Line
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed, severities
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the lines of which one person alone keeps the cover; then those on which one person alone can decide."""
    by_line: dict[str, list[Essential]] = {}
    for alone in essential_people(view.cover):
        when = subtract(alone.when, view.lost(alone.line))
        if when and not unsettled(view.cover, alone.line):
            by_line.setdefault(alone.line.id, []).append(replace(alone, when=when))
    # Lines that stand on the same schedule fail alike: that is said once.
    alike: dict[tuple[object, ...], list[Essential]] = {}
    for several in by_line.values():
        when = union(*(essential.when for essential in several))
        alike.setdefault((when, *sorted({essential.person for essential in several})), []).extend(several)
    for several in alike.values():
        yield _alone(view, several)
    for line, numbers, person in _only_deciders(view):
        if line.id not in by_line and not unsettled(view.cover, line):
            yield flaw(
                line.place,
                message(
                    "At severity {severity}, {person} alone can decide on `{line}`: their absence would leave nobody "
                    "who can.",
                    severity=severities(numbers),
                    person=_name(view, person),
                    line=line.id,
                ),
                message("Call somebody else who can also decide, or give their role a `deputy` who can."),
            )


def _alone(view: View, several: list[Essential]) -> Problem:
    lines = list({essential.line.id: essential.line for essential in several}.values())
    people = tuple(dict.fromkeys(_name(view, essential.person) for essential in several))
    when = union(*(essential.when for essential in several))
    wall = view.cover.clock.wall
    return flaw(
        lines[0].place,
        counted(
            "At severity {severity}, nobody but {people} is reached by a call on {line} from {start} to {end}, and for "
            "{total} in all until {until}: their absence would leave nobody.",
            "At severity {severity}, one of {people} alone is reached by a call on {line} from {start} to {end}, and "
            "for {total} in all until {until}: their absence would leave nobody.",
            len(people),
            severity=severities(essential.number for essential in several),
            people=few(people, "or"),
            line=listed((line.id for line in lines), "or"),
            start=instant(wall(when[0][0])),
            end=instant(wall(when[0][1])),
            total=length(total(when)),
            until=month(wall(when[-1][1] - 1)),
        ),
        message(
            "Give the role that is called a `deputy`, or call somebody else at another step: one more person in the "
            "rotation takes turns, and does not stand in."
        ),
        *((line.place, message("This escalation line relies on the same people.")) for line in lines[1:]),
    )


def _only_deciders(view: View) -> Iterator[tuple[Line, list[int | None], str]]:
    """Yield the lines on which a single person can ever decide, with the severities at which it is so."""
    deciders: dict[tuple[str, str], tuple[Line, list[int | None], str]] = {}
    for number, line in pairs(view.cover):
        severity = view.cover.severity(level(view.cover, number))
        if severity is None or severity.cover in (None, "none"):
            continue
        people: set[str] = set()
        calls = [(target, step_modes(step)) for step in line.steps for target in step.call]
        calls += [(target, ()) for target in (line.fallback.call if line.fallback else ())]
        for target, modes in calls:
            people |= view.cover.by_person(target, modes, severity.number).keys()
            role = view.cover.role_called(target)
            deputy = view.cover.deputy_of(role) if role else None
            if deputy:
                people |= view.cover.by_person(deputy, modes, severity.number).keys()
        if len(people) == 1:
            (person,) = people
            deciders.setdefault((line.id, person), (line, [], person))[1].append(number)
    yield from deciders.values()


def _name(view: View, person: str) -> str:
    known = view.people.get(person)
    return (known.name if known else None) or person


RULE = Check(id="no-single-point-of-failure", level="error", needs=(63,), find=find)
