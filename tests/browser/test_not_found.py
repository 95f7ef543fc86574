"""The page that does not exist, under a folder that nobody told: it leads home all the same."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.sites import build, make_small_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Host(SimpleHTTPRequestHandler):
    """A host that serves a site under a folder, as those of forges do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        body = Path(self.directory, "manuel", "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_missing_page_leads_home_under_a_folder(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "served").mkdir()
    house = make_small_house(tmp_path / "house")
    done = build(house, "--site-dir", str(tmp_path / "served" / "manuel"))
    assert done.returncode == 0, done.stderr
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(tmp_path / "served"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}/manuel/"
        page = browser.new_page()
        page.goto(f"{home}lumen/nothing/here/")
        page.wait_for_selector('#home[href="/manuel/"]')
        page.click("#home")
        assert page.url == home
        page.close()
        server.shutdown()
