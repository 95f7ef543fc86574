"""What lasts says so on a terminal, once, and leaves no trace; elsewhere it says nothing."""

from __future__ import annotations

import signal
import time

import pytest

from perimetre.base.words import message
from perimetre.drivers.cli import progress

DOING = message("Checking…")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is written on stderr past Python's own."""
    told: list[str] = []
    monkeypatch.setattr(progress.os, "write", lambda _place, text: told.append(text.decode()))
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    monkeypatch.setattr(progress, "_PACE", 0.05)
    return told


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm can be set there")
def test_on_a_terminal_it_is_said_until_the_end_and_taken_away(
    written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_is_seen", lambda: True)
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(ZeroDivisionError), progress.at_work(DOING, "fr"):
        end = time.monotonic() + 10
        while len(written) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        raise ZeroDivisionError
    assert written[0] == "\rVérification… 0 s\x1b[K" and written[-1] == "\r\x1b[K"
    # Nothing is left that would ring later.
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_elsewhere_nothing_is_said(written: list[str]) -> None:
    with progress.at_work(DOING, "fr"):
        time.sleep(0.12)
    assert written == []
