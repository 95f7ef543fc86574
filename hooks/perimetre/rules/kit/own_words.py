"""Hold the house's own words to its voice: templates, statements and examples pass the lint that drafts pass.

Five rules share one reading of a brand's words (`View.own_words`); each takes what is its own of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from perimetre.base.diagnostics import FindingLevel, Problem
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View
from perimetre.voice import OwnFinding

VOICE = "our-own-words-follow-the-voice"
CLAIMS = "claims-have-a-source"
PERSONAL = "no-personal-data-in-public-text"
PRIVATE = "private-reply-passes-the-public-lint"
FITS = "message-fits-its-channel"


def check(id_: str, level: FindingLevel, *needs: int) -> Check:
    """Return the rule that tells what the linter finds under its name."""
    return Check(id=id_, level=level, needs=needs, find=_telling(id_))


def _telling(id_: str) -> Callable[[View], Iterator[Problem]]:
    def find(view: View) -> Iterator[Problem]:
        private = _private(view)
        for finding in view.own_words:
            if _rule(finding, private) == id_:
                # What the house only advises against does not weigh what it forbids does. What is private gets shared.
                level = None if id_ == PRIVATE or finding.level == "suggestion" else finding.level
                yield replace(finding.problem, level=level)

    return find


def _rule(finding: OwnFinding, private: frozenset[tuple[object, ...]]) -> str:
    """Return the rule that tells a finding: what names somebody in a private reply has its own."""
    if finding.rule != PERSONAL:
        return finding.rule
    place = finding.problem.place
    starts = ((place.file, *place.path[:size]) for size in range(len(place.path) + 1))
    return PRIVATE if any(start in private for start in starts) else PERSONAL


def _private(view: View) -> frozenset[tuple[object, ...]]:
    """Return the places of the ready answers that go to one person."""
    return frozenset(
        (template.place.file, *template.place.path) for template in view.brand.templates.templates if template.private
    )
