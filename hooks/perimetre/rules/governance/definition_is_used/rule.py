"""A definition is used: a group, a circuit, a training, a line that nothing names is a decision that nobody applies."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Circuit, Line, Record
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

KINDS = ("group", "circuit", "training", "agency", "ladder", "message_kind")


def _words(data: object) -> Iterator[str]:
    """Yield every word that a document says, its own ids apart."""
    waiting = [data]
    while waiting:
        held = waiting.pop()
        if isinstance(held, dict):
            waiting.extend(inner for name, inner in held.items() if name != "id")
        elif isinstance(held, list):
            waiting.extend(held)
        elif isinstance(held, str):
            yield held


def find(view: View) -> Iterator[Problem]:
    """Yield the definitions that nothing names."""
    words = frozenset(word for document in view.documents.values() for word in _words(document.data))
    brands = [*(other.brand for other in view.views), view.brand]
    for brand in brands:
        entry = {ground.entry_level for ground in brand.moderation.grounds}
        for (kind, id_), record in brand.own.items():
            unused = kind in KINDS and id_ not in words and id_ not in entry
            if kind == "line" and isinstance(record, Line):
                unused = not record.default and record.match is None and id_ not in words
            if isinstance(record, Circuit) and record.ready_texts:
                # It says itself what it reads.
                unused = False
            if unused and isinstance(record, Record) and record.status == "approved":
                yield flaw(
                    key(record, "id"),
                    message("`{id}` is defined, and nothing names it.", id=id_),
                    message("Name it where it applies, or delete it."),
                )


RULE = Check(
    id="definition-is-used",
    level="warning",
    needs=(),
    find=find,
    whole=True,
)
