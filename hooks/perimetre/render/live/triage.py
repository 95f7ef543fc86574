"""Write the trees of the triage as data: the browser asks their questions one at a time.

Comes in: the trees that the readers may see, what each outcome comes to. Goes out: lists, and what their numbers stand
for. `render/assets/live/alert.js` walks them. Whoever does not know is told what would be graver: what a question may
lead to is kept, and the questions go on only while something graver may still come; so each question says here how
grave, at worst, is what follows a no.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Crisis
from perimetre.model.escalation import Branch, Outcome, Tree
from perimetre.model.statements import ChannelText, Statement

# How much an outcome asks for, of two that are as grave.
_ACTS = (
    None, "leave", "thank", "watch", "bring-home", "correct", "remedy", "tree", "template", "transfer", "escalate",
    "scenario", "emergency",
)  # fmt: skip

# To call the emergency services.
_RESCUE = "emergency"

# The kind of message that holds, as it ships.
_HOLDS = "holding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Where the triage may end.

    Fields:
        outcome: as it is written; None: nothing is.
        severity: its number: the outcome's, else that of the scenario; None: none is said.
        line: the line to call: the outcome's, else that of the scenario, else the one followed at the severity; None:
            none is said, or the readers may not see it.
        crisis: the scenario, where the readers may see it.
        danger: it is in a tree that may say to call the emergency services.
        cases: where it says to call them and no scenario, the questions after it in its tree that lead to one, each
            with the rank of its ending.
    """

    outcome: Outcome | None
    severity: int | None = None
    line: str | None = None
    crisis: str | None = None
    danger: bool = False
    cases: tuple[tuple[Branch, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldText:
    """A message that holds.

    Fields:
        statement: the message.
        private: whether it is said to one person or to all, as the steps that send it say; None: none does.
        wordings: what it says, each with the channels on which it says it, groups replaced by their members; no
            channel: on any.
    """

    statement: Statement
    private: bool | None
    wordings: tuple[tuple[Statement | ChannelText, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What holds while a scenario begins.

    Fields:
        crisis: the scenario.
        texts: the message that is said to all, then that which is said to one person, if there are; of each, one that
            is approved in advance and waits for nothing, if there is one.
    """

    crisis: Crisis
    texts: tuple[HeldText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTriage:
    """What a page needs to ask the questions of the triage in the browser.

    Fields:
        data: the trees, as JSON.
        endings: those that the data name by rank.
        trees: the trees, the one to begin with first, each with the rank of the ending of each of its questions, and
            of what holds otherwise.
    """

    data: str
    endings: tuple[Ending, ...]
    trees: tuple[tuple[Tree, tuple[tuple[Branch, int], ...], int], ...]


def live_triage(
    brand: Brand,
    trees: Sequence[Tree],
    crises: Mapping[str, Crisis],
    lines: Collection[str],
    followed: Mapping[int, str],
) -> LiveTriage:
    """Write the triage of a brand for the browser.

    Args:
        brand: the brand.
        trees: the trees that the readers may see, the one to begin with first.
        crises: the scenarios that the readers may see, by id.
        lines: the ids of the lines that the readers may see.
        followed: the id of the line that is followed by default at each severity.
    """
    endings: list[Ending] = []

    def rank(outcome: Outcome | None) -> int:
        ending = _ending(brand, outcome, crises, followed)
        endings.append(ending if ending.line in lines else dataclasses.replace(ending, line=None))
        return len(endings) - 1

    ranked = tuple(
        (tree, tuple((branch, rank(branch.outcome)) for branch in tree.branches if _asks(branch)), rank(tree.otherwise))
        for tree in trees
    )
    for _, asked, _ in ranked:
        _tell_of_danger(asked, endings)
    known = {tree.id: (asked, otherwise) for tree, asked, otherwise in ranked}
    worst = _Worst(endings, known)
    data = {
        "entry": trees[0].id,
        "trees": {
            tree.id: {
                "asks": [[branch.id, end, worst.after(tree.id, place)] for place, (branch, end) in enumerate(asked)],
                "otherwise": otherwise,
            }
            for tree, asked, otherwise in ranked
        },
        "ends": [
            {
                "tree": _tree_of(ending, known),
                "severity": -1 if ending.severity is None else ending.severity,
                "act": _ACTS.index(ending.outcome.act if ending.outcome else None),
                "line": ending.line,
                "crisis": ending.crisis,
                "danger": ending.danger,
            }
            for ending in endings
        ],
    }
    return LiveTriage(
        # Nothing in it may end the element that holds it.
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        endings=tuple(endings),
        trees=ranked,
    )


def holding(crisis: Crisis, channels: Mapping[str, frozenset[str]], public: Collection[str]) -> Holding | None:
    """Return what holds while a scenario begins, or None.

    Args:
        crisis: the scenario.
        public: the ids of the actions that the public sees.
        channels: the members of each group of channels that a text of it may name, by id.
    """
    ready = sorted(
        (statement for statement in crisis.statements if statement.kind == _HOLDS),
        key=lambda statement: (statement.status != "pre-approved", bool(statement.only_if)),
    )
    if not ready:
        return None
    texts = [
        HeldText(
            statement=statement,
            private=_is_private(crisis, statement, public),
            wordings=tuple(
                (said, tuple(sorted(frozenset[str]().union(*(channels.get(id, {id}) for id in said.channels)))))
                for said in statement.wordings
            ),
        )
        for statement in ready
    ]
    firsts = (next((text for text in texts if bool(text.private) is private), None) for private in (False, True))
    return Holding(crisis=crisis, texts=tuple(text for text in firsts if text is not None))


def _is_private(crisis: Crisis, statement: Statement, public: Collection[str]) -> bool | None:
    acts = [step.act for step in crisis.steps if step.statement == statement.id and step.act]
    return not any(act in public for act in acts) if acts else None


def _tell_of_danger(asked: Sequence[tuple[Branch, int]], endings: list[Ending]) -> None:
    """Say of the endings of a tree that they are of danger, and what may still be asked at them; change the list."""
    acts = [branch.outcome.act if branch.outcome is not None else None for branch, _ in asked]
    if _RESCUE not in acts:
        return
    for place, ((_, end), act) in enumerate(zip(asked, acts, strict=True)):
        is_alone = act == _RESCUE and endings[end].crisis is None
        following = asked[place + 1 :] if is_alone else ()
        cases = tuple((branch, other) for branch, other in following if endings[other].crisis is not None)
        endings[end] = dataclasses.replace(endings[end], danger=True, cases=cases)


def _asks(branch: Branch) -> bool:
    return branch.if_ is not None and bool(branch.if_.question or branch.if_.match)


def _ending(brand: Brand, outcome: Outcome | None, crises: Mapping[str, Crisis], followed: Mapping[int, str]) -> Ending:
    if outcome is None:
        return Ending(outcome=None)
    crisis = crises.get(outcome.scenario or "")
    severity = _number(brand, outcome.severity)
    if severity is None and crisis is not None:
        severity = _number(brand, crisis.severity)
    named = outcome.line or (crisis.escalation_line if crisis is not None else None)
    line = named or (None if severity is None else followed.get(severity))
    return Ending(outcome=outcome, severity=severity, line=line, crisis=crisis.id if crisis is not None else None)


def _number(brand: Brand, named: str | int | None) -> int | None:
    numbers = (each.number for each in brand.escalation.severities if str(named) in (str(each.number), each.id))
    return next(numbers, None)


Known = Mapping[str, tuple[tuple[tuple[Branch, int], ...], int]]


def _tree_of(ending: Ending, known: Known) -> str | None:
    """Return the tree that goes on from an ending, or None: it is one."""
    outcome = ending.outcome
    return outcome.tree if outcome is not None and outcome.tree in known else None


class _Worst:
    """Say how grave, at worst, is what a triage may still come to."""

    def __init__(self, endings: Sequence[Ending], known: Known) -> None:
        self._endings = endings
        self._known = known

    def after(self, tree: str, place: int) -> int:
        """Return the gravest severity that may follow a no to a question of a tree; -1: none is said."""
        return max(self._of(tree, place + 1, frozenset((tree,))), default=-1)

    def _of(self, tree: str, place: int, above: frozenset[str]) -> Iterator[int]:
        asked, otherwise = self._known[tree]
        for end in (*(end for _, end in asked[place:]), otherwise):
            ending = self._endings[end]
            following = _tree_of(ending, self._known)
            if following is None:
                yield -1 if ending.severity is None else ending.severity
            elif following not in above:
                yield from self._of(following, 0, above | {following})
