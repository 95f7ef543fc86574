"""Run the processes that the bench measures, and write the houses that they read."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

COMMAND = (sys.executable, "-m", "perimetre.drivers.cli.main")
ROOT = Path(__file__).parents[1]
PLAYBOOKS = ROOT / "playbooks"
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}
# An installed product is compiled once.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process took: seconds on the clock, seconds of processor, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


# A process begins with the peak of the one that begins it, and ours grows with what it measures itself: commands are
# begun by a small one, which does nothing else.
_starter = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def run(command: list[str], folder: Path, cache: Path | None = None, **more: str) -> Cost:
    """Run a command to its end; `cache`: where it remembers, nowhere if None; `more`: variables of its own.

    Raises:
        RuntimeError: it failed; its output is in the message.
    """
    return _starter.submit(_run, command, folder, cache, more).result()


def _run(command: list[str], folder: Path, cache: Path | None, more: dict[str, str]) -> Cost:
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        # What cannot be a folder remembers nothing.
        environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(cache or os.devnull), **more}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)}\n{output.read().decode()[-4000:]}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / scale)


def median(times: int, once: Callable[[], Cost]) -> Cost:
    """Return the medians of several runs."""
    costs = [once() for _ in range(times)]
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        memory=statistics.median(cost.memory for cost in costs),
    )


def build(folder: Path, times: int = 1) -> Cost:
    """Build the site whose `mkdocs.yml` is in `folder` into its `site/`."""
    return median(times, lambda: run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder))


def check(folder: Path, times: int = 1) -> Cost:
    """Check the playbooks below `folder`."""
    return median(times, lambda: run([*COMMAND, "check", "playbooks"], folder))


# --- houses


def example_brands() -> list[str]:
    """Return the ids of the example's brands, the one with the fewest words last."""
    folders = [folder for folder in (PLAYBOOKS / "brands").iterdir() if folder.is_dir()]
    return [
        folder.name for folder in sorted(folders, key=lambda folder: -sum(f.stat().st_size for f in files_of(folder)))
    ]


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def house(folder: Path, brands: int) -> None:
    """Write a house of `brands` brands below `folder`: the example's, and its small brand again under other names."""
    shutil.copytree(PLAYBOOKS, folder / "playbooks")
    ours = example_brands()
    small = ours[-1]
    for number in range(len(ours) + 1, brands + 1):
        name = f"{small}-{number}"
        for path in files_of(PLAYBOOKS / "brands" / small):
            copy = folder / "playbooks" / "brands" / name / path.relative_to(PLAYBOOKS / "brands" / small)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(re.sub(rf"(?<![\w-]){small}(?![\w-])", name, path.read_text("utf-8")), "utf-8")
    (folder / "docs").mkdir()
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("hooks/handbook_site.py", (ROOT / "hooks" / "handbook_site.py").as_posix())
    (folder / "mkdocs.yml").write_text(config, "utf-8")
