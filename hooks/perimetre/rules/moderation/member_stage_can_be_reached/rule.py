"""A stage of membership can be reached: the first is that of whoever arrives, time or somebody leads to the others."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.moderation import MemberStage
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the stages at which nobody ever is, and a first one at which nobody begins."""
    stages = view.live(view.brand.moderation.membership)
    for first in stages[:1]:
        if first.after is not None or first.granted_by:
            yield flaw(
                key(first, "after" if first.after is not None else "granted_by"),
                message("Whoever arrives is at no stage: `{stage}`, the first, begins later.", stage=first.id),
                message("Begin with the stage of those who arrive, without `after` nor `granted_by`."),
            )
    longest: MemberStage | None = None
    for stage in stages[1:]:
        if stage.after is None:
            if not stage.granted_by:
                yield flaw(
                    key(stage, "id"),
                    message("Nothing leads to the stage `{stage}`.", stage=stage.id),
                    message("Write after how long it comes (`after: 1mo`), or who gives it (`granted_by`)."),
                )
        elif longest is not None and longest.after is not None and stage.after.minutes <= longest.after.minutes:
            yield flaw(
                key(stage, "after"),
                message(
                    "Nobody is ever at the stage `{before}`: `{stage}`, which comes after it, begins no later.",
                    before=longest.id,
                    stage=stage.id,
                ),
                message("Put the stages in the order in which one reaches them, each later than the one before."),
                (key(longest, "after"), message("`{stage}` begins then.", stage=longest.id)),
                about=[longest.id],
            )
        else:
            longest = stage


RULE = Check(
    id="member-stage-can-be-reached",
    level="error",
    needs=(),
    find=find,
)
