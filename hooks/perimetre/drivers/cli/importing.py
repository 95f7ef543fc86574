"""Bring in what is kept elsewhere: `perimetre import log` the log of the cockpit, `import schedule` who is on call.

Of a log, one new file of `lessons/`, of the brand that lived it, begins what an incident taught; nothing that is there
is ever written over. Of an exercise, the same file counts for the scenario as a day on which it was exercised. Who is
on call is in `rotas.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, message, say
from perimetre.drivers.cli import rotas
from perimetre.drivers.cli.output import notice, write, write_new
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import (
    CLEAN,
    Translate,
    UsageError,
    add_path,
    add_shared,
    add_spoken,
    by_id,
    known_one,
    language_of,
    today_of,
    valid,
)
from perimetre.drivers.cli.texts import bytes_of

if TYPE_CHECKING:
    from typing import TypeAlias

    from perimetre.model import Brand, Crisis
    from perimetre.reading.logs import LivedLog
    from perimetre.reports.lesson_record import LessonDraft

    Kinds: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

ABOUT = message("bring in what is kept elsewhere: the log of an incident, who is on call")
_LOG = message("what an incident taught: a lesson is begun from the log that the crisis cockpit exports")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    kinds = parser.add_subparsers(
        dest="kind",
        metavar="KIND",
        required=True,
        title=translate(message("what is brought in")),
        description=translate(message("`perimetre import KIND --help` says what may be given of each.")),
    )
    log = _kind(kinds, "log", _LOG, translate)
    about = message("the JSON that the cockpit saves; `-` reads what another command sends")
    log.add_argument("file", metavar="FILE", help=translate(about))
    about = message("print what would be written, and write nothing")
    log.add_argument("--dry-run", action="store_true", help=translate(about))
    rotas.add(_kind(kinds, "schedule", rotas.ABOUT, translate), translate)


def _kind(kinds: Kinds, kind: str, what: Message, translate: Translate) -> argparse.ArgumentParser:
    """Return what reads the options of a kind, with those that all share: said before its name, they stay said."""
    parser = kinds.add_parser(kind, help=translate(what), description=translate(what), allow_abbrev=False)
    parser.set_defaults(parser=parser)
    add_spoken(parser, translate, argparse.SUPPRESS)
    add_shared(parser, translate, argparse.SUPPRESS)
    add_path(parser, "--path", translate, default=argparse.SUPPRESS)
    return parser


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    return rotas.run(options) if options.kind == "schedule" else _log(options)


def _log(options: argparse.Namespace) -> int:
    from perimetre.reading.logs import LONGEST_LOG, read_log
    from perimetre.reports.lesson_record import lesson_draft, lesson_id

    log = read_log("<log>" if options.file == "-" else options.file, bytes_of(options.file, LONGEST_LOG + 1))
    loaded = load(options)
    # What is left to write stops nobody: two incidents of one night are brought back before a lesson is drawn.
    errors = tuple(each for each in loaded.diagnostics if each.rule != "to-complete-is-completed")
    handbook = valid(replace(loaded, diagnostics=errors), log.brand)
    language = language_of(options, loaded)
    brand = known_one(message("brand"), log.brand, by_id(handbook.brands))
    crisis = _card(log, brand)
    settings = handbook.settings_of(brand)
    id_ = lesson_id(log, settings.timezone or "UTC")
    for lesson in brand.reporting.lessons:
        if id_ in (lesson.id, *lesson.formerly):
            raise UsageError(
                message(
                    "This log has been imported already: `{id}`, in {file}. It is left as it is.",
                    id=id_,
                    file=f"`{lesson.place.file}`",
                )
            )
    draft = lesson_draft(log, crisis, brand, settings, today=today_of(options, loaded), language=language)
    if options.dry_run or options.output is not None:
        write(draft.text, options.output)
        return CLEAN
    file = options.path / "brands" / brand.id / "lessons" / f"{id_}.yml"
    write_new(file, draft.text)
    write(say(_begun(log, file.as_posix()), language) + "\n", None)
    for line in _to_read_over(draft):
        notice(say(line, language))
    return CLEAN


def _card(log: LivedLog, brand: Brand) -> Crisis:
    """Return the card that was followed, by the name that it bears today."""
    known = by_id(brand.crises)
    known |= {former: crisis for crisis in brand.crises for former in crisis.formerly if former not in known}
    try:
        return known_one(message("crisis"), log.scenario, known)
    except UsageError as error:
        raise UsageError(
            message(
                "{refused} The log follows a card that `{brand}` does not have: in the one that took its place, write "
                "`formerly: [{scenario}]`.",
                refused=error.message,
                brand=brand.id,
                scenario=log.scenario,
            )
        ) from error


def _begun(log: LivedLog, file: str) -> Message:
    if log.exercise:
        return message(
            "Begun in {file}. Write `lesson`; the exercise counts for its scenario from now on.", file=f"`{file}`"
        )
    return message(
        "Begun in {file}. Write `lesson` and `changed`, then run `perimetre check`: it asks for them until then.",
        file=f"`{file}`",
    )


def _to_read_over(draft: LessonDraft) -> Iterator[Message]:
    """Yield what whoever sends the file must know: a repository keeps it for ever."""
    if draft.quoted:
        yield counted(
            "It quotes {count} text typed by hand. A repository keeps it for ever: read it over, and take out whatever "
            "names somebody.",
            "It quotes {count} texts typed by hand. A repository keeps them for ever: read them over, and take out "
            "whatever names somebody.",
            draft.quoted,
        )
    if draft.removed:
        yield counted(
            "{count} number, address or name has been taken out.",
            "{count} numbers, addresses or names have been taken out.",
            draft.removed,
        )
    yield message("What was filled into the texts, and who agreed, stay in the log: nothing of it is in the file.")
