"""Send a text out of the product: nothing that nobody sees goes with it, nor an order to the machine that shows it.

Comes in: a text that may hold anything (a name of a file, a value, what somebody typed). Goes out: the same for a
terminal, a log or a file of JSON. A terminal obeys control characters; a log of GitHub obeys a line that begins with
`::`, one of Azure what stands in `##vso[…]`, wherever it is.
"""

from __future__ import annotations

import json
import re

from perimetre.reading.reader.characters import INVISIBLE_IN_VALUE, visible

_ORDER = re.compile(r"^(?P<before>[^\S\n]*):(?=:)|#(?=#\w*\[)", re.MULTILINE)
_BRACKETED = re.compile(r"#(?=#\w*\[)")


def lines(text: str) -> str:
    """Return lines to read, each visible as a whole."""
    return without_orders(visible(text, keep="\n"))


def without_orders(text: str) -> str:
    """Return lines that are visible already, with the code of the sign that makes an order of one in its place."""
    return _ORDER.sub(lambda order: f"{order['before'] or ''}<U+{ord(order[0][-1]):04X}>", text)


def as_json(value: object) -> str:
    """Return `value` as JSON that a person can read; what nobody sees is written by its code, which changes nothing."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _BRACKETED.sub(r"\\u0023", INVISIBLE_IN_VALUE.sub(lambda unseen: json.dumps(unseen[0])[1:-1], text)) + "\n"
