"""Say what has fallen due, for one issue a night: `python -P -m perimetre.drivers.ci.due --into FOLDER`.

Dates pass and schedules end without anybody changing a file. Goes out: `due.md` in the folder, the errors and warnings
of the day; empty where there are none, so that the issue is closed. Exit status: 0, or 2 where nothing was checked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from perimetre.base.words import LANGUAGES
from perimetre.drivers.cli.main import main as perimetre


def due(options: argparse.Namespace) -> int:
    """Check, and write what is due; return the exit status."""
    into: Path = options.into
    into.mkdir(parents=True, exist_ok=True)
    asked = [f"--language={options.language}", *([f"--today={options.today}"] if options.today else [])]
    with tempfile.TemporaryDirectory() as folder:
        counts, report = Path(folder) / "check.json", Path(folder) / "check.md"
        status = perimetre(["check", str(options.path), "--format=json", f"--output={counts}", *asked])
        if status == 2:
            return status
        perimetre(["check", str(options.path), "--format=markdown", f"--output={report}", *asked])
        summary = json.loads(counts.read_text("utf-8"))["summary"]
        text = report.read_text("utf-8") if summary["errors"] or summary["warnings"] else ""
    (into / "due.md").write_text(text, "utf-8")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is due; return the exit status."""
    parser = argparse.ArgumentParser(prog="due", description="Say what has fallen due.")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--path", type=Path, default=Path("playbooks"))
    parser.add_argument("--language", default="fr", choices=LANGUAGES)
    parser.add_argument("--today", default="")
    return due(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
