"""What a phone fetches at a first visit of the home of a brand, before the copy that it keeps: bytes, never seconds."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.support.sites import Example

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# In bytes, packed as a server packs them; fonts and pictures are packed already.
MOST = 300_000
PACKED = (".woff2", ".png", ".jpg", ".webp")


def test_first_visit_of_a_home_is_light_and_fetches_no_index_of_the_search(
    browser: Browser, address: str, example: Example
) -> None:
    for brand in ("veillee", "osier-lin"):
        context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
        page = context.new_page()
        fetched: set[str] = set()
        page.on("request", lambda request, fetched=fetched: fetched.add(urlsplit(request.url).path))
        page.goto(f"{address}{brand}/")
        page.wait_for_load_state("networkidle")
        context.close()
        weight = {path: packed(example.folder / "site" / path.lstrip("/")) for path in fetched}
        assert any(path.endswith(".woff2") for path in weight)
        # What waits for words: the search is fetched when somebody searches. Material's script serves no page of ours.
        search = {path.rpartition("/")[2] for path in weight if "/search/" in path}
        assert search == {"box.js", "dialog.js"}
        assert not [path for path in weight if "/javascripts/" in path]
        assert sum(weight.values()) < MOST, weight


def packed(path: Path) -> int:
    """Return how many bytes a server sends for a file, or for the page of a folder."""
    file = path / "index.html" if path.is_dir() else path
    content = file.read_bytes()
    return len(content) if file.suffix in PACKED else len(gzip.compress(content))
