"""What the browser is asked and what it should answer: questions and answers of `perimetre.perimeter`, as data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from perimetre.base.closed import POSTURES
from perimetre.perimeter.changes import dependences
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import TimesUsual
from perimetre.perimeter.questions import RANK, Answer, Question
from perimetre.render.live.instants import Horizon
from perimetre.render.live.rules import GATHERED, bounds_as_data, live_perimeter


class Live:
    """A brand's perimeter as the browser holds it, beside the one that it comes from."""

    def __init__(self, perimeter: Perimeter, horizon: Horizon) -> None:
        self.perimeter = perimeter
        self.horizon = horizon
        self.written = live_perimeter(perimeter, horizon)
        self.rules = {rule.id: rank for rank, rule in enumerate(self.written.rules) if rule is not None}
        ids = {"circuits": self.written.circuits, "lines": self.written.lines, "doors": self.written.doors}
        self.ranks = {name: {id_: rank for rank, id_ in enumerate(several)} for name, several in ids.items()}
        self.things = {name: {thing: n for n, thing in enumerate(things)} for name, things in self.written.things}

    def asked(self, question: Question) -> dict[str, Any]:
        """Return a question as the browser is asked it."""
        midnight = dt.datetime.combine(self.horizon.first, dt.time())
        return {
            "role": question.role,
            "action": question.action,
            "channel": question.channel,
            "at": (question.at - midnight) // dt.timedelta(minutes=1),
            "says": sorted(question.says),
            "topics": sorted(question.topics),
            "authors": sorted(question.authors),
            "posture": None if question.posture is None else POSTURES.index(question.posture),
            "phase": question.phase,
            "place": question.place,
            "facts": {
                fact: {"times": value.factor} if isinstance(value, TimesUsual) else value
                for fact, value in question.facts.items()
            },
            "done": dict(question.done),
        }

    def expected(self, question: Question) -> dict[str, Any]:
        """Return the answer of the engine, with what it depends on, as the browser should give it."""
        answer = self.perimeter.decide(question, alternatives=False)
        dependent = dependences(self.perimeter, self.perimeter.normalise(question), answer.authority)
        lines = (answer.escalation_line, *answer.other_lines)
        return {
            "authority": RANK[answer.authority],
            "lack": None if answer.lack is None else self.things["lacks"][answer.lack],
            "rules": [self.rules[rule.id] for rule in answer.rules],
            "unanswered": [[case.says, case.topic, case.author] for case in answer.unanswered],
            "exhausted": [self.rules[rule.id] for rule in answer.exhausted],
            "agreements": [self.ranks["circuits"][agreement.circuit.id] for agreement in answer.agreements],
            "lift": [self.ranks["circuits"][agreement.circuit.id] for agreement in answer.lift],
            "requests": [self.ranks["doors"][door] for door in answer.requests],
            "lines": [self.ranks["lines"][line] for line in lines if line is not None],
            "limits": [self.things["limits"][limit] for limit in answer.limits],
            **{name: self._gathered(answer, name) for name in GATHERED},
            "dependsOn": [
                {
                    "facts": [[fact, bounds_as_data(bounds)] for fact, bounds in dependence.facts],
                    "limit": None if dependence.limit is None else self.things["limits"][dependence.limit],
                    "authority": RANK[dependence.authority],
                    "rules": [self.rules[rule] for rule in dependence.rules],
                }
                for dependence in dependent
            ],
        }

    def _gathered(self, answer: Answer, name: str) -> list[int]:
        return [self.things[name][thing] for thing in getattr(answer, name)]
