"""Waiting has a meanwhile: what may be done while a yes is awaited, and what happens when it does not come."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules that make people wait without telling them what to do."""
    lines = {line.id: line for line in view.brand.escalation.lines}
    default = view.perimeter.lines.default(view.today)
    for rule in view.live(view.brand.scope.rules):
        if rule.is_advice:
            continue
        if rule.authority == "approve":
            missing = [name for name in ("meanwhile", "if_no_answer") if getattr(rule, name) is None]
        elif rule.authority == "escalate":
            line = lines.get(rule.escalation_line or "") or default
            answered = rule.if_no_answer is not None or (line is not None and line.fallback is not None)
            missing = [] if answered else ["if_no_answer"]
        else:
            continue
        if missing:
            yield flaw(
                key(rule, "authority"),
                message(
                    "`{id}` makes people wait for approval, and does not say {missing}.",
                    id=rule.id,
                    missing=Listing(tuple(_SAID[name] for name in missing)),
                ),
                message("Write {keys}.", keys=Listing(tuple(f"`{name}:`" for name in missing))),
            )


_SAID = {
    "meanwhile": message("what may be done in the meantime"),
    "if_no_answer": message("what to do if nobody answers"),
}


RULE = Check(
    id="waiting-has-a-meanwhile",
    level="error",
    needs=(75,),
    find=find,
)
