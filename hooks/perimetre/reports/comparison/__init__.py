"""Write what changes from one handbook to another, one file a format (stage report).

Comes in: `Differences`. Goes out: the text of the report; where nothing changes, Markdown has nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perimetre.reports.comparison import json, markdown, text
from perimetre.reports.comparison.differences import AgreementAsked, Differences

# The first is the one that is written when nothing is asked.
FORMATS: Mapping[str, Callable[[Differences], str]] = {
    "text": text.write,
    "markdown": markdown.write,
    "json": json.write,
}

__all__ = ["FORMATS", "AgreementAsked", "Differences"]
