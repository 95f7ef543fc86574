"""What the editorial line leaves alone, the perimeter lets nobody publish freely."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.questions import RANK, Answer
from perimetre.rules.kit.asking import asked, where
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

PUBLISH = "publish"
ASKS = RANK["approve"]


def find(view: View) -> Iterator[Problem]:
    """Yield the topics that one does not talk about, and of which a community manager may publish alone."""
    for unspoken in view.live(view.brand.editorial.not_about):
        for rank, topic in enumerate(unspoken.topics):
            for role, channel, answer in itertools.islice(_free(view, topic), 1):
                yield flaw(
                    value(unspoken, "topics", rank),
                    message(
                        "The editorial line leaves `{topic}` alone, and `{role}` may publish about it on `{channel}` "
                        "without asking anybody.",
                        topic=topic,
                        role=role,
                        channel=channel,
                    ),
                    message(
                        "Write a rule that asks for an agreement: `actions: [publish]`, `topics: [{topic}]`; or take "
                        "it off this list.",
                        topic=topic,
                    ),
                    *((rule.place, message("This rule lets them.")) for rule in answer.rules),
                    about=[topic],
                )


def _free(view: View, topic: str) -> Iterator[tuple[str, str, Answer]]:
    """Yield by whom and where one may publish about a topic without anybody's agreement."""
    for role, channel in itertools.product(sorted(view.community_managers), where(view)):
        answer = asked(view, role=role, action=PUBLISH, channel=channel, topics=[topic])
        if RANK[answer.authority] < ASKS:
            yield role, channel, answer


RULE = Check(id="unspoken-topic-is-not-free", level="error", needs=(87,), find=find)
