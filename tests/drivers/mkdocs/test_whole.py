"""A build is published whole or not at all: whatever ends it, readers have the last site or the new one."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DEEP_ALONE
from tests.support.sites import PROGRAMS, build, build_apart, environment, files, make_small_house, reconfigure

# Each of them builds a site.
pytestmark = pytest.mark.slow

LAST = {"index.html": b"the last site"}
# How many builds are killed, each in another part of the time that a whole one takes.
KILLS = 5


def lay(folder: Path) -> Path:
    """Make a house whose last site is one page; return it."""
    make_small_house(folder)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_bytes(LAST["index.html"])
    return folder


def beside(folder: Path) -> list[str]:
    """Return what lies in a house beside what it is made of."""
    return sorted({path.name for path in folder.iterdir()} - {"docs", "mkdocs.yml", "playbooks", "site"})


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a house whose last site is one page."""
    return lay(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[frozenset[str], float]:
    """Return the files of a whole site, and the seconds that its build takes."""
    folder = lay(tmp_path_factory.mktemp("whole"))
    began = time.monotonic()
    done = build_apart(folder)
    assert done.returncode == 0, done.stderr
    assert beside(folder) == []
    return frozenset(files(folder / "site")), time.monotonic() - began


@pytest.mark.parametrize(
    "number", [pytest.param(number, marks=DEEP_ALONE if number % 2 else ()) for number in range(KILLS)]
)
def test_kill_at_any_instant_leaves_a_whole_site(house: Path, whole: tuple[frozenset[str], float], number: int) -> None:
    pages, seconds = whole
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    with subprocess.Popen(command, cwd=house, env=environment()) as process:
        time.sleep(seconds * random.uniform(number, number + 1) / KILLS)
        process.kill()
    site = files(house / "site")
    assert site == LAST or frozenset(site) == pages
    assert process.returncode in (-signal.SIGKILL, 0)
    done = build(house)
    assert done.returncode == 0, done.stderr
    assert frozenset(files(house / "site")) == pages
    assert beside(house) == []


def test_full_disk_leaves_the_last_site_and_says_so_in_one_line(house: Path) -> None:
    # No file can be larger than this: to a program, it is what a disk without room is.
    limit = 20_000
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=house,
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert done.returncode == 1
    assert "n’a pas pu être écrit" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(house / "site") == LAST
    assert beside(house) == []


def as_anybody() -> None:
    """Take from the superuser, for whom nothing is read-only, the right to write where nobody may."""
    if os.geteuid() == 0:
        drop_from_what_a_program_may, override_permissions = 24, 1
        assert ctypes.CDLL(None).prctl(drop_from_what_a_program_may, override_permissions, 0, 0, 0) == 0


def test_folder_that_nobody_may_write_in_keeps_its_site(house: Path) -> None:
    house.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=house,
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=as_anybody,
        check=False,
    )
    house.chmod(0o755)
    assert done.returncode == 1
    assert "ne peut pas être remplacé" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(house / "site") == LAST
    assert beside(house) == []


def warning_that_strict_counts(house: Path) -> list[str]:
    (house / "docs" / "welcome.md").write_text("[Nowhere](nowhere.md)\n", "utf-8")
    return ["--strict"]


def hook_that_fails_after_ours(house: Path) -> list[str]:
    (house / "after.py").write_text("def on_post_build(config):\n    raise RuntimeError('after')\n", "utf-8")
    reconfigure(house, ("hooks:", "hooks:\n  - after.py"))
    return []


def hook_that_fails_at_the_start(house: Path) -> list[str]:
    (house / "first.py").write_text("def on_pre_build(config):\n    raise RuntimeError('first')\n", "utf-8")
    reconfigure(house, ("hooks:", "hooks:\n  - first.py"))
    return []


def policy_that_is_refused(house: Path) -> list[str]:
    (house / "playbooks" / "brands" / "lumen" / "scope.yml").write_text("rules: [\n", "utf-8")
    return []


SPOILT = (warning_that_strict_counts, hook_that_fails_after_ours, hook_that_fails_at_the_start, policy_that_is_refused)


@pytest.mark.parametrize(
    ("spoil", "program"),
    [
        # Of the other program, which takes its own time to begin, one of them here, and the others in depth.
        pytest.param(spoil, program, marks=DEEP_ALONE if program != "mkdocs" and rank != 1 else ())
        for rank, spoil in enumerate(SPOILT)
        for program in PROGRAMS
    ],
)
def test_build_that_fails_leaves_the_last_site(house: Path, spoil: Callable[[Path], list[str]], program: str) -> None:
    options = spoil(house)
    before = {*beside(house)}
    done = build(house, *options, program=program)
    assert done.returncode == 1
    assert files(house / "site") == LAST
    assert {name for name in beside(house) if name != "__pycache__"} == before


def test_what_another_writes_after_us_is_published_and_hidden_files_stay(house: Path) -> None:
    (house / "after.py").write_text(
        "from pathlib import Path\n"
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-100)\n"
        "def on_post_build(config):\n"
        "    Path(config.site_dir, 'after.txt').write_text('after')\n",
        "utf-8",
    )
    reconfigure(house, ("hooks:", "hooks:\n  - after.py"))
    (house / "site" / ".nojekyll").touch()
    done = build(house, "--dirty")
    assert done.returncode == 0, done.stderr
    site = files(house / "site")
    assert {"after.txt", ".nojekyll", "lumen/index.html", "search/search_index.json"} <= site.keys()
    assert site["index.html"] != LAST["index.html"]
