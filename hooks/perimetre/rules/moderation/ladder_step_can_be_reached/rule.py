"""A step of the ladder can be reached: something leads to it, and no firmer one takes its place at once."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.moderation import LadderStep
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that nobody is ever given."""
    ladder = view.live(view.brand.moderation.ladder)
    grounds = view.live(view.brand.moderation.grounds)
    led_to = {ground.entry_level for ground in grounds} | {step.on_breach for step in ladder}
    for rank, step in enumerate(ladder):
        firmer = next((later for later in ladder[rank + 1 :] if _takes_its_place(later, step)), None)
        if firmer is not None:
            yield flaw(
                key(step, "earlier", "count"),
                message(
                    "`{step}` is never reached: `{firmer}`, which is firmer, comes first.",
                    step=step.id,
                    firmer=firmer.id,
                ),
                message("Count fewer measures here, or more there."),
                (key(firmer, "earlier", "count"), message("`{firmer}` is counted here.", firmer=firmer.id)),
                about=[firmer.id],
            )
        elif grounds and step.earlier is None and step.id not in led_to:
            yield flaw(
                key(step, "id"),
                message("Nothing leads to the step `{step}` of the ladder.", step=step.id),
                message(
                    "Name it in the `entry_level` of a ground, in the `on_breach` of a step; or write its `earlier`."
                ),
            )


def _takes_its_place(later: LadderStep, step: LadderStep) -> bool:
    """Say whether a firmer step holds as soon as another one would, of the same ground."""
    one, other = step.earlier, later.earlier
    if one is None or other is None or None in (one.count, other.count, one.per, other.per):
        return False
    assert one.count is not None and other.count is not None and one.per is not None and other.per is not None
    same = other.ground is None or other.ground == one.ground
    return same and other.count <= one.count and other.per.minutes >= one.per.minutes


RULE = Check(
    id="ladder-step-can-be-reached",
    level="error",
    needs=(),
    find=find,
)
