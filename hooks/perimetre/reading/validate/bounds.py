"""Judge bounds against each other: wherever two stand side by side, the lesser is not above the greater.

A delay written with keys says when, and says each thing once: what its record says of it as well is not said in it.

Comes in: a document that has its form. Goes out: diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from perimetre.base.diagnostics import Diagnostic, KeyPath
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.reading.validate.context import Context, line

if TYPE_CHECKING:
    from perimetre.reading.document import Document

# The keys of two bounds, the lesser first, and whether they may be equal: nothing is above 50 and up to 50.
PAIRS = (
    ("min", "max", True),
    ("above", "up_to", False),
    ("not_before", "offset", True),
    ("not_before", "not_after", True),
    ("offset", "not_after", True),
    ("every", "until", True),
    ("every", "max_gap", True),
)
# The keys of a delay that say when; and what a record may say beside its delay, by the key of the delay.
WHEN = ("offset", "not_before", "not_after", "every")
BESIDE = {
    "from": ("clock", "since_step", "since_event"),
    "hours": ("hours",),
    "every": ("every",),
    "until": ("until",),
}
# Nothing of this is in most files, which are not looked through.
_SAID = re.compile(r"\b(max|up_to|not_after|offset|every)\b.?:|(within|after):[ \t]*(\{|#|$)", re.MULTILINE)


def reversed_bounds(document: Document) -> Iterator[Diagnostic]:
    """Yield the bounds that nothing can be within, and the delays that say nothing or something twice."""
    if not _SAID.search(document.text):
        return
    context = Context(document, {})
    waiting: list[tuple[KeyPath, Any]] = [((), document.data)]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, list):
            waiting += [((*path, rank), item) for rank, item in enumerate(held) if isinstance(item, (dict, list))]
        elif isinstance(held, dict):
            waiting += [((*path, key), item) for key, item in held.items() if isinstance(item, (dict, list))]
            for name in ("within", "answer_within", "after"):
                if isinstance(held.get(name), dict):
                    yield from _delay(context, path, name, held)
            if (every := held.get("every")) is not None and _measure(every) == 0:
                text = message("`{line}` never ends: it comes back without a pause.", line=line(("every",), every))
                hint = message("Write a duration: `{example}`.", example="every: 1h")
                yield context.diagnostic("value-is-in-bounds", (*path, "every"), text, hint)
            for least, most, equal in PAIRS:
                if least not in held or most not in held:
                    continue
                lesser, greater = _measure(held[least]), _measure(held[most])
                if lesser is None or greater is None or lesser < greater or (lesser == greater and equal):
                    continue
                text = message(
                    "Nothing can be within `{least}` and `{most}`: the first is not below the second.",
                    least=line((least,), held[least]),
                    most=line((most,), held[most]),
                )
                hint = message("Did you mean `{line}`?", line=f"{least}: {held[most]}, {most}: {held[least]}")
                if lesser == greater:
                    hint = message("Write less for `{least}:`, or more for `{most}:`.", least=least, most=most)
                yield context.diagnostic("value-is-in-bounds", (*path, least), text, hint)


def _delay(context: Context, path: KeyPath, name: str, held: dict[str, Any]) -> Iterator[Diagnostic]:
    """Yield what is wrong with a delay that is written with keys, beside the order of its bounds."""
    delay = held[name]
    if not any(key in delay for key in WHEN):
        text = message("This delay says neither how soon nor how late.")
        hint = message("Add `not_after:` (at the latest), `not_before:` (at the earliest) or `offset:` (at what time).")
        yield context.diagnostic("value-is-in-bounds", (*path, name), text, hint)
    for key, others in BESIDE.items():
        for other in others if name == "within" and key in delay else ():
            if other in held:
                text = message(
                    "This is said twice: `{inner}` in `{name}`, and `{outer}`.",
                    inner=line((key,), delay[key]),
                    name=name,
                    outer=line((other,), held[other]),
                )
                hint = message("Keep one of the two.")
                yield context.diagnostic("value-is-in-bounds", (*path, name, key), text, hint)


def _measure(bound: object) -> float | None:
    if isinstance(bound, str):
        try:
            return Duration.parse(bound).minutes
        except ValueError:
            return None
    return bound if isinstance(bound, (int, float)) and not isinstance(bound, bool) else None
