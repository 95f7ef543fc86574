"""Write the site as files: its pages for another builder, or a copy that is read from a folder.

`perimetre export pages`, `perimetre export folder`.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

from perimetre.base.words import LANGUAGES, counted, message, say
from perimetre.drivers.cli.check import web_address
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import CLEAN, FINDINGS, Translate, add_path, language_of
from perimetre.reports import plain

ABOUT = message("write the site's pages for another builder, such as Zensical, or a copy that opens from a folder")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("`pages`: for another builder; `folder`: a copy of the site that needs no server")
    parser.add_argument("what", choices=("pages", "folder"), metavar="pages|folder", help=translate(about))
    about = message("the folder to write; it must be new, empty, or written by an earlier export")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=translate(about))
    add_path(parser, "--path", translate)
    about = message("who reads the pages: public, internal (by default) or restricted")
    audiences = ("public", "internal", "restricted")
    parser.add_argument("--audience", choices=audiences, help=translate(about))
    about = message("a compartment that the pages contain; repeat it for several (none by default)")
    parser.add_argument("--compartment", action="append", default=[], metavar="ID", help=translate(about))
    about = message("where the site will be published")
    parser.add_argument("--site-url", type=web_address, metavar="URL", help=translate(about))
    about = message("the configuration of the site, for `folder` (mkdocs.yml by default)")
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), metavar="FILE", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    return _folder(options) if options.what == "folder" else _pages(options)


def _folder(options: argparse.Namespace) -> int:
    """Write a copy of the site that is read from a folder."""
    from perimetre.drivers.export import ExportRefusedError, refuse_what_is_not_ours
    from perimetre.render.standalone import MARK, MARKED

    try:
        from perimetre.drivers.mkdocs.standalone import write_folder
    except ImportError as error:
        lacks = message("A copy of the site needs what builds it: install `perimetre[site]`.")
        raise ExportRefusedError(lacks) from error

    language = options.language or LANGUAGES[0]
    refuse_what_is_not_ours(options.folder, MARKED, MARK)
    if not options.config.is_file():
        refused = message(
            "`{file}` is not there: run this where `mkdocs.yml` is, or name it (`--config`).", file=str(options.config)
        )
        raise ExportRefusedError(refused)
    # As `mkdocs build` is told them.
    if options.audience:
        os.environ["PERIMETRE_AUDIENCE"] = options.audience
    if options.compartment:
        os.environ["PERIMETRE_COMPARTMENTS"] = " ".join(options.compartment)
    if options.today:
        os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(options.today, time_of_day(12), UTC).timestamp()))
    count = write_folder(options.config, options.folder)
    done = counted(
        "{count} page written in `{folder}`: open `{home}`.",
        "{count} pages written in `{folder}`: open `{home}`.",
        count,
        folder=options.folder,
        home=options.folder / "index.html",
    )
    write(plain.lines(f"{say(done, language)}\n"), options.output)
    return CLEAN


def _pages(options: argparse.Namespace) -> int:
    """Write the pages for another builder."""
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
        options.audience or "internal",
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
        project(reading.website, audience=options.audience or "internal", site_url=options.site_url or ""),
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
