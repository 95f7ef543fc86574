"""Bring in who is on call from where a team keeps it: `perimetre import schedule FILE`, and `--check`.

Without `--check`, the draft of a schedule is printed: no file of the house is written over. With it, the two are
compared.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from perimetre.base.words import Message, few, message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import holidays_remembered, load
from perimetre.drivers.cli.shared import (
    CLEAN,
    FINDINGS,
    Translate,
    UsageError,
    by_id,
    day,
    known_one,
    language_of,
    today_of,
    valid,
)
from perimetre.drivers.cli.texts import bytes_of

if TYPE_CHECKING:
    from perimetre.cover import Cover
    from perimetre.model import Brand, Handbook, Schedule
    from perimetre.pipeline.rotas import Namesakes
    from perimetre.reading.rotas import Rota

ABOUT = message("who is on call: a calendar, a spreadsheet, or what PagerDuty or Grafana OnCall exports")
_MIDNIGHT = 1440


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what it takes."""
    about = message(
        "iCalendar, CSV, or JSON of the API of PagerDuty or Grafana OnCall (several, where people and shifts come "
        "apart); `-` reads what another command sends"
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help=translate(about))
    about = message("the brand's id; it may be left out where there is one alone")
    parser.add_argument("--brand", metavar="ID", help=translate(about))
    about = message("the schedule of the handbook: the one compared, or the id of the one drafted")
    parser.add_argument("--schedule", metavar="ID", help=translate(about))
    about = message("the schedule of the file, by its name or id, where it holds several")
    parser.add_argument("--named", metavar="NAME", help=translate(about))
    about = message("whom a name of the file means: `--person 'NAME=ID'`, as often as needed")
    parser.add_argument("--person", metavar="NAME=ID", action="append", default=[], help=translate(about))
    about = message("with a draft: copy the addresses of the people whom the handbook does not know")
    parser.add_argument("--contacts", action="store_true", help=translate(about))
    about = message("compare with what the handbook says, and list the differences; write nothing")
    parser.add_argument("--check", action="store_true", help=translate(about))
    about = message("the first day (today, or the first of the file, by default)")
    parser.add_argument("--from", dest="first", type=day, metavar="DATE", help=translate(about))
    about = message("the last day, included (the last of the file, 400 days at most, by default)")
    parser.add_argument("--to", dest="last", type=day, metavar="DATE", help=translate(about))
    about = message("the format of the differences")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with holidays_remembered(options.path):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from perimetre.cover import HORIZON, Cover
    from perimetre.pipeline.rotas import Namesakes
    from perimetre.reading.rotas import LARGEST_ROTA, RotaSpan, read_rotas

    if options.contacts and options.check:
        raise UsageError(message("`{option}` takes no `--check`.", option="--contacts"))
    loaded = load(options)
    handbook = valid(loaded, options.brand)
    brand = _brand(handbook, options.brand)
    language = language_of(options, loaded)
    first: date = options.first or today_of(options, loaded)
    last: date = options.last or first + timedelta(days=HORIZON - 1)
    if last < first:
        raise UsageError(message("`--to` is before `--from`."))
    if (last - first).days > 3 * HORIZON:
        raise UsageError(message("These days are too many: {days} at most.", days=3 * HORIZON))
    cover = Cover(handbook, brand, first, (last - first).days + 1)
    files = [("<stdin>" if name == "-" else name, bytes_of(name, LARGEST_ROTA + 1)) for name in options.files]
    span = RotaSpan(start=cover.start, end=cover.end, zone=cover.clock.name)
    rotas = _asked(read_rotas(files, span), options.named)
    namesakes = Namesakes(brand, _said(options.person, brand))
    if options.check:
        return _check(options, cover, rotas, namesakes, language)
    _draft(options, cover, rotas, namesakes, language)
    return CLEAN


def _brand(handbook: Handbook, asked: str | None) -> Brand:
    if asked is not None:
        return known_one(message("brand"), asked, by_id(handbook.brands))
    if len(handbook.brands) == 1:
        return handbook.brands[0]
    names = few(f"`{brand.id}`" for brand in handbook.brands)
    raise UsageError(message("Say of which brand with `--brand`: {brands}.", brands=names))


