"""Run `perimetre`: read the arguments, call the command, return its exit status.

Nothing is decided here.

Exit status: 0 clean, 1 findings at error level, 2 could not run. Reports go to stdout or `--output`, notices
and progress to stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, Message, message, say
from perimetre.drivers.cli import COMMANDS, Command
from perimetre.drivers.cli.arguments import in_language
from perimetre.drivers.cli.output import flush, in_utf8, notice, write
from perimetre.drivers.cli.shared import COULD_NOT_RUN, add_shared, add_spoken, language_of_the_terminal

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
            options = read_arguments(parser_in(language), arguments)
        language = options.language or language
        command: Command = options.command
        return command.run(options)
    except PerimetreError as error:
        notice(say(error.message, language))
    except (BrokenPipeError, KeyboardInterrupt):
        # The reader of a pipe has left (`perimetre check | head`): nothing is wrong, nothing more can be said.
        pass
    return COULD_NOT_RUN


def read_arguments(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Return what a command line asks for.

    Raises:
        SystemExit: it cannot be read, which is said with the usage of the command that was named.
    """
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        used: _SpokenParser = options.parser
        used.refuse_unknown(unknown)
    return options


class _SpokenParser(argparse.ArgumentParser):
    """A parser that says in the user's language what is wrong, and leaves with 2."""

    language = LANGUAGES[0]

    def refuse_unknown(self, arguments: Sequence[str]) -> NoReturn:
        """Refuse words that a command does not take, with the nearest of its options."""
        known = [option for action in self._actions for option in action.option_strings]
        reason = say(message("unrecognized arguments: %s"), self.language) % " ".join(arguments)
        self.error(self._with_nearest(reason, arguments[0].partition("=")[0], known))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is not among the choices, with the nearest of them."""
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            error.message = self._with_nearest(error.message, str(value), map(str, action.choices or ()))
            raise

    def _with_nearest(self, reason: str, name: str, known: Iterable[str]) -> str:
        """Return why a name is refused, with the nearest of those that are known."""
        # Late: a name that is known needs no other.
        from perimetre.base.suggest import closest

        names = list(known)
        near = closest(name, names) or next((longer for longer in names if longer.startswith(name)), None)
        if near is None:
            return reason
        return say(message("{reason}. Did you mean `{near}`?", reason=reason, near=near), self.language)

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


def parser_in(language: str) -> argparse.ArgumentParser:
    """Return what reads the command line, and says of itself in `language` what it takes."""

    def translated(text: Message) -> str:
        return say(text, language).replace("%", "%%")

    _SpokenParser.language = language
    parser = _SpokenParser(
        prog="perimetre",
        description=translated(message("Check a house's handbook, and ask it what a community manager may do.")),
        epilog=translated(
            message("Exit status: 0, no error; 1, at least one; 2, it could not be done, and a line says why.")
        ),
        allow_abbrev=False,
    )
    parser.add_argument(
        "-V",
        "--version",
        action=_Version,
        nargs=0,
        default=argparse.SUPPRESS,
        help=translated(message("print the version and exit")),
    )
    add_spoken(parser, translated)
    parser.set_defaults(language=None, color="auto")
    commands = parser.add_subparsers(title=translated(message("commands")), metavar="COMMAND", required=True)

    for name, command in COMMANDS.items():
        about = translated(command.ABOUT)
        subparser = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        subparser.set_defaults(command=command, parser=subparser)
        # What was said before the command stays said.
        add_spoken(subparser, translated, argparse.SUPPRESS)
        add_shared(subparser, translated)
        command.add(subparser, translated)
    return parser


if __name__ == "__main__":
    sys.exit(main())
