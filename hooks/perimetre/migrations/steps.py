"""Hold the steps, and take a document through them: one former form each, in the order in which they are taken."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping

from perimetre.base.diagnostics import KeyPath
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.migrations import agreements
from perimetre.migrations.editing import Edit, NotMovedError, edited
from perimetre.reading.document import Document
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A former form.

    Fields:
        former, today: what is written in it, and what takes its place, for what is said of it.
        found_in: the paths of the mappings of plain data where it stands.
        moved: what such a mapping holds then.
        edits: what is written otherwise of it.
    """

    id: str
    former: Message
    today: Message
    found_in: Callable[[object], Iterable[KeyPath]]
    moved: Callable[[dict[str, object]], Mapping[str, object]]
    edits: Callable[[Document, KeyPath], Iterable[Edit]]


STEPS = (
    Step(
        id="agreements",
        former=message("the agreement on a statement, in `approved_by` and `approved_at`"),
        today=message("`approvals:`, a list"),
        found_in=agreements.found_in,
        moved=agreements.moved,
        edits=agreements.edits,
    ),
)


def former_forms(data: object) -> Iterator[tuple[Step, KeyPath]]:
    """Yield each former form that plain data holds, with its path."""
    for step in STEPS:
        for path in step.found_in(data):
            yield step, path


def brought(document: Document) -> str:
    """Return the text of a document in the forms of today; the same text where it has no other.

    Raises:
        NotMovedError: it is written in a way that cannot be moved.
    """
    for step in STEPS:
        paths = tuple(step.found_in(document.data))
        if not paths:
            continue
        text = edited(document.text, [edit for path in paths for edit in step.edits(document, path)])
        expected = copy.deepcopy(document.data)
        for path in paths:
            expected = _with(expected, path, step)
        after = parse(Source(document.path, document.file, text.encode())).document
        if after is None or after.data != expected:
            raise NotMovedError
        document = after
    return document.text


def _with(data: object, path: KeyPath, step: Step) -> object:
    if not path:
        assert isinstance(data, dict)
        return dict(step.moved(data))
    data[path[0]] = _with(data[path[0]], path[1:], step)  # type: ignore[index]  # the path was found in it
    return data
