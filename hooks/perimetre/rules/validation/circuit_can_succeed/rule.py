"""A circuit can succeed: once whoever asks is set aside, enough people are left to say yes, within the time given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.language.instants import length
from perimetre.language.labels import word
from perimetre.model import Circuit, CircuitStep
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.delays import time_to_answer
from perimetre.rules.kit.signing import ballots, different, pools, seats, voices
from perimetre.rules.kit.view import View


def _lacking(view: View, step: CircuitStep, asker: str | None) -> tuple[int, int] | None:
    """Return how many people a step asks for and how many there are, where there are too few."""
    signers = pools(view, step, asker)
    # Of a role whose holder is to be completed, nobody knows who will be left: it is told where it is.
    if len(signers) < len(step.of) or any(map(view.is_to_be_named, filter(None, step.of))):
        return None
    if step.need == "all":
        return None if all(signers) else (len(signers), 0)
    wanted = step.wanted(seats(view, step))
    there = different(ballots(view, step, asker)) if wanted > 1 else int(any(signers))
    return (wanted, there) if there < wanted else None


def find(view: View) -> Iterator[Problem]:
    """Yield the circuits that nobody could pass."""
    for circuit in view.live(view.brand.validation.circuits):
        askers: dict[str | None, None] = {None: None}
        if "author" in circuit.recuse:
            for rule in view.live(view.brand.scope.rules):
                if circuit.id in rule.validation and not rule.is_advice:
                    for role in view.perimeter.ground.taken("roles", rule.match) or ():
                        askers.update(dict.fromkeys(view.holders.get(role, ())))
        for rank, step in enumerate(circuit.steps):
            lacking = {asker: few for asker in askers if (few := _lacking(view, step, asker))}
            stuck = list(lacking)
            # Another step takes over where silence is passed on.
            passed = step.on_timeout in ("next", "consent") and rank + 1 < len(circuit.steps) and None not in stuck
            if stuck and not passed:
                asker = None if None in stuck else sorted(asker for asker in stuck if asker)[0]
                wanted, there = lacking[asker]
                # What the hint says to write stands where it says so.
                number = {"n": there, "share": 100 * there // seats(view, step)}.get(step.need or "", 0)
                counted_by = step.need if number and step.need else "of"
                problem = flaw(
                    value(circuit, "steps", rank, counted_by),
                    _what(circuit.id, asker, wanted, there),
                    _hint(f"{counted_by}: {number}" if number else None),
                )
                yield replace(problem, write=str(number) if number else None)
        if not any(_lacking(view, step, None) for step in circuit.steps):
            yield from _signed_twice(view, circuit)
        for step in circuit.steps:
            yield from _out_of_reach(view, circuit, step)
        spans = [span.minutes for step in circuit.steps if (span := time_to_answer(step.within)) is not None]
        total = sum(spans)
        if (
            circuit.total_within is not None
            and len(spans) == len(circuit.steps)
            and total > circuit.total_within.minutes
        ):
            yield flaw(
                value(circuit, "total_within"),
                message("The steps of `{id}` may take longer than the total time.", id=circuit.id),
                message("Allow more time in total, or less for the steps."),
            )


def _signed_twice(view: View, circuit: Circuit) -> Iterator[Problem]:
    signed = voices(view, circuit)
    enough = different(signed)
    if len(signed) == enough or not all(signed):
        return
    hint = message("Assign one of the roles to somebody else, or name another role in a step.")
    if circuit.distinct_by in ("department", "agency"):
        what = message(
            "`{id}` asks for {wanted} signatures from different {voices}, and {there} at most could give them.",
            id=circuit.id,
            wanted=len(signed),
            voices=word("distinct_by", circuit.distinct_by),
            there=enough,
        )
        hint = message("Name in a step a role of another department or agency, or take `distinct_by` out.")
    else:
        what = counted(
            "`{id}` asks for {wanted} signatures, and {count} person alone would give them.",
            "`{id}` asks for {wanted} signatures, and {count} different people at most could give them.",
            enough,
            id=circuit.id,
            wanted=len(signed),
        )
    # Where the house wants different voices, nobody can pass; elsewhere it may have meant that one signs twice.
    yield Problem(
        place=key(circuit, "steps"), message=what, hint=hint, level="warning" if circuit.distinct_by is None else None
    )


def _out_of_reach(view: View, circuit: Circuit, step: CircuitStep) -> Iterator[Problem]:
    """Yield a quorum of more people than there are, and a yes that counts too late."""
    signers = pools(view, step)
    there = different(ballots(view, step)) if step.quorum is not None else 0
    if (
        step.quorum is not None
        and len(signers) == len(step.of)
        and step.quorum > there
        and not _lacking(view, step, None)
    ):
        yield replace(
            flaw(
                value(step, "quorum"),
                counted(
                    "The vote of `{id}` counts if {quorum} people have spoken, and there is only {count}.",
                    "The vote of `{id}` counts if {quorum} people have spoken, and there are only {count}.",
                    there,
                    id=circuit.id,
                    quorum=step.quorum,
                ),
                message("Write `{line}` at most, or name one more role.", line=f"quorum: {there}"),
            ),
            write=str(there) if there else None,
        )
    within = time_to_answer(step.within)
    if step.not_before is not None and within is not None and step.not_before.minutes >= within.minutes:
        yield flaw(
            value(step, "not_before"),
            message(
                "At this step of `{id}`, a yes counts after {not_before}, and the time to give it is {within}: none "
                "ever counts.",
                id=circuit.id,
                not_before=length(step.not_before.minutes),
                within=length(within.minutes),
            ),
            message("Write less for `{least}:`, or more for `{most}:`.", least="not_before", most="within"),
        )


def _what(circuit: str, asker: str | None, wanted: int, there: int) -> Message:
    values: dict[str, object] = {"id": circuit, "person": asker, "wanted": wanted}
    if there and asker is None:
        return counted(
            "This step of `{id}` asks {wanted} people to agree, and there is only {count}.",
            "This step of `{id}` asks {wanted} people to agree, and there are only {count}.",
            there,
            **values,
        )
    if there:
        return counted(
            "When `{person}` asks, this step of `{id}` wants {wanted} people to agree, and only {count} is left.",
            "When `{person}` asks, this step of `{id}` wants {wanted} people to agree, and only {count} are left.",
            there,
            **values,
        )
    if asker is None:
        return message("Nobody is left to approve at this step of `{id}`.", **values)
    return message("When `{person}` asks, nobody is left to approve at this step of `{id}`.", **values)


def _hint(line: str | None) -> Message:
    if line is not None:
        return message("Write `{line}` at most, or name one more role.", line=line)
    return message("Name one more role, or assign the role to one more person.")


RULE = Check(
    id="circuit-can-succeed",
    level="error",
    needs=(),
    find=find,
)
