"""Those who must not wait have a line: journalists, authorities, creators, lawyers, people in distress."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

EXPECTED = ("journalist", "authority", "creator", "lawyer", "person-in-distress")


def find(view: View) -> Iterator[Problem]:
    """Yield the kinds of people for whom no line is foreseen."""
    ground = view.perimeter.ground
    matches = [line.match for line in view.live(view.brand.escalation.lines) if line.match]
    matches += [rule.match for rule in view.live(view.brand.scope.rules) if rule.escalation_line and not rule.is_advice]
    triage = view.brand.escalation.triage
    for tree in triage.trees if triage else ():
        for branch in tree.branches:
            if branch.if_ and branch.if_.match and branch.outcome and branch.outcome.line:
                matches.append(branch.if_.match)
    known = frozenset[str]().union(
        *(ground.named("authors", case.authors) or () for match in matches for case in match.cases)
    )
    missing = [author for author in EXPECTED if author in view.brand.values.authors and author not in known]
    if missing:
        yield flaw(
            view.lacking("escalation", "lines"),
            message("No escalation line is planned for {authors}.", authors=listed(missing)),
            message("Write an escalation line, or a triage branch, whose `match` names them."),
            about=missing,
        )


RULE = Check(
    id="author-kind-has-a-line",
    level="error",
    needs=(31,),
    find=find,
)
