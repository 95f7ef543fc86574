"""Print the page of a rule: `perimetre explain`."""

from __future__ import annotations

import argparse

from perimetre.base.words import message
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.shared import CLEAN, Translate, known_one, language_of_the_terminal

ABOUT = message("print the page of a rule: what it checks, why, and how to fix it")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    parser.add_argument("rule", metavar="RULE", help=translate(message("the rule's id, as the check prints it")))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.judge.pages import explain, other_checks
    from perimetre.judge.registry import RULES

    language = options.language or language_of_the_terminal(["explain"])
    name = known_one(message("rule"), options.rule, {rule: rule for rule in (*RULES, *other_checks(language))})
    write(explain(name, language) or "", options.output)
    return CLEAN
