"""A question has a rule: what falls to the default line for want of a word is told, in a few sentences."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.perimeter.matching import ANSWER
from perimetre.rules.kit.cells import Test, leaves, ranks
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View

MOST = 6


def find(view: View) -> Iterator[Problem]:
    """Yield, rolled up, the acts of which nothing is said."""
    space = view.space
    managers, actions = view.community_managers, view.brand.values.actions
    ours = {one.id for one in view.channels}
    of = {dimension.name: dimension for dimension in space.dimensions}
    tests: dict[str, Test] = {
        "role": lambda one: one in managers,
        "posture": lambda one: one == 0,
        "phase": lambda one: one is None,
        "says": lambda one: one == ANSWER,
    }

    @functools.cache
    def is_silent(acts: tuple[int, ...], places: tuple[int, ...]) -> bool:
        part = leaves(space, tests, {"action": acts, "place": places})
        return not any(space.plain(mask)[1] or space.verdict(mask).conditional for mask in part)

    # Acts that no rule tells apart are asked about once, and so are channels.
    acts = {action: ranks(of["action"], lambda one, action=action: one == action) for action in actions}
    places = {channel: ranks(of["place"], lambda one, channel=channel: one[0] == channel) for channel in ours}
    silent: dict[str, set[str]] = {}
    for action in actions:
        for channel in ours:
            if is_silent(acts[action], places[channel]):
                silent.setdefault(action, set()).add(channel)
    groups: dict[frozenset[str], list[str]] = {}
    for action, channels in silent.items():
        groups.setdefault(frozenset(channels), []).append(action)
    hint = message("This then goes up the default escalation line. Write a rule if that is not what the house wants.")
    for channels, several in sorted(groups.items(), key=lambda pair: (-len(pair[0]), pair[1]))[:MOST]:
        everywhere = channels == ours
        acts = Listing(tuple(f"`{one}`" for one in several), "or")
        yield flaw(
            view.lacking("scope", "rules"),
            message("No rule covers {acts}, on any channel, whatever the subject.", acts=acts)
            if everywhere
            else message(
                "No rule covers {acts} on {channels}, whatever the subject.",
                acts=acts,
                channels=Listing(tuple(f"`{one}`" for one in sorted(channels)), "or"),
            ),
            hint,
        )


RULE = Check(
    id="question-has-a-rule",
    level="info",
    needs=(1,),
    find=find,
)
