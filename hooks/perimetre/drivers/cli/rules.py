"""List the rules, or those in which words stand: `perimetre rules`."""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import LEVEL_WORDS
from perimetre.base.words import Listing, counted, message, say
from perimetre.drivers.cli.output import write
from perimetre.drivers.cli.shared import CLEAN, Translate, language_of_the_terminal

if TYPE_CHECKING:
    from perimetre.judge.pages import RulePage

# As many words are proposed for one that nothing holds.
_SHOWN = 5
# Two words that have as many letters in common at their beginning may be forms of one.
_STEM = 6
_WORD = re.compile(r"[^\W\d_]{4,}")

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
    codes = _codes(sought, language) if sought else {}
    width = max((len(id_) for id_ in (*(rule.id for _, rule in found), *codes)), default=0)
    levels = {level: say(word, language) for level, word in LEVEL_WORDS.items()}
    wide = max(map(len, levels.values()))
    lines = [f"{rule.id:{width}}  {levels[rule.level]:{wide}}  {rule.title}" for _, rule in found]
    lines.append(say(counted("{count} rule.", "{count} rules.", len(found)), language))
    if codes:
        lines += ["", *(f"{id_:{width}}  {sentence}" for id_, sentence in codes.items())]
        other = counted(
            "{count} other check, which `perimetre explain` says too.",
            "{count} other checks, which `perimetre explain` says too.",
            len(codes),
        )
        lines.append(say(other, language))
    elif not found:
        lines += _elsewhere(options.words, language)
    write("\n".join(lines) + "\n", options.output)
    return CLEAN


def _codes(sought: list[str], language: str) -> dict[str, str]:
    """Return the checks of the other stages (the reader, the schemas, drafts) that hold all the words, with theirs."""
    from perimetre.judge.pages import other_checks

    return {
        id_: sentence
        for id_, sentence in other_checks(language).items()
        if all(word in _plain(f"{id_} {sentence}") for word in sought)
    }


def _elsewhere(words: list[str], language: str) -> list[str]:
    """Return what else to look for, where nothing holds the words: words that do, else where all of them stand."""
    from perimetre.base.suggest import closest
    from perimetre.judge.pages import other_checks, page
    from perimetre.judge.registry import RULES

    texts = list(other_checks(language).values())
    texts += [text for id_ in RULES if (rule := page(id_, language)) for text in (rule.title, rule.problem, rule.why)]
    known = sorted({word for text in texts for word in _WORD.findall(text.casefold())})
    near: dict[str, None] = {}
    for word in words:
        plain = _plain(word)
        kin = [other for other in known if _is_kin(plain, _plain(other))]
        found = kin or [other for other in (closest(word.casefold(), known),) if other is not None]
        near |= dict.fromkeys(sorted(found, key=lambda other: (abs(len(other) - len(word)), other))[:_SHOWN])
    if near:
        listed = Listing(tuple(f"`{word}`" for word in near), "or")
        return [say(message("Near words that there are: {words}.", words=listed), language)]
    return [say(message("All rules are listed by `perimetre rules`, without a word."), language)]


def _is_kin(one: str, other: str) -> bool:
    """Say whether two words have a beginning in common long enough to be forms of one: «remplaçant», «remplace»."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= max(_STEM, min(len(one), len(other)) - 2)


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
