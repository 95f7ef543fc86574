"""The perimeter leaves initiative: in normal times, something public may be done without asking."""

from __future__ import annotations

from collections.abc import Iterator

from ..scope import RANK
from ..words import message
from .asking import where
from .base import Check, Problem, View, flaw
from .cells import leaves


def find(view: View) -> Iterator[Problem]:
    """Yield the channels where nothing may be done without asking."""
    managers, actions = view.community_managers, view.brand.values.actions
    for channel in where(view):
        tests = {
            "role": lambda one: one in managers,
            "action": lambda one: one in actions and actions[one].public and not actions[one].protective,
            "place": lambda one, channel=channel: one[0] == channel,
            "posture": lambda one: one == 0,
            "phase": lambda one: one is None,
        }
        if not any(RANK[view.space.plain(mask)[0]] <= RANK["template"] for mask in leaves(view.space, tests)):
            yield flaw(
                view.lacking("scope", "rules"),
                message("On `{id}`, a community manager may do nothing in public without asking.", id=channel),
                message("Leave something free, or on a ready answer: to thank, to answer with what is already public."),
            )


RULE = Check(
    id="perimeter-leaves-initiative",
    level="warning",
    needs=(13,),
    ground=(
        "channels",
        "scope",
        "people",
        "values",
    ),
    find=find,
)
