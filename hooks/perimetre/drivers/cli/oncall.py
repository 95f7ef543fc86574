"""Say who is called: `perimetre oncall`."""

from __future__ import annotations

import argparse
import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.folding import fold
from perimetre.base.words import few, message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.remembered import holidays_remembered, load
from perimetre.drivers.cli.shared import (
    CLEAN,
    Translate,
    UsageError,
    add_instant,
    add_path,
    asked_of,
    by_id,
    known_one,
    place_of,
    valid,
)

if TYPE_CHECKING:
    from perimetre.cover import Cover
    from perimetre.model import Brand, Handbook, Person

ABOUT = message("say who is called at an instant, step by step")
# How far ahead, in days, one looks for whoever holds a schedule next.
DAYS_AHEAD = 15


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    brand = message("the brand's id; with --person, it may be left out where one brand alone gives them a role")
    parser.add_argument("--brand", metavar="ID", help=translate(brand))
    grave = message("how serious it is: the number or id of a severity (3 by default)")
    parser.add_argument("--severity", default="3", metavar="NUMBER", help=translate(grave))
    followed = message("the line's id, instead of the one followed by default")
    parser.add_argument("--line", metavar="ID", help=translate(followed))
    place = message("the place that it is about: its id")
    parser.add_argument("--place", metavar="ID", help=translate(place))
    add_instant(parser, translate)
    parser.add_argument(
        "--person",
        metavar="ID",
        help=translate(message("when this person is on duty; with `ics`: their calendar only")),
    )
    parser.add_argument(
        "--schedule",
        metavar="ID",
        help=translate(message("who holds this schedule; with `ics`: its calendar only")),
    )
    earlier = message(
        "with `ics`: the calendar that was imported before, whose shifts that are no more are taken out "
        "(what `--output` writes over, by default)"
    )
    parser.add_argument("--earlier", type=Path, metavar="FILE", help=translate(earlier))
    form = message("the format of the answer; `ics` is a calendar of the duties to come")
    parser.add_argument("--format", choices=("text", "json", "ics"), default="text", help=translate(form))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with holidays_remembered(options.path):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from perimetre.cover import HORIZON, Cover, follow
    from perimetre.reports.oncall import CallSheet, PersonSheet, ScheduleSheet

    loaded = load(options)
    if options.brand is None:
        options.brand = _only_brand(options.person, valid(loaded))
    asked_brand = asked_of(options, loaded)
    handbook, brand, language, at = asked_brand.handbook, asked_brand.brand, asked_brand.language, asked_brand.at
    place = None if options.place is None else place_of(brand, options.place)
    if options.format == "ics":
        cover = Cover(handbook, brand, at.date(), HORIZON, place=place)
        write(_calendar(options, cover, language, at), options.output)
        return CLEAN
    _refuse_what_calendars_take(options)
    if options.schedule:
        # Who is next stands further on, after a weekend or a holiday.
        cover = Cover(handbook, brand, at.date(), DAYS_AHEAD, place=place)
        schedule = known_one(message("schedule"), options.schedule, by_id(cover.schedules))
        write(ScheduleSheet(cover, schedule, cover.clock.of(at), language).as_text(), options.output)
        return CLEAN
    if options.person:
        cover = Cover(handbook, brand, at.date(), DAYS_AHEAD, place=place)
        person = _person(options.person, cover.brand)
        duties = PersonSheet(cover, person, cover.clock.of(at), language)
        write(duties.as_json() if options.format == "json" else duties.as_text(), options.output)
        return CLEAN
    cover = Cover(handbook, brand, at.date(), 1, place=place)
    number = known_one(message("severity"), options.severity, cover.severities)
    asked: str | None = options.line
    line = cover.default_line(number) if asked is None else known_one(message("line"), asked, by_id(cover.lines))
    if line is None:
        raise UsageError(
            message(
                "No escalation line is followed by default at severity {severity}. Name one with `--line`.",
                severity=number,
            )
        )
    sheet = CallSheet(cover, follow(cover, line, number, cover.clock.of(at)), language)
    write(sheet.as_json() if options.format == "json" else sheet.as_text(), options.output)
    return CLEAN


def _only_brand(asked: str | None, handbook: Handbook) -> str:
    """Return the brand that is meant where none is named: the only one, or the only one where somebody has a role.

    Raises:
        UsageError: several may be meant; they are named.
    """
    brands = [
        brand
        for brand in handbook.brands
        if asked is None or any(given.person in _ids(asked, brand) for given in brand.people.assignments)
    ]
    if len(brands) == 1:
        return brands[0].id
    names = few(f"`{brand.id}`" for brand in brands or handbook.brands)
    raise UsageError(message("Say of which brand with `--brand`: {brands}.", brands=names))


def _ids(asked: str, brand: Brand) -> frozenset[str]:
    """Return the ids of the people whom an id, or a name, means."""
    return frozenset(
        known.id for known in brand.people.people if asked == known.id or fold(asked) == fold(known.name or "")
    )


def _person(asked: str, brand: Brand) -> Person:
    """Return whom an id means, or a name that one person bears."""
    known = by_id(brand.people.people)
    ids = _ids(asked, brand)
    return known_one(message("person"), next(iter(ids)) if len(ids) == 1 else asked, known)


def _refuse_what_calendars_take(options: argparse.Namespace) -> None:
    """Refuse what would otherwise be answered as if it had not been asked."""
    if options.earlier:
        raise UsageError(message("`{option}` takes `--format ics`.", option="--earlier"))
    if options.person and (options.line or options.schedule):
        raise UsageError(
            message("One asks who is called by a line, or when a person is on duty: give `--line` or `--person`.")
            if options.line
            else message("One asks who holds a schedule, or when a person is on duty: give `--schedule` or `--person`.")
        )
    if options.schedule and options.format == "json":
        raise UsageError(message("`{option}` takes `--format text` or `--format ics`.", option="--schedule"))
    if options.schedule and options.line:
        raise UsageError(
            message("One asks who is called by a line, or who holds a schedule: give `--line` or `--schedule`.")
        )


def _earlier(options: argparse.Namespace) -> str:
    """Return the calendar that was imported before: the one given, else the one in whose place this one is written.

    Raises:
        UsageError: the one given cannot be read.
    """
    if options.earlier is None:
        # What is no file (a pipe, a device) holds nothing that was imported, and may never end.
        with contextlib.suppress(OSError, ValueError):
            return options.output.read_text("utf-8") if options.output is not None and options.output.is_file() else ""
        return ""
    try:
        return Path(options.earlier).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(message("`{file}` cannot be read as a calendar.", file=str(options.earlier))) from error


def _calendar(options: argparse.Namespace, cover: Cover, language: str, at: datetime) -> str:
    from perimetre.reports.calendars import Calendars

    calendars = Calendars(cover=cover, language=language, stamp=at, earlier=_earlier(options))
    if options.person and options.schedule:
        raise UsageError(message("A calendar is of a person or of a schedule: give `--person` or `--schedule`."))
    if options.person:
        return calendars.of_a_person(_person(options.person, cover.brand))
    if options.schedule:
        return calendars.of_a_schedule(known_one(message("schedule"), options.schedule, by_id(cover.schedules)))
    return calendars.of_the_brand()
