"""Check that whatever has a beginning and an end ends after it begins, whatever it is (build)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from perimetre.base.diagnostics import KeyPath, Place
from perimetre.base.words import message
from perimetre.model.building.findings import BuildFindings
from perimetre.reading.document import Document

# The keys that say when something begins, and those that say when it ends: any two of one mapping are a pair.
BEGINNINGS = ("from", "on", "valid_from", "declared_at", "given_on", "decided_on", "opened_on", "immersed_on")
ENDS = ("to", "until", "valid_until", "withdrawn_on", "closed_on", "left_on", "ends_on", "review_on", "regrant_by")

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?", re.ASCII)
_DAY = timedelta(days=1)


def check_dates(documents: Iterable[Document], findings: BuildFindings) -> None:
    """Report each end that comes before its beginning, once, at the end."""
    for document in documents:
        for path, ids, part in _mappings(document.data, (), ()):
            begins = [key for key in BEGINNINGS if key in part and _is_written(part[key])]
            for end in ENDS if begins else ():
                if _is_written(part.get(end)):
                    later = [key for key in begins if _ends(part[end]) <= _begins(part[key])]
                    for begin in later[:1]:
                        _report(document, path, (begin, part[begin]), (end, part[end]), ids, findings)


def _report(
    document: Document,
    path: KeyPath,
    begin: tuple[str, str],
    end: tuple[str, str],
    ids: tuple[str, ...],
    findings: BuildFindings,
) -> None:
    hint = message("Check the two dates: one of them has the wrong day, month or year.")
    if "T" in begin[1] and "T" in end[1] and begin[1][:10] == end[1][:10] and begin[1] != end[1]:
        after = (date.fromisoformat(end[1][:10]) + _DAY).isoformat()
        hint = message("Past midnight, the end is on the next day: `{line}`.", line=f"{end[0]}: {after}{end[1][10:]}")
    findings.add(
        "end-follows-beginning",
        Place(document.file, (*path, end[0])),
        message("This ends before it begins: `{end}`, and `{begin}`.", end=": ".join(end), begin=": ".join(begin)),
        hint,
        related=((Place(document.file, (*path, begin[0])), message("It begins here.")),),
        about=ids[-1:],
    )


def _mappings(
    value: Any, path: KeyPath, ids: tuple[str, ...]
) -> Iterator[tuple[KeyPath, tuple[str, ...], dict[str, Any]]]:
    """Yield the mappings that a value holds, itself included, each with its place and the ids of what it stands in."""
    if isinstance(value, dict):
        own = value.get("id")
        # The id of a file names all that it holds: an id of something in it says more.
        ids = (*ids, own) if isinstance(own, str) and path else ids
        yield path, ids, value
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield from _mappings(inner, (*path, key), ids)
    elif isinstance(value, list):
        for rank, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from _mappings(inner, (*path, rank), ids)


def _is_written(value: object) -> bool:
    return isinstance(value, str) and _WRITTEN.fullmatch(value) is not None


def _begins(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _ends(value: str) -> datetime:
    """Return the instant at which something is over: a last day is included, a last instant is not."""
    return datetime.fromisoformat(value) + (_DAY if len(value) == 10 else timedelta())
