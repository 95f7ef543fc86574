"""A ready answer suits the crisis that orders it: it is written for that kind of crisis, and for where it is said."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import Crisis, Template
from perimetre.model.crisis import CrisisStep
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that send, in the middle of a crisis, an answer written for ordinary days."""
    templates = {template.id: template for template in view.brand.templates.templates}
    for crisis in view.live(view.brand.crises):
        for step in crisis.steps:
            template = templates.get(step.template or "")
            if template is not None and crisis.kind is not None:
                yield from _unsuited(view, crisis, step, template)


def _unsuited(view: View, crisis: Crisis, step: CrisisStep, template: Template) -> Iterator[Problem]:
    names = {"step": step.id, "template": template.id, "kind": crisis.kind}
    what: Message | None = None
    hint = message("Write what this crisis asks for under `statements:`, and name it here (`statement:`).")
    if crisis.kind not in template.crises:
        what = message("`{step}` sends the ready answer `{template}`, which is not written for `{kind}`.", **names)
        hint = message(
            "Write what this crisis asks for under `statements:`, and name it here (`statement:`); or, if the answer "
            "suits whoever is hurt by this, add `crises: [{kind}]` to it.",
            **names,
        )
    elif template.private and step.act == "reply-public":
        what = message(
            "`{step}` says in public the ready answer `{template}`, which is for a private message.", **names
        )
    elif step.channels and not _is_said_there(view, step, template):
        what = message("`{step}` sends the ready answer `{template}` where it is not written to be said.", **names)
    if what is not None:
        place = (template.place, message("It is written here."))
        yield flaw(value(step, "template"), what, hint, place, about=[template.id])


def _is_said_there(view: View, step: CrisisStep, template: Template) -> bool:
    there = where(view, step.channels)
    named = view.perimeter.ground.expand(template.channels)
    kinds = {channel.id: channel.kind for channel in view.channels}
    return not there or any(
        (not named or channel in named) and (not template.channel_kinds or kinds.get(channel) in template.channel_kinds)
        for channel in there
    )


RULE = Check(
    id="ready-answer-suits-the-crisis",
    level="error",
    needs=(61,),
    find=find,
)
