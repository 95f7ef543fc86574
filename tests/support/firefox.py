"""Firefox, where the machine has it and what drives it."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import ROOT


def driven_firefox() -> str:
    """Return where Firefox is; a test that cannot drive it here is skipped, which CI does not allow."""
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None or shutil.which("node") is None or not (ROOT / "node_modules" / "puppeteer-core").is_dir():
        pytest.skip("Firefox is not here: apt-get install firefox-esr, npm install --ignore-scripts --no-package-lock")
    return firefox
