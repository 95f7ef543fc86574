"""The tone stays within its bounds: no setting goes further than what the house never goes beyond."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.voice import ScaleBounds, ToneBase, ToneBounds, ToneSetting
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

_DIMENSIONS = ("formality", "humour", "respect", "enthusiasm")


def find(view: View) -> Iterator[Problem]:
    """Yield the degrees, of the base or of a setting, that lie out of the bounds."""
    tone = view.brand.voice.tone
    if tone is None or tone.bounds is None:
        return
    for part in (*((tone.base,) if tone.base else ()), *tone.settings):
        for name in _DIMENSIONS:
            yield from _beyond(part, tone.bounds, name)


def _beyond(part: ToneBase | ToneSetting, bounds: ToneBounds, name: str) -> Iterator[Problem]:
    bound: ScaleBounds | None = getattr(bounds, name)
    degree: int | ScaleBounds | None = getattr(part, name)
    if bound is None or degree is None:
        return
    low, high = (degree.min, degree.max) if isinstance(degree, ScaleBounds) else (degree, degree)
    least, most = bound.min, bound.max
    if (low is not None and most is not None and low > most) or (
        high is not None and least is not None and high < least
    ):
        yield flaw(
            value(part, name),
            message("`{name}` goes beyond what the tone never goes beyond.", name=name),
            message("Bring it back inside, or widen `bounds`, if the house means it."),
            (value(bounds, name), message("These are the bounds.")),
        )


RULE = Check(
    id="tone-stays-in-its-bounds",
    level="warning",
    needs=(57,),
    find=find,
)
