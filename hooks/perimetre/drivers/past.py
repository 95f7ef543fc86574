"""Tell what has changed in the playbooks, from the history of their repository; what was told is remembered.

Comes in: the folder of the playbooks, and of how many changes something is told. Goes out: a `History`, or None, with a
word about why, where there is no repository, or a shallow clone. What costs is comparing: each change is compared once,
and kept in the user's own cache folder under the ids of the two states, which are those of their contents.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.words import Message, message
from perimetre.drivers.cli.cache import Cache
from perimetre.model import Handbook
from perimetre.pipeline.loading import load_sources
from perimetre.pipeline.past import Teller
from perimetre.reading.past import PastState, past_states
from perimetre.reading.revisions import Repository, RevisionError
from perimetre.render.history import History, PastChange
from perimetre.render.readers import Readers

# In seconds of the processor: after as long, what is left to compare waits for the next build.
LONGEST = 20.0
# Of a commit, as many letters as tell it from the others in an address.
_ID = 12


class PastReader:
    """Reads the past of the playbooks of a folder.

    Args:
        folder: the playbooks.
        most: of how many changes something is told; 0: of none.
        notice: is told why nothing, or not all, can be said.
    """

    def __init__(self, folder: Path, most: int, notice: Callable[[Message], None]) -> None:
        self._folder = folder
        self._most = most
        self._notice = notice
        self._read: dict[str, Handbook | None] = {}

    def read(self, handbook: Handbook, readers: Readers, contained: Collection[str]) -> History | None:
        """Return what has changed, as far as these readers may be told.

        Args:
            handbook: today's.
            readers: who reads.
            contained: the compartments that the pages contain.
        """
        if not self._most:
            return None
        try:
            repository = Repository(self._folder)
            # One more than is told: what the oldest change has changed from.
            states = past_states(repository, self._most + 1)
            if not states:
                return None
            zone = ZoneInfo(handbook.settings.timezone or "UTC")
            changes = tuple(self._changes(repository, states, Teller(handbook, readers, contained), zone))
        except RevisionError as error:
            self._notice(message("The site does not tell what has changed. {reason}", reason=error.message))
            return None
        if len(changes) < len(states) - 1:
            self._notice(message("What changed before is told by the next build: this one has looked for long enough."))
        first = states[len(changes)]
        is_whole = len(states) <= self._most and len(changes) == len(states) - 1
        return History(past=changes, since=first.at.astimezone(zone).date(), is_whole=is_whole)

    def _changes(
        self, repository: Repository, states: tuple[PastState, ...], teller: Teller, zone: ZoneInfo
    ) -> Iterator[PastChange]:
        """Yield what each change has changed, the newest first, for as long as there is time."""
        cache = Cache(self._folder)
        started = time.process_time()
        for after, before in itertools.pairwise(states):
            at = after.at.astimezone(zone).replace(tzinfo=None)
            name = "-".join((cache.name_of_place(), before.tree, after.tree, at.date().isoformat(), teller.mark[:_ID]))
            change = cache.read(f"{name}.past", PastChange)
            if change is None:
                if time.process_time() - started > LONGEST:
                    return
                change = self._compared(repository, before, after, teller, at)
                cache.write(f"{name}.past", change)
            # The same files may have come with another commit.
            yield dataclasses.replace(change, id=after.revision.commit[:_ID], at=at)

    def _compared(
        self, repository: Repository, before: PastState, after: PastState, teller: Teller, at: dt.datetime
    ) -> PastChange:
        # The newer first: it was the older one of the change that was looked at before.
        new, old = self._handbook(repository, after), self._handbook(repository, before)
        changes = teller.told(old, new, at.date()) if old is not None and new is not None else None
        return PastChange(id=after.revision.commit[:_ID], at=at, changes=changes)

    def _handbook(self, repository: Repository, state: PastState) -> Handbook | None:
        """Return the handbook of a state; None where it cannot be read without errors."""
        if state.tree not in self._read:
            loaded = load_sources(repository.collect(state.revision), folder=state.revision.path)
            # Only the last one serves again: it is the state after the next change.
            self._read = {state.tree: None if loaded.has_errors else loaded.handbook}
        return self._read[state.tree]
