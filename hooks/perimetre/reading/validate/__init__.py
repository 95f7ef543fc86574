"""Validate: judge the form of a document by the schema of its kind.

Comes in: a `Document` and its `Kind`. Goes out: diagnostics; none for a document of the right form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from perimetre.base.words import Message, message
from perimetre.reading.validate.bounds import reversed_bounds
from perimetre.reading.validate.verdict import is_valid

if TYPE_CHECKING:
    from perimetre.base.diagnostics import Diagnostic
    from perimetre.reading.document import Document
    from perimetre.reading.kinds import Kind

# The form rules: what should hold, by id.
RULES: Mapping[str, Message] = {
    "format-is-known": message("The handbook is written in a format that this version reads."),
    "key-is-known": message("Every key is one that the file may have, at its place."),
    "key-is-present": message("Every key that must be there is there."),
    "value-has-its-form": message("Every value has the form that its key calls for."),
    "value-is-known": message("A value out of a closed list is in the list."),
    "value-is-in-bounds": message("A number, a text or a list is neither too small nor too large."),
    "value-is-said-once": message("A list names each thing only once."),
}


def validate(document: Document, kind: Kind) -> tuple[Diagnostic, ...]:
    """Judge the form of a document.

    Args:
        document: what was read.
        kind: the kind of file, as `kinds.kind_of` tells it.
    """
    if is_valid(kind.id, document.data):
        return tuple(reversed_bounds(document))
    # Late: nearly every file is as it should be, and owes nothing to what says why another is not.
    from perimetre.reading.validate.why import why

    return why(document, kind)
