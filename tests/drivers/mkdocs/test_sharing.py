"""A site that several machines build is the one that a single machine builds, to the byte, or none at all."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from tests.support.sites import TODAY, build, copy_agency, files, make_small_house, reconfigure

# Each of them builds sites.
pytestmark = pytest.mark.slow

PARTS = ("1/3", "2/3", "3/3")
DAY = TODAY.date().isoformat()


def lay(folder: Path) -> Path:
    """Make a house of three brands, with a page written by hand that leads into one of them; return its folder."""
    shutil.rmtree(make_small_house(folder) / "playbooks")
    copy_agency(folder / "playbooks")
    reconfigure(folder, ('site_url: ""', "site_url: https://handbook.example/"))
    by_hand = folder / "docs" / "welcome.md"
    by_hand.write_text("# Bienvenue\n\n[Le musée](musee/index.md#page-title)\n", "utf-8")
    return folder


def share(house: Path, parts: Path, **more: str) -> None:
    """Check and build each part of a house."""
    with contextlib.chdir(house):
        for part in PARTS:
            assert main(["check", "playbooks", "--today", DAY, "--parts", str(parts), "--shard", part]) == 0
    for part in PARTS:
        done = build(house, "--strict", PERIMETRE_PARTS=str(parts), PERIMETRE_SHARD=part, **more)
        assert done.returncode == 0, done.stderr


def put_together(house: Path, parts: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return build(house, "--strict", PERIMETRE_PARTS=str(parts), **more)


@pytest.mark.parametrize("audience", ["restricted", "public"])
def test_parts_put_together_are_the_whole_site(audience: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    house, parts = lay(tmp_path / "house"), tmp_path / "parts"
    share(house, parts, PERIMETRE_AUDIENCE=audience)
    assert not (house / "site").exists()
    # What a part makes is its brand, and nothing of the house or of another brand.
    assert sorted(path.name for path in (parts / "site-2-of-3").iterdir()) == ["musee", "search"]
    done = put_together(house, parts, PERIMETRE_AUDIENCE=audience)
    assert done.returncode == 0, done.stderr
    joined = files(house / "site")
    whole = build(house, "--strict", PERIMETRE_AUDIENCE=audience)
    assert whole.returncode == 0, whole.stderr
    assert {path for path, content in files(house / "site").items() if joined.get(path) != content} == set()
    assert joined.keys() == files(house / "site").keys()
    assert {f"search/brands/{brand}.json" for brand in ("laiterie", "musee", "mutuelle")} <= joined.keys()
    assert b"https://handbook.example/musee/" in joined["sitemap.xml"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a house, and the folder of its parts, of which nothing was put together yet."""
    top = tmp_path_factory.mktemp("shared")
    house, parts = lay(top / "house"), top / "parts"
    (house / "site").mkdir()
    (house / "site" / "index.html").write_bytes(b"the last site")
    share(house, parts)
    return house, parts


def no_pages(house: Path, parts: Path) -> str:
    assert house.is_dir()
    shutil.rmtree(parts / "site-2-of-3" / "musee")
    return "site-2-of-3/musee"


def no_part(house: Path, parts: Path) -> str:
    assert house.is_dir()
    (parts / "site-3-of-3.part").unlink()
    return "site-3-of-3.part"


def no_check(house: Path, parts: Path) -> str:
    assert house.is_dir()
    (parts / "check-1-of-3.part").unlink()
    return "check-1-of-3.part"


def other_settings(house: Path, parts: Path) -> str:
    assert parts.is_dir()
    config = house / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "# another\n", "utf-8")
    return "site-1-of-3.part"


def other_files(house: Path, parts: Path) -> str:
    assert parts.is_dir()
    brand = house / "playbooks" / "brands" / "musee" / "brand.yml"
    brand.write_text(brand.read_text("utf-8") + "# another\n", "utf-8")
    return "site-1-of-3.part"


@pytest.mark.parametrize("harm", [no_pages, no_part, no_check, other_settings, other_files])
def test_parts_that_make_no_whole_leave_the_last_site(
    harm: Callable[[Path, Path], str], shared: tuple[Path, Path], tmp_path: Path
) -> None:
    house, parts = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in shared)
    told = harm(house, parts)
    done = put_together(house, parts)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert files(house / "site") == {"index.html": b"the last site"}
    assert sorted(path.name for path in house.iterdir()) == ["docs", "mkdocs.yml", "playbooks", "site"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"PERIMETRE_SHARD": "4/3"}, "PERIMETRE_PARTS"),
        ({"PERIMETRE_SHARD": "0/3", "PERIMETRE_PARTS": "../parts"}, "`0/3`"),
        ({"PERIMETRE_SHARD": "a", "PERIMETRE_PARTS": "../parts"}, "`a`"),
        ({"PERIMETRE_SHARD": "1/4", "PERIMETRE_PARTS": "../parts"}, "`1/4`"),
        ({"PERIMETRE_PARTS": "parts"}, "`parts`"),
        ({"PERIMETRE_PARTS": "../elsewhere"}, "`../elsewhere`"),
    ],
    ids=str,
)
def test_what_cannot_be_built_leaves_the_last_site(
    written: dict[str, str], told: str, shared: tuple[Path, Path], tmp_path: Path
) -> None:
    house, parts = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in shared)
    before = sorted(path.name for path in parts.iterdir())
    done = build(house, "--strict", **written)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert files(house / "site") == {"index.html": b"the last site"}
    assert sorted(path.name for path in parts.iterdir()) == before


def test_another_day_is_not_put_together(shared: tuple[Path, Path], tmp_path: Path) -> None:
    house, parts = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in shared)
    done = put_together(house, parts, SOURCE_DATE_EPOCH=str(int(TODAY.timestamp()) + 86_400))
    assert done.returncode != 0
    assert DAY in done.stderr
    assert files(house / "site") == {"index.html": b"the last site"}
