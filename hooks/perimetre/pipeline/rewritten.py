"""Hold the files of a handbook as they are and as they will be, before anything is written to the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perimetre.reading.sources import Collected, Source


@dataclass(slots=True, kw_only=True)
class Rewritten:
    """Files that are to be written.

    Fields:
        before: the files as they are, by path below the playbooks; those that are not there yet have no entry.
        after: the files as they will be.
    """

    before: dict[str, Source] = field(default_factory=dict)
    after: dict[str, Source] = field(default_factory=dict)

    def among(self, sources: Mapping[str, Source]) -> Collected:
        """Return the files of the handbook as they will be."""
        others = (source for source in sources.values() if source.path not in self.after)
        return Collected(tuple(sorted((*others, *self.after.values()), key=lambda source: source.path)))
