"""List what a house has yet to decide, each once, with what is to be written there.

Comes in: a handbook as it was loaded. Goes out: its marks, those that ask for the same thing together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perimetre.base.frozen import dataclass
from perimetre.pipeline.loaded import Loaded

# What a mark is found by.
_RULE = "to-complete-is-completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToDecide:
    """Something that the house has yet to decide.

    Fields:
        place: the file and the line, as they are printed, of the first mark.
        key: the key that has it.
        hint: what is to be written, as the comment above it says; "" where there is none.
        count: how many marks ask for the same.
    """

    place: str
    key: str
    hint: str
    count: int = 1


def left_to_decide(loaded: Loaded) -> Sequence[LeftToDecide]:
    """Return what is left to decide, in the order of the files."""
    lines = loaded.lines
    left: dict[tuple[str, str], LeftToDecide] = {}
    for finding in loaded.diagnostics:
        if finding.rule != _RULE or finding.span is None:
            continue
        key = str(finding.message.values["key"])
        hint = _said_above(lines[finding.file], finding.span.line - 1)
        known = left.get((key, hint))
        mark = LeftToDecide(place=f"{finding.file}:{finding.span.line}", key=key, hint=hint)
        left[key, hint] = mark if known is None else replace(known, count=known.count + 1)
    return tuple(left.values())


def _said_above(lines: Sequence[str], row: int) -> str:
    """Return the nearest comment above a line of the same record, on one line."""
    while row > 0 and lines[row - 1].strip():
        row -= 1
        if lines[row].lstrip().startswith("#"):
            said = [lines[row].strip()]
            while row > 0 and lines[row - 1].lstrip().startswith("#"):
                row -= 1
                said.insert(0, lines[row].strip())
            return " ".join(line.lstrip("# ") for line in said)
    return ""
