"""Write the page of the command line in each language, `docs/commands.md` and `docs/commandes.md`: `make commands`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from perimetre.drivers.cli.main import parser_in
from tests.conftest import ROOT

PAGES = {"en": ROOT / "docs" / "commands.md", "fr": ROOT / "docs" / "commandes.md"}
_TITLES = {"en": "The command line", "fr": "La ligne de commande"}
_HEADS = {"en": ("What is written", "What it is"), "fr": ("Ce qui s’écrit", "Ce que c’est")}


def page(language: str) -> str:
    """Return the page of every command, in `language`: what it is for, and what it takes."""
    parser = parser_in(language)
    written = [f"# {_TITLES[language]}", _sentence(parser.description), _sentence(parser.epilog)]
    written.append("\n".join(_table(parser, language, frozenset())))
    return "\n\n".join([*written, *_parts(parser, language, "##")]) + "\n"


def _parts(parser: argparse.ArgumentParser, language: str, mark: str) -> Iterator[str]:
    """Yield what is said of each command of a parser: what those before it take is not said again."""
    said = _options(parser)
    for command in _commands(parser):
        yield f"{mark} `{command.prog}`"
        yield _sentence(command.description)
        yield "\n".join(_table(command, language, said if mark != "##" else frozenset()))
        yield from _parts(command, language, f"{mark}#")


def _commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    named = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return [command for action in named for command in action.choices.values()]


def _options(parser: argparse.ArgumentParser) -> frozenset[str]:
    return frozenset(option for action in parser._actions for option in action.option_strings)


def _table(parser: argparse.ArgumentParser, language: str, said: frozenset[str]) -> Iterator[str]:
    first, second = _HEADS[language]
    yield f"| {first} | {second} |"
    yield "| --- | --- |"
    for action in parser._actions:
        known = action.dest == "help" or isinstance(action, argparse._SubParsersAction)
        if action.help and not known and not said.intersection(action.option_strings):
            yield f"| {_written(action)} | {_cell(action.help.replace('%%', '%'))} |"


def _written(action: argparse.Action) -> str:
    choices = "\\|".join(map(str, action.choices)) if action.choices else ""
    value = action.metavar if isinstance(action.metavar, str) else choices
    if action.nargs == 0:
        value = ""
    if not action.option_strings:
        shown = value or action.dest.upper()
        return f"`{shown}`" + (f" ({choices})" if choices and choices != shown else "")
    return ", ".join(f"`{option}`" for option in action.option_strings) + (f" `{value}`" if value else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _sentence(text: str | None) -> str:
    words = " ".join((text or "").replace("%%", "%").split())
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}."


if __name__ == "__main__":
    for language, file in PAGES.items():
        file.write_text(page(language), "utf-8")
