"""An approval has a delay: silence comes to an end, whatever it means."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the circuits that can wait for ever."""
    for circuit in view.live(view.brand.validation.circuits):
        if not circuit.steps or circuit.total_within is not None:
            continue
        last = circuit.steps[-1]
        if last.on_timeout in (None, "remind"):
            yield flaw(
                value(circuit, "steps", len(circuit.steps) - 1),
                message("If nobody answers, `{id}` waits forever.", id=circuit.id),
                message("Say what no answer means at the last step (`on_timeout: reject`), or set `total_within`."),
            )


RULE = Check(
    id="approval-has-a-delay",
    level="error",
    needs=(75,),
    find=find,
)
