"""Make a house to build a site of, in a folder of a test, and build it with a real MkDocs or ProperDocs."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from tests.conftest import ROOT, SESSION
from tests.support import forked

# A house of one brand, and one of three.
BASE = ROOT / "tests" / "cases" / "rules" / "base"
AGENCY = ROOT / "tests" / "houses" / "agency" / "playbooks"
PROGRAMS = ("mkdocs", "properdocs")
# The example is true on a day: what it promises, who is on duty and what is due are those of that day.
TODAY = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


def at_noon(zone: tzinfo) -> datetime:
    """Return the instant at which the sites of the tests are built, in a zone."""
    return TODAY.astimezone(zone)


def make_house(folder: Path) -> Path:
    """Copy the example's playbooks, hand-written pages and configuration to `folder`; the hook stays where it is."""
    shutil.copytree(ROOT / "playbooks", folder / "playbooks")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("decisions"))
    _configure(folder)
    # A repository of its own: what files are called does not depend on where the tests run.
    (folder / ".git").mkdir()
    return folder


def make_small_house(folder: Path, playbooks: Path = BASE) -> Path:
    """Make a house of one brand, without a page written by hand, nor a repository: its site is built in seconds."""
    shutil.copytree(playbooks, folder / "playbooks")
    (folder / "docs").mkdir()
    _configure(folder)
    return folder


def make_small_repository(folder: Path, playbooks: Path = BASE) -> Path:
    """Make a small house that is a repository of its own: what files are called does not depend on who asks."""
    make_small_house(folder, playbooks)
    (folder / ".git").mkdir()
    return folder


def copy_agency(folder: Path) -> Path:
    """Copy the playbooks of three brands to `folder`, with a voice and words of the data, which they have not."""
    shutil.copytree(AGENCY, folder)
    (folder / "brands" / "musee" / "voice.yml").write_text(
        "lexicon:\n  - {id: free, term: gratuit, class: forbidden, replace_by: [offert], reason: Rien ne l’est.}\n",
        "utf-8",
    )
    (folder / "house" / "values.yml").write_text(
        "topics:\n  - {id: clockwork, label: {fr: Les mécanismes}, definition: Ce qui tourne.}\n", "utf-8"
    )
    return folder


def _configure(folder: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("hooks/handbook_site.py", (ROOT / "hooks" / "handbook_site.py").as_posix())
    (folder / "mkdocs.yml").write_text(config, "utf-8")


def reconfigure(folder: Path, *changes: tuple[str, str]) -> None:
    """Replace lines of a house's `mkdocs.yml`: each pattern matches one line, from its beginning to its end."""
    config = (folder / "mkdocs.yml").read_text("utf-8")
    for pattern, line in changes:
        config, count = re.subn(rf"(?m)^{pattern}$", line.replace("\\", r"\\"), config)
        assert count == 1, pattern
    (folder / "mkdocs.yml").write_text(config, "utf-8")


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a build: the day of the tests, no notice of Material's, nobody's own settings.

    Templates are compiled once for all the builds of a session of tests.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PERIMETRE_")}
    day = {"SOURCE_DATE_EPOCH": str(int(TODAY.timestamp())), "XDG_CACHE_HOME": str(_compiled())}
    return {**kept, **day, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "default", "NO_COLOR": "1", **more}


def _compiled() -> Path:
    folder = Path(os.environ[SESSION], "compiled")
    folder.mkdir(exist_ok=True)
    return folder


def build(folder: Path, *options: str, program: str = "mkdocs", **more: str) -> subprocess.CompletedProcess[str]:
    """Build the site of `folder` into its `site/`, whatever comes of it."""
    if program == "mkdocs" and "PYTHONPATH" not in more:
        return forked.run(folder, program, ["build", "-f", "mkdocs.yml", *options], environment(**more))
    return build_apart(folder, *options, program=program, **more)


def build_apart(folder: Path, *options: str, program: str = "mkdocs", **more: str) -> subprocess.CompletedProcess[str]:
    """Build as `build` does, by a Python that begins with this: what it says of its imports is heard too."""
    return subprocess.run(
        [sys.executable, "-m", program, "build", "-f", "mkdocs.yml", *options],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The example, built: its folder, whose site nobody changes, and what the build wrote to stderr."""

    folder: Path
    stderr: str


def build_example(shared: Path) -> Example:
    """Return the example, built with `--strict` by the first process of tests that asks, for all of them.

    Args:
        shared: a folder that the processes share.
    """
    folder, told = shared / "example", shared / "example.stderr"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            done = build_apart(make_house(folder), "--strict")
            assert done.returncode == 0, done.stdout + done.stderr
            told.write_text(done.stderr, "utf-8")
    return Example(folder=folder, stderr=told.read_text("utf-8"))


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def break_a_reference(folder: Path) -> Path:
    """Make a rule, of the first brand that has one, speak of a role that does not exist; return the file."""
    for path in sorted((folder / "playbooks").rglob("scope.yml")):
        text = path.read_text("utf-8")
        broken, count = re.subn(r"(?m)^(\s+roles: \[)", r"\1nobody-at-all, ", text, count=1)
        if count:
            path.write_text(broken, "utf-8")
            return path
    raise AssertionError("no rule of the example names a role on one line")


def break_a_rule(folder: Path) -> Path:
    """Write somebody's address into the first ready answer: an error of a rule alone; return the file."""
    for path in sorted((folder / "playbooks").rglob("templates.yml")):
        text = path.read_text("utf-8")
        broken, count = re.subn(r"(\btext: \"?)(?=\w)", r"\1camille.durand@example.org, ", text, count=1)
        if count:
            path.write_text(broken, "utf-8")
            return path
    raise AssertionError("no template of the example has its text beside its key")
