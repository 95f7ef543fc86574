"""Write what the stages found, one file a format (stage report).

Comes in: `Findings`. Goes out: the text of the report. The exit status is the driver's affair and never depends on the
format. A new format is one new file, and one line of `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import github, json, text
from .findings import Findings

FORMATS: Mapping[str, Callable[[Findings], str]] = {
    "text": text.write,
    "json": json.write,
    "github": github.write,
}

__all__ = ["FORMATS", "Findings"]
