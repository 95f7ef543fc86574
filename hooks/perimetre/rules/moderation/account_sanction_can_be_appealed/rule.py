"""A sanction on an account can be appealed: whoever is excluded is told, and knows where to write."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the first sanction that bears on an account, where nobody is told of it, or may appeal."""
    file, actions = view.brand.moderation, view.brand.values.actions
    on_account = [
        step
        for step in view.live(file.ladder)
        if (action := actions.get(step.act or "")) is not None and action.about == "account"
    ]
    is_told = any(notice.when != "never" for notice in file.notice)
    if not on_account or (is_told and file.appeal is not None):
        return
    step = on_account[0]
    if file.appeal is None:
        what = message("`{step}` bears on an account, and nobody says how to appeal.", step=step.id)
        hint = message("Write `appeal:`, with its `address`, its `within` and its `decided_by`.")
    else:
        what = message("`{step}` bears on an account, and nobody is told that they are sanctioned.", step=step.id)
        hint = message("Write `notice:`, for instance `[{example}]`.", example="{when: after, reasons: always}")
    yield flaw(value(step, "act"), what, hint, about=[other.id for other in on_account])


RULE = Check(
    id="account-sanction-can-be-appealed",
    level="warning",
    needs=(),
    find=find,
)
