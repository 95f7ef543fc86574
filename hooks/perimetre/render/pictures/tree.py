"""Draw a qualification tree as a flow: each question, what a yes leads to, and the way down where it is no.

A part of the stage render. Comes in: questions with what follows a yes. Goes out: an ordered list, drawn as a flow.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import svg

# How grave what follows is: it gives the box its colour; its words say the same.
_LOOKS = {
    "emergency": "danger", "scenario": "crisis", "escalate": "crisis", "tree": "on", "transfer": "on",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A question of a tree.

    Fields:
        question: what is asked, or None for what holds when every answer was no.
        act: the kind of outcome.
        outcome: what follows.
    """

    question: Markup | None
    act: str | None
    outcome: Markup


def draw(
    forks: Sequence[Fork], *, yes: str, no: str, otherwise: str, first: int | None = None, later: str = ""
) -> Markup:
    """Return the flow.

    Args:
        forks: in the order in which they are asked; the last may be what holds otherwise.
        yes, no, otherwise: the words on the ways.
        first: how many are in sight, the others folded; None: all of them.
        later: what the fold of the others is called.
    """
    items: list[Markup] = []
    for rank, fork in enumerate(forks):
        look = _LOOKS.get(fork.act or "", "calm")
        box = Markup('<div class="pm-flow-box pm-flow-box--{}">{}</div>').format(look, fork.outcome)
        if fork.question is None:
            items.append(Markup('<li class="pm-flow-end"><p class="pm-question">{}</p>{}</li>').format(otherwise, box))
            continue
        down = ""
        if rank + 1 < len(forks):
            down = Markup('<div class="pm-flow-no">{}<span>{}</span></div>').format(_arrow(down=True), no)
        items.append(
            Markup(
                '<li><div class="pm-flow-fork"><p class="pm-question">{}</p>'
                '<div class="pm-flow-yes"><span>{}</span>{}</div>{}</div>{}</li>'
            ).format(fork.question, yes, _arrow(down=False), box, down)
        )
    flow = Markup('<ol class="pm-flow">{}</ol>')
    if first is None or len(items) <= first + 1:
        return flow.format(Markup("").join(items))
    folded = Markup('<details class="pm-fold"><summary>{}</summary>{}</details>').format(
        later, flow.format(Markup("").join(items[first:]))
    )
    return flow.format(Markup("").join(items[:first])) + folded


def _arrow(*, down: bool) -> Markup:
    """Return an arrow of 16 by 16 pixels."""
    way = "M8 1v12M3.5 9 8 13.5 12.5 9" if down else "M1 8h12M9 3.5 13.5 8 9 12.5"
    return svg.drawing([svg.element("path", d=way)], height=16, width="16", klass="pm-arrow")
