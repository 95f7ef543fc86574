"""A ground acts on what it judges: hiding a message does nothing to a false account, a person or a profile."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.language.labels import word
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the grounds about somebody's account whose act bears on messages only."""
    actions = view.brand.values.actions
    for ground in view.live(view.brand.moderation.grounds):
        action = actions.get(ground.action or "")
        if ground.about in (None, "message") or action is None or action.about != "message":
            continue
        yield flaw(
            value(ground, "action"),
            message(
                "`{ground}` judges {about}, and `{act}` only bears on messages.",
                ground=ground.id,
                about=word("ground_about", ground.about or ""),
                act=action.id,
            ),
            message("Choose an act on the account (restrict, block, exclude, report it); or write `about: message`."),
            (value(ground, "about"), message("What is judged is said here.")),
        )


RULE = Check(
    id="ground-acts-on-what-it-judges",
    level="error",
    needs=(),
    find=find,
)
