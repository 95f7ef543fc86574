"""Say when the promises of a channel run (stage judge)."""

from __future__ import annotations

from perimetre.cover.intervals import Intervals, intersect
from perimetre.model import Channel
from perimetre.model.channels import ReplyPromise
from perimetre.rules.kit.view import View


def hours_promised(view: View, channel: Channel, promise: ReplyPromise) -> Intervals:
    """Return the minutes of the coming days at which a promised delay may begin to run.

    Those are the service hours of the channel, or the brand's where it has none; or all of them.
    """
    cover = view.cover
    if promise.is_at_any_hour:
        return cover.whole
    service = cover.weekly(channel.service_hours) if channel.service_hours else cover.service_hours()
    return intersect(service, cover.whole)
