"""Parts that are done side by side give what they would have given one after the other; what fails says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from perimetre.base.processes import ProcessError, cores, in_processes
from perimetre.base.words import say

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no such processes here")


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_each_part_is_done_in_its_place(count: int) -> None:
    made = in_processes(lambda part: (part * part, os.getpid()), list(range(count)))
    assert [square for square, _ in made] == [part * part for part in range(count)]
    assert len({process for _, process in made}) == count


def test_part_finds_what_its_parent_had_and_may_give_much() -> None:
    held = "x" * 1_000_000
    assert in_processes(lambda part: held + part, ["a", "b"]) == [held + "a", held + "b"]


def fail(part: int) -> int:
    if part:
        raise ValueError("the files are odd")
    return part


def die(part: int) -> int:
    if part:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


@pytest.mark.parametrize(("work", "reason"), [(fail, "ValueError: the files are odd"), (die, "status -9")])
def test_part_that_fails_is_an_error_that_says_why(work: Callable[[int], int], reason: str) -> None:
    with pytest.raises(ProcessError) as error:
        in_processes(work, [0, 1, 2])
    assert reason in say(error.value.message, "en")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_whoever_is_interrupted_ends_all(interruption: type[BaseException]) -> None:
    receiving, sending = os.pipe()
    others: list[int] = []

    def work(part: int) -> None:
        if part == 0:
            others.append(int(os.read(receiving, 20)))
            raise interruption
        os.write(sending, str(os.getpid()).encode())
        signal.pause()

    with pytest.raises(interruption):
        in_processes(work, [0, 1])
    (other,) = others
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)
    os.close(receiving)
    os.close(sending)


def test_there_is_a_core() -> None:
    assert cores() >= 1
