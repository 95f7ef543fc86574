"""Look for the rules that speak of one channel in particular (stage judge)."""

from __future__ import annotations

import functools
from datetime import datetime

from perimetre.model import Channel
from perimetre.rules.kit.view import View


def first_without_a_rule(view: View, channel: Channel, *, or_red_line: bool = False) -> datetime | None:
    """Return the first instant of the first day of service on which no rule names a channel or its sort, or None.

    Args:
        view: what is judged.
        channel: the channel.
        or_red_line: whether a red line that names it will do.
    """
    naming = view.coming.bits(
        lambda clause: (
            (or_red_line or not clause.is_red_line)
            and clause.matcher.channels is not None
            and channel.id in clause.matcher.channels
        )
    )
    served = functools.partial(view.perimeter.ground.is_served, channel.id)
    return view.coming.first_day_without(naming, [channel.id], served)
