"""Write the schemas by which an editor completes the ids of the house: `perimetre schemas`."""

from __future__ import annotations

import argparse
from pathlib import Path

from perimetre.base.words import counted, few, message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import CLEAN, FINDINGS, Translate, add_path, language_of, valid

ABOUT = message("write the schemas by which an editor completes and checks the ids of the house")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("where they go (`.perimetre/schemas` beside the playbooks by default)")
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help=translate(about))
    add_path(parser, "--path", translate)
    about = message("write nothing, and leave with 1 where a schema is not what would be written")
    parser.add_argument("--check", action="store_true", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    # Late: only what writes the schemas needs the form of every file.
    from perimetre.drivers.schemas_kept import keep, stale
    from perimetre.pipeline.editor.schemas import schemas_of
    from perimetre.pipeline.editor.settings import FOLDER

    loaded = load(options)
    valid(loaded)
    language = language_of(options, loaded)
    folder: Path = options.folder or options.path.parent / FOLDER
    schemas = schemas_of(loaded)
    shown = f"`{folder.as_posix()}`"
    if not options.check:
        count = len(keep(folder, schemas))
        told = counted("{folder}: {count} schema written.", "{folder}: {count} schemas written.", count, folder=shown)
        unchanged = message("{folder}: the schemas are up to date.", folder=shown)
        write(say(told if count else unchanged, language) + "\n", options.output)
        return CLEAN
    if not (names := stale(folder, schemas)):
        return CLEAN
    drifted = message(
        "{folder} is not what the handbook makes it ({files}): an editor would propose other ids. Run "
        "`perimetre schemas`, and commit what it writes.",
        folder=shown,
        files=few(f"`{name}`" for name in names),
    )
    notice(say(drifted, language))
    return FINDINGS
