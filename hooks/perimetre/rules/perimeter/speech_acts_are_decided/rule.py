"""Speech acts are decided: apologise, promise… what commits the house is foreseen on every channel of ours."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.clauses import Clause
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the risky acts of speech of which nothing is said."""
    live = view.perimeter.live(view.today)
    undecided: dict[tuple[str, ...], list[str]] = {}
    for says in view.brand.values.says.values():
        if not says.risky:
            continue
        naming = [
            clause.matcher
            for clause in live
            if clause.matcher.says is not None and says.id in clause.matcher.says and _holds_every_day(clause)
        ]
        missing = [
            channel for channel in where(view) if not any(m.channels is None or channel in m.channels for m in naming)
        ]
        if missing:
            undecided.setdefault(tuple(missing), []).append(says.id)
    # One rule decides of them all.
    for channels, acts in undecided.items():
        yield flaw(
            view.lacking("scope", "rules"),
            message(
                "Nothing says whether a message may {says} on {channels}.",
                says=listed(acts, "or"),
                channels=listed(channels),
            ),
            message("Write a rule with `says: [{says}]`.", says=", ".join(acts)),
            about=[*acts, *channels],
        )


def _holds_every_day(clause: Clause) -> bool:
    """Say whether a clause decides of ordinary days; a red line on mourning says nothing of the others."""
    matcher = clause.matcher
    timeless = matcher.posture == 0 and matcher.during is None and matcher.windows is None
    return timeless and not matcher.when and not (clause.is_red_line and (matcher.topics or matcher.authors))


RULE = Check(
    id="speech-acts-are-decided",
    level="error",
    needs=(72,),
    find=find,
)
