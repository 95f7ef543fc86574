"""The live pages in Firefox: found, answered, alerted, called, a directory opened, then read again without a server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_directory import CALLS, PASSPHRASE, house, locked
from tests.conftest import ROOT, deep_alone
from tests.support.serving import served
from tests.support.sites import Example

__all__ = ("house", "locked")

SCRIPT = Path(__file__).with_name("firefox.mjs")


@deep_alone
@pytest.mark.slow
def test_live_pages_answer_in_firefox_with_a_network_and_without(example: Example, locked: str) -> None:
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    node = shutil.which("node")
    if firefox is None or node is None or not (ROOT / "node_modules" / "puppeteer-core").is_dir():
        pytest.skip("Firefox is not here: apt-get install firefox-esr, npm install --ignore-scripts --no-package-lock")
    with served(example.folder / "site") as (place, server):
        command = [node, str(SCRIPT), firefox, place, f"{locked}{CALLS}", PASSPHRASE]
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
    assert read["found"][:2] == ["Supprimer", "Masquer"]
    assert "Demandez d’abord à" in read["answer"]
    assert "15" in read["end"]
    assert "Pas de réponse à" in read["tried"]
    assert "tel:0639987703" in read["numbers"]
    assert len(read["offline"]) == 3
