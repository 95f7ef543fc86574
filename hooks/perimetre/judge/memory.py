"""Remember what each rule found and what it had read, so that a rule whose ground has not changed is not asked again.

Comes in: what was remembered of an earlier judgement, the documents, the day. Goes out: what a rule found then, where
all that it read is the same; what is to be remembered of this judgement. What a rule reads is noted while it runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HOUSE
from perimetre.reading.parse import Document
from perimetre.rules.kit.reads import Reads

# Whose some files are, and of what kind; or nobody's, and the path of one as printed.
_Ground = tuple[str, str]
_NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBefore:
    """What a rule found of a brand.

    Fields:
        ground: what it read; None where it looked through all the files.
        digest: what these files held.
        problems: what it found.
    """

    ground: frozenset[_Ground] | None
    digest: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBefore:
    """What the rules found of a handbook.

    Fields:
        context: the day, and the names of the files.
        found: what each rule found, by its id and the brand's.
    """

    context: bytes = b""
    found: Mapping[tuple[str, str], FoundBefore] = field(default_factory=dict)


class JudgeMemory:
    """What the rules found before, and what they find now."""

    def __init__(self, before: JudgedBefore | None = None) -> None:
        """Start with what is remembered."""
        self._before = before or JudgedBefore()
        self._found: dict[tuple[str, str], FoundBefore] = {}
        self._digests: dict[_Ground, bytes] = {}
        self._all = self._context = b""

    def begin(self, documents: Mapping[str, Document], today: date) -> None:
        """Take the files as they are now: what was found on another day, or among other files, is not remembered."""
        together: dict[_Ground, hashlib._Hash] = {}
        every = hashlib.sha256()
        for file, document in sorted(documents.items()):
            digest = hashlib.sha256(f"{file}\n{document.text}".encode()).digest()
            every.update(digest)
            self._digests[_NOBODY, file] = digest
            filed = kind_of(document.path)
            if isinstance(filed, Filed):
                together.setdefault((filed.origin, filed.kind.id), hashlib.sha256()).update(digest)
        self._digests |= {ground: held.digest() for ground, held in together.items()}
        self._all = every.digest()
        names = sorted((file, document.path) for file, document in documents.items())
        self._context = hashlib.sha256(repr((today, names)).encode()).digest()
        if self._before.context != self._context:
            self._before = JudgedBefore(context=self._context)

    def recall(self, rule: str, brand: str) -> tuple[Problem, ...] | None:
        """Return what a rule found of a brand, or None where something that it read has changed."""
        before = self._before.found.get((rule, brand))
        if before is None or before.digest != self._digest(before.ground):
            return None
        self._found[rule, brand] = before
        return before.problems

    def keep(self, rule: str, brand: str, reads: Reads, problems: Sequence[Problem]) -> None:
        """Remember what a rule has found of a brand, and what it has read."""
        every = reads.all()
        ground = None
        if not any(some.everything for some in every):
            read = {(owner, kind) for some in every for owner, kinds in some.kinds.items() for kind in kinds}
            # What the house says is read in each brand.
            files = {(_NOBODY, file) for some in every for file in some.files}
            ground = frozenset(read | {(HOUSE, kind) for _, kind in read} | files)
        self._found[rule, brand] = FoundBefore(ground=ground, digest=self._digest(ground), problems=tuple(problems))

    def found_of(self, brands: Collection[str]) -> dict[tuple[str, str], FoundBefore]:
        """Return what is to be remembered of some brands."""
        return {key: found for key, found in self._found.items() if key[1] in brands}

    def add(self, found: Mapping[tuple[str, str], FoundBefore]) -> None:
        """Remember what another process has found."""
        self._found.update(found)

    def now(self) -> JudgedBefore | None:
        """Return what is to be remembered; None where it is what was, or where nothing was judged."""
        if not self._context or self._found == self._before.found:
            return None
        return JudgedBefore(context=self._context, found=self._found)

    def _digest(self, ground: frozenset[_Ground] | None) -> bytes:
        if ground is None:
            return self._all
        held = hashlib.sha256()
        for part in sorted(ground):
            held.update(repr(part).encode() + self._digests.get(part, b""))
        return held.digest()
