"""A statement reaches its audience: what is for some people stands where they read, and only there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the statements for an audience that stand on a channel which it does not read."""
    channels = {channel.id: channel for channel in view.brand.channels.channels if channel.read_by}
    for crisis in view.live(view.brand.crises):
        for statement in crisis.statements:
            for id_ in sorted(view.perimeter.ground.expand(statement.everywhere)) if statement.audience else ():
                channel = channels.get(id_)
                if channel is None or not set(statement.audience).isdisjoint(channel.read_by):
                    continue
                yield flaw(
                    key(statement, "audience"),
                    message(
                        "`{id}` is for {audience}, and `{channel}` is read by {readers}.",
                        id=statement.id,
                        audience=listed(statement.audience),
                        channel=id_,
                        readers=listed(channel.read_by),
                    ),
                    message("Take this channel off the message, or add the audience to its `read_by:` if it reads it."),
                    (key(channel, "read_by"), message("Who reads the channel is here.")),
                    about=[id_],
                )


RULE = Check(
    id="statement-reaches-its-audience",
    level="error",
    needs=(79,),
    find=find,
)
