"""Begin a file of the playbooks: `perimetre new decision`, with what the change says already.

One file a brand that changes, and one for the house: nothing that is there is ever written over.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, few, message, say
from perimetre.drivers.cli.output import OutputError, write
from perimetre.drivers.cli.remembered import holidays_remembered
from perimetre.drivers.cli.shared import CLEAN, COULD_NOT_RUN, Translate, add_path, language_of, today_of
from perimetre.drivers.cli.sides import as_it_is, refuse, states

if TYPE_CHECKING:
    from perimetre.model import Handbook

ABOUT = message("begin the record of a decision, with what the change says already")
# What can be begun.
KINDS = ("decision",)


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=translate(message("what is begun: decision")))
    add_path(parser, "--path", translate)
    about = message("the state before: a revision of git (main, main...) or a folder (the last commit by default)")
    parser.add_argument("--against", metavar="REV", default="HEAD", help=translate(about))
    about = message("print it, and write nothing")
    parser.add_argument("--print", dest="printed", action="store_true", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with holidays_remembered(options.path):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from perimetre.compare import compare
    from perimetre.compare.decided import Decisions
    from perimetre.reports.decision_record import id_of, written

    before, now = states(options.against, None, options.path)[0], as_it_is(options.path)
    old, new = before.loaded(options.path), now.loaded(options.path)
    language = language_of(options, new)
    for state, loaded in ((before, old), (now, new)):
        if loaded.has_errors:
            refuse(state, loaded, language, "text", None)
            return COULD_NOT_RUN
    assert old.handbook is not None
    assert new.handbook is not None
    today = today_of(options, new)
    decisions = Decisions(old.handbook, new.handbook, today)
    not_begun = decisions.not_begun(compare(old.handbook, new.handbook, today=today))
    records: dict[Path, str] = {}
    for brand, changes in not_begun.items():
        level = new.handbook.brand(brand)
        assert level is not None
        folder = _folder(new.handbook, brand, options.path)
        taken = {decision.id for decision in level.decisions} | {file.stem for file in folder.glob("*.yml")}
        id_ = id_of(changes, level, today, frozenset(taken))
        records[folder / f"{id_}.yml"] = written(id_, changes, level, decisions, language)
    if options.printed or options.output is not None:
        write("\n".join(records.values()), options.output)
        return CLEAN
    for file, text in records.items():
        _write_new(file, text)
    write(say(_told(list(records)), language) + "\n", None)
    return CLEAN


def _folder(handbook: Handbook, brand: str, playbooks: Path) -> Path:
    """Return where the decisions of a brand, or of the house, are."""
    of_house = handbook.house is not None and brand == handbook.house.id
    return (playbooks / "house" if of_house else playbooks / "brands" / brand) / "decisions"


def _write_new(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(message("Cannot write `{file}`: {reason}.", file=str(file), reason=reason)) from error


def _told(files: list[Path]) -> Message:
    if not files:
        return message("Nothing changes here that asks for a decision, or each is named by one already.")
    return counted(
        "Begun: {files}. Write what is marked `to-complete` in it, then run `perimetre check --against` again.",
        "Begun: {files}. Write what is marked `to-complete` in them, then run `perimetre check --against` again.",
        len(files),
        files=few(f"`{file.as_posix()}`" for file in files),
    )
