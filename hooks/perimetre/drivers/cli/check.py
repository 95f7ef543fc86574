"""Judge the playbooks: `perimetre check`."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from perimetre.base.diagnostics import GRAVEST_FIRST
from perimetre.base.processes import cores
from perimetre.base.shards import shard
from perimetre.base.words import LANGUAGES, message, say
from perimetre.drivers.cli.cache import Cache, collecting_nothing
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.progress import at_work
from perimetre.drivers.cli.remembered import (
    CheckMemory,
    CheckVerdict,
    capabilities_remembered,
    holidays_remembered,
    judged_again,
    load_changed,
    looked_at_again,
)
from perimetre.drivers.cli.shared import (
    CLEAN,
    COULD_NOT_RUN,
    FINDINGS,
    Translate,
    UsageError,
    in_colour,
    language_of,
    language_of_the_terminal,
    today_of,
)
from perimetre.drivers.cli.sides import against, refuse, states
from perimetre.drivers.cli.wanted import AskedFindings, asked_paths, rules, some_rules
from perimetre.reading.sources import Collected, collect
from perimetre.reports import FORMATS, Findings

if TYPE_CHECKING:
    from perimetre.drivers.parts import Parts
    from perimetre.judge.brands import Looked
    from perimetre.model import Handbook

ABOUT = message("check the handbook: what is wrong, where, and what to write instead")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("the folder of the handbook (`playbooks` by default), or what is to be shown of it: files, folders")
    parser.add_argument("paths", type=Path, metavar="PATH", nargs="*", help=translate(about))
    about = message("the format of the report")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help=translate(about))
    about = message("show only what these rules find, and what keeps the files from being read; ids between commas")
    parser.add_argument("--select", type=some_rules, metavar="RULES", help=translate(about))
    about = message("leave out what these rules find; ids between commas")
    parser.add_argument("--ignore", type=rules, metavar="RULES", default=frozenset(), help=translate(about))
    about = message("leave out what is less serious than this")
    parser.add_argument("--min-severity", choices=GRAVEST_FIRST[::-1], default="info", help=translate(about))
    about = message("mend in the files what has one right answer, and show it")
    parser.add_argument("--fix", action="store_true", help=translate(about))
    about = message("with --fix: show it, and write nothing")
    parser.add_argument("--dry-run", action="store_true", help=translate(about))
    about = message("check again at each save, until Ctrl-C")
    parser.add_argument("--watch", action="store_true", help=translate(about))
    about = message("end with 0 even where something is wrong")
    parser.add_argument("--exit-zero", action="store_true", help=translate(about))
    about = message("write nothing where nothing is to be told")
    parser.add_argument("-q", "--quiet", action="store_true", help=translate(about))
    about = message(
        "hold it against an earlier state, a revision of git (main, main...) or a folder: what widens must be decided"
    )
    parser.add_argument("--against", metavar="REV", help=translate(about))
    about = message("how many processes judge the brands of a large house side by side (as many as cores by default)")
    parser.add_argument("--jobs", type=jobs, metavar="NUMBER", help=translate(about))
    about = message("look at one part of the brands, such as 3/8, and write in --parts what comes of it, and no report")
    parser.add_argument("--shard", type=shard, metavar="PART", help=translate(about))
    about = message("the folder of the parts of the check, outside the project; without --shard, they are put together")
    parser.add_argument("--parts", type=Path, metavar="FOLDER", help=translate(about))
    about = message("where the site is published: sarif and markdown link their rules to it")
    parser.add_argument("--site-url", type=web_address, metavar="URL", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    options.path, shown = asked_paths(options.paths)
    if not options.watch:
        return _check(options, shown)
    # Late: most checks are made once.
    from perimetre.drivers.cli.watch import watch

    return watch(options.path, options.language or language_of_the_terminal(()), lambda: _check(options, shown))


def _check(options: argparse.Namespace, shown: frozenset[str]) -> int:
    collected = collect(options.path, environment=os.environ)
    cache = Cache(options.path)
    asked = AskedFindings(paths=shown, select=options.select, ignore=options.ignore, severity=options.min_severity)
    to_mend = 0
    if options.fix or options.dry_run:
        # Late: most checks mend nothing.
        from perimetre.drivers.cli.fix import fix

        collected, mended = fix(options, collected, cache, asked)
        to_mend = mended if options.dry_run else 0
    if options.shard is not None:
        return _look(options, collected, cache)
    parts = _parts(options, collected) if options.parts is not None else None
    day = parts.day() if parts is not None else options.today
    if options.today not in (None, day):
        raise UsageError(message("The parts were made on {day}, and not on the day that is asked for.", day=day))
    named = against(options.against, options.path) if options.against is not None else ""
    before = states(options.against, None, options.path)[0] if options.against is not None else None
    memory = CheckMemory(cache, collected, before.collected if before is not None else None, named)
    verdict = memory.recall(day)
    if verdict is None:
        base = before.loaded(options.path) if before is not None else None
        if before is not None and base is not None and base.has_errors:
            refuse(before, base, language_of(options, base), options.format, options.output)
            return COULD_NOT_RUN
        handbook = base.handbook if base is not None else None
        with at_work(message("Checking…"), options.language or language_of_the_terminal(())):
            verdict = _judge(options, collected, cache, handbook, parts, named)
        memory.keep(verdict)
    wanted = asked.of(verdict.diagnostics)
    findings = Findings(
        diagnostics=wanted,
        left_out=len(verdict.diagnostics) - len(wanted),
        files=verdict.files,
        language=options.language or verdict.language or LANGUAGES[0],
        lines=verdict.lines,
        site=options.site_url or "",
        colour=in_colour(options),
        to_mend=to_mend,
    )
    if not options.quiet or wanted or to_mend:
        write(FORMATS[options.format](findings), options.output)
    return FINDINGS if (findings.count("error") or to_mend) and not options.exit_zero else CLEAN


def _parts(options: argparse.Namespace, collected: Collected) -> Parts:
    # Late: most checks are made in one piece.
    from perimetre.drivers.parts import Parts

    return Parts(options.parts, options.path, collected)


def _read(parts: Parts) -> Sequence[Looked]:
    from perimetre.judge.brands import Looked

    return parts.read(Looked)


def _look(options: argparse.Namespace, collected: Collected, cache: Cache) -> int:
    """Look at one part of the brands, and write what comes of it for whoever puts the parts together."""
    if options.parts is None or options.against is not None:
        raise UsageError(
            message("`--shard` goes with `--parts`, and without `--against`: the whole is held against it.")
        )
    parts = _parts(options, collected)
    with collecting_nothing():
        loaded = load_changed(collected, options.path, cache)
        day = today_of(options, loaded)
        with holidays_remembered(options.path), capabilities_remembered(options.path):
            looked = looked_at_again(loaded, day, cache, options.jobs or cores(), options.shard)
    file = parts.write(options.shard, day, looked)
    notice(say(message("Written: `{file}`.", file=str(file)), language_of(options, loaded)))
    return CLEAN


def _judge(
    options: argparse.Namespace,
    collected: Collected,
    cache: Cache,
    before: Handbook | None,
    parts: Parts | None,
    named: str,
) -> CheckVerdict:
    with collecting_nothing():
        loaded = load_changed(collected, options.path, cache)
        day = parts.day() if parts is not None else today_of(options, loaded)
        looked = _read(parts) if parts is not None else ()
        with holidays_remembered(options.path), capabilities_remembered(options.path):
            loaded = judged_again(loaded, day, cache, options.jobs or cores(), before, looked, named)
    settings = loaded.handbook.settings if loaded.handbook else None
    return CheckVerdict(
        diagnostics=loaded.diagnostics,
        lines=loaded.lines,
        files=loaded.files,
        language=settings.languages[0] if settings and settings.languages else None,
        timezone=(settings.timezone if settings else None) or "UTC",
        day=day,
    )


def jobs(text: str) -> int:
    """Read a number of processes, such as 2.

    Raises:
        UsageError: the text is no such number.
    """
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise UsageError(message("`{text}` is not a number of processes. Write it in digits: `2`.", text=text))
    return int(text)


def web_address(text: str) -> str:
    """Read the address of a site, such as https://handbook.example.

    Raises:
        UsageError: the text is no such address.
    """
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\\\"]", text):
        raise UsageError(
            message("`{text}` is not the address of a site. Write it in full: `https://handbook.example`.", text=text)
        )
    return text
