"""Write what templates are given as plain words and data, for scripts of the site, which put them as text."""

from __future__ import annotations

import html
import re
from typing import TypeAlias

Data: TypeAlias = dict[str, object]

_BREAK = re.compile(r"<br ?/?>|</(?:p|li)>")
_TAG = re.compile(r"<[^>]*>")


def unmarked(written: object) -> str:
    """Return what a template would be given as plain words, each paragraph on its line."""
    lines = _TAG.sub("", _BREAK.sub("\n", str(written))).splitlines()
    return html.unescape("\n".join(line.strip(" ") for line in lines if line.strip(" ")))


def said(data: Data) -> Data:
    """Return what is said: neither nothing, nor an empty word or list; a number may be nought."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {}) and value is not False}
