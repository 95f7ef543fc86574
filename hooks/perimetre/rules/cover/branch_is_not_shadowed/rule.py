"""A branch is not shadowed: in an ordered list, what comes before does not take all that comes after."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Part
from perimetre.perimeter.matching import Matcher
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.containment import covers
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the branches, grounds and filters that are never reached."""
    ground = view.perimeter.ground
    lists: list[list[tuple[Part, str, Matcher]]] = []
    triage = view.brand.escalation.triage
    for tree in triage.trees if triage else ():
        lists.append(
            [(one, one.id, ground.compile(one.if_.match)) for one in tree.branches if one.if_ and one.if_.match]
        )
    moderation = view.brand.moderation
    if moderation.match == "first":
        lists.append(
            [
                (one, one.id, ground.compile(one.match))
                for one in view.live(moderation.grounds)
                if one.match and not one.cases
            ]
        )
    if moderation.filters and moderation.filters.match == "first":
        lists.append(
            [(one, one.id, ground.compile(one.when)) for one in moderation.filters.rules if one.when and not one.terms]
        )
    for several in lists:
        for rank, (part, id_, matcher) in enumerate(several):
            before = next((one for one in several[:rank] if covers(one[2], matcher)), None)
            if before is not None:
                yield flaw(
                    key(part, "id"),
                    message(
                        "`{id}` is never reached: `{before}`, which comes first, takes everything it would.",
                        id=id_,
                        before=before[1],
                    ),
                    message("Put it first, or narrow the other."),
                    (before[0].place, message("This entry takes these cases.")),
                )


RULE = Check(
    id="branch-is-not-shadowed",
    level="warning",
    needs=(),
    find=find,
)
