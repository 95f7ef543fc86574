"""Say what a change of the playbooks does: `perimetre diff`."""

from __future__ import annotations

import argparse

from perimetre.base.words import message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.progress import at_work
from perimetre.drivers.cli.remembered import holidays_remembered
from perimetre.drivers.cli.shared import (
    CLEAN,
    COULD_NOT_RUN,
    FINDINGS,
    Translate,
    add_path,
    in_colour,
    known_one,
    language_of,
    today_of,
    width_of,
)
from perimetre.drivers.cli.sides import against, refuse, states

ABOUT = message("say what a change does: who may do more or less, who answers, what was added or removed")
FORMATS = ("text", "markdown", "json")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("before: a revision of git (main, v1.2, HEAD~1, main...branch, main:folder) or a folder")
    parser.add_argument("old", metavar="OLD", help=translate(about))
    about = message("after: a revision or a folder (the files as they are now by default)")
    parser.add_argument("new", metavar="NEW", nargs="?", help=translate(about))
    add_path(parser, "--path", translate)
    form = message("the format of the answer")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=translate(form))
    about = message("show every exact case of what is told in one sentence")
    parser.add_argument("--details", action="store_true", help=translate(about))
    about = message(
        "leave with 1 where there is a change of these kinds: widened,weakened (`widened` includes `mixed`)"
    )
    parser.add_argument("--fail-on", metavar="KINDS", default="", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with holidays_remembered(options.path):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from perimetre.compare import KINDS, compare
    from perimetre.reports.comparison import FORMATS as WRITERS
    from perimetre.reports.comparison import Differences

    kinds = [kind.strip() for kind in options.fail_on.split(",") if kind.strip()]
    failing = [known_one(message("kind of change"), kind, {known: known for known in KINDS}) for kind in kinds]
    sides = states(options.old, options.new, options.path)
    old, new = (side.loaded(options.path) for side in sides)
    language = language_of(options, new)
    for side, loaded in zip(sides, (old, new), strict=True):
        if loaded.has_errors:
            refuse(side, loaded, language, options.format, options.output)
            return COULD_NOT_RUN
    assert old.handbook is not None
    assert new.handbook is not None
    today = today_of(options, new)
    with at_work(message("Comparing…"), language):
        comparison = compare(old.handbook, new.handbook, today=today)
    differences = Differences(
        comparison=comparison,
        old=old.handbook,
        new=new.handbook,
        today=today,
        spans={"old": old.span_of, "new": new.span_of},
        names=(sides[0].name, sides[1].name),
        language=language,
        colour=in_colour(options),
        width=width_of(options),
        whole=options.details,
        against=against(options.old, options.path),
    )
    write(WRITERS[options.format](differences), options.output)
    return FINDINGS if comparison.of(*failing) else CLEAN
