"""Ask libyaml for the events of a text, with types that say what it gives.

Comes in: a text. Goes out: what gives its events, one by one. The library's own types leave open whether an event has
its marks; libyaml puts two on each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, cast

from yaml.events import StreamEndEvent

if TYPE_CHECKING:
    from yaml import events
    from yaml._yaml import Mark

    class ScalarEvent(events.ScalarEvent):
        """A value, or a key."""

        start_mark: Mark
        end_mark: Mark

    class MappingStartEvent(events.MappingStartEvent):
        """The start of a mapping."""

        start_mark: Mark
        end_mark: Mark

    class SequenceStartEvent(events.SequenceStartEvent):
        """The start of a list."""

        start_mark: Mark
        end_mark: Mark

    class MappingEndEvent(events.MappingEndEvent):
        """The end of a mapping."""

        start_mark: Mark
        end_mark: Mark

    class SequenceEndEvent(events.SequenceEndEvent):
        """The end of a list."""

        start_mark: Mark
        end_mark: Mark

    class AliasEvent(events.AliasEvent):
        """A value that stands elsewhere."""

        start_mark: Mark
        end_mark: Mark

    class DocumentStartEvent(events.DocumentStartEvent):
        """The start of a document, announced or not."""

        start_mark: Mark
        end_mark: Mark

else:
    from yaml.events import (
        AliasEvent,
        DocumentStartEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

Event: TypeAlias = (
    ScalarEvent
    | MappingStartEvent
    | SequenceStartEvent
    | MappingEndEvent
    | SequenceEndEvent
    | AliasEvent
    | DocumentStartEvent
    | StreamEndEvent
)


def events_of(text: str) -> Callable[[], Event]:
    """Return what gives the events of a text, one by one, up to the end of the stream."""
    # Late: without libyaml there is no such module, and `parse` has something to say of it.
    from yaml._yaml import CParser

    # At the end of a file, libyaml forgets a line of spaces that has no end of its own.
    end_missing = text.endswith((" ", "\t")) and not text.splitlines()[-1].strip(" \t")
    return cast("Callable[[], Event]", CParser(text + "\n" if end_missing else text).get_event)
