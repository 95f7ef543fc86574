"""Remember what each rule found and what it had read, so that a rule whose ground has not changed is not asked again.

Comes in: what was remembered of an earlier judgement, the handbook, the documents, the day. Goes out: what a rule found
then, where all that it read is the same; what is to be remembered of this judgement. What a rule reads is noted while
it runs. A server keeps one memory from save to save; a command keeps in a file what is to be remembered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TypeVar, cast

from perimetre.base.diagnostics import Problem
from perimetre.base.frozen import dataclass
from perimetre.model import Handbook
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HANDBOOK
from perimetre.rules.kit.reads import Reads, kinds_read
from perimetre.rules.kit.view import View

Worth = TypeVar("Worth")

# Whose some files are, and of what kind; or what one of them holds, or is written as, with its path as printed.
_Ground = tuple[str, str]
_HELD, _WRITTEN = "*held", "*written"
_EVERYTHING: _Ground = (_HELD, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBefore:
    """What a rule found of a brand, or what else was worked out of it.

    Fields:
        ground: what was read for it.
        digest: what these files held.
        worth: what was found.
    """

    ground: frozenset[_Ground]
    digest: bytes
    worth: object


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBefore:
    """What the rules found of a handbook.

    Fields:
        context: what bears on all: the day, the names of the files, the settings, the levels, the ids that give way to
            others.
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
        self._context = b""
        self._sure = False

    def begin(self, handbook: Handbook, documents: Mapping[str, Document], today: date, *, sure: bool) -> None:
        """Take the files as they are now: what was found on another day, or among other files, is not remembered.

        Args:
            handbook: the handbook as built.
            documents: what could be read, by path as printed.
            today: the day, in the house's zone.
            sure: whether all of them mean what they say; else nothing of this judgement is recalled, or kept.
        """
        if self._sure:
            self._before = JudgedBefore(context=self._context, found=self._found)
        self._found, self._digests, self._context, self._sure = {}, {}, b"", sure
        if not sure:
            return
        together: dict[_Ground, hashlib._Hash] = {}
        every = hashlib.sha256()
        for file, document in sorted(documents.items()):
            # Lines and comments are nothing that a file holds: findings are placed in it as it is written now.
            digest = hashlib.sha256(f"{file}\n{document.data!r}".encode()).digest()
            every.update(digest)
            self._digests[_HELD, file] = digest
            self._digests[_WRITTEN, file] = hashlib.sha256(document.text.encode()).digest()
            filed = kind_of(document.path)
            if isinstance(filed, Filed):
                together.setdefault((filed.origin, filed.kind.id), hashlib.sha256()).update(digest)
        self._digests |= {ground: held.digest() for ground, held in together.items()}
        self._digests[_EVERYTHING] = every.digest()
        names = sorted((file, document.path) for file, document in documents.items())
        renamed = [(brand.id, brand.above, sorted(brand.renamed.items())) for brand in handbook.brands]
        settings = self._digests.get((HANDBOOK, HANDBOOK))
        context = (today, names, settings, renamed, sorted(map(repr, handbook.to_complete)))
        self._context = hashlib.sha256(repr(context).encode()).digest()
        if self._before.context != self._context:
            self._before = JudgedBefore(context=self._context)

    def recall(self, rule: str, brand: str) -> tuple[Problem, ...] | None:
        """Return what a rule found of a brand, or None where something that it read has changed."""
        before = self._recall(rule, brand)
        return None if before is None else cast("tuple[Problem, ...]", before.worth)

    def once(self, what: str, view: View, work_out: Callable[[View], Worth]) -> Worth:
        """Return what is worked out of a brand besides, again only where something that was read for it has changed."""
        before = self._recall(what, view.brand.id)
        if before is not None:
            return cast("Worth", before.worth)
        looked = view.anew()
        worth = work_out(looked)
        self._keep(what, view.brand.id, looked.reads, worth)
        return worth

    def _recall(self, what: str, brand: str) -> FoundBefore | None:
        before = self._before.found.get((what, brand)) if self._sure else None
        if before is None or before.digest != self._digest(before.ground):
            return None
        self._found[what, brand] = before
        return before

    def keep(self, rule: str, brand: str, reads: Reads, problems: Sequence[Problem]) -> None:
        """Remember what a rule has found of a brand, and what it has read."""
        self._keep(rule, brand, reads, tuple(problems))

    def _keep(self, what: str, brand: str, reads: Reads, worth: object) -> None:
        if not self._sure:
            return
        every = reads.all()
        written = {(_WRITTEN, file) for some in every for file in some.texts}
        if any(some.everything for some in every):
            ground = frozenset({_EVERYTHING, *written})
        else:
            ground = kinds_read(every) | written | {(_HELD, file) for some in every for file in some.files}
        self._found[what, brand] = FoundBefore(ground=ground, digest=self._digest(ground), worth=worth)

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

    def _digest(self, ground: frozenset[_Ground]) -> bytes:
        held = hashlib.sha256()
        for part in sorted(ground):
            held.update(repr(part).encode() + self._digests.get(part, b""))
        return held.digest()
