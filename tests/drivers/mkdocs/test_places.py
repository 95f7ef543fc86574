"""The same site wherever it is built, and wherever it is served."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sites import build, environment, files, make_small_house, reconfigure

# Each of them builds a site.
pytestmark = pytest.mark.slow

ADDRESS = re.compile(r"""\s(?:href|src)=["']?([^"'\s>]*)""")


def test_site_bears_no_path_of_the_machine_and_is_the_same_from_any_folder(tmp_path: Path) -> None:
    """Without a repository around: an archive, an image of a container."""
    folder = tmp_path / "Équipe CM #1 [v2] 100% & co" / "manuel"
    folder.mkdir(parents=True)
    make_small_house(folder)
    assert build(folder, "--strict").returncode == 0
    here = files(folder / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-f", folder / "mkdocs.yml"]
    subprocess.run(command, cwd=tmp_path.anchor, env=environment(), check=True)
    assert files(folder / "site") == here
    names = (tmp_path.name.encode(), b"quipe CM #1", b"quipe%20CM")
    assert [path for path, content in here.items() if any(name in content for name in names)] == []
    # The findings of Governance lead to the lines of the files.
    rules = here["lumen/governance/rules/index.html"].decode()
    assert 'href="https://example.org/maison/manuel/edit/main/playbooks/handbook.yml"' in rules


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that does not know where it will stand."""
    folder = make_small_house(tmp_path_factory.mktemp("house"))
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_missing_page_stands_by_itself_where_nobody_says_where_the_site_is(site: Path) -> None:
    missing = (site / "404.html").read_text("utf-8")
    assert "n’existe pas" in missing
    assert [address for address in ADDRESS.findall(missing) if address not in ("/", "/.")] == []
    assert 'content="noindex' in missing


def test_other_pages_ask_for_nothing_from_the_top_of_the_host(site: Path) -> None:
    pages = {path: content.decode() for path, content in files(site).items() if path.endswith("index.html")}
    assert pages
    from_the_top = {
        path: [address for address in ADDRESS.findall(text) if address.startswith("/")] for path, text in pages.items()
    }
    assert {path: addresses for path, addresses in from_the_top.items() if addresses} == {}


def test_missing_page_is_whole_under_the_folder_of_the_site(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    reconfigure(folder, ('site_url: ""', 'site_url: "https://pages.example/équipe/manuel"'))
    assert build(folder, "--strict").returncode == 0
    missing = (folder / "site" / "404.html").read_text("utf-8")
    elsewhere = ("#", "https:", "javascript:")
    addresses = [address for address in ADDRESS.findall(missing) if not address.startswith(elsewhere)]
    assert "/équipe/manuel/assets/perimetre/perimetre.css" in addresses
    for address in addresses:
        assert address.startswith("/équipe/manuel/"), address
        assert (folder / "site" / address.removeprefix("/équipe/manuel/")).exists(), address
