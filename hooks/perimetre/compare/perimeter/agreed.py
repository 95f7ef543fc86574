"""Say whose agreement an answer needs, before and after a change, and who is asked no more.

Comes in: a `Gathered`, the names of its brand. Goes out: parts of its sentence, and the lines that stand below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.words import LONGEST, Listing, Message, counted, message, some
from perimetre.compare.perimeter.told import Gathered
from perimetre.compare.saying import Names, few, quoted
from perimetre.model import Circuit
from perimetre.model.validation import CircuitStep

# Of so many agreements each is told with who gives it.
EACH = 3


def whom(circuit: Circuit, names: Names) -> object:
    """Return who gives an agreement: step after step, in order, as many as each step needs."""
    steps = [_of_step(step, names) for step in circuit.steps if step.of]
    said: object = steps[0] if steps else ""
    for step in steps[1:]:
        said = message("{first}, then {next}", first=said, next=step)
    return said


def _of_step(step: CircuitStep, names: Names) -> object:
    wanted, people = step.wanted(len(step.of)), [names.who(who) for who in step.of]
    if wanted in (1, len(people)):
        return few(people, "or" if wanted == 1 else "and")
    return counted("{count} person among {people}", "{count} people among {people}", wanted, people=few(people))


def given(told: Gathered, names: Names) -> object:
    """Return by whom the agreement that is now needed is given, between brackets; nothing where no circuit says it."""
    circuits = _now(told, names)
    if not circuits:
        return ""
    if len(circuits) == 1:
        return message(" (given by {whom})", whom=whom(circuits[0], names))
    titles = [_title(circuit, names) for circuit in circuits]
    if len(told.agreements) == 1:
        return message(" ({titles})", titles=some(titles))
    return message(" (according to the case, {titles})", titles=some(titles, "or"))


def agreements(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield who gives several agreements of which a sentence says the titles: each, or all together where many are."""
    then = told.transition
    circuits = _now(told, names) if then.new == "approve" != then.old else []
    if len(circuits) > EACH:
        people = tuple(dict.fromkeys(_asked_of(circuits)))
        yield message(
            "These agreements are given, according to the case, by {people}.",
            people=Listing(tuple(names.who(who) for who in people), "or"),
        )
    elif len(circuits) > 1:
        for circuit in circuits:
            yield message(
                "The agreement {title} is given by {whom}.", title=_title(circuit, names), whom=whom(circuit, names)
            )


def asked_before(told: Gathered, names: Names) -> Message | None:
    """Return by whom one had to be agreed with before; None where no circuit says it."""
    circuits = _then(told, names)
    if len(circuits) > 1:
        return message("to be agreed: {titles}", titles=few((_title(circuit, names) for circuit in circuits), "or"))
    return message("to be agreed by {who}", who=whom(circuits[0], names)) if circuits else None


def asked_after(told: Gathered, names: Names) -> Message | None:
    """Return by whom one must be agreed with from now on, as one item of a list; None where no circuit says it."""
    circuits = _now(told, names)
    if len(circuits) > 1:
        titles = some((_title(circuit, names) for circuit in circuits), "or")
        return message("to be agreed ({titles})", titles=titles)
    return message("to be agreed by {who}", who=whom(circuits[0], names)) if circuits else None


def no_longer_asked(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield who gave an agreement and is not asked for it any more, where the sentence does not say it whole."""
    then = told.transition
    before, after, said = set[str](), set[str](), set[str]()
    circuits = _then(told, names)
    if then.old == "approve" and then.new != then.old:
        before |= set(_asked_of(circuits))
        said |= set(_named(circuits)) if len(circuits) == 1 else set()
    for effect in then.effects:
        if effect.topic in ("agreement", "lift"):
            before |= set(_asked_of(effect.before))
            after |= set(_asked_of(effect.after))
            said |= set(_named(effect.before)) if not effect.after else set()
    gone = sorted(before - after)
    if gone and not set(gone) <= said and then.new != "forbidden":
        yield counted(
            "No longer asked for an agreement: {who}.",
            "No longer asked for their agreement: {who}.",
            len(gone),
            who=Listing(tuple(names.who(who) for who in gone)),
        )


def _now(told: Gathered, names: Names) -> list[Circuit]:
    ids = sorted(frozenset[str]().union(*told.agreements))
    circuits = (names.record(Circuit, id_) for id_ in ids)
    return [circuit for circuit in circuits if circuit is not None and any(step.of for step in circuit.steps)]


def _then(told: Gathered, names: Names) -> list[Circuit]:
    circuits = (names.circuit(id_) for id_ in sorted(told.circuits))
    return [circuit for circuit in circuits if circuit is not None and any(step.of for step in circuit.steps)]


def _asked_of(circuits: Iterable[object]) -> Iterator[str]:
    for circuit in circuits:
        if isinstance(circuit, Circuit):
            yield from (who for step in circuit.steps for who in step.of)


def _named(circuits: Iterable[object]) -> Iterator[str]:
    """Yield whom a sentence names of those who are asked: of a long step it counts some."""
    for circuit in circuits:
        if isinstance(circuit, Circuit):
            yield from (who for step in circuit.steps if len(step.of) <= LONGEST for who in step.of)


def _title(circuit: Circuit, names: Names) -> Message:
    return quoted(names.title("circuit", circuit.id))
