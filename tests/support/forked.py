"""Run `python -m mkdocs`, or the command, in a process of its own that has been spared its imports.

They are half of a small build, and more of a small check. A server imports once what all do, and each is a child of it:
nothing that one does is known to another. What Python itself reads of its environment as it begins is that of the
tests; where that is what a test is about, it begins another Python.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path

IMPORTED = (
    "perimetre.drivers.cli",
    "perimetre.judge.judgement",
    "perimetre.reports",
    "mkdocs.commands.build",
    "mkdocs.commands.get_deps",
    "material.plugins.search.plugin",
    "material.extensions.emoji",
    "perimetre.drivers.mkdocs.events",
    "perimetre.drivers.mkdocs.making",
    "perimetre.pipeline.publishing",
    "perimetre.judge.registry",
    "babel.dates",
    "holidays",
)
COMMAND = "perimetre.drivers.cli.main"
# What takes longer hangs, however busy the machine.
LONG = 600


def run(
    folder: Path, program: str, arguments: Sequence[str], env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder, and wait for its end; one that hangs is a failure."""
    with tempfile.TemporaryDirectory() as told:
        process = _server().Process(target=_begin, args=(str(folder), program, list(arguments), dict(env), told))
        process.start()
        process.join(LONG)
        if process.is_alive():
            process.kill()
            process.join()
        said = [Path(told, name).read_text("utf-8") for name in ("out", "err")]
    assert process.exitcode is not None
    return subprocess.CompletedProcess([program, *arguments], process.exitcode, *said)


@functools.cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*IMPORTED, __name__])
    return context


def _begin(folder: str, program: str, arguments: list[str], env: dict[str, str], told: str) -> None:
    for name, number in (("out", 1), ("err", 2)):
        file = os.open(os.path.join(told, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # noqa: PTH118
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)
