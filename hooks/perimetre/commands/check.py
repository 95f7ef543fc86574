"""Judge the playbooks: `perimetre check`."""

from __future__ import annotations

import argparse

from ..words import message
from .shared import CLEAN, FINDINGS, Told, add_path, in_colour, language_of, load, today_of, write

FORMATS = ("text", "json", "github")
ABOUT = message("check the playbooks: what is wrong, where, and what to write instead")


def add(parser: argparse.ArgumentParser, told: Told) -> None:
    """Say what the command takes."""
    add_path(parser, "path", told, nargs="?")
    parser.add_argument("--format", choices=FORMATS, default="text", help=told(message("the form of the report")))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from ..handbooks import judged
    from ..reports import FORMATS as WRITERS
    from ..reports import Findings

    loaded = load(options)
    loaded = judged(loaded, today_of(options, loaded))
    findings = Findings(
        diagnostics=loaded.diagnostics,
        files=loaded.files,
        language=language_of(options, loaded),
        lines=loaded.lines,
        colour=in_colour(options.output),
    )
    write(WRITERS[options.format](findings), options.output)
    return FINDINGS if findings.count("error") else CLEAN
