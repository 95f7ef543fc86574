"""The watch names the brand and its leader: somebody knows as soon as one of the two appears."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where the brand's or its leader's name is not watched."""
    for kind in ("brand-name", "leader-name"):
        if not any(
            entry.kind == kind and (entry.terms or value(entry, "terms") in view.handbook.to_complete)
            for entry in view.live(view.brand.reporting.watch)
        ):
            yield flaw(
                view.lacking("reporting", "watch"),
                message("Nobody is told when the brand's name appears.")
                if kind == "brand-name"
                else message("Nobody is told when the name of the brand's leader appears."),
                message("Write a watch of `kind: {kind}` with its `terms`.", kind=kind),
                about=[kind],
            )


RULE = Check(
    id="watch-names-brand-and-leader",
    level="warning",
    needs=(47,),
    find=find,
)
