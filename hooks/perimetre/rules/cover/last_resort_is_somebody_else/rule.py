"""The last resort of a line is somebody else: nobody whom its steps have called, and who has not answered."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import last_resort
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the lines whose last resort has been called already."""
    for line in view.live(view.brand.escalation.lines):
        if line.fallback is None:
            continue
        others = last_resort(view.brand, line)
        silent = [target for target in line.fallback.call if target not in others]
        if silent:
            yield flaw(
                value(line.fallback, "call"),
                message(
                    "If nobody answers on the line `{id}`, it calls {who}, who has just failed to answer.",
                    id=line.id,
                    who=listed(silent),
                ),
                message(
                    "Name people whom no step of the line calls, in the order in which to try them; where there is"
                    " nobody else, leave out `call` and say in `then` what is done."
                ),
            )


RULE = Check(id="last-resort-is-somebody-else", level="error", needs=(61,), find=find)
