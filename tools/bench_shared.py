"""Measure what machines side by side save: `python -m tools.bench_shared`, and part of `python -m tools.bench`.

Each machine is a process of its own.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench_runs import COMMAND, Cost, files_of, house, run


def shared(folder: Path, brands: int, machines: int) -> Iterator[str]:
    """Yield what machines side by side save, each a process of its own, and how many bytes differ of what one makes."""
    place, parts = folder / "shared", folder / "parts"
    place.mkdir()
    house(place, brands)
    written = [f"{number}/{machines}" for number in range(1, machines + 1)]
    site = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    report = ["--jobs", "1", "--format", "json", "--output"]
    whole = run([*COMMAND, "check", "playbooks", *report, "whole.json"], place)
    each = [
        run([*COMMAND, "check", "playbooks", "--jobs=1", "--parts=../parts", "--shard", part], place)
        for part in written
    ]
    joined = run([*COMMAND, "check", "playbooks", "--parts=../parts", *report, "joined.json"], place)
    same = (place / "whole.json").read_bytes() == (place / "joined.json").read_bytes()
    yield _saved(f"check of {brands} brands", machines, whole, each, joined, "none" if same else "some")
    now = str(int(time.time()))
    whole = run([*site, "--site-dir", "whole"], place, SOURCE_DATE_EPOCH=now)
    shares = {"PERIMETRE_PARTS": "../parts", "SOURCE_DATE_EPOCH": now}
    each = [run(site, place, PERIMETRE_SHARD=part, **shares) for part in written]
    joined = run([*site, "--site-dir", "joined"], place, **shares)
    sides = [
        {file.relative_to(place / name): file.read_bytes() for file in files_of(place / name)}
        for name in ("whole", "joined")
    ]
    differ = sum(sides[0].get(path) != sides[1].get(path) for path in sides[0].keys() | sides[1].keys())
    yield _saved(f"build of {brands} brands", machines, whole, each, joined, f"{differ} of {len(sides[0])} files")
    shutil.rmtree(place)
    shutil.rmtree(parts)


def _saved(what: str, machines: int, whole: Cost, each: list[Cost], joined: Cost, differ: str) -> str:
    longest = max(cost.cpu for cost in each)
    return (
        f"{what}: one process {whole.cpu:.1f} s of processor, {whole.memory:.0f} MB; {machines} machines: the longest "
        f"part {longest:.1f} s, {max(cost.memory for cost in each):.0f} MB, to put them together {joined.cpu:.1f} s, "
        f"{joined.memory:.0f} MB: {(longest + joined.cpu) / whole.cpu:.2f} of one; what differs: {differ}"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brands", type=int, default=20, help="size of the house that machines share")
    parser.add_argument("--machines", type=int, default=4, help="how many")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="perimetre-bench-") as name:
        for line in shared(Path(name), options.brands, options.machines):
            print(line, flush=True)


if __name__ == "__main__":
    main()
