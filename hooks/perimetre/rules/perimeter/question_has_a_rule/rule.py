"""A question has a rule: what falls to the default line for want of a word is told, in a few sentences."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.matching import ANSWER
from perimetre.rules.kit.cells import among, leaves, on, ranks
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

MOST = 6


def find(view: View) -> Iterator[Problem]:
    """Yield, rolled up, the acts of which nothing is said."""
    space = view.space
    actions = view.brand.values.actions
    ours = {channel.id for channel in view.channels}
    of = {dimension.name: dimension for dimension in space.dimensions}
    tests = {
        "role": among(view.community_managers),
        "posture": among((0,)),
        "phase": among((None,)),
        "says": among((ANSWER,)),
    }

    @functools.cache
    def is_silent(acts: tuple[int, ...], places: tuple[int, ...]) -> bool:
        part = leaves(space, tests, {"action": acts, "place": places})
        return not any(space.plain(mask)[1] or space.verdict(mask).conditional for mask in part)

    # Acts that no rule tells apart are asked about once, and so are channels.
    acts_of = {action: ranks(of["action"], among((action,))) for action in actions}
    places_of = {channel: ranks(of["place"], on(channel)) for channel in ours}
    groups: dict[frozenset[str], list[str]] = {}
    for action in actions:
        silent = frozenset(channel for channel in ours if is_silent(acts_of[action], places_of[channel]))
        if silent:
            groups.setdefault(silent, []).append(action)
    hint = message("This then goes up the default escalation line. Write a rule if that is not what the house wants.")
    for channels, unsaid in sorted(groups.items(), key=lambda group: (-len(group[0]), group[1]))[:MOST]:
        everywhere = channels == ours
        acts = listed(unsaid, "or")
        yield flaw(
            view.lacking("scope", "rules"),
            message("No rule covers {acts}, on any channel, whatever the subject.", acts=acts)
            if everywhere
            else message(
                "No rule covers {acts} on {channels}, whatever the subject.",
                acts=acts,
                channels=listed(sorted(channels), "or"),
            ),
            hint,
            about=[*unsaid, *channels],
        )


RULE = Check(
    id="question-has-a-rule",
    level="info",
    needs=(1,),
    find=find,
)
