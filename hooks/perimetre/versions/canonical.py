"""Put what a person has to know into its canonical form: what counts of it, as text of which each byte counts.

Comes in: the records of a brand. Goes out: `Piece`s, each with the roles that it bears on, and canonical JSON. What
explains, names or dates a review does not count, nor does order where order says nothing. Where an order is written in
words only, the words count, but neither accents, capitals, spaces nor commas.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from json.encoder import encode_basestring
from typing import NamedTuple, TypeAlias

from perimetre.base.closed import POSTURES
from perimetre.base.durations import Duration
from perimetre.base.folding import bare
from perimetre.model import (
    Circuit,
    Crisis,
    Duty,
    Group,
    Line,
    Match,
    Part,
    Record,
    RedLine,
    Rule,
    Severity,
    Situation,
    Term,
    Text,
    Workflow,
)
from perimetre.model.matches import AllBut, Chosen
from perimetre.model.refs import PLACE_MANAGER
from perimetre.perimeter.matching import expanded, united

# Plain data, as JSON has it.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

# Read for what they explain, never for what they order; `id` too, since a name may change and nothing else.
_ASIDE = frozenset(
    {"id", "title", "description", "owner", "status", "last_reviewed_on", "review_in", "confidentiality"}
    | {"compartment", "sources", "formerly", "replaces", "note", "origin", "place", "page", "derogable", "legal_basis"}
    | {"supersedes", "regrant_by", "edition", "fallback_guide", "acknowledged_every"}
)
# Lists whose order says something.
_IN_ORDER = frozenset({"steps"})
# The dimensions in which a group may stand for what it holds.
_GROUPED = frozenset({"roles", "actions", "says", "channels", "topics", "authors", "places"})
_CIRCUITS = frozenset({"validation", "needs", "lift"})
# Units that are a whole number of minutes: `60min` is `1h`.
_EXACT = frozenset({"min", "h", "d", "w"})
CM_ON_DUTY = "cm-on-duty"
# Whoever it will be: nobody can say beforehand that it is not they.
_ANYBODY = frozenset({"author", "requester", "doer", "substitute-if-unavailable", PLACE_MANAGER, "sponsor"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Something that bears on some roles, in canonical form.

    Fields:
        body: what it says, without its roles.
        roles: the roles that it speaks to; None: all.
        exceptions: what is taken out of it.
        called: roles and people who are called by it, whether or not it speaks to them.
    """

    body: str
    roles: frozenset[str] | None = None
    exceptions: tuple[Piece, ...] = ()
    called: frozenset[str] = frozenset()

    @property
    def content(self) -> Hashable:
        """What it says and to whom: two pieces of which this is the same say the same to anybody."""
        return self.body, self.roles, frozenset(exception.content for exception in self.exceptions), self.called

    def told(self, held: frozenset[str]) -> str:
        """Return what it says to somebody who holds some of these roles: what it says of others does not count."""
        among = _roles(held if self.roles is None else self.roles & held)
        return f"{encode_basestring(self.body)},{among}"

    def bears_on(self, held: frozenset[str]) -> bool:
        """Say whether it bears on one of these roles."""
        return self.roles is None or not held.isdisjoint(self.roles) or not held.isdisjoint(self.called)


class Told(NamedTuple):
    """A piece as somebody who holds some roles is told it, in the order of its text; and that text as JSON has it."""

    text: str
    quoted: str


def told(piece: Piece, *, held: frozenset[str]) -> Told:
    """Return what a piece says to somebody who holds some roles."""
    taken_out = (f"[{exception.told(held)}]" for exception in piece.exceptions if exception.bears_on(held))
    text = f"[{piece.told(held)},{_listed(taken_out)}]"
    return Told(text, encode_basestring(text))


# Few sets of roles are held by anybody.
@functools.lru_cache(maxsize=1024)
def _roles(held: frozenset[str]) -> str:
    return _listed(held)


def _listed(texts: Iterable[str]) -> str:
    """Return texts as a list of canonical JSON, in order."""
    return f"[{','.join(map(encode_basestring, sorted(texts)))}]"


