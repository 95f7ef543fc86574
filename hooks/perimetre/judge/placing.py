"""Turn what is found at a symbolic place into a finding with its lines and columns (stage judge)."""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.base.diagnostics import Diagnostic, FindingLevel, Fix, Place, Problem, Related, Span
from perimetre.judge.codes import ENGINE
from perimetre.judge.registry import RULES
from perimetre.model import Handbook
from perimetre.reading.document import Document


def address(rule: str) -> str | None:
    """Return the address of a rule's page, from the site's root; None for a code of the stages before."""
    # What the judge says of the house's own settings has no page of its own.
    return f"reference/rules/{rule}/" if rule in RULES else f"reference/rules/#{rule}" if rule in ENGINE else None


class Placer:
    """Turns symbolic places into lines and columns."""

    def __init__(self, handbook: Handbook, documents: Mapping[str, Document]) -> None:
        """Start with a handbook, for what it leaves to be completed, and the documents by path as printed."""
        self.documents = documents
        self._open = {(place.file, place.path) for place in handbook.to_complete}

    def is_open(self, place: Place) -> bool:
        """Say whether a place is, or is inside, something that the house has yet to complete."""
        return bool(self._open) and any(
            (place.file, place.path[:size]) in self._open for size in range(1, len(place.path) + 1)
        )

    def span(self, place: Place) -> Span | None:
        """Return where a place stands; None for a file that could not be read."""
        document = self.documents.get(place.file)
        return document.span_of(place.path, place.at, place.within) if document else None

    def lines(self, diagnostic: Diagnostic) -> list[int]:
        """Return the lines on which a comment may speak of something: its own; that where its text begins."""
        lines = [diagnostic.span.line if diagnostic.span else 1]
        place, document = diagnostic.place, self.documents.get(diagnostic.file)
        if place is not None and place.within is not None and document is not None:
            lines.append(document.span_of(place.path, place.at).line)
        return lines

    def diagnostic(self, rule: str, severity: FindingLevel, problem: Problem) -> Diagnostic:
        """Return a problem as every report takes it."""
        span = self.span(problem.place)
        fixes = (
            (Fix(file=problem.place.file, span=span, text=problem.write),)
            if span is not None and problem.write is not None
            else ()
        )
        return Diagnostic(
            rule=rule,
            severity=severity,
            message=problem.message,
            hint=problem.hint,
            file=problem.place.file,
            span=span,
            fixes=fixes,
            url=address(rule),
            place=problem.place,
            related=tuple(
                Related(file=place.file, span=self.span(place), message=what) for place, what in problem.related
            ),
            about=problem.about | self._record_at(problem.place),
        )

    def _record_at(self, place: Place) -> frozenset[str]:
        """Return the id of the innermost record that holds a place, if one does."""
        document = self.documents.get(place.file)
        held = document.data if document else None
        record: str | None = None
        for step in (*place.path, None):
            if isinstance(held, dict):
                id_ = held.get("id")
                record = id_ if isinstance(id_, str) else record
                held = held.get(step)
            elif isinstance(held, list) and isinstance(step, int) and step < len(held):
                held = held[step]
            else:
                break
        return frozenset((record,)) if record else frozenset()
