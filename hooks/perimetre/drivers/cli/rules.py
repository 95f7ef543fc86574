"""List the rules, or those in which words stand: `perimetre rules`."""

from __future__ import annotations

import argparse
import json
import unicodedata
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import LEVEL_WORDS
from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.shared import CLEAN, Translate, language_of_the_terminal

if TYPE_CHECKING:
    from perimetre.judge.pages import RulePage

ABOUT = message("list the rules, one line each, or those that speak of something")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    sought = message("words that the rule's id, title or family holds, or its page; accents and capitals do not count")
    parser.add_argument("words", metavar="WORD", nargs="*", help=translate(sought))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=translate(message("the format of the answer"))
    )


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    from perimetre.judge.pages import page
    from perimetre.judge.registry import FOLDERS, RULES

    language = options.language or language_of_the_terminal(())
    sought = [_plain(word) for word in options.words]
    found: list[tuple[str, RulePage]] = []
    for id_ in RULES:
        family, rule_page = FOLDERS[id_].parent.name, page(id_, language)
        assert rule_page is not None
        read = _plain(" ".join((id_, family, rule_page.title, rule_page.problem, rule_page.why)))
        if all(word in read for word in sought):
            found.append((family, rule_page))
    if options.format == "json":
        told = [{"id": rule.id, "family": family, "level": rule.level, "title": rule.title} for family, rule in found]
        write(json.dumps(told, ensure_ascii=False, indent=2) + "\n", options.output)
        return CLEAN
    width = max((len(rule.id) for _, rule in found), default=0)
    levels = {level: say(word, language) for level, word in LEVEL_WORDS.items()}
    wide = max(map(len, levels.values()))
    lines = [f"{rule.id:{width}}  {levels[rule.level]:{wide}}  {rule.title}" for _, rule in found]
    count = say(counted("{count} rule.", "{count} rules.", len(found)), language)
    write("\n".join([*lines, count]) + "\n", options.output)
    return CLEAN


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
