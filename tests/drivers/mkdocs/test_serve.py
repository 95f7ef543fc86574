"""`serve`, for real, on a port of this machine: a broken save never takes the pages away."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from perimetre.drivers.cli.main import main
from perimetre.pipeline.editor.schemas import IDS
from perimetre.pipeline.editor.settings import FOLDER
from tests.conftest import DEEP_ALONE, deep_alone
from tests.support.sites import (
    PROGRAMS,
    break_a_reference,
    break_a_rule,
    environment,
    make_small_house,
    reconfigure,
)

# Each of them builds a site.
pytestmark = pytest.mark.slow

PATIENCE = 300.0
ALERT = 'class="pm-problems"'
ELSEWHERE = 'class="pm-elsewhere"'


class Server:
    """A process that serves a house."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], port: int) -> None:
        self.folder = folder
        self.process = process
        self.base = f"http://127.0.0.1:{port}/"

    def page(self, path: str = "") -> str | None:
        """Return a page, or None while there is no answer."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def until(self, wanted: Callable[[str], bool], path: str = "") -> str:
        """Wait until a page is as wanted, and return it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server has ended:\n" + self.said()
            text = self.page(path)
            if text is not None and wanted(text):
                return text
            time.sleep(0.1)
        raise AssertionError("the page never came:\n" + self.said())

    def said(self) -> str:
        """Return what the server has written so far."""
        return (self.folder / "log").read_text("utf-8", "replace")


