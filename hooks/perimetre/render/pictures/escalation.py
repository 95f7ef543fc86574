"""Draw an escalation line along its time: who is called from when, until whom the next step calls.

A part of the stage render. Comes in: the steps with their minutes, how often the line begins again. Goes out: a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.base.words import message, say
from perimetre.render.pictures import lanes

_TICKS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A step of the line: who, and from what minute after the first call (None: not said yet)."""

    who: Markup
    minutes: int | None


def draw(
    steps: Sequence[Called],
    *,
    length: int,
    repeat: int,
    fallback: Markup | None,
    name: str,
    language: str,
    minutes: Callable[[int], str],
) -> Markup:
    """Return the figure, or nothing where the line has no step with a delay.

    Args:
        steps: in the order of their minutes.
        length: the minutes of one pass.
        repeat: how often the line begins again after the first pass.
        fallback: who is called when nobody answered at all, or None.
        name: what the picture is.
        language: "fr" or "en".
        minutes: says a number of minutes.
    """
    known = [step for step in steps if step.minutes is not None]
    if not known:
        return Markup("")
    passes = 1 + repeat
    end = float(length * passes) * (1.15 if fallback is not None else 1)
    drawn: list[lanes.Lane] = []
    for rank, step in enumerate(known):
        start = step.minutes or 0
        until = known[rank + 1].minutes if rank + 1 < len(known) else length
        bars = tuple(
            lanes.Bar(
                start=start + turn * length, end=(until or 0) + turn * length, look="call" if turn == 0 else "again",
                letter=str(rank + 1),
            )
            for turn in range(passes)
        )  # fmt: skip
        delay = message("at once") if start == 0 else message("after {delay}", delay=minutes(start))
        drawn.append(lanes.Lane(words=_words(str(rank + 1), step.who, say(delay, language)), bars=bars))
    if fallback is not None:
        at = length * passes
        when = say(message("nobody answered: after {delay}", delay=minutes(at)), language)
        drawn.append(
            lanes.Lane(words=_words("✕", fallback, when), bars=(lanes.Bar(start=at, end=end, look="last", letter="✕"),))
        )
    return lanes.draw(drawn, _scale(end, minutes), name=name, look="line")


def _words(number: str, who: Markup, when: str) -> Markup:
    return Markup(
        '<span class="pm-lane-mark" aria-hidden="true">{}</span> <strong>{}</strong> <span class="pm-after">{}</span>'
    ).format(number, who, when)


def _scale(end: float, minutes: Callable[[int], str]) -> lanes.Scale:
    step = next((tick for tick in _TICKS if end / tick <= 6), _TICKS[-1])
    ticks = tuple((float(at), minutes(at) if at else "0") for at in range(0, int(end) + 1, step))
    bare = lanes.Scale(end=end, ticks=())
    return lanes.Scale(end=end, ticks=lanes.spread(ticks, bare, 0.15))
