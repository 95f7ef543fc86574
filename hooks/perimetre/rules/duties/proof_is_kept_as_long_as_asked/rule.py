"""A proof is kept as long as it is asked for: no longer at hand than kept, and the same length wherever it is said."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.language.instants import length
from perimetre.model import Duty
from perimetre.model.moderation import Evidence
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the proofs at hand for longer than they are kept, and those that two files keep for two lengths."""
    duties, file = view.live(view.brand.duties.duties), view.brand.moderation
    for held in (*duties, file.evidence):
        if held is not None:
            yield from _at_hand(held)
    grounds = {ground.id: ground for ground in view.live(file.grounds)}
    for duty in duties:
        ground = grounds.get(duty.trigger.ground or "") if duty.trigger is not None else None
        if ground is None or duty.kept_for is None:
            continue
        said, by = (
            (ground.kept_for, ground) if ground.kept_for else (file.evidence and file.evidence.kept_for, file.evidence)
        )
        if said and by and _long(said) != _long(duty.kept_for):
            yield flaw(
                value(duty, "kept_for"),
                message(
                    "`{id}` keeps its proof for {kept}, and moderation keeps that of `{ground}` for {said}.",
                    id=duty.id,
                    kept=length(duty.kept_for.minutes),
                    ground=ground.id,
                    said=length(said.minutes),
                ),
                message(
                    "Write the same on both sides: `kept_for` of the ground says where it is not the usual length."
                ),
                (value(by, "kept_for"), message("It is said here.")),
                about=[ground.id],
            )


def _at_hand(held: Duty | Evidence) -> Iterator[Problem]:
    """Yield a length of time at hand that is longer than what is kept."""
    if held.at_hand_for is None:
        return
    if held.kept_for is None:
        yield flaw(
            value(held, "at_hand_for"),
            message(
                "This proof is to be at hand for {at_hand}, and nothing says that it is kept.",
                at_hand=length(held.at_hand_for.minutes),
            ),
            message("Add `kept_for`, as long or longer."),
        )
    elif _long(held.at_hand_for) > _long(held.kept_for):
        yield flaw(
            value(held, "at_hand_for"),
            message(
                "This proof is to be at hand for {at_hand}, and is erased after {kept}.",
                at_hand=length(held.at_hand_for.minutes),
                kept=length(held.kept_for.minutes),
            ),
            message("Keep it longer, if the law allows it; or have it at hand for less time."),
            (value(held, "kept_for"), message("It is erased then.")),
        )


def _long(length_of: Duration) -> float:
    """Return a length in minutes, in which twelve months are a year."""
    months = {"mo": 1, "y": 12}.get(length_of.unit)
    return length_of.minutes if months is None else length_of.amount * months * 365 * 24 * 60 / 12


RULE = Check(id="proof-is-kept-as-long-as-asked", level="error", needs=(105,), find=find)
