"""Name the exact version of what a person has to know: their perimeter in a brand, or the brand's voice.

Comes in: a handbook, a brand, a person, the day. Goes out: `v1:` and the SHA-256 of canonical JSON, which a record of
`acknowledgements.yml` keeps, so that anybody can say whether what was read is what holds.

Of a perimeter, what bears on the person's roles counts: rules and red lines, duties, the lines that they may start or
are called on, the crisis steps that they take. Of a voice: its tone, its words, its mechanics. What explains, names or
dates a review does not count, nor do people, contacts, schedules, order where order says nothing, and comments. Where
an order is written in words only, the words count, but neither accents, capitals, spaces nor commas
(docs/decisions/0043-what-an-acknowledgement-is-bound-to.md).
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from perimetre.base.closed import POSTURES
from perimetre.base.durations import Duration
from perimetre.base.folding import bare
from perimetre.model import Match, Part, Record, Situation, Text, concerns
from perimetre.perimeter.matching import expanded

if TYPE_CHECKING:
    from perimetre.model import Brand, Circuit, Crisis, Duty, Line, RedLine, Rule

PREFIX = "v1:"

# Read for what they explain, never for what they order; `id` too, since a name may change and nothing else.
_ASIDE = frozenset(
    {"id", "title", "description", "owner", "status", "last_reviewed_on", "review_in", "confidentiality", "sources"}
    | {"formerly", "replaces", "note", "origin", "place", "page", "derogable", "legal_basis"}
)
# Lists whose order says something.
_IN_ORDER = frozenset({"steps"})
# The dimensions in which a group may stand for what it holds.
_GROUPED = frozenset({"roles", "actions", "says", "channels", "topics", "authors"})
_CIRCUITS = frozenset({"validation", "needs", "lift"})
# Units that are a whole number of minutes: `60min` is `1h`.
_EXACT = frozenset({"min", "h", "d", "w"})
CM_ON_DUTY = "cm-on-duty"
# Whoever it will be: nobody can say beforehand that it is not they.
_ANYBODY = frozenset({"author", "requester", "doer", "substitute-if-unavailable", "sponsor"})


def holders(brand: Brand, today: date) -> Mapping[str, tuple[str, ...]]:
    """Return the people who hold each role in a brand on a day, each once."""
    found: dict[str, dict[str, None]] = {}
    for given in brand.assignments_on(today):
        if given.person and given.role:
            found.setdefault(given.role, {})[given.person] = None
    return {role: tuple(people) for role, people in found.items()}


def roles_of(brand: Brand, person: str, today: date) -> frozenset[str]:
    """Return the roles that a person holds in a brand on a day."""
    return frozenset(role for role, people in holders(brand, today).items() if person in people)


def person_version(brand: Brand, person: str, today: date) -> str:
    """Return the version of a person's perimeter in a brand, for the roles that they hold on a day."""
    return Versions(brand).of_roles(roles_of(brand, person, today))


def voice_version(brand: Brand) -> str:
    """Return the version of a brand's voice."""
    return Versions(brand).of_voice()


