"""A channel promises a reply time."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.model import Channel
from perimetre.perimeter.capabilities import lack
from perimetre.rules.kit.presence import each_has, ours

# Kinds of channel on which nobody waits for an answer.
NO_ANSWER = frozenset({"ads-account", "newsletter", "broadcast", "wiki", "chatbot"})


def _waits(channel: Channel) -> bool:
    closed = channel.settings and channel.settings.comments == "closed" and channel.settings.messages == "closed"
    is_answered = any(lack(channel, action) is None for action in ("reply-public", "reply-private"))
    return channel.reply_within is None and not closed and channel.kind not in NO_ANSWER and is_answered


RULE = each_has(
    "reply_within",
    id="channel-promises-a-reply-time",
    level="warning",
    needs=(36,),
    of=ours,
    lacks=_waits,
    what=message("Nothing says how soon people get an answer on `{id}`."),
    hint=message(
        "Write `reply_within: {example}`; or say in `settings` that comments and messages are closed.",
        example="{comments: {within: 4h, counts_as: answer, hours: service}}",
    ),
)
