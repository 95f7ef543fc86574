"""Choose the escalation line to call: the rules' own, the narrowest that matches, or that of the posture.

Comes in: a brand, a question, the rules that answer it. Goes out: the ids of the lines, the one to call first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from perimetre.base.closed import POSTURES
from perimetre.model import Brand, IfNoAnswer, Line, Meanwhile, Rule, Severity
from perimetre.perimeter.matching import BrandGround, ElementaryQuestion, Matcher


class Lines:
    """The escalation lines of a brand, their matches compiled.

    Args:
        brand: the brand.
        ground: what its matches stand on.
    """

    def __init__(self, brand: Brand, ground: BrandGround) -> None:
        self._lines = brand.escalation.lines
        self._severities = brand.escalation.severities
        self._ground = ground
        self.matching = sorted(
            (
                (line, matcher)
                for line in self._lines
                if line.match and not line.default
                for matcher in ground.compile(line.match)
            ),
            key=lambda pair: (*_breadth(pair[1]), pair[0].id),
        )

    def choose(self, cases: Sequence[ElementaryQuestion], rules: Iterable[Rule]) -> tuple[str, ...]:
        """Return the line to call, then the others that apply as well.

        Of those that rules name, the first; else of those whose match holds, the narrowest: the one that names most
        dimensions, then fewest values; else the default line of the posture.

        Args:
            cases: the elementary questions of one question.
            rules: the rules whose word on the line counts, the most restrictive first.
        """
        named = tuple(dict.fromkeys(rule.escalation_line for rule in rules if rule.escalation_line))
        if named:
            return named
        day = cases[0].at.date()
        fit = dict.fromkeys(
            line.id
            for line, matcher in self.matching
            if line.is_live(day) and any(matcher.admits(case, self._ground) for case in cases)
        )
        if fit:
            return tuple(fit)
        default = self.default(day, max(case.posture for case in cases))
        return (default.id,) if default else ()

    def waiting(self, id_: str) -> tuple[Meanwhile | None, IfNoAnswer | None]:
        """Return what a line says of the wait: what holds until somebody answers, and what to do when nobody does."""
        line = next((line for line in self._lines if line.id == id_), None)
        if line is None:
            return None, None
        then = line.fallback.then if line.fallback else None
        return (
            Meanwhile(place=line.place, say=line.meanwhile) if line.meanwhile else None,
            IfNoAnswer(place=line.place, then=then) if then else None,
        )

    def default(self, day: date, posture: int = 0) -> Line | None:
        """Return the default line on a day, at a posture (its rank in `POSTURES`).

        A posture stands for the mildest severity that opens it or a worse one. In normal times, and where no default
        line names that severity, it is the default line of the mildest.
        """
        lines = [line for line in self._lines if line.default and line.is_live(day)]
        mildest = min(lines, key=lambda line: (min(map(str, line.severities), default=""), line.id), default=None)
        severity = self._severity_of(posture)
        if severity is None:
            return mildest
        names = {str(severity.number), severity.id}
        return next((line for line in lines if names & set(map(str, line.severities))), mildest)

    def _severity_of(self, posture: int) -> Severity | None:
        opening = [
            (severity.number, severity.id, severity)
            for severity in self._severities
            if severity.opens is not None
            and severity.opens.posture is not None
            and severity.number is not None
            and POSTURES.index(severity.opens.posture) >= posture
        ]
        return min(opening)[2] if posture and opening else None


def _breadth(matcher: Matcher) -> tuple[int, int]:
    """Return how wide a match is: fewer dimensions named, then more values, are wider."""
    sets = (matcher.roles, matcher.actions, matcher.says, matcher.channels, matcher.topics, matcher.authors)
    named = [values for values in (*sets, matcher.phases, matcher.places) if values is not None]
    others = (matcher.posture > 0, matcher.during is not None, matcher.windows is not None, *map(bool, matcher.when))
    return -(len(named) + sum(others)), sum(map(len, named))
