"""Do the parts of a work in processes side by side, where the system can make one of another that runs.

Comes in: a function and the parts. Goes out: what it gives for each, in their order. What a process needs it finds as
its parent had it; what it gives is sent back.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import Message, message

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Part = TypeVar("Part")
Made = TypeVar("Made")


class ProcessError(PerimetreError):
    """A process ended before it had done its part."""


def cores() -> int:
    """Return how many processes can work side by side; one where a process cannot be made of another."""
    # On macOS what the system's own libraries hold does not survive it.
    if sys.platform == "darwin" or not hasattr(os, "fork"):
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_processes(work: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """Return what `work` gives for each part, in their order: the first in this process, each other in its own.

    Raises:
        ProcessError: one ended before it had done its part.
    """
    # Late: a small house is judged in one.
    import multiprocessing

    context = multiprocessing.get_context("fork")
    others = []
    try:
        for part in parts[1:]:
            receiving, sending = context.Pipe(duplex=False)
            process = context.Process(target=_do, args=(work, part, sending), daemon=True)
            process.start()
            sending.close()
            others.append((process, receiving))
        made = [work(part) for part in parts[:1]]
        for process, receiving in others:
            try:
                done, outcome = receiving.recv()
            except EOFError:
                process.join()
                done, outcome = False, message("it was ended from outside (status {status})", status=process.exitcode)
            if not done:
                raise ProcessError(_failed(outcome))
            made.append(outcome)
        return made
    finally:
        for process, receiving in others:
            receiving.close()
            process.terminate()
            process.join()


def _do(work: Callable[[Part], Made], part: Part, sending: Connection) -> None:
    # Whoever interrupts interrupts the parent too, which ends the others: here it would only be said twice.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        outcome: tuple[bool, object] = True, work(part)
    except Exception as error:
        outcome = False, f"{type(error).__name__}: {error}"
    sending.send(outcome)
    sending.close()


def _failed(reason: object) -> Message:
    return message(
        "A process of the check ended before its time: {reason}. Run it again with `--jobs 1`.", reason=reason
    )
