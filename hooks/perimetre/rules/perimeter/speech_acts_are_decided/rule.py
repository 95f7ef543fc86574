"""Speech acts are decided: apologise, promise… what commits the house is foreseen on every channel of ours."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.clauses import Clause
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the risky acts of speech of which nothing is said, at some instant to come at least."""
    undecided: dict[tuple[datetime, tuple[str, ...]], list[str]] = {}
    for says in view.brand.values.says.values():
        if not says.risky:
            continue
        deciding = view.coming.bits(functools.partial(_decides, says.id))
        missing: dict[datetime, list[str]] = {}
        for channel in where(view):
            first = view.coming.first_without(deciding, [channel])
            if first is not None:
                missing.setdefault(first, []).append(channel)
        for first, channels in missing.items():
            undecided.setdefault((first, tuple(channels)), []).append(says.id)
    # One rule decides of them all.
    for (first, together), acts in undecided.items():
        what = message(
            "Nothing says whether a message may {says} on {channels}.",
            says=listed(acts, "or"),
            channels=listed(together),
        )
        yield flaw(
            view.lacking("scope", "rules"),
            beginning(what, first, view.today),
            message("Write a rule with `says: [{says}]`.", says=", ".join(acts)),
            about=[*acts, *together],
        )


def _decides(says: str, clause: Clause) -> bool:
    """Say whether a clause decides of an act of speech in usual cases; one on mourning says nothing of others."""
    matcher = clause.matcher
    if matcher.says is None or says not in matcher.says or matcher.posture or matcher.when or matcher.places:
        return False
    return not (clause.is_red_line and (matcher.topics or matcher.authors))


RULE = Check(
    id="speech-acts-are-decided",
    level="error",
    needs=(72,),
    find=find,
)
