"""Gather what the stage build finds, each with its place in the text and the corrected line (stage build)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perimetre.base.diagnostics import Diagnostic, FindingLevel, Fix, Place, Related, Span
from perimetre.base.words import Message
from perimetre.reading.document import Document


class BuildFindings:
    """The diagnostics of the stage, in the making."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        """Start with the documents by file, as printed: they know where things stand."""
        self._documents = documents
        self.diagnostics: list[Diagnostic] = []

    def add(
        self,
        rule: str,
        place: Place,
        message: Message,
        hint: Message | None = None,
        *,
        severity: FindingLevel = "error",
        related: tuple[tuple[Place, Message], ...] = (),
        about: Iterable[str] = (),
        fixes: Iterable[tuple[Place, str]] = (),
    ) -> None:
        """Add one thing to mend at a place.

        Args:
            rule: the rule's id.
            place: the place.
            message: what is wrong.
            hint: what to write instead.
            severity: how grave it is.
            related: other places that it speaks of, each with what it has to do with it.
            about: the word that names nothing, and the one that was meant.
            fixes: where the hint says to write something, and what.
        """
        self.diagnostics.append(
            Diagnostic(
                rule=rule,
                severity=severity,
                message=message,
                hint=hint,
                file=place.file,
                span=self.span(place),
                related=tuple(Related(file=other.file, span=self.span(other), message=text) for other, text in related),
                about=frozenset(about),
                fixes=tuple(
                    Fix(file=to_mend.file, span=span, text=text)
                    for to_mend, text in fixes
                    if (span := self.span(to_mend)) is not None
                ),
            )
        )

    def span(self, place: Place) -> Span | None:
        """Return where a place stands, or None for a file that has no document."""
        document = self._documents.get(place.file)
        return document.span_of(place.path, place.at, place.within) if document else None

    def line_with(self, place: Place, old: str, new: str) -> str | None:
        """Return the line of a place with a word of it replaced, or None where the word is not on it as it is."""
        document, span = self._documents.get(place.file), self.span(place)
        if document is None or span is None:
            return None
        line = document.lines[span.line - 1]
        head, rest = line[: span.column - 1], line[span.column - 1 :]
        if not rest.lstrip("\"'").startswith(old):
            return None
        start = rest.index(old)
        return (head + rest[:start] + new + rest[start + len(old) :]).strip()
