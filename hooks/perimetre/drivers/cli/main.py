"""Run `perimetre`: read the arguments, call the command, return its exit status.

Nothing is decided here.

Exit status: 0 clean, 1 findings at error level, 2 could not run. Reports go to stdout or `--output`, notices
and progress to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, Message, message, say
from perimetre.drivers.cli import COMMANDS
from perimetre.drivers.cli.arguments import in_language
from perimetre.drivers.cli.shared import COULD_NOT_RUN, day, language_of_the_terminal, notice


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (the process's own by default) and return its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of_the_terminal(arguments)
    # A playbook may hold any character, whatever the terminal's own encoding.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with in_language(language):
            options = _parser(language).parse_args(arguments)
        language = options.language or language
        return options.run(options)
    except PerimetreError as error:
        notice(say(error.message, language))
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader of a pipe has left (`perimetre check | head`): nothing is wrong, nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return COULD_NOT_RUN


class _Parser(argparse.ArgumentParser):
    """A parser that says in the user's language what is wrong, and leaves with 2."""

    language = LANGUAGES[0]

    def error(self, text: str) -> NoReturn:
        self.print_usage(sys.stderr)
        told = say(message("This command line cannot be read: {reason}", reason=text), self.language)
        notice(told)
        self.exit(COULD_NOT_RUN)


class _Version(argparse.Action):
    """Print the version of the installed package."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        # Late: it takes a third of the time of `--help`, which does not say it.
        from importlib.metadata import version

        parser.exit(0, f"perimetre {version('perimetre')}\n")


def _parser(language: str) -> argparse.ArgumentParser:
    def told(text: Message) -> str:
        return say(text, language).replace("%", "%%")

    _Parser.language = language
    parser = _Parser(
        prog="perimetre",
        description=told(message("Check a house's handbook, and ask it what a community manager may do.")),
    )
    parser.add_argument(
        "--version",
        action=_Version,
        nargs=0,
        default=argparse.SUPPRESS,
        help=told(message("print the version and exit")),
    )
    commands = parser.add_subparsers(title=told(message("commands")), metavar="COMMAND", required=True)

    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=told(command.ABOUT), description=told(command.ABOUT))
        one.set_defaults(run=command.run)
        one.add_argument("--language", choices=LANGUAGES, help=told(message("the language of what is printed")))
        one.add_argument("--today", type=day, metavar="DATE", help=told(message("the day to use instead of today")))
        one.add_argument(
            "--output", type=Path, metavar="FILE", help=told(message("write to this file instead of the screen"))
        )
        command.add(one, told)
    return parser


if __name__ == "__main__":
    sys.exit(main())
