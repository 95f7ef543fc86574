"""Ask the rules about brands, one after the other or in processes side by side (stage judge).

Comes in: the rules, the views of the brands. Goes out: what they found, in the same order however many processes there
were. What is worked out of a brand is let go before the next one, however many there are.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Protocol

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.processes import in_processes
from perimetre.base.shards import shards
from perimetre.base.words import message
from perimetre.judge.memory import FoundBefore, JudgeMemory
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.reads import Reads
from perimetre.rules.kit.view import View

# A process that has fewer brands to look at takes longer to make than it saves.
BRANDS_EACH = 8


class Unreadable(Protocol):
    """The files that could not be read."""

    def among(self, reads: Reads) -> frozenset[str]:
        """Return those that would have been read."""


@dataclasses.dataclass(slots=True, kw_only=True)
class Asked:
    """What rules have found.

    Fields:
        problems: each with the rule that was asked and the id that it bears, in the order in which they were found.
        unjudged: the rules that could not be judged, each with the files that it lacks.
    """

    problems: list[tuple[str, str, Problem]] = field(default_factory=list)
    unjudged: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, other: Asked) -> None:
        """Add what others have found."""
        self.problems += other.problems
        for id_, files in other.unjudged.items():
            self.unjudged[id_] = self.unjudged.get(id_, frozenset()) | files


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What comes of looking at some brands.

    Fields:
        asked: what was found.
        each: what the rules that look at the whole handbook ask of each, by the rank of what works it out.
        remembered: what is to be remembered.
    """

    asked: Asked
    each: Sequence[Mapping[int, tuple[object, Reads]]]
    remembered: Mapping[tuple[str, str], FoundBefore]


# What comes of looking at no brand.
NOTHING = Looked(asked=Asked(), each=(), remembered={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """What asks rules.

    Fields:
        unreadable: the files that could not be read.
        memory: what the rules found before.
    """

    unreadable: Unreadable
    memory: JudgeMemory

    def ask(self, check: Check, view: View) -> Asked:
        """Return what a rule finds of a brand, or of the whole handbook."""
        recalled = self.memory.recall(check.id, view.brand.id)
        if recalled is not None:
            return Asked(problems=[(check.id, check.id, problem) for problem in recalled])
        looked = view.anew()
        problems: list[tuple[str, Problem]] = []
        sure = 0
        for problem in _problems(check, looked):
            problems.append(problem)
            # What a rule has found by then stands on what it has read by then.
            if sure == len(problems) - 1 and not self.unreadable.among(looked.reads):
                sure += 1
        # What a rule stands on is what it has read; where some of that could not be, nothing that it says is sure.
        if lacking := self.unreadable.among(looked.reads):
            return Asked(problems=[(check.id, *found) for found in problems[:sure]], unjudged={check.id: lacking})
        if all(id_ == check.id for id_, _ in problems):
            self.memory.keep(check.id, view.brand.id, looked.reads, [problem for _, problem in problems])
        return Asked(problems=[(check.id, *found) for found in problems])

    def look(
        self, checks: Sequence[Check], each: Sequence[Callable[[View], object]], views: Sequence[View], jobs: int
    ) -> Looked:
        """Return what rules find of each brand.

        Args:
            checks: the rules.
            each: what the rules that look at the whole handbook ask of each brand.
            views: the brands.
            jobs: how many processes may work side by side.
        """
        count = max(1, min(jobs, len(views) // BRANDS_EACH))
        if count < 2:
            return self._look(checks, each, views)
        return together(in_processes(lambda shard: self._look(checks, each, shard.of(views)), shards(count)))

    def _look(self, checks: Sequence[Check], each: Sequence[Callable[[View], object]], views: Sequence[View]) -> Looked:
        asked = Asked()
        for view in views:
            for check in checks:
                asked.add(self.ask(check, view))
            for work_out in each:
                # What fails here fails again in the rule that asks for it, which tells.
                with contextlib.suppress(Exception):
                    view.once(work_out)
            view.let_go(but=each)
        kept = [
            {rank: view.known[work_out] for rank, work_out in enumerate(each) if work_out in view.known}
            for view in views
        ]
        return Looked(asked=asked, each=kept, remembered=self.memory.found_of({view.brand.id for view in views}))


def together(parts: Sequence[Looked]) -> Looked:
    """Return what comes of looking at all the brands, from what came of each part of them, in their order."""
    asked = Asked()
    for part in parts:
        asked.add(part.asked)
    remembered = {key: found for part in parts for key, found in part.remembered.items()}
    return Looked(asked=asked, each=[known for part in parts for known in part.each], remembered=remembered)


def _problems(check: Check, view: View) -> Iterator[tuple[str, Problem]]:
    """Yield what a rule finds, each with the id that it bears."""
    try:
        for problem in check.find(view):
            yield check.id, problem
    except Exception as error:
        # Whatever the rule did wrong, silence would say that all is well.
        what = message(
            "The rule `{rule}` failed on this handbook and could not be checked: {reason}.",
            rule=check.id,
            reason=f"{type(error).__name__}: {error}",
        )
        hint = message("Tell the Périmètre team; until then, check by hand what this rule looks at.")
        place = Place(view.file("brand"))
        yield "rule-does-not-crash", Problem(place=place, message=what, hint=hint, about=frozenset((check.id,)))
