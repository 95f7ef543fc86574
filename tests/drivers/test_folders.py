"""A folder takes the place of another whole or not at all, whatever happens in between."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers import folders
from perimetre.drivers.folders import FolderNotReplacedError, Replacement
from tests.support.sites import files


def replaced(place: Path, text: str = "new") -> Replacement:
    """Begin to replace a folder, with one page."""
    replacement = Replacement(place)
    (replacement.made / "index.html").write_text(text, "utf-8")
    return replacement


@pytest.fixture(params=["in one step", "in two"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to replace, where the system can swap two folders and where it cannot."""
    if request.param == "in two":
        monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    return tmp_path / "site"


def test_nothing_is_there_before_and_all_of_it_after(place: Path) -> None:
    replacement = replaced(place)
    assert not place.exists()
    replacement.put()
    assert files(place.parent) == {"site/index.html": b"new"}


def test_what_stood_there_stands_until_the_end_and_goes(place: Path) -> None:
    place.mkdir()
    (place / "old.html").write_text("old", "utf-8")
    replacement = replaced(place)
    assert files(place) == {"old.html": b"old"}
    replacement.put()
    assert files(place.parent) == {"site/index.html": b"new"}


def test_what_is_abandoned_leaves_nothing(place: Path) -> None:
    place.mkdir()
    (place / "old.html").write_text("old", "utf-8")
    replaced(place).abandon()
    assert files(place.parent) == {"site/old.html": b"old"}
    assert [path.name for path in place.parent.iterdir()] == ["site"]


def test_hidden_files_and_permissions_are_those_of_the_folder_that_was_there(place: Path) -> None:
    place.mkdir(mode=0o750)
    place.chmod(0o750)
    (place / ".git").mkdir()
    (place / ".git" / "HEAD").write_text("ref", "utf-8")
    (place / ".nojekyll").touch()
    (place / ".link").symlink_to("nowhere")
    replaced(place).put()
    assert files(place) == {"index.html": b"new", ".git/HEAD": b"ref", ".nojekyll": b""}
    assert (place / ".link").is_symlink()
    assert place.stat().st_mode & 0o777 == 0o750


def test_new_folder_is_as_open_as_any_other(place: Path) -> None:
    replaced(place).put()
    (place.parent / "other").mkdir()
    assert place.stat().st_mode == (place.parent / "other").stat().st_mode


def test_link_stays_and_what_it_leads_to_is_replaced(place: Path) -> None:
    (place.parent / "releases" / "12").mkdir(parents=True)
    place.symlink_to("releases/12")
    replaced(place).put()
    assert place.is_symlink()
    assert files(place.parent / "releases" / "12") == {"index.html": b"new"}


def test_two_at_a_time_do_not_touch_each_other(place: Path) -> None:
    first, second = replaced(place, "first"), replaced(place, "second")
    first.put()
    assert files(place) == {"index.html": b"first"}
    second.put()
    assert files(place.parent) == {"site/index.html": b"second"}


def file_in_its_place(place: Path) -> None:
    place.write_text("a file", "utf-8")


def file_above_it(place: Path) -> None:
    place.parent.rmdir()
    place.parent.write_text("a file", "utf-8")


@pytest.mark.parametrize("spoil", [file_in_its_place, file_above_it])
def test_place_that_is_no_folder_is_refused(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    place = tmp_path / "above" / "site"
    place.parent.mkdir()
    spoil(place)
    with pytest.raises(FolderNotReplacedError):
        Replacement(place)


def test_mount_point_is_refused() -> None:
    with pytest.raises(FolderNotReplacedError) as refused:
        Replacement(Path("/"))
    assert "mount point" in refused.value.message.text


KILLED = """
import os, signal, sys
from pathlib import Path
from perimetre.drivers import folders
place, instant = Path(sys.argv[1]), sys.argv[2]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
replacement = folders.Replacement(place)
(replacement.made / "index.html").write_text("new", "utf-8")
if instant == "while it is made":
    die()
folders._exchange = lambda first, second: False
rename, count = Path.rename, [0]
def renamed(self, target):
    rename(self, target)
    count[0] += 1
    if instant == f"after move {count[0]}":
        die()
Path.rename = renamed
if instant == "before what was there goes":
    folders.shutil.rmtree = die
replacement.put()
"""


@pytest.mark.parametrize(
    ("instant", "after"),
    [
        ("while it is made", {"old.html": b"old"}),
        ("after move 1", {}),
        ("after move 2", {"index.html": b"new"}),
        ("before what was there goes", {"index.html": b"new"}),
    ],
)
def test_kill_leaves_one_or_the_other_and_the_next_time_mends_it(
    tmp_path: Path, instant: str, after: dict[str, bytes]
) -> None:
    place = tmp_path / "site"
    place.mkdir()
    (place / "old.html").write_text("old", "utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, place, instant], check=False)
    assert done.returncode == -signal.SIGKILL
    assert files(place) == after
    again = Replacement(place)
    # Between two moves, where the system cannot swap folders, what stood there is put back.
    assert files(place) == after or (after == {} and files(place) == {"old.html": b"old"})
    again.abandon()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_linux_and_macos_swap_two_folders_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swapped = folders._exchange(tmp_path / "one", tmp_path / "other")
    assert swapped == (sys.platform in ("linux", "darwin"))
    assert (tmp_path / "one" / "other").exists() == swapped
    assert (tmp_path / "other" / "one").exists() == swapped
