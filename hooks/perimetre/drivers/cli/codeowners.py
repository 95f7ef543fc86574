"""Write who must look at a change of each file, for the code host: `perimetre codeowners`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from perimetre.base.words import message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import CLEAN, FINDINGS, Translate, UsageError, add_path, language_of, valid

ABOUT = message("write CODEOWNERS from the `owner` fields: who must look at a change of each file")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    about = message("what the code host writes before the id of a role, whose team it is: `@my-house/`")
    parser.add_argument("--prefix", required=True, type=prefix, metavar="PREFIX", help=translate(about))
    about = message("write nothing, and leave with 1 where this file is not what would be written")
    parser.add_argument("--check", type=Path, metavar="FILE", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.reading.sources import shown_prefix
    from perimetre.reports.codeowners import written

    loaded = load(options)
    language = language_of(options, loaded)
    text = written(valid(loaded), loaded.sources, shown_prefix(options.path.resolve()), options.prefix)
    if options.check is None:
        write(text, options.output)
        return CLEAN
    try:
        as_it_is = options.check.read_text("utf-8")
    except (OSError, ValueError):
        as_it_is = None
    if as_it_is == text:
        return CLEAN
    command = f"perimetre codeowners --prefix {options.prefix} --output {options.check}"
    drifted = message(
        "`{file}` is not what the owners of the playbooks make it. Write it again: `{command}`.",
        file=str(options.check),
        command=command,
    )
    notice(say(drifted, language))
    return FINDINGS


def prefix(text: str) -> str:
    """Read what stands before the ids of roles on the code host, such as `@my-house/`.

    Raises:
        UsageError: no code host writes that.
    """
    if not re.fullmatch(r"@[\w./-]*", text):
        raise UsageError(
            message(
                "`{text}` is not what a code host writes before the name of a team. Write it with its `@`: "
                "`@my-house/`.",
                text=text,
            )
        )
    return text
