"""What is done is not ahead: a review, a signature, an agreement or a decision bears a day that has come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.base.diagnostics import KeyPath, Place, Problem
from perimetre.base.words import Message, message
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.texts import texts_in
from perimetre.rules.kit.view import View

# The keys under which one writes what has been done. `on` is one of them, save of a training, which may be planned, and
# of a reading, of whose day another rule speaks.
DONE = frozenset({"approved_at", "checked_on", "decided_on", "done_on", "given_on", "happened_on", "last_reviewed_on"})
PLANNED = frozenset({"trained", "readings"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def find(view: View) -> Iterator[Problem]:
    """Yield each day on which something is said to have been done, and that is yet to come."""
    today = view.today.isoformat()
    for file, document in view.documents.items():
        for path, text in view.memory.once(texts_in, document.data):
            if text[:10] > today and _DAY.match(text) and _is_done(path):
                yield Problem(
                    place=Place(file, path),
                    message=message("This is said to be done on {day}, which is yet to come.", day=text[:10]),
                    hint=_hint(path[-1]),
                )


def _hint(key: str | int) -> Message:
    # What holds an `on` is nothing without it.
    if key == "on":
        return message("Write the day on which it was done; until it is, remove the item that holds this date.")
    return message("Write the day on which it was done; until it is, remove `{key}`.", key=key)


def _is_done(path: KeyPath) -> bool:
    return path[-1] in DONE or (path[-1] == "on" and not PLANNED.intersection(path))


RULE = Check(id="what-is-done-is-not-ahead", level="warning", needs=(), find=find, whole=True)
