"""Write the site's pages as files, for another builder: `perimetre export pages`."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.check import web_address
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import CLEAN, FINDINGS, Translate, add_path, language_of
from perimetre.reports import plain

ABOUT = message("write the site's pages as files that another builder takes, such as Zensical")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    parser.add_argument("what", choices=("pages",), metavar="pages", help=translate(message("what is exported")))
    about = message("the folder to write; it must be new, empty, or written by an earlier export")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=translate(about))
    add_path(parser, "--path", translate)
    about = message("who reads the pages: public, internal (by default) or restricted")
    audiences = ("public", "internal", "restricted")
    parser.add_argument("--audience", choices=audiences, default="internal", help=translate(about))
    about = message("a compartment that the pages contain; repeat it for several (none by default)")
    parser.add_argument("--compartment", action="append", default=[], metavar="ID", help=translate(about))
    about = message("where the site will be published")
    parser.add_argument("--site-url", type=web_address, metavar="URL", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.drivers.export import project, refuse_what_is_not_ours, write_project
    from perimetre.drivers.past import COMPARING, TOLD, PastReader
    from perimetre.pipeline.publishing import errors_in, publish
    from perimetre.reports import text

    began = time.process_time()
    refuse_what_is_not_ours(options.folder)
    loaded = load(options)
    language = language_of(options, loaded)
    past = PastReader(
        options.path,
        TOLD,
        lambda reason: notice(say(reason, language)),
        patience=lambda: COMPARING * (time.process_time() - began),
    )
    reading = publish(
        loaded,
        language,
        options.audience,
        now=lambda zone: _now(options, zone),
        compartments=options.compartment,
        history=past.read,
    )
    errors = errors_in(reading.findings.diagnostics)
    if errors or reading.website is None:
        notice(text.write(replace(reading.findings, diagnostics=errors)))
        return FINDINGS
    write_project(
        options.folder,
        project(reading.website, audience=options.audience, site_url=options.site_url or ""),
    )
    count = len(reading.website.pages)
    done = counted(
        "{count} page written in `{folder}`.", "{count} pages written in `{folder}`.", count, folder=options.folder
    )
    write(plain.lines(f"{say(done, language)}\n"), options.output)
    return CLEAN


def _now(options: argparse.Namespace, zone: ZoneInfo) -> datetime:
    now = datetime.now(zone)
    asked: date | None = options.today
    return now if asked is None else datetime.combine(asked, now.time(), zone)
