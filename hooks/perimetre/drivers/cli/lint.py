"""Hold a draft against the brand's voice: `perimetre lint`."""

from __future__ import annotations

import argparse
from pathlib import Path, PurePosixPath

from perimetre.base.diagnostics import levelled
from perimetre.base.words import LANGUAGES, message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import (
    CLEAN,
    FINDINGS,
    Translate,
    UsageError,
    add_path,
    by_id,
    in_colour,
    instant,
    instant_of,
    known_one,
    known_ones,
    language_of,
    valid,
)
from perimetre.drivers.cli.texts import text_of
from perimetre.reading.sources import shown_prefix
from perimetre.reports import FORMATS, Findings

# What a forge shows beside the lines of a file needs the file.
OF_FILES = ("sarif", "github", "gitlab")
ABOUT = message("check a draft against the brand's voice")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "draft",
        nargs="?",
        default="-",
        metavar="FILE",
        help=translate(message("the file of the draft; `-` reads what another command sends")),
    )
    add_path(parser, "--path", translate)
    parser.add_argument("--brand", required=True, metavar="ID", help=translate(message("the brand's id")))
    parser.add_argument("--channel", required=True, metavar="ID", help=translate(message("where: a channel's id")))
    for name, about in (
        ("--case", message("the situation that it answers")),
        ("--kind", message("the kind of message, such as `holding`")),
    ):
        parser.add_argument(name, metavar="ID", help=translate(about))
    for name, about in (
        ("--topic", message("what it is about; may be given several times")),
        ("--author", message("who speaks to us; may be given several times")),
        ("--scenario", message("a crisis scenario that is open; may be given several times")),
        ("--mention", message("a mention that it must hold; may be given several times")),
    ):
        parser.add_argument(name, action="append", default=[], metavar="ID", help=translate(about))
    parser.add_argument("--private", action="store_true", help=translate(message("it goes to one person only")))
    parser.add_argument("--draft-language", choices=LANGUAGES, help=translate(message("the language of the draft")))
    parser.add_argument(
        "--at", type=instant, metavar="INSTANT", help=translate(message("the instant of its publication"))
    )
    parser.add_argument(
        "--format", choices=tuple(FORMATS), default="text", help=translate(message("the format of the report"))
    )


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.voice import COUNTRY, Draft, Linter, diagnose, lines_of

    if options.draft == "-" and options.format in OF_FILES:
        refused = message(
            "`{format}` points at the lines of a file: name the draft’s, instead of `-`.", format=options.format
        )
        raise UsageError(refused)
    loaded = load(options)
    handbook = valid(loaded)
    brand = known_one(message("brand"), options.brand, by_id(handbook.brands))
    language = language_of(options, loaded)
    text, name = _draft(options.draft)
    draft = Draft(
        at=instant_of(options, handbook.settings_of(brand)),
        channel=known_one(message("channel"), options.channel, by_id(brand.channels.channels)).id,
        case=known_one(message("case"), options.case, brand.values.cases).id if options.case else None,
        topics=known_ones(message("topic"), options.topic, brand.values.topics),
        authors=known_ones(message("author"), options.author, brand.values.authors),
        kind=known_one(message("kind of message"), options.kind, by_id(brand.templates.message_kinds)).id
        if options.kind
        else None,
        scenarios=frozenset(known_one(message("crisis"), id, by_id(brand.crises)).id for id in options.scenario),
        mentions=tuple(
            known_one(message("mention"), id, by_id(brand.voice.required_mentions)).id for id in options.mention
        ),
        private=options.private,
        language=options.draft_language or (brand.brand.languages or handbook.settings.languages or LANGUAGES)[0],
    )
    settings = handbook.settings.rule_levels
    levels = {setting.rule: setting.level for setting in settings if setting.rule and setting.level}
    linter = Linter(brand, country=handbook.settings_of(brand).country or COUNTRY)
    told = diagnose(text, linter.lint(text, draft), file=name, span_of=loaded.span_of)
    findings = Findings(
        diagnostics=tuple(levelled(told, levels)),
        files=1,
        language=language,
        lines={name: lines_of(text)},
        draft=True,
        colour=in_colour(options),
    )
    write(FORMATS[options.format](findings), options.output)
    return FINDINGS if findings.count("error") else CLEAN


def _draft(name: str) -> tuple[str, str]:
    """Return a draft's text, and the name by which it is shown; `-` is what comes in by the pipe."""
    return text_of(name), "<draft>" if name == "-" else _shown(Path(name))


def _shown(draft: Path) -> str:
    """Return a draft's name as the check shows files: from its repository, else from the current folder; else whole."""
    folder = draft.parent.resolve()
    if not folder.is_relative_to(Path.cwd()) and not any(
        (above / ".git").exists() for above in (folder, *folder.parents)
    ):
        return draft.as_posix()
    return (PurePosixPath(shown_prefix(folder)) / draft.name).as_posix()
