"""Write the site as files: its pages for another builder, a copy that is read from a folder, the kit that is printed.

`perimetre export pages`, `perimetre export folder`, `perimetre export pdf`.
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

from perimetre.base.words import LANGUAGES, counted, few, message, say
from perimetre.drivers.cli.check import web_address
from perimetre.drivers.cli.output import notice, write, write_whole
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import (
    CLEAN,
    FINDINGS,
    Translate,
    UsageError,
    add_path,
    by_id,
    known_one,
    language_of,
    today_of,
    valid,
)
from perimetre.reports import plain

ABOUT = message(
    "write the site's pages for another builder, such as Zensical, a copy that opens from a folder, or the emergency "
    "kit of a brand, to print"
)


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message(
        "`pages`: for another builder; `folder`: a copy of the site that needs no server; `pdf`: the emergency kit of "
        "a brand, as one document"
    )
    parser.add_argument("what", choices=("pages", "folder", "pdf"), metavar="pages|folder|pdf", help=translate(about))
    about = message("the folder to write, for `pages` and `folder`: new, empty, or written by an earlier export")
    parser.add_argument("folder", type=Path, metavar="FOLDER", nargs="?", help=translate(about))
    about = message("the brand whose kit is written, for `pdf` (the only one, where there is one)")
    parser.add_argument("--brand", metavar="ID", help=translate(about))
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
    if options.what == "pdf":
        return _pdf(options)
    if options.folder is None:
        raise UsageError(message("Say which folder to write: `perimetre export {what} FOLDER`.", what=options.what))
    return _folder(options) if options.what == "folder" else _pages(options)


def _pdf(options: argparse.Namespace) -> int:
    """Write the emergency kit of a brand, as one document that is printed."""
    from perimetre.drivers.past import COMPARING, TOLD, PastReader
    from perimetre.drivers.printing import browser, places, printed, sheets
    from perimetre.render.document import document
    from perimetre.render.paper import page_address
    from perimetre.render.readers import Readers
    from perimetre.render.website import page_alone

    began = time.process_time()
    if options.folder is not None:
        raise UsageError(message("A PDF is one file, not a folder: name it with `--output`."))
    if options.audience == "public":
        raise UsageError(message("The public has no emergency kit: leave `--audience` out."))
    program = browser(os.environ)
    loaded = load(options)
    language = language_of(options, loaded)
    handbook = valid(loaded, options.brand)
    brands = by_id(handbook.brands)
    asked = options.brand or (next(iter(brands)) if len(brands) == 1 else None)
    if asked is None:
        names = few((f"`{id}`" for id in brands), "or")
        raise UsageError(message("Say of which brand (`--brand`): {names}.", names=names))
    brand = known_one(message("brand"), asked, brands)
    today, compartments = today_of(options, loaded), tuple(options.compartment)
    readers = Readers(
        language=language,
        today=today,
        audience=options.audience or "internal",
        closed=handbook.settings.closed(today, compartments),
        # Whoever gives the command has the file that holds the numbers, or has none.
        holds_directory=True,
        site_url=options.site_url or "",
    )
    past = PastReader(
        options.path,
        TOLD,
        lambda reason: notice(say(reason, language)),
        patience=lambda: COMPARING * (time.process_time() - began),
    )
    page = page_alone(handbook, readers, brand.id, "kit", past.read(handbook, readers, compartments))
    if page is None:
        raise UsageError(
            message("`{brand}` has no scenario that these readers may see: there is no kit.", brand=brand.id)
        )
    # Twice: the first says on which page each part is, and the second writes it in the table of contents.
    first = printed(program, document(page, language, readers.site_url))
    pdf = printed(program, document(page, language, readers.site_url, places(first)))
    file = options.output or Path(f"{brand.id}-kit.pdf")
    write_whole(file, pdf)
    done = counted(
        "{count} page written in `{file}`.", "{count} pages written in `{file}`.", sheets(pdf), file=str(file)
    )
    write(plain.lines(f"{say(done, language)}\n"), None)
    if not page_address(readers.site_url, brand.id):
        notice(say(message("No `--site-url`: the sheets have no QR code that leads to their pages."), language))
    if brand.contacts.contacts:
        notice(say(message("The kit holds numbers of the directory: keep it as you keep the directory."), language))
    return CLEAN


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
