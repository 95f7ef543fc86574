"""Run `perimetre`: read the arguments, call the stages, print the report, choose the exit status.

Nothing is decided here.

Exit status: 0 clean, 1 findings at error level, 2 could not run. Reports go to stdout or `--output`, notices
and progress to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .diagnostics import PerimetreError, Place
from .words import LANGUAGES, Listing, Message, message, say

if TYPE_CHECKING:
    from .handbooks import Loaded
    from .matching import FactValue
    from .model import Brand, Handbook

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2


class UsageError(PerimetreError):
    """The command line asks for something that is not there."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (the process's own by default) and return its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    language = _language_of_the_terminal(arguments)
    # A playbook may hold any character, whatever the terminal's own encoding.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser(language).parse_args(arguments)
    try:
        return options.run(options)
    except PerimetreError as error:
        print(f"perimetre: {say(error.message, options.language or language)}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader of a pipe has left (`perimetre check | head`): nothing is wrong, nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return COULD_NOT_RUN


# --- check ---------------------------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    from .handbooks import judged
    from .reports import FORMATS, Findings

    loaded = _load(options)
    loaded = judged(loaded, _today(options, loaded))
    colour = options.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    findings = Findings(
        diagnostics=loaded.diagnostics,
        files=loaded.files,
        language=_language(options, loaded),
        lines=loaded.lines,
        colour=colour,
    )
    _write(FORMATS[options.format](findings), options.output)
    return FINDINGS if findings.count("error") else CLEAN


# --- explain -------------------------------------------------------------------------------------------------------


def _explain(options: argparse.Namespace) -> int:
    from .rules import RULES
    from .rules.known import EARLIER, ENGINE
    from .rules.pages import explain

    language = options.language or _language_of_the_terminal(["explain"])
    name = _known(message("rule"), options.rule, {one: one for one in (*RULES, *ENGINE, *EARLIER)})
    _write(explain(name, language) or "", options.output)
    return CLEAN


# --- decide --------------------------------------------------------------------------------------------------------


def _decide(options: argparse.Namespace) -> int:
    from .reports.decision import Teller
    from .scope import Perimeter, Question

    loaded = _load(options)
    language = _language(options, loaded)
    handbook = _valid(loaded)
    brand = _known(message("brand"), options.brand, {one.id: one for one in handbook.brands})
    question = Question(
        role=_known(message("role"), options.role, {one.id: one for one in brand.people.roles}).id,
        action=_known(message("action"), options.action, brand.values.actions).id,
        channel=_known(message("channel"), options.channel, {one.id: one for one in brand.channels.channels}).id,
        says=_values(message("act of speech"), options.says, brand.values.says, language),
        topics=_values(message("topic"), options.topic, brand.values.topics, language),
        authors=_values(message("author"), options.author, brand.values.authors, language),
        posture=options.posture,
        phase=options.phase,
        at=_instant(options, handbook),
        facts=dict(_fact(one, brand) for one in options.fact),
        done=options.done,
    )
    answer = Perimeter(handbook, brand).decide(question)
    teller = Teller(handbook, brand, question, language, _locator(loaded))
    _write(teller.as_json(answer) if options.format == "json" else teller.as_text(answer), options.output)
    return CLEAN


def _values(what: Message, ids: Sequence[str], known: Mapping[str, object], language: str) -> frozenset[str]:
    """Return `ids`; one that nobody knows counts as `other`, and a notice says so."""
    from .suggest import closest

    for one in ids:
        if one not in known:
            near = closest(one, known)
            notice = message("No {what} is called `{name}`: it counts as `other`.", what=what, name=one)
            said = say(notice, language)
            if near:
                said += " " + say(message("Did you mean `{near}`?", near=near), language)
            print(f"perimetre: {said}", file=sys.stderr)
    return frozenset(ids)


def _instant(options: argparse.Namespace, handbook: Handbook) -> datetime:
    from zoneinfo import ZoneInfo

    now = datetime.now(ZoneInfo(handbook.settings.timezone or "UTC")).replace(tzinfo=None, second=0, microsecond=0)
    if options.today is not None:
        now = datetime.combine(options.today, now.time())
    return options.at or now


def _today(options: argparse.Namespace, loaded: Loaded) -> date:
    """Return the day asked for, else today's in the house's zone."""
    from zoneinfo import ZoneInfo

    if options.today is not None:
        return options.today
    zone = loaded.handbook.settings.timezone if loaded.handbook else ""
    return datetime.now(ZoneInfo(zone or "UTC")).date()


def _fact(told: str, brand: Brand) -> tuple[str, FactValue]:
    """Read `amount=150`, `minor=yes`, `age-of-post=48h`, `volume-per-hour=3x` as the fact's type says."""
    from .matching import read_fact

    name, equals, value = told.partition("=")
    fact = _known(message("fact"), name, brand.values.facts)
    if fact.type == "choice":
        return name, _known(message("value"), value, {one.id: one for one in fact.choices}).id
    try:
        return name, read_fact(fact, value)
    except ValueError:
        raise UsageError(
            message(
                "The fact `{fact}` cannot be «{value}». Write a number, `yes` or `no`, a duration such as `48h`, or "
                "`3x` for three times the usual.",
                fact=name,
                value=value if equals else "",
            )
        ) from None


def _locator(loaded: Loaded) -> Callable[[Place], tuple[str, int]]:
    return lambda place: (place.file, loaded.span_of(place).line)


# --- oncall --------------------------------------------------------------------------------------------------------


def _oncall(options: argparse.Namespace) -> int:
    from .cover import HORIZON, Cover, follow
    from .reports.oncall import CallSheet

    loaded = _load(options)
    language = _language(options, loaded)
    handbook = _valid(loaded)
    brand = _known(message("brand"), options.brand, {one.id: one for one in handbook.brands})
    at = _instant(options, handbook)
    cover = Cover(handbook, brand, at.date(), HORIZON if options.format == "ics" else 1)
    if options.format == "ics":
        from .reports.calendars import calendar

        people = {one.id: one for one in brand.people.people}
        person = _known(message("person"), options.person, people).id if options.person else None
        _write(calendar(cover, language, person), options.output)
        return CLEAN
    number = _known(message("severity"), options.severity, cover.severities)
    if options.line is not None:
        line = _known(message("line"), options.line, {one.id: one for one in cover.lines})
    else:
        line = cover.default_line(number)
    if line is None:
        raise UsageError(
            message("No line is followed by default at severity {severity}. Name one with `--line`.", severity=number)
        )
    sheet = CallSheet(cover, follow(cover, line, number, cover.clock.of(at)), language)
    _write(sheet.as_json() if options.format == "json" else sheet.as_text(), options.output)
    return CLEAN


# --- lint ----------------------------------------------------------------------------------------------------------


def _lint(options: argparse.Namespace) -> int:
    from .reports import FORMATS, Findings
    from .voice import diagnose, lint

    loaded = _load(options)
    handbook = _valid(loaded)
    brand = _known(message("brand"), options.brand, {one.id: one for one in handbook.brands})
    language = _language(options, loaded)
    text, name = _draft(options.draft)
    kinds = {one.id: one for one in brand.templates.message_kinds}
    remarks = lint(
        brand,
        text,
        at=_instant(options, handbook),
        channel=_known(message("channel"), options.channel, {one.id: one for one in brand.channels.channels}).id,
        case=_known(message("case"), options.case, brand.values.cases).id if options.case else None,
        topics=_values(message("topic"), options.topic, brand.values.topics, language),
        authors=_values(message("author"), options.author, brand.values.authors, language),
        kind=_known(message("kind of message"), options.kind, kinds).id if options.kind else None,
        scenarios=[_known(message("crisis"), one, {x.id: x for x in brand.crises}).id for one in options.scenario],
        mentions=[
            _known(message("mention"), one, {x.id: x for x in brand.voice.required_mentions}).id
            for one in options.mention
        ],
        private=options.private,
        language=options.draft_language or (brand.brand.languages or handbook.settings.languages or LANGUAGES)[0],
    )
    findings = Findings(
        diagnostics=diagnose(text, remarks, file=name, span_of=loaded.span_of),
        files=1,
        language=language,
        lines={name: text.split("\n")},
        colour=options.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ,
    )
    _write(FORMATS[options.format](findings), options.output)
    return FINDINGS if findings.count("error") else CLEAN


def _draft(name: str) -> tuple[str, str]:
    """Return a draft's text, and the name by which it is shown; `-` is what comes in by the pipe."""
    from .voice import LONGEST

    try:
        # A character takes four bytes at most: what is longer is refused without being held.
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb") as file:  # noqa: PTH123
            content = file.read(4 * LONGEST + 4)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(message("Cannot read `{file}`: {reason}.", file=name, reason=reason)) from error
    try:
        # A draft that was cut is too long anyway, which `lint` says.
        text = content.decode("utf-8-sig", "ignore" if len(content) > 4 * LONGEST else "strict")
    except UnicodeDecodeError as error:
        raise UsageError(message("`{file}` is not a text in UTF-8.", file=name)) from error
    return text.replace("\r\n", "\n"), "<draft>" if name == "-" else Path(name).as_posix()


# --- what every command shares -------------------------------------------------------------------------------------


def _load(options: argparse.Namespace) -> Loaded:
    from .handbooks import load

    return load(options.path)


def _valid(loaded: Loaded) -> Handbook:
    """Return the handbook, or refuse: no answer is better than one drawn from a handbook with errors."""
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    if errors or loaded.handbook is None:
        raise UsageError(
            message(
                "The handbook has errors, so it gives no answer; the first is in {file}. Run `perimetre check`.",
                file=errors[0].file if errors else "",
            )
        )
    return loaded.handbook


def _known(what: Message, name: str, known: Mapping[str, Any]) -> Any:
    from .suggest import closest

    if name in known:
        return known[name]
    near = closest(name, known)
    if near:
        raise UsageError(
            message("No {what} is called `{name}`. Did you mean `{near}`?", what=what, name=name, near=near)
        )
    names = Listing(tuple(f"`{one}`" for one in sorted(known)[:40]), "or")
    raise UsageError(message("No {what} is called `{name}`. Write {names}.", what=what, name=name, names=names))


def _language(options: argparse.Namespace, loaded: Loaded) -> str:
    """Return the language asked for, else the handbook's first, else French: the people who mend it."""
    if options.language:
        return options.language
    spoken = loaded.handbook.settings.languages if loaded.handbook else ()
    return spoken[0] if spoken else LANGUAGES[0]


def _language_of_the_terminal(arguments: Sequence[str]) -> str:
    """Return the language for what is said before a handbook is read: `--language`, else the terminal's."""
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=False):
        asked = following if argument == "--language" else argument.removeprefix("--language=")
        if argument.startswith("--language") and asked in LANGUAGES:
            return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        told = os.environ.get(name, "")[:2]
        if told in LANGUAGES:
            return told
    return LANGUAGES[0]


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(message("Cannot write `{file}`: {reason}.", file=str(output), reason=reason)) from error


