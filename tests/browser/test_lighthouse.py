"""Lighthouse on the pages of a bad moment: accessibility and good practice; how fast they are is the bench's to say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import BROWSER_FLAGS, ROOT, browser_path, deep_alone
from tests.support.serving import served
from tests.support.sites import Example

PAGES = ("veillee/", "veillee/crises/accident-with-victims/", "veillee/cockpit/")


@deep_alone
@pytest.mark.slow
def test_lighthouse_finds_nothing_to_say_of_accessibility_nor_of_good_practice(
    example: Example, tmp_path: Path
) -> None:
    program = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
    node, chromium = shutil.which("node"), browser_path()
    if node is None or chromium is None or not program.is_file():
        pytest.skip("Lighthouse is not here: apt-get install chromium, npm install --ignore-scripts --no-package-lock")
    flags = " ".join(("--headless", *BROWSER_FLAGS))
    wrong = {}
    with served(example.folder / "site") as (place, _):
        for page in PAGES:
            report = tmp_path / "report.json"
            asked = ("--only-categories=accessibility,best-practices", "--output=json", f"--output-path={report}")
            command = [node, str(program), f"{place}{page}", "--quiet", f"--chrome-flags={flags}", *asked]
            environment = {**os.environ, "CHROME_PATH": chromium}
            done = subprocess.run(command, capture_output=True, text=True, timeout=180, env=environment, check=False)
            assert done.returncode == 0, done.stderr
            read = json.loads(report.read_text("utf-8"))
            weighed = [audit for category in read["categories"].values() for audit in category["auditRefs"]]
            scores = {audit["id"]: read["audits"][audit["id"]]["score"] for audit in weighed if audit["weight"]}
            assert len(scores) > 20, "it has looked at the page"
            wrong[page] = sorted(name for name, score in scores.items() if score not in (None, 1))
    assert wrong == {page: [] for page in PAGES}