@contextlib.contextmanager
def serving(folder: Path, *options: str, program: str = "mkdocs") -> Iterator[Server]:
    """Serve a house for the length of a `with`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", program, "serve", "-f", "mkdocs.yml", "-a", f"127.0.0.1:{port}", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
        try:
            yield Server(folder, process, port)
        finally:
            process.terminate()
            process.wait(PATIENCE)


@deep_alone
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_broken_save_keeps_the_last_good_pages_and_the_next_good_one_mends_it(tmp_path: Path, program: str) -> None:
    folder = make_small_house(tmp_path)
    with serving(folder, program=program) as server:
        good = server.until(lambda text: ALERT not in text, "lumen/perimeter/")
        kept = {path: path.read_bytes() for path in (folder / "playbooks").rglob("*.yml")}
        broken = break_a_reference(folder)
        text = server.until(lambda text: ALERT in text, "lumen/perimeter/")
        assert "nobody-at-all" in text
        assert broken.name in text
        assert good.partition("<article")[2].partition("</article>")[0] in text
        elsewhere = server.page("glossary/")
        assert elsewhere is not None and ALERT not in elsewhere and ELSEWHERE in elsewhere
        broken.write_bytes(kept[broken])
        assert ELSEWHERE not in server.until(lambda text: ALERT not in text, "lumen/perimeter/")
        assert "Traceback" not in server.said()


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="plain", marks=DEEP_ALONE),
        pytest.param(("--strict",), id="strict"),
        pytest.param(("--clean",), id="clean", marks=DEEP_ALONE),
    ],
)
def test_a_server_that_starts_on_a_broken_policy_stays_and_shows_why(tmp_path: Path, options: tuple[str, ...]) -> None:
    folder = make_small_house(tmp_path)
    kept = {path: path.read_bytes() for path in (folder / "playbooks").rglob("*.yml")}
    broken = break_a_reference(folder)
    with serving(folder, *options) as server:
        assert "nobody-at-all" in server.until(lambda text: ALERT in text)
        broken.write_bytes(kept[broken])
        server.until(lambda text: ALERT not in text)
        assert server.page("glossary/") is not None


def test_a_changed_word_is_on_screen_after_the_save(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    schemas = folder / FOLDER
    schemas.mkdir(parents=True)
    with serving(folder) as server:
        server.until(lambda text: ALERT not in text)
        # Where a house keeps the schemas of editors, they follow.
        assert json.loads((schemas / IDS).read_text("utf-8"))["$defs"]
        settings = folder / "playbooks" / "handbook.yml"
        lines = settings.read_text("utf-8").splitlines(keepends=True)
        title = next(number for number, line in enumerate(lines) if line.startswith("title:"))
        lines[title] = "title: Le manuel tout neuf\n"
        settings.write_text("".join(lines), "utf-8")
        page = server.until(lambda text: "Le manuel tout neuf" in text)
        # The live reload is a script of the server's own, another one each time; nothing else is let in.
        assert "script-src 'self' 'unsafe-inline';" in page and "default-src 'self';" in page
        # A copy that a device keeps would show the last save but one: none is made, and an earlier build's goes.
        assert "offline/edition.js" not in page
        assert server.page("offline.js") == 'importScripts("assets/perimetre/offline/retire.js");\n'


def test_a_server_that_starts_on_what_a_rule_refuses_shows_why_until_it_is_mended(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    kept = {path: path.read_bytes() for path in (folder / "playbooks").rglob("*.yml")}
    broken = break_a_rule(folder)
    with serving(folder) as server:
        text = server.until(lambda text: ALERT in text)
        assert broken.name in text
        broken.write_bytes(kept[broken])
        server.until(lambda text: ALERT not in text)
        assert server.page("glossary/") is not None
        assert "Traceback" not in server.said()


def test_a_save_that_a_rule_refuses_is_told_at_the_save_until_it_is_mended(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    kept = {path: path.read_bytes() for path in (folder / "playbooks").rglob("*.yml")}
    with serving(folder) as server:
        server.until(lambda text: ALERT not in text)
        broken = break_a_rule(folder)
        text = server.until(lambda text: ELSEWHERE in text)
        assert broken.name in text
        # The terminal says what a check says.
        assert "1 erreur" in server.said().partition(broken.name)[2]
        broken.write_bytes(kept[broken])
        server.until(lambda text: ELSEWHERE not in text)
        assert "Traceback" not in server.said()


def test_a_server_tells_a_wrong_setting_above_the_pages_until_it_is_mended(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    reconfigure(folder, ("    audience: internal", "    audiance: internal"))
    with serving(folder) as server:
        assert "`audience`" in server.until(lambda text: ALERT in text)
        reconfigure(folder, ("    audiance: internal", "    audience: internal"))
        server.until(lambda text: ALERT not in text)
        assert server.page("lumen/") is not None
        assert "Traceback" not in server.said()


def test_a_wrong_edit_shows_on_its_page_in_the_words_of_the_command_and_goes(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_small_house(tmp_path)
    kept = {path: path.read_bytes() for path in (folder / "playbooks").rglob("*.yml")}
    with serving(folder) as server:
        good = server.until(lambda text: ALERT not in text, "lumen/perimeter/")
        tab, other = browser.new_page(), browser.new_page()
        refused: list[str] = []
        for one, path in ((tab, "lumen/perimeter/"), (other, "glossary/")):
            one.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
            one.goto(server.base + path)
        broken = break_a_reference(folder)
        # The page is loaded again by itself.
        tab.wait_for_selector(".pm-problems pre", timeout=PATIENCE * 1000)
        assert good.partition("<article")[2].partition("</article>")[0] in (server.page("lumen/perimeter/") or "")
        shown = tab.inner_text(".pm-problems pre")
        monkeypatch.chdir(folder)
        assert main(["check", "--language", "fr", "--today", "2026-11-22"]) == 1
        assert "nobody-at-all" in shown and shown.split("\n\n")[0].strip() in capsys.readouterr().out
        # Elsewhere it is a line, and leads there.
        other.wait_for_selector(".pm-elsewhere", timeout=PATIENCE * 1000)
        assert other.locator(".pm-problems").count() == 0
        other.click(".pm-elsewhere a")
        other.wait_for_selector(".pm-problems pre")
        broken.write_bytes(kept[broken])
        tab.wait_for_selector(".pm-problems, .pm-elsewhere", state="detached", timeout=PATIENCE * 1000)
        assert not refused
        for one in (tab, other):
            one.close()
