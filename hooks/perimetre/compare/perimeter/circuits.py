"""Say whether an agreement is easier or harder to get: circuits of validation compared, step by step.

Comes in: the circuits that an answer asks for on each side. Goes out: pairs, each with the way in which it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Literal

from perimetre.compare.neutral import neutral
from perimetre.model import Circuit
from perimetre.model.delays import minutes
from perimetre.model.validation import CircuitStep, Emergency

Way = Literal["wider", "narrower", "other", "read"]
Pair = tuple[Circuit | None, Circuit | None, Way]

NO_EMERGENCY = Emergency()


def circuits_ways(old: Iterable[Circuit], new: Iterable[Circuit]) -> Iterator[Pair]:
    """Yield the circuits that differ, with their ways; one that takes the place of another is compared with it."""
    before = {circuit.id: circuit for circuit in old}
    after = {circuit.id: circuit for circuit in new}
    for id_ in sorted(before.keys() & after.keys()):
        for way in sorted(ways_of(before[id_], after[id_])):
            yield before[id_], after[id_], way
    gone = [before[id_] for id_ in sorted(before.keys() - after.keys())]
    come = [after[id_] for id_ in sorted(after.keys() - before.keys())]
    for circuit, other in zip_longest(gone, come):
        if circuit is None or other is None:
            yield circuit, other, "narrower" if circuit is None else "wider"
        else:
            for way in sorted(ways_of(circuit, other)):
                yield circuit, other, way


def ways_of(old: Circuit, new: Circuit) -> set[Way]:
    """Return the ways in which a circuit changes; none where it asks the same."""
    ways: set[Way] = set()
    for before, after in zip_longest(old.steps, new.steps):
        if before is None or after is None:
            ways.add("narrower" if before is None else "wider")
        else:
            ways |= set(_of_steps(before, after))
    ways |= _of_sets(old.skippable_by, new.skippable_by, more="wider")
    ways |= _of_sets((old.emergency or NO_EMERGENCY).who, (new.emergency or NO_EMERGENCY).who, more="wider")
    ways |= _of_sets(old.recuse, new.recuse, more="narrower")
    if old.distinct_by != new.distinct_by:
        ways.add("narrower" if old.distinct_by is None else "wider" if new.distinct_by is None else "other")
    ways |= _of_numbers(old.max_external, new.max_external, more="wider")
    if neutral(old.proof) != neutral(new.proof):
        ways.add("narrower" if old.proof is None else "wider" if new.proof is None else "read")
    return ways


def _of_steps(old: CircuitStep, new: CircuitStep) -> Iterator[Way]:
    before, after = set(old.of), set(new.of)
    wanted, wanted_then = old.wanted(len(before)), new.wanted(len(after))
    if wanted != wanted_then:
        yield "wider" if wanted_then < wanted else "narrower"
    if before != after:
        # Where one yes is enough, one more who may give it is one more way; where all must, it is one more to ask.
        if before < after and wanted == wanted_then:
            yield "wider"
        elif after < before and wanted == wanted_then:
            yield "narrower"
        elif not (before < after and wanted < wanted_then) and not (after < before and wanted_then < wanted):
            yield "other"
    if old.on_timeout != new.on_timeout:
        consents = [step.on_timeout == "consent" for step in (old, new)]
        yield "other" if consents[0] == consents[1] else "wider" if consents[1] else "narrower"
    delays = [minutes(step.within) for step in (old, new)]
    if delays[0] != delays[1]:
        if new.on_timeout == old.on_timeout == "consent":
            # Silence counts as a yes: the sooner, the wider.
            yield from _of_numbers(delays[0], delays[1], more="narrower")
        else:
            yield "other"
    waits = [step.not_before.minutes if step.not_before else 0 for step in (old, new)]
    yield from _of_numbers(waits[0], waits[1], more="narrower")
    yield from _of_sets(old.veto, new.veto, more="narrower")
    yield from _of_numbers(old.quorum or 0, new.quorum or 0, more="narrower")
    if (old.on_objection, neutral(old.objection), old.hours) != (new.on_objection, neutral(new.objection), new.hours):
        yield "other"
    if neutral(old.skill) != neutral(new.skill):
        yield "read"


def _of_sets(old: Iterable[str], new: Iterable[str], *, more: Way) -> set[Way]:
    less: Way = "wider" if more == "narrower" else "narrower"
    before, after = set(old), set(new)
    if before == after:
        return set()
    return {"other"} if before - after and after - before else {more if after > before else less}


def _of_numbers(old: int | None, new: int | None, *, more: Way) -> set[Way]:
    """Return the way of a number; one that is not said binds nobody."""
    less: Way = "wider" if more == "narrower" else "narrower"
    if old == new:
        return set()
    if old is None or new is None:
        return {"narrower" if old is None else "wider"}
    return {more if new > old else less}
