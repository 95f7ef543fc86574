"""Run the jobs of a GitLab pipeline as its runner does: a clone, the cache, the artifacts, one shell for the script."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT
from tests.support.repositories import SETTINGS
from tests.support.sites import environment, files

# What takes the place of an installation from the registry: the package of this tree, by the Python of the tests.
INSTALLED = f"""\
#!/bin/sh
[ "$1 $2" = "-m pip" ] && exit 0
PYTHONPATH="{ROOT / "hooks"}" exec "{sys.executable}" "$@"
"""
# How many commits a runner brings, unless a job says it: GitLab brings 20, of a history longer than one of a test.
DEPTH = "1"
SETTING_UP = 'python3() { if [ "$1 $2" = "-m venv" ]; then cp -R "$INSTALLED" "$3"; else command python3 "$@"; fi; }'


class _Loader(yaml.CSafeLoader):
    """Reads `!reference` too, which only GitLab knows."""


_Loader.add_constructor("!reference", lambda loader, node: tuple(loader.construct_sequence(node)))


def parsed(text: str) -> dict[str, Any]:
    """Return what a pipeline says."""
    pipeline: dict[str, Any] = yaml.load(text, _Loader)
    return pipeline


@dataclass
class Pipeline:
    """A pipeline that runs, job by job, each on a machine that knows nothing of the others.

    Fields:
        file: the pipeline.
        folder: where the machines are; what lies beside a project there is gone when the next one begins.
        clone: brings the project to a folder, by a depth.
        kept: the artifacts, by job.
        caches: what jobs keep for the next pipeline, by key.
        log: all that the jobs have said.
    """

    file: Path
    folder: Path
    clone: Callable[[Path, str], object]
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)
    caches: dict[str, dict[str, bytes]] = field(default_factory=dict)
    log: str = ""

    def run(self, name: str, also: Callable[[str], str] = str, **variables: str) -> bool:
        """Run a job; return whether it went well.

        Args:
            name: the job.
            also: what to write in the place of a line of its script.
            variables: what GitLab gives it besides.
        """
        pipeline = parsed(self.file.read_text("utf-8"))
        job = pipeline[name]
        shutil.rmtree(self.folder, ignore_errors=True)
        project = self.folder / "builds" / "house"
        project.parent.mkdir(parents=True)
        given = {"GIT_DEPTH": DEPTH, **pipeline["variables"], **job.get("variables", {})}
        self.clone(project, given["GIT_DEPTH"])
        key = self._key(job, name, project, variables)
        _put(project, self.caches.get(key, {}))
        for kept in self.kept.values():
            _put(project, kept)
        lines = [also(line) for told in job["script"] for line in lines_of(pipeline, told)]
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", "\n".join((SETTING_UP, *lines))],
            cwd=project,
            env={**environment(), **SETTINGS, **given, **self._installed(), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        self.log = done.stdout + done.stderr
        if done.returncode == 0:
            self.caches |= {key: _under(project, job["cache"]["paths"])} if key else {}
        if done.returncode == 0 or job.get("artifacts", {}).get("when") == "always":
            self.kept[f"{name} {variables}"] = _under(project, job.get("artifacts", {}).get("paths", ()))
        return done.returncode == 0

    def _key(self, job: Mapping[str, Any], name: str, project: Path, variables: Mapping[str, str]) -> str:
        if "cache" not in job:
            return ""
        key = job["cache"]["key"]
        slug = re.sub(r"[^a-z0-9]+", "-", " ".join((name, *variables.values())).lower())
        content = b"".join((project / file).read_bytes() for file in key["files"])
        return f"{key['prefix'].replace('$CI_JOB_NAME_SLUG', slug)}-{content!r}"

    def _installed(self) -> Mapping[str, str]:
        place = self.folder / "installed" / "bin" / "python"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(INSTALLED, "utf-8")
        place.chmod(place.stat().st_mode | stat.S_IXUSR)
        return {"INSTALLED": str(place.parents[1])}


def lines_of(pipeline: Mapping[str, Any], line: object) -> list[str]:
    """Return the lines of a script that a line of another stands for."""
    return [line] if isinstance(line, str) else list(pipeline[line[0]][line[1]])  # type: ignore[index]


def _under(project: Path, paths: Any) -> dict[str, bytes]:
    return {f"{path}/{name}": content for path in paths for name, content in files(project / path).items()}


def _put(project: Path, kept: Mapping[str, bytes]) -> None:
    for path, content in kept.items():
        place = project / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
