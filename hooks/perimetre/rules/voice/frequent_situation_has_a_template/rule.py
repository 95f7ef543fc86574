"""A frequent situation has a ready answer."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

FREQUENT = ("praise", "complaint", "question", "press-request", "data-request")


def find(view: View) -> Iterator[Problem]:
    """Yield the frequent cases without a ready answer."""
    ready = {template.case for template in view.live(view.brand.templates.templates)}
    missing = [case for case in FREQUENT if case in view.brand.values.cases and case not in ready]
    if missing:
        yield flaw(
            view.lacking("templates", "templates"),
            message("There is no ready answer for {cases}.", cases=listed(missing)),
            message("Write one for each, in the brand's voice, with its `case`."),
            about=missing,
        )


RULE = Check(
    id="frequent-situation-has-a-template",
    level="warning",
    needs=(36,),
    find=find,
)
