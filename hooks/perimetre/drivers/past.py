"""Tell what has changed in the playbooks, from the history of their repository; what was told is remembered.

Comes in: the folder of the playbooks, of how many changes something is told, and for how long one may compare. Goes
out: a `History`, or None, with a word about why, where there is no repository, or a shallow clone. What costs is
comparing: each change is compared once, and kept in the user's own cache folder under the ids of the two states, which
are those of their contents.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.words import Message, message
from perimetre.drivers.cli.cache import Cache
from perimetre.model import Handbook
from perimetre.pipeline.loading import load_sources
from perimetre.pipeline.past import PastTeller, ToldChanges
from perimetre.reading.past import PastState, past_states
from perimetre.reading.revisions import Repository, RevisionError
from perimetre.render.history import History, PastChange
from perimetre.render.readers import Readers

# Of how many changes something is told, unless a site says otherwise.
TOLD = 12
# As many times as long as what comes before, reading and judging: no comparison begins later.
COMPARING = 2

# Of a commit, as many letters as tell it from the others in an address.
_ID = 12

# What was compared: by the ids of the states before and after, and the day from which both were looked at. None: one of
# the two cannot be read.
_Compared = dict[tuple[str, str, dt.date], ToldChanges | None]


class PastReader:
    """Reads the past of the playbooks of a folder.

    Args:
        folder: the playbooks.
        most: of how many changes something is told; 0: of none.
        notice: is told why nothing, or not all, can be said.
        patience: says, when comparing begins, for how many seconds of the processor one more comparison may begin: at
            0, the first alone is made, and below 0 none, but all that is remembered is told.
    """

    def __init__(
        self,
        folder: Path,
        most: int,
        notice: Callable[[Message], None],
        patience: Callable[[], float] = lambda: math.inf,
    ) -> None:
        self._folder = folder
        self._most = most
        self._notice = notice
        self._patience = patience
        self._last: tuple[str, Handbook | None] | None = None
        self._said: list[Message] = []

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
        except RevisionError as error:
            self._notice(message("The site does not tell what has changed. {reason}", reason=error.message))
            return None
        if not states:
            return None
        zone = ZoneInfo(handbook.settings.timezone or "UTC")
        changes = tuple(self._changes(repository, states, PastTeller(handbook, readers, contained), zone))
        is_all = len(changes) == len(states) - 1
        if not is_all:
            self._notice(
                message(
                    "The site does not tell all that has changed: comparing has taken the time that it is given. "
                    "Another build on this machine goes on from there."
                )
            )
        since = states[len(changes)].at.astimezone(zone).date()
        return History(past=changes, since=since, is_whole=is_all and len(states) <= self._most, is_cut=not is_all)

    def _changes(
        self, repository: Repository, states: tuple[PastState, ...], teller: PastTeller, zone: ZoneInfo
    ) -> Iterator[PastChange]:
        """Yield what each change has changed, the newest first, for as long as there is time."""
        cache = Cache(self._folder)
        name = f"{cache.name_of_place()}-{teller.mark[:_ID]}.past"
        known: _Compared = cache.read(name, dict) or {}
        compared: _Compared = {}
        hidden = teller.hidden
        # The id that each brand has today, by the one that it had at the time.
        names: dict[str, str] = {}
        longest, spent = self._patience(), 0.0
        for after, before in itertools.pairwise(states):
            at = after.at.astimezone(zone).replace(tzinfo=None)
            key = (before.tree, after.tree, at.date())
            if key in known:
                compared[key] = known[key]
            elif spent > longest:
                break
            else:
                began = time.process_time()
                try:
                    compared[key] = self._compared(repository, before, after, teller, at.date())
                except RevisionError as error:
                    # What a clone lacks today it may have tomorrow: that is not remembered.
                    self._say(message("The site does not tell all that has changed. {reason}", reason=error.message))
                spent += time.process_time() - began
            told = compared.get(key)
            told = told.in_names(names) if told is not None else None
            changes = told.but(hidden) if told is not None else None
            yield PastChange(id=after.revision.commit[:_ID], at=at, changes=changes)
            if told is not None:
                hidden = hidden | told.hidden
                names |= {former: names.get(id_, id_) for former, id_ in told.brands.items()}
        if compared.keys() - known.keys():
            cache.write(name, compared)

    def _compared(
        self, repository: Repository, before: PastState, after: PastState, teller: PastTeller, day: dt.date
    ) -> ToldChanges | None:
        # The newer first: it was the older one of the change that was looked at before.
        new, old = self._handbook(repository, after), self._handbook(repository, before)
        return teller.told(old, new, day) if old is not None and new is not None else None

    def _handbook(self, repository: Repository, state: PastState) -> Handbook | None:
        """Return the handbook of a state; None where it cannot be read without errors.

        Raises:
            RevisionError: git does not hold its files here.
        """
        tree, handbook = self._last or ("", None)
        if tree != state.tree:
            loaded = load_sources(repository.collect(state.revision), folder=state.revision.path)
            handbook = None if loaded.has_errors else loaded.handbook
            # Only the last one serves again: it is the state after the next change.
            self._last = state.tree, handbook
        return handbook

    def _say(self, notice: Message) -> None:
        """Say something once: two changes meet at a state that cannot be read."""
        if notice not in self._said:
            self._said.append(notice)
            self._notice(notice)
