"""A channel of several languages has somebody who translates."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the channels of several languages, where the line says who makes what and nobody translates."""
    makers = view.brand.editorial.makers
    if not makers or any(maker.does == "translate" and not view.is_vacant(maker.who) for maker in makers):
        return
    for channel in view.channels:
        if channel.ownership in ("owned", "managed") and len(channel.languages) > 1:
            yield flaw(
                value(channel, "languages"),
                message("One publishes on `{id}` in several languages, and nobody translates.", id=channel.id),
                message(
                    "Write who does under `makers:` of `editorial.yml`: `{line}`, a role that somebody holds.",
                    line="{does: translate, who: …}",
                ),
                (makers[0].place, message("Who makes what is said here.")),
            )


RULE = Check(id="several-languages-have-a-translator", level="warning", needs=(88,), find=find)
