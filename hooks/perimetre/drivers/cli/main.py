"""Run `perimetre`: read the arguments, call the command, return its exit status.

Nothing is decided here.

Exit status: 0 clean, 1 findings at error level, 2 could not run. Reports go to stdout or `--output`, notices
and progress to stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, Message, message, say
from perimetre.drivers.cli import COMMANDS, Command
from perimetre.drivers.cli.arguments import in_language
from perimetre.drivers.cli.output import flush, in_utf8, notice, write
from perimetre.drivers.cli.shared import COULD_NOT_RUN, day, language_of_the_terminal

if TYPE_CHECKING:
    from _typeshed import SupportsWrite


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (the process's own by default) and return its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    in_utf8()
    try:
        status = _run(arguments)
    except SystemExit:
        # `--help` or a line that cannot be read: said already.
        if not flush():
            return COULD_NOT_RUN
        raise
    return status if flush() else COULD_NOT_RUN


def _run(arguments: Sequence[str]) -> int:
    language = language_of_the_terminal(arguments)
    try:
        with in_language(language):
            options = _parser(language).parse_args(arguments)
        language = options.language or language
        command: Command = options.command
        return command.run(options)
    except PerimetreError as error:
        notice(say(error.message, language))
    except (BrokenPipeError, KeyboardInterrupt):
        # The reader of a pipe has left (`perimetre check | head`): nothing is wrong, nothing more can be said.
        pass
    return COULD_NOT_RUN


class _SpokenParser(argparse.ArgumentParser):
    """A parser that says in the user's language what is wrong, and leaves with 2."""

    language = LANGUAGES[0]

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:  # noqa: ARG002 - the signature of argparse
        """Print it on the screen, or say why that cannot be."""
        write(self.format_help(), None)

    def error(self, text: str) -> NoReturn:
        self.print_usage(sys.stderr)
        refused = say(message("This command line cannot be read: {reason}", reason=text), self.language)
        notice(refused)
        self.exit(COULD_NOT_RUN)


class _Version(argparse.Action):
    """Print the version of the installed package."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        # Late: it takes a third of the time of `--help`, which does not say it.
        from importlib.metadata import version

        write(f"perimetre {version('perimetre')}\n", None)
        parser.exit(0)


def _parser(language: str) -> argparse.ArgumentParser:
    def translated(text: Message) -> str:
        return say(text, language).replace("%", "%%")

    _SpokenParser.language = language
    parser = _SpokenParser(
        prog="perimetre",
        description=translated(message("Check a house's handbook, and ask it what a community manager may do.")),
    )
    parser.add_argument(
        "--version",
        action=_Version,
        nargs=0,
        default=argparse.SUPPRESS,
        help=translated(message("print the version and exit")),
    )
    commands = parser.add_subparsers(title=translated(message("commands")), metavar="COMMAND", required=True)

    for name, command in COMMANDS.items():
        subparser = commands.add_parser(name, help=translated(command.ABOUT), description=translated(command.ABOUT))
        subparser.set_defaults(command=command)
        subparser.add_argument(
            "--language", choices=LANGUAGES, help=translated(message("the language of what is printed"))
        )
        subparser.add_argument(
            "--today",
            type=day,
            metavar="DATE",
            help=translated(message("the day to use instead of today, by the clock of the house, for all its brands")),
        )
        subparser.add_argument(
            "--output", type=Path, metavar="FILE", help=translated(message("write to this file instead of the screen"))
        )
        command.add(subparser, translated)
    return parser


if __name__ == "__main__":
    sys.exit(main())
