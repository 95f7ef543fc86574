"""Measure what a comparison of two handbooks costs: `python -m tools.bench_diff`, and part of `python -m tools.bench`.

Each is a ratio to reading the same playbooks once, in one process: what a machine makes slower is slower on both sides.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perimetre.model import Handbook

TODAY = date(2026, 11, 22)
# An agreement for whatever anybody does: no cell stays as it was.
EVERYTHING = """
rules:
  - id: everything-is-agreed
    title: Tout est à valider
    authority: approve
    validation: [brand-agreement]
    meanwhile: {say: Attendre.}
    if_no_answer: {after: 1d, then: Attendre encore.}
"""


def diffs(folder: Path, example: Path, large: Path) -> Iterator[str]:
    """Yield the lines on comparing.

    Args:
        folder: where to write.
        example: the playbooks of the example.
        large: the playbooks of a house of many brands, whose last three may be written anew.
    """
    # Read first: what is read again in one process is remembered.
    reading = {playbooks: _read(playbooks) for playbooks in (example, large)}
    for name, playbooks, edit in (
        ("the example, one word changed", example, _word),
        ("the example, every cell changed", example, _cells),
        ("many brands, three files changed", large, _three_files),
        ("many brands, a rule of the house changed", large, _rule),
        ("many brands, every cell changed", large, _cells),
    ):
        copy = folder / "edited"
        shutil.copytree(playbooks, copy)
        edit(copy)
        yield f"diff: {name} {_compared(*reading[playbooks], copy)}"
        shutil.rmtree(copy)


def _read(playbooks: Path) -> tuple[Handbook, float]:
    from perimetre.pipeline.loading import load

    began = time.process_time()
    handbook = load(playbooks).handbook
    assert handbook is not None
    assert not handbook.unread
    return handbook, time.process_time() - began


def _compared(old: Handbook, reading: float, edited: Path) -> str:
    from perimetre.compare import compare

    new, _ = _read(edited)
    began = time.process_time()
    changes = compare(old, new, today=TODAY).changes
    spent = time.process_time() - began
    return (
        f"({len(new.brands)} brands): {spent:.2f} s of processor, {spent / reading:.2f} of reading one side "
        f"({reading:.2f} s); {len(changes)} changes"
    )


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


def _word(playbooks: Path) -> None:
    scope = playbooks / "house" / "scope.yml"
    _edit(scope, "    says: [promote]\n    authority: free\n", "    says: [thank]\n    authority: free\n")


def _cells(playbooks: Path) -> None:
    _edit(playbooks / "house" / "scope.yml", "\nrules:\n", EVERYTHING)


def _three_files(playbooks: Path) -> None:
    for brand in sorted(path for path in (playbooks / "brands").iterdir() if path.is_dir())[-3:]:
        _edit(brand / "scope.yml", "    authority: ", "    authority: escalate # ")


def _rule(playbooks: Path) -> None:
    _edit(playbooks / "house" / "scope.yml", "amount: {up_to: 30}", "amount: {up_to: 60}")


def main() -> None:
    """Print the figures, for a hundred brands."""
    from tools.bench import CHECKED, PLAYBOOKS, house

    with tempfile.TemporaryDirectory(prefix="perimetre-bench-") as name:
        folder = Path(name)
        (folder / "large").mkdir()
        house(folder / "large", CHECKED)
        for line in diffs(folder, PLAYBOOKS, folder / "large" / "playbooks"):
            print(line, flush=True)


if __name__ == "__main__":
    main()
