"""A branch is not shadowed: in an ordered list, what comes before does not take all that comes after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    lists: list[list[tuple[Part, str, tuple[Matcher, ...]]]] = []
    triage = view.brand.escalation.triage
    for tree in triage.trees if triage else ():
        lists.append(
            [
                (branch, branch.id, ground.compile(branch.if_.match))
                for branch in tree.branches
                if branch.if_ and branch.if_.match
            ]
        )
    moderation = view.brand.moderation
    if moderation.match == "first":
        lists.append(
            [
                (reason, reason.id, ground.compile(reason.match))
                for reason in view.live(moderation.grounds)
                if reason.match and not reason.cases
            ]
        )
    if moderation.filters and moderation.filters.match == "first":
        lists.append(
            [
                (rule, rule.id, ground.compile(rule.when))
                for rule in moderation.filters.rules
                if rule.when and not rule.terms
            ]
        )
    for several in lists:
        for rank, (part, id_, ways) in enumerate(several):
            before = next((entry for entry in several[:rank] if _takes_all(entry[2], ways)), None)
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
                    about=[before[1]],
                )


def _takes_all(wide: Iterable[Matcher], narrow: Iterable[Matcher]) -> bool:
    """Say whether each way in which a match holds is within one of another's."""
    return all(any(covers(way, within) for way in wide) for within in narrow)


RULE = Check(
    id="branch-is-not-shadowed",
    level="warning",
    needs=(),
    find=find,
)
