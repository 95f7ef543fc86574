"""Give each cell of a table the name of its column, so that a phone can show a row as a small list.

A part of the stage render. Comes in: the inside of a table, as a template wrote it. Goes out: the same with
`data-column` on each cell. The roles that a browser forgets when a style sets rows as blocks are `assets/tables.js`'s.
"""

from __future__ import annotations

import itertools
import re

from markupsafe import Markup, escape

_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_COLUMN = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_OPENED = re.compile(r"<(tr|th|td)\b")


def named(inside: str) -> Markup:
    """Return the inside of a table, its cells named by their columns."""
    head = _HEAD.search(inside)
    columns = [" ".join(Markup(cell).striptags().split()) for cell in _COLUMN.findall(head.group(1))] if head else []
    place = itertools.count()

    def mark(opened: re.Match[str]) -> str:
        nonlocal place
        tag = opened.group(1)
        if tag == "tr":
            place = itertools.count()
            return opened[0]
        column = next(place)
        label = f' data-column="{escape(columns[column])}"' if tag == "td" and column < len(columns) else ""
        return f"<{tag}{label}"

    return Markup(_OPENED.sub(mark, str(inside)))
