"""A line says what holds meanwhile: what goes up it without a rule leaves nobody waiting with nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the lines that say nothing of the wait, or of what to do when nobody answers."""
    for line in view.live(view.brand.escalation.lines):
        missing = [name for name in ("meanwhile", "fallback") if getattr(line, name) is None]
        if missing:
            yield flaw(
                key(line, missing[0]),
                message(
                    "What goes up `{id}` is told nothing of {missing}, where no rule says it.",
                    id=line.id,
                    missing=Listing(tuple(_SAID[name] for name in missing)),
                ),
                message(
                    "Write {keys} in the line: it goes with each answer that sends there.",
                    keys=Listing(tuple(f"`{name}:`" for name in missing)),
                ),
            )


_SAID = {
    "meanwhile": message("what holds in the meantime"),
    "fallback": message("what to do if nobody answers"),
}


RULE = Check(
    id="line-says-what-meanwhile",
    level="warning",
    needs=(75,),
    find=find,
)
