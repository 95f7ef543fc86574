"""Print a document as a PDF, by a browser of this machine: Chromium, or one of its kin.

Comes in: the text of an HTML file, and the assets that it names. Goes out: the bytes of a PDF, with its outline and the
tags that a screen reader reads. Nothing is asked of any network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import perimetre.render
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message
from perimetre.render.document import ASSETS

# Names another browser than those that are looked for.
BROWSER = "PERIMETRE_BROWSER"

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)  # fmt: skip
_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
    "--generate-pdf-document-outline", "--export-tagged-pdf",
)  # fmt: skip
# In seconds: a document of fifty sheets takes three, where nothing else runs.
_PATIENCE = 240
_STYLES = Path(perimetre.render.__path__[0]) / "assets"

_PAGE = re.compile(rb"(?m)^(\d+) 0 obj\s*<<\s*/Type\s*/Page\b")
_PLACES = re.compile(rb"/([a-z0-9-]+)\s*\[\s*(\d+) 0 R\s*/XYZ")


class NotPrintedError(PerimetreError):
    """Nothing was printed."""


def browser(environment: Mapping[str, str]) -> str:
    """Return the program that prints.

    Args:
        environment: the variables of the process.

    Raises:
        NotPrintedError: there is none.
    """
    asked = environment.get(BROWSER, "").strip()
    for name in (asked,) if asked else _NAMES:
        if found := shutil.which(name):
            return found
    if asked:
        raise NotPrintedError(message("`{name}` names `{file}`, which is no program.", name=BROWSER, file=asked))
    raise NotPrintedError(
        message(
            "A PDF is printed by Chromium, Chrome or Edge, and this machine has none. Install one, or name it "
            "(`{name}`); or open the page of the kit on the site, and print it from there.",
            name=BROWSER,
        )
    )


def printed(program: str, text: str) -> bytes:
    """Return a document as a PDF.

    Args:
        program: what `browser` has found.
        text: the document, which names the assets in the folder `ASSETS`.

    Raises:
        NotPrintedError: the browser did not print it.
    """
    with tempfile.TemporaryDirectory(prefix="perimetre-paper-", ignore_cleanup_errors=True) as workshop:
        folder = Path(workshop)
        (folder / ASSETS).mkdir()
        shutil.copy(_STYLES / "perimetre.css", folder / ASSETS)
        shutil.copytree(_STYLES / "fonts", folder / ASSETS / "fonts")
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(text, "utf-8")
        options = [*_OPTIONS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium has no sandbox for root, and refuses to run. The document holds no script.
            options.append("--no-sandbox")
        try:
            ran = subprocess.run(
                [program, *options, page.as_uri()], capture_output=True, check=False, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise NotPrintedError(
                message("`{program}` did not print: {reason}.", program=program, reason=reason)
            ) from error
        content = pdf.read_bytes() if pdf.is_file() else b""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"{ran.returncode}"]
        raise NotPrintedError(message("`{program}` did not print: {reason}.", program=program, reason=said[0]))
    return content


def sheets(pdf: bytes) -> int:
    """Return how many pages a PDF has that `printed` gave."""
    return len(_PAGE.findall(pdf))


def places(pdf: bytes) -> dict[str, int]:
    """Return on which page, from 1, each place is that a link of the document leads to; {}: the PDF does not say."""
    numbers = {int(name): at for at, name in enumerate(_PAGE.findall(pdf), 1)}
    found = ((name.decode(), numbers.get(int(page))) for name, page in _PLACES.findall(pdf))
    return {name: page for name, page in found if page is not None}
