"""Name the exact version of what a person has to know: their perimeter in a brand, or the brand's voice.

Comes in: a brand, roles. Goes out: `v1:` and the SHA-256 of canonical JSON, which a record of `acknowledgements.yml`
keeps, so that anybody can say whether what was read is what holds.

Of a perimeter, what bears on the person's roles counts: rules and red lines, duties, the lines that they may start or
are called on, the crisis steps that they take. Of a voice: its tone, its words, its mechanics. What explains, names or
dates a review does not count, nor do people, contacts, schedules, order where order says nothing, and comments
(docs/decisions/0043-what-an-acknowledgement-is-bound-to.md). What the house says is put into canonical form once for
all its brands.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from json.encoder import encode_basestring

from perimetre.base.memory import Memory
from perimetre.model import Brand, Match
from perimetre.perimeter.copies import red_lines_of
from perimetre.perimeter.history import rules_of
from perimetre.versions.canonical import Naming, Piece, Plain, Told, encode, stands, told, words

PREFIX = "v1:"
# What a voice holds that has a form of its own in its version; any other key that counts is there as it is said.
_VOICE = frozenset(
    {"address", "signature", "tone", "traits", "guidelines", "mechanics", "required_mentions", "we_are", "lexicon"}
)


def holders(brand: Brand, today: date) -> Mapping[str, tuple[str, ...]]:
    """Return the people who hold each role in a brand on a day, each once."""
    people: dict[str, dict[str, None]] = {}
    for given in brand.assignments_on(today):
        if given.person and given.role:
            people.setdefault(given.role, {})[given.person] = None
    return {role: tuple(several) for role, several in people.items()}


def roles_of(brand: Brand, person: str, today: date) -> frozenset[str]:
    """Return the roles that a person holds in a brand on a day."""
    return frozenset(role for role, people in holders(brand, today).items() if person in people)


class Versions:
    """The versions of one brand: read once, asked for as many people as there are.

    Args:
        brand: the brand in effect, with what it has of the house.
        memory: what has been put into canonical form for the handbook's other brands; none: nothing yet.

    Attributes:
        managers: the roles of community managers.
    """

    def __init__(self, brand: Brand, memory: Memory | None = None) -> None:
        self.brand = brand
        self.managers = frozenset(role.id for role in brand.people.roles if role.community_manager)
        self._once = (memory or Memory()).once
        self._naming = self._once(
            Naming,
            *brand.scope.groups,
            *brand.validation.circuits,
            *brand.escalation.severities,
            managers=self.managers,
            roles=frozenset(role.id for role in brand.people.roles),
        )
        self._known: dict[frozenset[str], str] = {}

    def of_roles(self, roles: Iterable[str]) -> str:
        """Return the version of what bears on these roles, held by one person."""
        held = frozenset(roles)
        version = self._known.get(held)
        if version is None:
            families = {
                family: sorted(self._once(told, piece, held=held) for piece in pieces if piece.bears_on(held))
                for family, pieces in self._pieces.items()
            }
            if not held.isdisjoint(self.managers):
                families["speaking"] = sorted(self._once(told, piece, held=held) for piece in self._speaking)
            version = self._known[held] = _version(families)
        return version

    @property
    def has_voice(self) -> bool:
        """Whether the brand, or the house for it, has written how it speaks."""
        return "voice" in self.brand.files

    def of_voice(self) -> str:
        """Return the version of the voice."""
        return self._voice

    def roles(self, match: Match) -> frozenset[str] | None:
        """Return the roles that a match names, whichever way it names them; None where it bears on all."""
        return self._naming.bearing(match)

    @functools.cached_property
    def _voice(self) -> str:
        voice, plain = self.brand.voice, self._naming.plain
        records: dict[str, list[Plain]] = {
            "address": [plain(voice.address)],
            "signature": [plain(signature) for signature in voice.signature],
            "tone": [plain(voice.tone)],
            "traits": [{"id": trait.id} for trait in voice.traits if stands(trait)],
            "guidelines": [{**plain(line), "id": line.id} for line in voice.guidelines if stands(line)],
            "mechanics": [plain(mechanic) for mechanic in voice.mechanics if stands(mechanic)],
            "mentions": [
                {**plain(mention), "text": words(mention.text)}
                for mention in voice.required_mentions
                if stands(mention)
            ],
            "we-are": [words(voice.we_are)],
            **self._naming.more_of(voice, _VOICE),
        }
        families = {family: sorted(map(encode, several)) for family, several in records.items()}
        lexicon = (self._once(Naming.term, self._naming, term) for term in voice.lexicon if stands(term))
        families["lexicon"] = sorted(lexicon)
        return _version(
            {family: [Told(text, encode_basestring(text)) for text in texts] for family, texts in families.items()}
        )

    @property
    def families(self) -> Mapping[str, list[Piece]]:
        """What bears on some roles, by family; what managers alone are told, under «speaking»."""
        return {**self._pieces, "speaking": self._speaking}

    # --- what bears on whom ------------------------------------------------------------------------------------

    @functools.cached_property
    def _pieces(self) -> Mapping[str, list[Piece]]:
        brand, once, naming = self.brand, self._once, self._naming
        posts = tuple((schedule.id, schedule.role) for schedule in brand.people.schedules)
        duties = (once(Naming.duty, naming, duty) for duty in brand.duties.duties if stands(duty))
        crises = (once(Naming.workflow, naming, crisis) for crisis in brand.crises if stands(crisis))
        procedures = (
            once(Naming.workflow, naming, procedure) for procedure in brand.procedures.procedures if stands(procedure)
        )
        return {
            # Advice decides nothing: nobody has to read it again.
            "rules": [
                once(Naming.rule, naming, rule) for rule in rules_of(brand) if stands(rule) and not rule.is_advice
            ],
            "red-lines": [
                once(Naming.rule, naming, line) for line in red_lines_of(brand) if stands(line) and not line.is_advice
            ],
            "duties": [piece for acts in duties for piece in acts],
            "lines": [
                once(Naming.line, naming, line, posts=posts)
                for line in brand.escalation.lines
                if stands(line) and brand.is_among(line.brands)
            ],
            # A family of their own would change the version of everybody, where nobody has a procedure.
            "crises": [piece for steps in (*crises, *procedures) for piece in steps],
        }

    @functools.cached_property
    def _speaking(self) -> list[Piece]:
        """Whether community managers may still speak, by severity."""
        return [
            Piece(body=encode([severity.number, severity.cm_may_speak]))
            for severity in self.brand.escalation.severities
            if stands(severity)
        ]


class Compared:
    """The versions of one brand before and after: what both say to everybody is looked at once.

    Args:
        old, new: the versions before and after.
        memories: what has been read of other brands, on each side.
    """

    def __init__(self, old: Versions, new: Versions, memories: tuple[Memory, Memory]) -> None:
        self._sides = (old, new)
        counts = [
            Counter(
                (family, memory.once(_content, piece)) for family, pieces in side.families.items() for piece in pieces
            )
            for side, memory in zip(self._sides, memories, strict=True)
        ]
        self._alone: list[list[tuple[str, Piece]]] = [
            [
                (family, piece)
                for family, pieces in side.families.items()
                for piece in pieces
                if counts[0][key := (family, memory.once(_content, piece))] != counts[1][key]
            ]
            for side, memory in zip(self._sides, memories, strict=True)
        ]
        self._known: dict[frozenset[str], bool] = {}

    def differ(self, before: frozenset[str], after: frozenset[str]) -> bool:
        """Say whether who held some roles, and now holds others or the same, has another version to read."""
        old, new = self._sides
        if before != after or before & old.managers != after & new.managers:
            return old.of_roles(before) != new.of_roles(after)
        if after not in self._known:
            said = [
                sorted((family, told(piece, held=after)) for family, piece in alone if _bears(family, piece, after, of))
                for alone, of in zip(self._alone, self._sides, strict=True)
            ]
            self._known[after] = said[0] != said[1]
        return self._known[after]


def _content(piece: Piece) -> Hashable:
    return piece.content


def _bears(family: str, piece: Piece, held: frozenset[str], versions: Versions) -> bool:
    if family == "speaking":
        return not held.isdisjoint(versions.managers)
    return piece.bears_on(held)


def _version(families: Mapping[str, list[Told]]) -> str:
    """Return the version of texts, by family; each is in its JSON already."""
    content = ",".join(
        f"{encode_basestring(family)}:[{','.join(piece.quoted for piece in pieces)}]"
        for family, pieces in sorted(families.items())
    )
    return PREFIX + hashlib.sha256(f"{{{content}}}".encode()).hexdigest()