def _said(pairs: Sequence[str], brand: Brand) -> dict[str, str]:
    """Return whom names mean, as it was said.

    Raises:
        UsageError: one is no pair, or names nobody of the brand.
    """
    said: dict[str, str] = {}
    for pair in pairs:
        name, sign, id_ = pair.rpartition("=")
        if not sign or not name.strip():
            raise UsageError(
                message("`{text}` is no `NAME=ID`: write `--person 'C. Durand=camille-durand'`.", text=pair)
            )
        said[name] = known_one(message("person"), id_.strip(), by_id(brand.people.people)).id
    return said


def _title(rota: Rota) -> Message | str:
    return f"`{rota.title}`" if rota.title else message("a schedule without a name")


def _asked(rotas: list[Rota], named: str | None) -> list[Rota]:
    """Return the schedules of the files, or the one that is named.

    Raises:
        UsageError: none of them has that name.
    """
    if named is None:
        return rotas
    from perimetre.base.folding import fold

    kept = [rota for rota in rotas if fold(named) in map(fold, rota.ids)]
    if not kept:
        names = few(map(_title, rotas))
        raise UsageError(
            message("No schedule of the file is called `{name}`; it holds {names}.", name=named, names=names)
        )
    return kept


def _check(options: argparse.Namespace, cover: Cover, rotas: list[Rota], namesakes: Namesakes, language: str) -> int:
    from perimetre.pipeline.rotas import check
    from perimetre.reading.rotas import unsaid_of
    from perimetre.reports.rotas import RotaReport

    compared = []
    for rota, schedule in _pairs(options, cover, rotas, language):
        start, end = cover.start, cover.end
        # Beyond what the file speaks of, it says nothing: that nobody is there is not what it says.
        if options.first is None and rota.first is not None:
            start = max(start, rota.first)
        if options.last is None and rota.last is not None:
            end = min(end, rota.last)
        if start >= end:
            raise UsageError(
                message(
                    "The file says nothing of these days: from {first} to {last}. Give `--from` and `--to`.",
                    first=cover.clock.wall(cover.start).date().isoformat(),
                    last=cover.clock.wall(cover.end - 1).date().isoformat(),
                )
            )
        compared.append(check(cover, schedule, rota, namesakes, start, end))
    differences = RotaReport(cover, compared, unsaid_of(rotas), language)
    write(differences.as_json() if options.format == "json" else differences.as_text(), options.output)
    return FINDINGS if differences.count else CLEAN


def _draft(options: argparse.Namespace, cover: Cover, rotas: list[Rota], namesakes: Namesakes, language: str) -> None:
    """Print the draft of the schedules of a file; what it leaves out, and what is left to do, is noticed."""
    from perimetre.pipeline.rotas import drafted
    from perimetre.reading.rotas import unsaid_of
    from perimetre.reports.rotas import left_out

    if options.schedule is not None and len(rotas) > 1:
        names = few(map(_title, rotas))
        raise UsageError(message("The file holds several schedules: say which with `--named`: {names}.", names=names))
    text, told = drafted(cover, rotas, namesakes, options.schedule, contacts=options.contacts)
    write(text, options.output)
    for line in told:
        notice(say(line, language))
    lines = list(left_out(unsaid_of(rotas), language))
    if lines:
        notice("\n".join(lines[:-1]))


def _pairs(options: argparse.Namespace, cover: Cover, rotas: list[Rota], language: str) -> list[tuple[Rota, Schedule]]:
    """Return what is compared with what: by what was said, else by name; a single one with a single one.

    Raises:
        UsageError: it cannot be known.
    """
    from perimetre.base.words import LANGUAGES
    from perimetre.pipeline.rotas import pairs_of

    schedules = by_id(cover.schedules)
    if options.schedule is not None:
        schedule = known_one(message("schedule"), options.schedule, schedules)
        if len(rotas) == 1:
            return [(rotas[0], schedule)]
        schedules = {schedule.id: schedule}
    titles = {each.id: [each.title.in_(one) for one in LANGUAGES] if each.title else [] for each in cover.schedules}
    pairs = pairs_of(rotas, list(schedules.values()), titles)
    if not pairs and len(rotas) == len(schedules) == 1:
        return [(rotas[0], next(iter(schedules.values())))]
    if not pairs:
        raise UsageError(
            message(
                "Nothing says which schedule to compare. The file holds {theirs}; the handbook has {ours}: give "
                "`--named` and `--schedule`.",
                theirs=few(map(_title, rotas)),
                ours=few(f"`{id_}`" for id_ in schedules),
            )
        )
    for rota in rotas:
        if rota not in [pair[0] for pair in pairs]:
            apart = message("`{name}` is no schedule of the handbook: it is not compared.", name=rota.title)
            notice(say(apart, language))
    return pairs
