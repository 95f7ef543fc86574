"""Say who is called: `perimetre oncall`."""

from __future__ import annotations

import argparse

from perimetre.base.words import message
from perimetre.drivers.cli.shared import (
    CLEAN,
    Notice,
    UsageError,
    add_instant,
    add_path,
    instant_of,
    known_one,
    language_of,
    load,
    valid,
    write,
)

ABOUT = message("say who is called at an instant, step by step")


def add(parser: argparse.ArgumentParser, told: Notice) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", told)
    parser.add_argument("--brand", required=True, metavar="ID", help=told(message("the brand's id")))
    grave = message("how serious it is: the number or id of a severity (3 by default)")
    parser.add_argument("--severity", default="3", metavar="NUMBER", help=told(grave))
    followed = message("the line's id, instead of the one followed by default")
    parser.add_argument("--line", metavar="ID", help=told(followed))
    add_instant(parser, told)
    parser.add_argument("--person", metavar="ID", help=told(message("with `ics`: the calendar of this person only")))
    form = message("the format of the answer; `ics` is a calendar of the duties to come")
    parser.add_argument("--format", choices=("text", "json", "ics"), default="text", help=told(form))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.cover import HORIZON, Cover, follow
    from perimetre.reports.oncall import CallSheet

    loaded = load(options)
    language = language_of(options, loaded)
    handbook = valid(loaded)
    brand = known_one(message("brand"), options.brand, {one.id: one for one in handbook.brands})
    at = instant_of(options, handbook)
    cover = Cover(handbook, brand, at.date(), HORIZON if options.format == "ics" else 1)
    if options.format == "ics":
        from perimetre.reports.calendars import calendar

        people = {one.id: one for one in brand.people.people}
        person = known_one(message("person"), options.person, people).id if options.person else None
        write(calendar(cover, language, person), options.output)
        return CLEAN
    number = known_one(message("severity"), options.severity, cover.severities)
    if options.line is not None:
        line = known_one(message("line"), options.line, {one.id: one for one in cover.lines})
    else:
        line = cover.default_line(number)
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
