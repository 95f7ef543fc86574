"""An appeal is decided by somebody else: never by those who moderate."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the appeal that goes back to those who took the measure."""
    appeal = view.brand.moderation.appeal
    judge = appeal.decided_by if appeal is not None else None
    if appeal is None or judge is None:
        return
    moderators = {person for role in view.community_managers for person in view.holders.get(role, ())}
    judges = set(view.holders.get(judge, ()))
    if judge in view.community_managers or judge in ("cm-on-duty", "doer") or (judges and judges <= moderators):
        yield flaw(
            value(appeal, "decided_by"),
            message("Appeals go to `{role}`, who moderates: nobody judges their own measure.", role=judge),
            message("Name as `decided_by` a role whose holders do not moderate."),
            about=[judge],
        )


RULE = Check(
    id="appeal-is-decided-by-another",
    level="error",
    needs=(84,),
    find=find,
)
