"""Say what has fallen due, for one issue a night: `python -P -m perimetre.drivers.ci.due --into FOLDER`.

Dates pass and schedules end without anybody changing a file. Goes out: `due.md` in the folder, the errors and warnings
of the day; empty where there are none, so that the issue is closed. Exit status: 0, or 2 where nothing was checked.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, say
from perimetre.drivers.cli.output import notice
from perimetre.drivers.cli.shared import day, today_of
from perimetre.drivers.parts import Parts
from perimetre.judge.brands import Looked
from perimetre.pipeline.loading import judged, load
from perimetre.reading.sources import collect
from perimetre.reports import Findings, markdown

# In bytes of UTF-8: GitHub takes 65,536 characters in an issue.
_LIMIT = 60_000


def due(options: argparse.Namespace) -> str:
    """Return what is due, in Markdown; "" where nothing is."""
    loaded = load(options.path)
    parts = Parts(options.parts, options.path, collect(options.path, environment=os.environ)) if options.parts else None
    today = parts.day() if parts else today_of(options, loaded)
    loaded = judged(loaded, today, looked=parts.read(Looked) if parts else ())
    findings = Findings(
        diagnostics=loaded.diagnostics, files=loaded.files, language=options.language, lines=loaded.lines
    )
    return markdown.write(findings, _LIMIT) if findings.count("error") or findings.count("warning") else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is due; return the exit status."""
    parser = argparse.ArgumentParser(prog="due", description="Say what has fallen due.")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--path", type=Path, default=Path("playbooks"))
    parser.add_argument("--parts", type=Path, help="the parts of the check, made on other machines")
    parser.add_argument("--language", default="fr", choices=LANGUAGES)
    parser.add_argument("--today", type=day)
    options = parser.parse_args(arguments)
    try:
        text = due(options)
    except PerimetreError as error:
        notice(say(error.message, options.language))
        return 2
    options.into.mkdir(parents=True, exist_ok=True)
    (options.into / "due.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
