"""Draw the time line of a scenario: the steps and the delays of the law by what is due, one picture for each clock.

A part of the stage render. Comes in: what is due, after how many minutes of which clock. Goes out: a figure a clock.
Five minutes and three days stand in one picture: the further, the closer the marks of time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import lanes

CLOCKS = ("event", "detection", "qualification", "declaration", "taken-in-charge", "first-message", "end")
# Where the scale of time begins to close up, in minutes.
_NEAR = 10.0
_TICKS = (5, 15, 30, 60, 120, 240, 480, 1440, 4320, 10_080, 43_200, 129_600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that is due.

    Fields:
        words: what, by whom.
        delay: how long, in words.
        minutes: the delay.
        earliest: before which it is not done.
        clock: what it counts from.
        legal: whether the law sets it.
    """

    words: Markup
    delay: str
    minutes: int
    clock: str
    earliest: int = 0
    legal: bool = False


def draw(
    due: Sequence[Due], *, name: Callable[[str], str], caption: Callable[[str], str], minutes: Callable[[int], str]
) -> Markup:
    """Return a figure for each clock that something is due by, in the order in which clocks start; what is due
    first comes first.

    Args:
        due: in any order.
        name: says what the picture of a clock is.
        caption: says a clock.
        minutes: says a number of minutes.
    """
    figures: list[Markup] = []
    for clock in sorted({each.clock for each in due}, key=_by_start):
        # Sorted by delay only: what is due at the same time stays in the order in which it is done.
        ours = sorted((each for each in due if each.clock == clock), key=lambda each: each.minutes)
        drawn = [
            lanes.Lane(
                words=Markup('<span class="pm-clock">{}</span> {}').format(each.delay, each.words),
                bars=(lanes.Bar(start=each.earliest, end=each.minutes, look="legal" if each.legal else "until"),),
                points=(lanes.Point(at=each.minutes, look="legal" if each.legal else "due"),),
            )
            for each in ours
        ]
        scale = _scale(float(ours[-1].minutes), minutes)
        figures.append(Markup('<p class="pm-picture-title">{}</p>').format(caption(clock)))
        figures.append(lanes.draw(drawn, scale, name=name(clock), look="due"))
    return Markup("").join(figures)


def _by_start(clock: str) -> tuple[int, str]:
    return (CLOCKS.index(clock) if clock in CLOCKS else len(CLOCKS), clock)


def _scale(last: float, minutes: Callable[[int], str]) -> lanes.Scale:
    end = last * 1.08 or 1.0
    bare = lanes.Scale(end=end, ticks=(), near=_NEAR)
    ticks = ((0.0, "0"), *((float(at), minutes(at)) for at in _TICKS if at <= end))
    return lanes.Scale(end=end, ticks=lanes.spread(ticks, bare), near=_NEAR)
