"""The plugin: the wheel and a `mkdocs.yml` are all that a house needs, and its site is the one that the hook makes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.sites import PROGRAMS, build, environment, files, make_small_house, reconfigure

# Each of them builds a site.
pytestmark = pytest.mark.slow

SMALLEST = """\
site_name: Maison d’essai
theme:
  name: material
  language: fr
  font: false
plugins: [search, perimetre]
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where the wheel of the project, and nothing else, is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("hooks", "schemas"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder / "made", source], check=True)
    (made,) = (folder / "made").glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def small_house(folder: Path, config: str = SMALLEST) -> Path:
    """Return a house that has its playbooks, an empty `docs`, which MkDocs asks for, and this `mkdocs.yml`."""
    make_small_house(folder)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_wheel_and_a_few_lines_are_enough(tmp_path: Path, wheel: Path, program: str) -> None:
    folder = small_house(tmp_path)
    done = build(folder, "--strict", program=program, PYTHONPATH=str(wheel))
    assert done.returncode == 0, done.stdout + done.stderr
    site = files(folder / "site")
    assert {"lumen/index.html", "404.html", "assets/perimetre/perimetre.css"} <= site.keys()
    assert b'"url":"lumen/' in site["search/brands/lumen.json"]
    assert b'assets/perimetre/search/box.js" data-brand="lumen"' in site["lumen/index.html"]
    # A house without a repository has nowhere to edit its files.
    assert not [path for path, content in site.items() if b'rel="edit"' in content]


def test_house_that_begins_is_built_by_the_wheel_alone(tmp_path: Path, wheel: Path) -> None:
    named = ["--name", "Maison Exemple", "--channels", "Instagram", "--language", "fr"]
    command = [sys.executable, "-P", "-m", "perimetre.drivers.cli.main", "init", "house", *named]
    begun = subprocess.run(
        command, cwd=tmp_path, env=environment(PYTHONPATH=str(wheel)), capture_output=True, text=True, check=False
    )
    assert begun.returncode == 0, begun.stderr
    done = build(tmp_path / "house", "--strict", PYTHONPATH=str(wheel))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"maison-exemple/index.html", "404.html"} <= files(tmp_path / "house" / "site").keys()


def test_plugin_makes_the_site_that_the_hook_makes(tmp_path: Path, wheel: Path) -> None:
    sites = []
    for name in ("hook", "plugin"):
        (tmp_path / name).mkdir()
        folder = make_small_house(tmp_path / name)
        if name == "plugin":
            config = (folder / "mkdocs.yml").read_text("utf-8")
            config, count = re.subn(r"(?m)^hooks:\n.*\n|^  perimetre:\n(?:    .*\n)+", "", config)
            assert count == 2
            (folder / "mkdocs.yml").write_text(config, "utf-8")
            reconfigure(folder, ("plugins:", "plugins:\n  - perimetre:\n      audience: internal"))
        done = build(folder, "--strict", PYTHONPATH=str(wheel))
        assert done.returncode == 0, done.stderr
        sites.append(files(folder / "site"))
    assert sites[0] == sites[1]


TWICE = SMALLEST + f"hooks:\n  - {ROOT / 'hooks' / 'handbook_site.py'}\n"
BOTH = SMALLEST + "extra:\n  perimetre:\n    audience: public\n"
MISSPELT = SMALLEST.replace("perimetre]", "{perimetre: {audiance: public}}]")


@pytest.mark.parametrize(
    ("config", "told"),
    [(TWICE, "nomme Périmètre deux fois"), (BOTH, "que par le hook"), (MISSPELT, "`audience`")],
    ids=["hook and plugin", "settings of both", "misspelt"],
)
def test_configuration_that_contradicts_itself_is_refused(tmp_path: Path, wheel: Path, config: str, told: str) -> None:
    folder = small_house(tmp_path, config)
    done = build(folder, PYTHONPATH=str(wheel))
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()
