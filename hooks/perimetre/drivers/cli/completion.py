"""Print what lets a shell complete the command: `perimetre completion bash`."""

from __future__ import annotations

import argparse

from perimetre.base.words import message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.shared import CLEAN, Translate, language_of_the_terminal

ABOUT = message("print what lets a shell complete the names of commands and options")
SHELLS = ("bash", "zsh", "fish")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("the shell; what is printed goes where it looks for completions, or `source` reads it")
    parser.add_argument("shell", choices=SHELLS, help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    # Late: who completes asks once; and `main` imports the commands.
    import shtab

    from perimetre.drivers.cli.main import parser_in

    parser = parser_in(options.language or language_of_the_terminal(()))
    write(shtab.complete(parser, options.shell) + "\n", options.output)
    return CLEAN