class Naming:
    """What the words of a brand stand for: its groups, its circuits of validation, its severities, its managers.

    Args:
        records: the groups, the circuits and the severities.
        managers: the roles of community managers.
        roles: all roles.
    """

    def __init__(self, *records: Group | Circuit | Severity, managers: frozenset[str], roles: frozenset[str]) -> None:
        self.managers = managers
        self._all_roles = roles
        self._groups = {record.id: record.members for record in records if isinstance(record, Group)}
        self._circuits = {record.id: record for record in records if isinstance(record, Circuit)}
        self._numbers = {record.id: record.number for record in records if isinstance(record, Severity)}

    def expand(self, ids: Iterable[str]) -> frozenset[str]:
        """Return `ids` with each group of the brand replaced by its members, groups of groups included."""
        return expanded(ids, self._groups)

    def roles(self, chosen: Chosen[str]) -> frozenset[str] | None:
        """Return the roles that a match names, whichever way it names them; None where it bears on all."""
        if isinstance(chosen, AllBut):
            return self._all_roles - self.expand(chosen.not_)
        return self.expand(chosen) if chosen else None

    def bearing(self, match: Match) -> frozenset[str] | None:
        """Return the roles that a match names, whichever its case; None where it bears on all."""
        return united(self.roles(case.roles) for case in match.cases)

    # --- what bears on whom ------------------------------------------------------------------------------------

    def rule(self, rule: Rule | RedLine) -> Piece:
        """Return a rule or a red line."""
        plain = self.plain(rule, but="match")
        if isinstance(rule, Rule) and rule.conditions:
            # What must hold is said in words, and in nothing else.
            plain["conditions"] = [
                *sorted(encode([condition.kind, words(condition.value)]) for condition in rule.conditions)
            ]
        return self._matching(rule.match, plain)

    def duty(self, duty: Duty) -> tuple[Piece, ...]:
        """Return each act of a duty."""
        match = duty.trigger.match if duty.trigger else None
        plain = self.plain(duty, but="trigger acts exempt")
        plain["trigger"] = self.plain(duty.trigger, but="match") if duty.trigger else None
        plain["exempt"] = [*sorted(encode(self.plain(exempt)) for exempt in duty.exempt)]
        return tuple(
            self._matching(
                match or Match(), {**plain, "act": act.act or words(act.text), "who": act.who}, self._whom(act.who)
            )
            for act in duty.acts
        )

    def line(self, line: Line, *, posts: tuple[tuple[str, str | None], ...]) -> Piece:
        """Return a line, with those whom it calls; `posts`: the role of each schedule."""
        called = {target for step in line.steps for target in (*step.call, *step.may_ack)}
        called |= set(line.fallback.call if line.fallback else ())
        role_of = dict(posts)
        plain: dict[str, Plain] = {
            **self.plain(line, but="match brands steps severities"),
            "id": line.id,
            # A step is called at its minute, wherever it is written.
            "steps": [*sorted(encode([step.after_minutes or 0, self.plain(step)]) for step in line.steps)],
            "severities": [*sorted(map(self._number, line.severities), key=str)],
        }
        piece = self._matching(line.match or Match(), plain)
        # Those whom it does not let start it may be called on it.
        return Piece(
            body=piece.body,
            roles=piece.roles,
            exceptions=piece.exceptions,
            called=frozenset(role_of.get(target) or target for target in called),
        )

    def workflow(self, workflow: Workflow) -> tuple[Piece, ...]:
        """Return each step of a crisis scenario or of a procedure."""
        start = workflow.start or (workflow.steps[0].id if workflow.steps else None)
        severity = {"severity": self._number(workflow.severity)} if isinstance(workflow, Crisis) else {}
        return tuple(
            Piece(
                body=encode(
                    {
                        **self.plain(step, but="choices"),
                        "id": step.id,
                        workflow.KIND or "": workflow.id,
                        **severity,
                        "first": step.id == start,
                        "do": "" if step.act else words(step.do or step.title),
                        "choices": [*sorted(encode([words(choice.if_), choice.then]) for choice in step.choices)],
                        "until": words(step.until),
                        "since": words(step.since_event),
                    }
                ),
                roles=self._whom(step.actor or workflow.lead),
            )
            for step in workflow.steps
        )

    def _number(self, severity: str | int | None) -> str | int | None:
        """Return the number of a severity that is named by its id."""
        if not isinstance(severity, str):
            return severity
        return self._numbers.get(severity, severity)

    def _whom(self, who: str | None) -> frozenset[str] | None:
        """Return the roles that a word of standing, or a role's id, means; None for anybody."""
        if who is None or who in _ANYBODY:
            return None
        return self.managers if who == CM_ON_DUTY else frozenset({who})

    def _matching(self, match: Match, plain: dict[str, Plain], whom: frozenset[str] | None = None) -> Piece:
        roles = self.bearing(match)
        if whom is not None:
            roles = whom if roles is None else roles & whom
        return Piece(
            roles=roles,
            body=encode({**plain, "match": self.plain(match, but="roles except_")}),
            exceptions=tuple(
                Piece(
                    roles=self.roles(exception.roles),
                    body=encode(self.plain(exception, but="roles")),
                )
                for exception in match.except_
            ),
        )

    # --- canonical form ----------------------------------------------------------------------------------------

    def plain(self, part: Part | None, but: str = "") -> dict[str, Plain]:
        """Return a part as plain data, without what does not count and what is left unsaid."""
        return dict(self._fields(part, but.split())) if part is not None else {}

    def more_of(self, part: Part, but: Collection[str]) -> dict[str, list[Plain]]:
        """Return, by name, what else a part says that counts: a text by its words, a list thing by thing.

        Args:
            part: the part.
            but: the fields that are told otherwise.
        """
        said = ((name, getattr(part, name), unsaid) for name, unsaid in _counted(type(part)) if name not in but)
        return {
            name: [
                words(thing) if isinstance(thing, Text) else self._scalar(thing)
                for thing in (value if isinstance(value, tuple) else (value,))
            ]
            for name, value, unsaid in said
            if value != unsaid
        }

    def term(self, term: Term) -> str:
        """Return a word of the lexicon."""
        return encode({**self.plain(term), "replace_by": [*sorted(map(words, term.replace_by))]})

    def _fields(self, part: Part, left_out: list[str]) -> Iterator[tuple[str, Plain]]:
        situation = isinstance(part, Situation)
        for name, unsaid in _counted(type(part)):
            value: object = getattr(part, name)
            if value == unsaid or name in left_out or isinstance(value, Text):
                continue
            if situation and name == "posture" and value == POSTURES[0]:
                continue  # normal or worse is always
            plain = self._value(name, value, situation=situation)
            if plain not in ([], {}):
                yield name.rstrip("_"), plain

    def _value(self, name: str, value: object, *, situation: bool) -> Plain:
        if situation and name in _GROUPED and isinstance(value, tuple):
            return [*sorted(self.expand(value))]
        if situation and isinstance(value, AllBut):
            return {"not": [*sorted(self.expand(value.not_))]}
        if name in _CIRCUITS:
            named = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            return [*sorted(encode(self.plain(self._circuits.get(id_))) for id_ in named)]
        if isinstance(value, tuple):
            plain = [self._scalar(item) for item in value if not isinstance(item, Text)]
            return plain if name in _IN_ORDER else sorted(plain, key=encode)
        return self._scalar(value)

    def _scalar(self, value: object) -> Plain:
        if isinstance(value, Part):
            return self.plain(value)
        if isinstance(value, tuple):
            # A group of conditions, which hold together in any order.
            return sorted((self._scalar(item) for item in value), key=encode)
        if isinstance(value, Duration):
            return value.minutes if value.unit in _EXACT else str(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool | int | float | str):
            return value
        return str(value)


def stands(record: Record) -> bool:
    """Say whether a record is approved: what is a draft is not to be known."""
    return record.status == "approved"


_known: dict[type[Part], tuple[tuple[str, object], ...]] = {}


def _counted(cls: type[Part]) -> tuple[tuple[str, object], ...]:
    """Return the fields of a class that count, each with what it is when nothing is said."""
    counted = _known.get(cls)
    if counted is None:
        counted = tuple((field.name, field.default) for field in fields(cls) if field.name not in _ASIDE)
        _known[cls] = counted
    return counted


def words(text: Text | str | None) -> str:
    """Return the words of a text: letters and figures, without accents, capitals or punctuation."""
    written = text if isinstance(text, str) else text.in_("fr") if text else ""
    # Ligatures stay: a fingerprint that somebody has acknowledged must not change.
    return " ".join(re.findall(r"[^\W_]+", bare(unicodedata.normalize("NFKC", written.casefold()))))


# One for all: making it costs more than a short text does.
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(plain: Plain) -> str:
    """Return plain data as canonical JSON."""
    return _encoder.encode(plain)
