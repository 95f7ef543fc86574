"""Do a thing again at each save of the playbooks: `perimetre check --watch`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say
from perimetre.drivers.cli.output import notice
from perimetre.drivers.cli.shared import CLEAN
from perimetre.reading.sources import is_playbook, well_named

# In seconds, how long a save may wait for its answer at most, before the answer itself.
_PAUSE = 0.15


def watch(folder: Path, language: str, do: Callable[[], object]) -> int:
    """Do it now, then whenever a file of the playbooks is saved, comes or goes; until Ctrl-C, which is no failure.

    What cannot be done (a folder that is gone, a disk that is full) is said, and awaits the next save.
    """
    seen: dict[str, tuple[int, int]] | None = None
    try:
        while True:
            now = dict(_stamps(folder))
            if now == seen:
                time.sleep(_PAUSE)
                continue
            seen, began = now, time.perf_counter()
            try:
                do()
            except PerimetreError as error:
                notice(say(error.message, language))
            told = message(
                "{hour}, checked in {seconds} s. The next save is checked at once; Ctrl-C ends.",
                hour=f"{datetime.now():%H:%M:%S}",
                seconds=f"{time.perf_counter() - began:.1f}",
            )
            notice(say(told, language))
    except KeyboardInterrupt:
        return CLEAN


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each file of the playbooks with what changes when it is saved; no other, such as a report written there."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif is_playbook(entry.name) or well_named(entry.name):
                        yield entry.path, _stamp(entry)
        except OSError:
            # It goes while one looks: the next look tells.
            continue


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int]:
    try:
        status = entry.stat()
    except OSError:
        # It goes while one looks, or is a link to nothing.
        return 0, 0
    return status.st_mtime_ns, status.st_size
