"""Hold a handbook that was loaded, and what was found on the way.

It stands apart from what loads: a handbook that is remembered is not read again, and owes nothing to what reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import Diagnostic, Place, Span
from perimetre.base.frozen import dataclass
from perimetre.reading.reader.places import LINE_BREAK
from perimetre.reading.sources import Source

if TYPE_CHECKING:
    from perimetre.model import Handbook
    from perimetre.reading.document import Document

_START = Span(line=1, column=1, end_line=1, end_column=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A handbook and what was found on the way.

    Fields:
        handbook: the whole, or None where there was nothing to build it from.
        diagnostics: what is to be mended, in the order in which it is shown.
        sources: the files that were gathered, by path as printed.
        documents: those that could be read, by path as printed.
    """

    handbook: Handbook | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> int:
        """How many files were gathered."""
        return len(self.sources)

    @property
    def lines(self) -> Mapping[str, Sequence[str]]:
        """The lines of each file that something is said of, by path as printed, for the reports that show them."""
        spoken_of = {finding.file for finding in self.diagnostics} | {
            place.file for finding in self.diagnostics for place in finding.related
        }
        return {file: self._lines(file) for file in sorted(spoken_of) if file in self.sources}

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before the handbook can be used."""
        return self.handbook is None or any(
            finding.severity == "error" and finding.suppressed is None for finding in self.diagnostics
        )

    def span_of(self, place: Place) -> Span:
        """Return where a symbolic place stands; the start of the file where it could not be read."""
        document = self.documents.get(place.file)
        return document.span_of(place.path, place.at, place.within) if document else _START

    def _lines(self, file: str) -> Sequence[str]:
        # The lines as they stand: a document may be the file as it was meant.
        return LINE_BREAK.split(self.sources[file].content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
