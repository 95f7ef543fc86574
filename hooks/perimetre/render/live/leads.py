"""Gather what is looked for on the live page and another page answers: who to call, what to say, what to declare.

Comes in: a desk. Goes out: leads: words that are shown, words that are found, the page, and what it is told behind the
`#` of its address (`render/assets/live/` reads it there). Whether a page is there is asked by the template.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.render.desk import Desk
from perimetre.render.keywords import keywords
from perimetre.render.live.triage import holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Something that another page answers, found by words.

    Fields:
        label: what is shown.
        path: the page, below the brand.
        told: what the page is told, as an address writes it, or "".
        takes: what it may be told besides, of what was typed: "channel", "at", or "".
        phrases: what it is found by, its label among them.
        kind: the kind of crisis of which it is the scenario, or "".
    """

    label: str
    path: str
    told: str
    takes: str
    phrases: tuple[str, ...]
    kind: str = ""


def leads(desk: Desk) -> Iterator[Lead]:
    """Yield what other pages of the brand answer, those that are not there included."""
    called = desk.say(message("Who to call, now"))
    now = (called, *keywords("escalation/now", desk.language))
    yield Lead(label=called, path="now", told="", takes="at", phrases=now)
    for severity in desk.seen(desk.the_brand.escalation.severities):
        if severity.number is not None:
            title = desk.say(severity.title or severity.id)
            label = desk.say(message("Who to call, severity {number}: {title}", number=severity.number, title=title))
            told = urlencode({"severity": severity.number})
            yield Lead(label=label, path="now", told=told, takes="at", phrases=(label, title))
    for crisis in desk.seen(desk.the_brand.crises):
        yield from _of(desk, crisis)
    for template in desk.seen(desk.the_brand.templates.templates):
        title = desk.say(template.title or template.id)
        label = desk.say(message("Ready answer: {title}", title=title))
        words = (label, title, *desk.words("cases", (template.case,) if template.case else ()))
        yield Lead(label=label, path=f"templates/{template.id}", told="", takes="", phrases=words)
    declared = desk.say(message("Declare an alert level"))
    words = (declared, *keywords("escalation/declare", desk.language))
    yield Lead(label=declared, path="alert-level", told="", takes="channel", phrases=words)


def _of(desk: Desk, crisis: Crisis) -> Iterator[Lead]:
    """Yield the page of a scenario, and what is said while it begins."""
    title = desk.say(crisis.title or crisis.id)
    named = (title, *desk.words("crisis_kinds", (crisis.kind,) if crisis.kind else ()))
    path = f"crises/{crisis.id}"
    yield Lead(label=title, path=path, told="", takes="", phrases=named, kind=crisis.kind or "")
    if holding(crisis, {}, ()) is not None:
        said = [desk.say(message("Holding statement: {what}", what=name)) for name in named]
        told = urlencode({"say": crisis.id})
        yield Lead(label=said[0], path="alert", told=told, takes="channel", phrases=tuple(said))
