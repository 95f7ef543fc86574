"""Review sites are looked after: an answer is promised there, and somebody may give it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.cells import among, beginning, days_on, leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

KINDS = ("review-site", "local-listing", "app-store", "marketplace", "employer-reviews")


def find(view: View) -> Iterator[Problem]:
    """Yield the review sites where nobody answers."""
    for channel in view.channels:
        if channel.kind not in KINDS:
            continue
        if channel.reply_within is None and channel.ownership in ("owned", "managed"):
            yield flaw(
                key(channel, "reply_within"),
                message("Nothing says how soon reviews get an answer on `{id}`.", id=channel.id),
                message("Write `reply_within: {example}`.", example="{reviews: {within: 3d, counts_as: answer}}"),
            )
            continue
        for places, first in days_on(view.space, channel.id).items():
            answering = leaves(view.space, {"action": among(("reply-public",))}, {"channel": places})
            if not any(RANK[view.space.plain(mask)[0]] <= RANK["approve"] for mask in answering):
                yield flaw(
                    key(channel, "id"),
                    beginning(message("Nobody may answer on `{id}`.", id=channel.id), first, view.today),
                    message("Write a rule on `actions: [reply-public]` for it."),
                )
                break


RULE = Check(
    id="review-sites-are-moderated",
    level="warning",
    needs=(56,),
    find=find,
)
