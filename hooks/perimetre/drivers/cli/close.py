"""Take a channel or a person out of service in all files: `perimetre close channel`, `perimetre close person`.

What was agreed, signed, done or over stays. Nothing is written but what was read back as meant, and all is, or nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, few, message, say
from perimetre.drivers.cli.adding import check_and_write, differences, shown_folder
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.remembered import load, load_collected
from perimetre.drivers.cli.shared import (
    CLEAN,
    Translate,
    UsageError,
    add_path,
    add_shared,
    add_spoken,
    by_id,
    day,
    known_one,
    language_of,
    today_of,
)
from perimetre.reports import plain

if TYPE_CHECKING:
    from datetime import date

    from perimetre.model import Brand, Handbook, Person
    from perimetre.pipeline.closing.closing import Closing
    from perimetre.pipeline.loaded import Loaded

ABOUT = message("close a channel, or note that somebody leaves, in all the files that name them; what is past stays")
_WHATS = {"channel": message("a channel that closes"), "person": message("somebody who leaves")}


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    kinds = parser.add_subparsers(
        dest="kind", metavar="KIND", required=True, title=translate(message("what is closed"))
    )
    for kind, what in _WHATS.items():
        own = kinds.add_parser(kind, help=translate(what), description=translate(what), allow_abbrev=False)
        own.set_defaults(parser=own)
        own.add_argument("id", metavar="ID", help=translate(message("its id")))
        about = message("the last day (today by default); it may be a day to come")
        own.add_argument("--on", type=day, metavar="DATE", help=translate(about))
        if kind == "channel":
            about = message("the brand's id, where several have a channel of that name")
            own.add_argument("--brand", metavar="ID", help=translate(about))
        about = message("show what would change, and write nothing")
        own.add_argument("--dry-run", action="store_true", help=translate(about))
        add_spoken(own, translate, argparse.SUPPRESS)
        add_shared(own, translate, argparse.SUPPRESS)
        add_path(own, "--path", translate, default=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    # Late: most commands close nothing.
    from perimetre.drivers.schemas_kept import keep_beside
    from perimetre.pipeline.adding.additions import refused

    loaded = load(options)
    if loaded.handbook is None:
        raise UsageError(message("There is no handbook here, so nothing can be closed. Run `perimetre check`."))
    language, today = language_of(options, loaded), today_of(options, loaded)
    last: date = options.on or today
    close: Callable[[argparse.Namespace, Loaded, Handbook, date, date], Closing]
    close = _channel if options.kind == "channel" else _person
    files = close(options, loaded, loaded.handbook, last, today)
    # What is read back stands nowhere yet: nothing of it is to be remembered as the files that are there.
    after = load_collected(files.among(loaded.sources), options.path, shown_folder(loaded), keep=False)
    finding = refused(loaded, after)
    if finding is not None:
        raise UsageError(message("Nothing is written. {error} {hint}", error=finding.message, hint=finding.hint or ""))
    left = [*files.left, *(_turns(after, options.id, max(last, today)) if options.kind == "person" else ())]
    told = "".join(f"{line}\n" for line in _told(options, files, left, language))
    if options.dry_run or options.output is not None:
        write(differences(files) + told, options.output)
        return CLEAN
    check_and_write(files, options.path)
    keep_beside(options.path, after)
    write(differences(files) + told, None)
    return CLEAN


def _channel(options: argparse.Namespace, loaded: Loaded, handbook: Handbook, last: date, today: date) -> Closing:
    from perimetre.pipeline.closing.channels import closed_channel

    brand = _brand(options, handbook)
    channel = known_one(message("channel"), options.id, by_id(brand.channels.channels))
    if channel.state == "retired":
        raise UsageError(message("`{id}` is closed already.", id=channel.id))
    return closed_channel(loaded, brand, channel.id, last, today)


def _brand(options: argparse.Namespace, handbook: Handbook) -> Brand:
    """Return the brand whose channel it is."""
    if options.brand is not None:
        return known_one(message("brand"), options.brand, by_id(handbook.brands))
    bearing = [brand for brand in handbook.brands if options.id in by_id(brand.channels.channels)]
    if len(bearing) > 1:
        brands = few((f"`{brand.id}`" for brand in bearing), "or")
        raise UsageError(
            message("Several brands have `{id}`. Name one: `--brand`, {brands}.", id=options.id, brands=brands)
        )
    if not bearing:
        known_one(
            message("channel"),
            options.id,
            {channel.id: channel for brand in handbook.brands for channel in brand.channels.channels},
        )
    return bearing[0]


def _person(options: argparse.Namespace, loaded: Loaded, handbook: Handbook, last: date, today: date) -> Closing:
    from perimetre.pipeline.closing.people import closed_person

    levels = (*((handbook.house,) if handbook.house is not None else ()), *handbook.brands)
    people: dict[str, Person] = {person.id: person for level in levels for person in level.people.people}
    person = known_one(message("person"), options.id, people)
    if person.left_on is not None and person.left_on <= today:
        raise UsageError(message("`{id}` has left already, on {day}.", id=person.id, day=person.left_on))
    return closed_person(loaded, person, last, today)


def _turns(after: Loaded, person: str, first: date) -> Iterator[tuple[str, Message]]:
    from perimetre.pipeline.closing.turns import turns_left

    return turns_left(after, person, first)


def _told(
    options: argparse.Namespace, files: Closing, left: Sequence[tuple[str, Message]], language: str
) -> Iterator[str]:
    """Yield what was closed, and what is left to decide, a line each."""
    count = len(files.after)
    if options.dry_run or options.output is not None:
        said = counted("{count} file would change.", "{count} files would change.", count)
    else:
        said = counted("`{id}`: {count} file changed.", "`{id}`: {count} files changed.", count, id=options.id)
    yield say(said, language)
    if files.by_hand:
        text = message(
            "Written in a way that cannot be changed without touching the rest: {files}. Do it by hand there.",
            files=few(f"`{file}`" for file in files.by_hand),
        )
        yield say(text, language)
    if left:
        yield say(message("Left to decide ({count}):", count=len(left)), language)
    for place, text in left:
        yield plain.lines(f"  {place}  {say(text, language)}")
    if options.kind == "channel" and files.is_ahead:
        text = message(
            "Until {day} it is open, and what names it holds. Run `perimetre close channel {id}` again on that day.",
            day=files.day,
            id=options.id,
        )
        yield say(text, language)
    yield say(message("See what it changes with `perimetre diff`, who reads again with `perimetre check`."), language)
