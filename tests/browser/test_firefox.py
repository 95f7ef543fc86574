"""The live pages in Firefox: found, answered, alerted, called, then read again once the server is gone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import deep_alone
from tests.support.firefox import driven_firefox
from tests.support.serving import served
from tests.support.sites import Example

# A Tuesday morning: whoever agrees is at work.
MORNING = "2026-11-24T10:00:00Z"
SCRIPT = Path(__file__).with_name("firefox.mjs")


@deep_alone
@pytest.mark.slow
def test_live_pages_answer_in_firefox_with_a_network_and_without(example: Example) -> None:
    firefox = driven_firefox()
    with served(example.folder / "site") as (place, server):
        command = ["node", str(SCRIPT), firefox, place, MORNING]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as driven:
            assert driven.stdin is not None
            assert driven.stdout is not None
            assert driven.stdout.readline() == "whole\n"
            server.shutdown()
            server.server_close()
            told, _ = driven.communicate("go on\n", timeout=120)
    read = json.loads(told)
    assert read["version"].startswith("firefox/")
    assert read["errors"] == []
    assert read["found"][0] == "Supprimer"
    # The clock is that of the machine: the sentence depends on the hour, the level does not.
    assert "à valider avant" in read["answer"]
    assert "15" in read["end"]
    assert "Pas de réponse à" in read["tried"]
    assert len(read["offline"]) == 3
