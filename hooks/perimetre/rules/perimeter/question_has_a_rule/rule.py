"""A question has a rule: what falls to the default line for want of a word is told, in a few sentences."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date, datetime, time

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.matching import ANSWER
from perimetre.rules.kit.cells import among, beginning, days_on, leaves, ranks, told_apart
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

MOST = 6


def find(view: View) -> Iterator[Problem]:
    """Yield, rolled up, the acts of which nothing is said on channels that offer them."""
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

    part = {name: ranks(of[name], test) for name, test in tests.items()}

    @functools.cache
    def is_silent(acts: tuple[int, ...], places: tuple[int, ...]) -> bool:
        these = leaves(space, {}, {**part, "action": acts, "channel": places})
        return not any(space.plain(mask)[1] or space.verdict(mask).conditional for mask in these)

    @functools.cache
    def silent_from(acts: tuple[int, ...], channel: str) -> date | None:
        days = told_apart(space, days_of[channel], {**part, "action": acts})
        return next((first.date() for places, first in days.items() if is_silent(acts, places)), None)

    # Acts that no rule tells apart are asked about once, and so are channels and days.
    acts_of = {action: ranks(of["action"], among((action,))) for action in actions}
    days_of = {channel: days_on(space, channel) for channel in ours}
    groups: dict[tuple[frozenset[str], date], list[str]] = {}
    for action in actions:
        silent: dict[date, set[str]] = {}
        for channel in ours:
            offered = view.perimeter.ground.lack(channel, action) is None
            since = silent_from(acts_of[action], channel) if offered else None
            if since is not None:
                silent.setdefault(since, set()).add(channel)
        for day, together in silent.items():
            groups.setdefault((frozenset(together), day), []).append(action)
    hint = message("This then goes up the default escalation line. Write a rule if that is not what the house wants.")
    for (channels, day), unsaid in sorted(groups.items(), key=lambda group: (-len(group[0][0]), group[1]))[:MOST]:
        acts = listed(unsaid, "or")
        what = (
            message("No rule covers {acts}, on any channel, whatever the subject.", acts=acts)
            if channels == ours
            else message(
                "No rule covers {acts} on {channels}, whatever the subject.",
                acts=acts,
                channels=listed(sorted(channels), "or"),
            )
        )
        first = datetime.combine(day, time())
        yield flaw(view.lacking("scope", "rules"), beginning(what, first, view.today), hint, about=[*unsaid, *channels])


RULE = Check(
    id="question-has-a-rule",
    level="info",
    needs=(1,),
    find=find,
)