# --- the command line ----------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """A parser that says in the user's language what is wrong, and leaves with 2."""

    language = LANGUAGES[0]

    def error(self, text: str) -> NoReturn:
        self.print_usage(sys.stderr)
        told = say(message("This command line cannot be read: {reason}", reason=text), self.language)
        self.exit(COULD_NOT_RUN, f"perimetre: {told}\n")


def _parser(language: str) -> argparse.ArgumentParser:
    def told(text: Message) -> str:
        return say(text, language).replace("%", "%%")

    _Parser.language = language
    parser = _Parser(
        prog="perimetre",
        description=told(message("Check a house's playbooks, and ask them what a community manager may do.")),
    )
    parser.add_argument("--version", action="version", version=f"perimetre {version('perimetre')}")
    commands = parser.add_subparsers(title=told(message("commands")), metavar="", dest="command", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], about: Message) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=told(about), description=told(about))
        one.set_defaults(run=run)
        one.add_argument("--language", choices=LANGUAGES, help=told(message("the language of what is printed")))
        one.add_argument("--today", type=_day, metavar="DATE", help=told(message("the day, instead of today's")))
        one.add_argument("--output", type=Path, metavar="FILE", help=told(message("write there, not to the screen")))
        return one

    check = command("check", _check, message("check the playbooks: what is wrong, where, and what to write instead"))
    _path(check, "path", told, nargs="?")
    formats = ("text", "json", "github")
    check.add_argument("--format", choices=formats, default="text", help=told(message("the form of the report")))

    explain = command("explain", _explain, message("print the page of a rule: what it checks, why, and how to mend"))
    explain.add_argument("rule", metavar="RULE", help=told(message("the rule's id, as the check prints it")))

    decide = command("decide", _decide, message("ask whether a role may do something, and on what conditions"))
    _path(decide, "--path", told)
    for name, about in (
        ("--brand", message("the brand's id")),
        ("--role", message("who wants to act: a role's id")),
        ("--action", message("what they want to do: an action's id")),
        ("--channel", message("where: a channel's id")),
    ):
        decide.add_argument(name, required=True, metavar="ID", help=told(about))
    for name, about in (
        ("--says", message("what the message does; may be given several times")),
        ("--topic", message("what it is about; may be given several times")),
        ("--author", message("who speaks to us; may be given several times")),
        ("--fact", message("something known, such as `amount=150`; may be given several times")),
    ):
        metavar = "NAME=VALUE" if name == "--fact" else "ID"
        decide.add_argument(name, action="append", default=[], metavar=metavar, help=told(about))
    postures = ("normal", "vigilance", "alert", "crisis")
    posture = message("the posture, instead of the one that the brand has declared")
    decide.add_argument("--posture", choices=postures, help=told(posture))
    decide.add_argument("--phase", metavar="ID", help=told(message("the phase of the crisis under way")))
    at = message("the instant, wall time of the house, such as 2026-12-25T22:40")
    decide.add_argument("--at", type=_moment, metavar="INSTANT", help=told(at))
    done = message("what has been done already within the limit's window")
    decide.add_argument("--done", type=float, metavar="NUMBER", help=told(done))
    decide.add_argument(
        "--format", choices=("text", "json"), default="text", help=told(message("the form of the answer"))
    )

    oncall = command("oncall", _oncall, message("say who is called at an instant, step by step"))
    _path(oncall, "--path", told)
    oncall.add_argument("--brand", required=True, metavar="ID", help=told(message("the brand's id")))
    grave = message("how grave it is: a severity's number or id (3 if nothing is said)")
    oncall.add_argument("--severity", default="3", metavar="NUMBER", help=told(grave))
    followed = message("the line's id, instead of the one followed by default")
    oncall.add_argument("--line", metavar="ID", help=told(followed))
    oncall.add_argument("--at", type=_moment, metavar="INSTANT", help=told(at))
    oncall.add_argument("--person", metavar="ID", help=told(message("with `ics`: the calendar of this person only")))
    form = message("the form of the answer; `ics` is a calendar of the duties to come")
    oncall.add_argument("--format", choices=("text", "json", "ics"), default="text", help=told(form))
    lint = command("lint", _lint, message("hold a draft against the brand's voice"))
    lint.add_argument(
        "draft", nargs="?", default="-", metavar="FILE", help=told(message("the draft; `-` reads a pipe"))
    )
    _path(lint, "--path", told)
    lint.add_argument("--brand", required=True, metavar="ID", help=told(message("the brand's id")))
    lint.add_argument("--channel", required=True, metavar="ID", help=told(message("where: a channel's id")))
    for name, about in (
        ("--case", message("the situation that it answers")),
        ("--kind", message("the kind of message, such as `holding`")),
    ):
        lint.add_argument(name, metavar="ID", help=told(about))
    for name, about in (
        ("--topic", message("what it is about; may be given several times")),
        ("--author", message("who speaks to us; may be given several times")),
        ("--scenario", message("a crisis scenario that is open; may be given several times")),
        ("--mention", message("a mention that it must hold; may be given several times")),
    ):
        lint.add_argument(name, action="append", default=[], metavar="ID", help=told(about))
    lint.add_argument("--private", action="store_true", help=told(message("it goes to one person only")))
    lint.add_argument("--draft-language", choices=LANGUAGES, help=told(message("the language of the draft")))
    lint.add_argument("--at", type=_moment, metavar="INSTANT", help=told(message("the instant of its publication")))
    lint.add_argument("--format", choices=formats, default="text", help=told(message("the form of the report")))
    return parser


def _path(parser: argparse.ArgumentParser, name: str, told: Callable[[Message], str], **more: object) -> None:
    about = message("the folder of the playbooks (`playbooks` if nothing is said)")
    parser.add_argument(name, type=Path, default=Path("playbooks"), metavar="PATH", help=told(about), **more)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError(text)
    return moment


if __name__ == "__main__":
    sys.exit(main())
