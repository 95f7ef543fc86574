"""Begin something in the playbooks: a decision, with what the change says already; an alert level; a record of a file.

Of decisions, one file a brand that changes, and one for the house; of postures, the one that is declared; what is added
to a file is in `adding.py`. Nothing that is there is ever written over.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.closed import POSTURES
from perimetre.base.words import Message, counted, few, message, say
from perimetre.drivers.cli import adding
from perimetre.drivers.cli.output import write, write_new
from perimetre.drivers.cli.remembered import holidays_remembered, load
from perimetre.drivers.cli.shared import (
    CLEAN,
    COULD_NOT_RUN,
    Translate,
    UsageError,
    add_instant,
    add_path,
    add_shared,
    add_spoken,
    asked_of,
    known_one,
    language_of,
    today_of,
)
from perimetre.drivers.cli.sides import as_it_is, refuse, states
from perimetre.pipeline.adding.kinds import ADDITIONS

if TYPE_CHECKING:
    from typing import TypeAlias

    from perimetre.model import Handbook

    Kinds: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

ABOUT = message(
    "add a person, an absence, a channel, a ready answer…; begin the record of a decision; declare an alert level"
)


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes: what is added, and for each its own options."""
    add_path(parser, "--path", translate)
    kinds = parser.add_subparsers(
        dest="kind",
        metavar="KIND",
        required=True,
        title=translate(message("what is added")),
        description=translate(message("`perimetre new KIND --help` says what may be given of each.")),
    )
    for kind, addition in ADDITIONS.items():
        own = _begun(kinds, kind, addition.what, translate)
        adding.add(own, addition, translate)
        _add_print(own, translate)
    decision = _begun(
        kinds, "decision", message("the record of a decision, with what the change says already"), translate
    )
    about = message("the state before: a revision of git (main, main...) or a folder (the last commit by default)")
    decision.add_argument("--against", metavar="REV", default="HEAD", help=translate(about))
    _add_print(decision, translate)
    posture = _begun(kinds, "posture", message("an alert level that is declared"), translate)
    adding.add_brand(posture, translate)
    about = message("the level that is declared")
    posture.add_argument("--level", choices=POSTURES[1:], help=translate(about))
    posture.add_argument("--by", metavar="ROLE", help=translate(message("the role that declares it")))
    about = message("what was seen, in a sentence")
    posture.add_argument("--because", metavar="TEXT", help=translate(about))
    add_instant(posture, translate)
    _add_print(posture, translate)


def _begun(kinds: Kinds, kind: str, what: Message, translate: Translate) -> argparse.ArgumentParser:
    """Return what reads the options of a kind, with those that all share: said before its name, they stay said."""
    parser = kinds.add_parser(kind, help=translate(what), description=translate(what), allow_abbrev=False)
    parser.set_defaults(parser=parser)
    add_spoken(parser, translate, argparse.SUPPRESS)
    add_shared(parser, translate, argparse.SUPPRESS)
    add_path(parser, "--path", translate, default=argparse.SUPPRESS)
    return parser


def _add_print(parser: argparse.ArgumentParser, translate: Translate) -> None:
    about = message("print it, and write nothing")
    parser.add_argument("--print", dest="printed", action="store_true", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    if options.kind in ADDITIONS:
        return adding.run(options)
    with holidays_remembered(options.path):
        return _declare(options) if options.kind == "posture" else _decide(options)


def _declare(options: argparse.Namespace) -> int:
    from perimetre.base.undecided import TO_COMPLETE
    from perimetre.render import declaring

    for name in ("brand", "level", "by"):
        if getattr(options, name) is None:
            raise UsageError(message("`new posture` needs `--{option}`.", option=name))
    asked = asked_of(options, load(options))
    rules = {rule.level: rule for rule in asked.brand.brand.posture_rules}
    rule = known_one(
        message("level that somebody may declare"), options.level, {str(level): rule for level, rule in rules.items()}
    )
    by = known_one(
        message("role that may declare this level"),
        options.by,
        {id_: id_ for id_ in declaring.declarers(asked.brand, rule.may_declare)},
    )
    id_ = declaring.id_of(options.level, asked.at)
    text = declaring.written(
        declaring.declaration(
            id=id_,
            level=options.level,
            by=by,
            at=declaring.moment(asked.at),
            until=declaring.moment(declaring.end_of(asked.at, rule, asked.handbook.settings_of(asked.brand))),
            lifted_by=declaring.declarers(asked.brand, rule.may_lift),
            because=declaring.sentence(options.because) if options.because else TO_COMPLETE,
        )
    )
    if options.printed or options.output is not None:
        write(text, options.output)
        return CLEAN
    file = options.path / "brands" / asked.brand.id / "postures" / f"{id_}.yml"
    write_new(file, text)
    begun = message(
        "Declared in {file}. Look at where it holds and until when, then send it: it holds once it is accepted.",
        file=f"`{file.as_posix()}`",
    )
    write(say(begun, asked.language) + "\n", None)
    return CLEAN


def _decide(options: argparse.Namespace) -> int:
    from perimetre.compare import compare
    from perimetre.compare.decided import Decisions
    from perimetre.reports.decision_record import id_of, written

    before, now = states(options.against, None, options.path)[0], as_it_is(options.path)
    old, new = before.loaded(options.path), now.loaded(options.path)
    language = language_of(options, new)
    for state, loaded in ((before, old), (now, new)):
        if loaded.has_errors:
            refuse(state, loaded, language, "text", None)
            return COULD_NOT_RUN
    assert old.handbook is not None
    assert new.handbook is not None
    today = today_of(options, new)
    decisions = Decisions(old.handbook, new.handbook, today)
    not_begun = decisions.not_begun(compare(old.handbook, new.handbook, today=today))
    records: dict[Path, str] = {}
    for brand, changes in not_begun.items():
        level = new.handbook.brand(brand)
        assert level is not None
        folder = _folder(new.handbook, brand, options.path)
        taken = {decision.id for decision in level.decisions} | {file.stem for file in folder.glob("*.yml")}
        id_ = id_of(changes, level, today, frozenset(taken))
        records[folder / f"{id_}.yml"] = written(id_, changes, level, decisions, language)
    if options.printed or options.output is not None:
        write("\n".join(records.values()), options.output)
        return CLEAN
    for file, text in records.items():
        write_new(file, text)
    write(say(_told(list(records)), language) + "\n", None)
    return CLEAN


def _folder(handbook: Handbook, brand: str, playbooks: Path) -> Path:
    """Return where the decisions of a brand, or of the house, are."""
    of_house = handbook.house is not None and brand == handbook.house.id
    return (playbooks / "house" if of_house else playbooks / "brands" / brand) / "decisions"


def _told(files: list[Path]) -> Message:
    if not files:
        return message("Nothing changes here that asks for a decision, or each is named by one already.")
    return counted(
        "Begun: {files}. Write what is marked `to-complete` in it, then run `perimetre check --against` again.",
        "Begun: {files}. Write what is marked `to-complete` in them, then run `perimetre check --against` again.",
        len(files),
        files=few(f"`{file.as_posix()}`" for file in files),
    )