class Versions:
    """The versions of one brand: read once, asked for as many people as there are.

    Args:
        brand: the brand in effect, with what it has of the house.

    Attributes:
        managers: the roles of community managers.
    """

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._groups = {one.id: one.members for one in brand.scope.groups}
        self._circuits: Mapping[str, Circuit] = {one.id: one for one in brand.validation.circuits}
        self.managers = frozenset(role.id for role in brand.people.roles if role.community_manager)
        self._numbers = {one.id: one.number for one in brand.escalation.severities}
        self._known: dict[frozenset[str], str] = {}

    def of_roles(self, roles: Iterable[str]) -> str:
        """Return the version of what bears on these roles, held by one person."""
        held = frozenset(roles)
        if held not in self._known:
            said = {family: sorted(_told(one, held) for one in several) for family, several in self._bearing(held)}
            self._known[held] = _hash(said)
        return self._known[held]

    @property
    def has_voice(self) -> bool:
        """Whether the brand, or the house for it, has written how it speaks."""
        return "voice" in self.brand.files

    def of_voice(self) -> str:
        """Return the version of the voice."""
        return self._voice

    @functools.cached_property
    def _voice(self) -> str:
        voice = self.brand.voice
        records = {
            "address": [self._plain(voice.address)],
            "signature": [self._plain(one) for one in voice.signature],
            "tone": [self._plain(voice.tone)],
            "traits": [{"id": one.id} for one in voice.traits if _stands(one)],
            "lexicon": [
                self._plain(one) | {"replace_by": sorted(map(_words, one.replace_by))}
                for one in voice.lexicon
                if _stands(one)
            ],
            "guidelines": [self._plain(one) | {"id": one.id} for one in voice.guidelines if _stands(one)],
            "mechanics": [self._plain(one) for one in voice.mechanics if _stands(one)],
            "mentions": [
                self._plain(one) | {"text": _words(one.text)} for one in voice.required_mentions if _stands(one)
            ],
            "we-are": [_words(voice.we_are)],
        }
        return _hash({family: sorted(map(_json, several)) for family, several in records.items()})

    # --- what bears on whom ------------------------------------------------------------------------------------

    def _bearing(self, held: frozenset[str]) -> Iterator[tuple[str, list[_Piece]]]:
        for family, pieces in self._pieces.items():
            yield family, [one for one in pieces if one.bears_on(held)]
        if held & self.managers:
            yield "speaking", [_Piece(body=_json(one)) for one in self._speaking()]

    @functools.cached_property
    def _pieces(self) -> Mapping[str, list[_Piece]]:
        return {
            "rules": [self._rule(one) for one in self.brand.scope.rules if _stands(one)],
            "red-lines": [self._rule(one) for one in self.brand.scope.red_lines if _stands(one)],
            "duties": [piece for one in self.brand.duties.duties if _stands(one) for piece in self._duty(one)],
            "lines": [
                self._line(one)
                for one in self.brand.escalation.lines
                if _stands(one) and concerns(one.brands, self.brand.id)
            ],
            "crises": [piece for one in self.brand.crises if _stands(one) for piece in self._crisis(one)],
        }

    def _rule(self, rule: Rule | RedLine) -> _Piece:
        said = self._plain(rule, but="match")
        if conditions := getattr(rule, "conditions", ()):
            # What must hold is said in words, and in nothing else.
            said["conditions"] = sorted(_json([one.kind, _words(one.value)]) for one in conditions)
        return self._matching(rule.match, said)

    def _duty(self, duty: Duty) -> Iterator[_Piece]:
        trigger, match = duty.trigger, duty.trigger.match if duty.trigger else None
        said = self._plain(duty, but="trigger acts exempt")
        said["trigger"] = self._plain(trigger, but="match") if trigger else None
        said["exempt"] = sorted(_json(self._plain(one)) for one in duty.exempt)
        for act in duty.acts:
            one = said | {"act": act.act or _words(act.text), "who": act.who}
            yield self._matching(match or Match(), one, self._whom(act.who))

    def _line(self, line: Line) -> _Piece:
        called = {one for step in line.steps for one in (*step.call, *step.may_ack)}
        called |= set(line.fallback.call if line.fallback else ())
        posts = {one.id: one.role for one in self.brand.people.schedules}
        said = self._plain(line, but="match brands steps severities") | {
            "id": line.id,
            # A step is called at its minute, wherever it is written.
            "steps": sorted(_json([one.after_minutes or 0, self._plain(one)]) for one in line.steps),
            "severities": sorted(map(self._number, line.severities), key=str),
        }
        piece = self._matching(line.match or Match(), said)
        # Those whom it does not let start it may be called on it.
        return piece.also(posts.get(one) or one for one in called)

    def _crisis(self, crisis: Crisis) -> Iterator[_Piece]:
        start = crisis.start or (crisis.steps[0].id if crisis.steps else None)
        for step in crisis.steps:
            said = self._plain(step, but="choices") | {
                "id": step.id,
                "crisis": crisis.id,
                "severity": self._number(crisis.severity),
                "first": step.id == start,
                "do": "" if step.act else _words(step.do or step.title),
                "choices": sorted(_json([_words(one.if_), one.then]) for one in step.choices),
                "until": _words(step.until),
                "since": _words(step.since_event),
            }
            yield _Piece(body=_json(said), roles=self._whom(step.actor or crisis.lead))

    def _speaking(self) -> Iterator[object]:
        """Yield whether community managers may still speak, by severity."""
        for one in self.brand.escalation.severities:
            if _stands(one):
                yield [one.number, one.cm_may_speak]

    def _number(self, severity: str | int | None) -> str | int | None:
        """Return the number of a severity that is named by its id."""
        return self._numbers.get(severity, severity) if isinstance(severity, str) else severity

    def _whom(self, who: str | None) -> frozenset[str] | None:
        """Return the roles that a word of standing, or a role's id, means; None for anybody."""
        if who is None or who in _ANYBODY:
            return None
        return self.managers if who == CM_ON_DUTY else frozenset({who})

    # --- canonical form ----------------------------------------------------------------------------------------

    def _matching(self, match: Match, said: dict[str, Any], whom: frozenset[str] | None = None) -> _Piece:
        roles = self.expand(match.roles) if match.roles else None
        if whom is not None:
            roles = whom if roles is None else roles & whom
        return _Piece(
            roles=roles,
            body=_json(said | {"match": self._plain(match, but="roles except_")}),
            exceptions=tuple(
                _Piece(
                    roles=self.expand(one.roles) if one.roles else None,
                    body=_json(self._plain(one, but="roles")),
                )
                for one in match.except_
            ),
        )

    def expand(self, ids: Iterable[str]) -> frozenset[str]:
        """Return `ids` with each group of the brand replaced by its members, groups of groups included."""
        return expanded(ids, self._groups)

    def _plain(self, part: Part | None, but: str = "") -> dict[str, Any]:
        """Return a part as plain data, without what does not count and what is left unsaid."""
        if part is None:
            return {}
        left_out = but.split()
        said: dict[str, Any] = {}
        for name, unsaid in _counted(type(part)):
            value = getattr(part, name)
            if name in left_out or value == unsaid or isinstance(value, Text):
                continue
            if name == "posture" and isinstance(part, Situation) and value == POSTURES[0]:
                continue  # normal or worse is always
            if name in _GROUPED and isinstance(part, Situation):
                value = sorted(self.expand(value))
            elif name in _CIRCUITS:
                named = (value,) if isinstance(value, str) else value
                value = sorted(_json(self._plain(self._circuits.get(one))) for one in named)
            elif isinstance(value, tuple):
                value = [self._value(one) for one in value if not isinstance(one, Text)]
                value = value if name in _IN_ORDER else sorted(value, key=_json)
            else:
                value = self._value(value)
            if value not in ([], {}):
                said[name.rstrip("_")] = value
        return said

    def _value(self, value: object) -> Any:
        if isinstance(value, Part):
            return self._plain(value)
        if isinstance(value, Duration):
            return value.minutes if value.unit in _EXACT else str(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool | int | float | str):
            return value
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Something that bears on some roles, in canonical form.

    Fields:
        body: what it says, without its roles.
        roles: the roles that it speaks to; None: all.
        exceptions: what is taken out of it.
        called: roles and people who are called by it, whether or not it speaks to them.
    """

    body: str
    roles: frozenset[str] | None = None
    exceptions: tuple[_Piece, ...] = ()
    called: frozenset[str] = frozenset()

    def also(self, called: Iterable[str]) -> _Piece:
        """Return the same, bearing on those who are called too."""
        return _Piece(body=self.body, roles=self.roles, exceptions=self.exceptions, called=frozenset(called))

    def bears_on(self, held: frozenset[str]) -> bool:
        """Say whether it bears on one of these roles."""
        return self.roles is None or bool((self.roles | self.called) & held)

    def among(self, held: frozenset[str]) -> list[str]:
        """Return which of these roles it speaks to, so that what it says of others does not count."""
        return sorted(held if self.roles is None else self.roles & held)


def _told(piece: _Piece, held: frozenset[str]) -> str:
    taken_out = sorted(_json([one.body, one.among(held)]) for one in piece.exceptions if one.bears_on(held))
    return _json([piece.body, piece.among(held), taken_out])


def _stands(record: Record) -> bool:
    return record.status == "approved"


@functools.cache
def _counted(cls: type[Part]) -> tuple[tuple[str, object], ...]:
    """Return the fields of a class that count, each with what it is when nothing is said."""
    return tuple((one.name, one.default) for one in fields(cls) if one.name not in _ASIDE)


def _words(text: Text | str | None) -> str:
    """Return the words of a text: letters and figures, without accents, capitals or punctuation."""
    said = text if isinstance(text, str) else text.in_("fr") if text else ""
    # Ligatures stay: a fingerprint that somebody has acknowledged must not change.
    return " ".join(re.findall(r"[^\W_]+", bare(unicodedata.normalize("NFKC", said.casefold()))))


# One for all: making it costs more than a short text does.
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _hash(value: object) -> str:
    return PREFIX + hashlib.sha256(_json(value).encode()).hexdigest()
