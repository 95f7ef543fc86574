"""Say on a terminal that a command is at work, where it lasts more than a second: a line on stderr, gone at the end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

from perimetre.base.words import Message, say

# In seconds: what takes less needs no word; then how often it is said again.
_PATIENCE, _PACE = 1.0, 1.0


@contextlib.contextmanager
def at_work(doing: Message, language: str) -> Iterator[None]:
    """Say what is being done, and for how many seconds, while the context lasts.

    Nothing is said where nobody looks, nor where no alarm can be set (Windows, another thread): no thread of ours is
    there when a command makes other processes.

    Args:
        doing: what is being done.
        language: the reader's.
    """
    if not _is_seen():
        yield
        return
    began = time.monotonic()
    text = say(doing, language)

    def tell(_signal: int, _frame: object) -> None:
        # Not by `sys.stderr`: it may be in the middle of a line of its own.
        with contextlib.suppress(OSError):
            os.write(2, f"\r{text} {time.monotonic() - began:.0f} s\x1b[K".encode())

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE, _PACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if time.monotonic() - began >= _PATIENCE:
            with contextlib.suppress(OSError):
                os.write(2, b"\r\x1b[K")


def _is_seen() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("TERM") != "dumb"
    )
