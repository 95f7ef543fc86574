"""Write the page of the command line in each language, `docs/commands.md` and `docs/commandes.md`: `make commands`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from perimetre.drivers.cli import COMMANDS
from perimetre.drivers.cli.main import parser_in
from tests.conftest import ROOT

PAGES = {"en": ROOT / "docs" / "commands.md", "fr": ROOT / "docs" / "commandes.md"}
_TITLES = {"en": "The command line", "fr": "La ligne de commande"}
_HEADS = {"en": ("What is written", "What it is"), "fr": ("Ce qui s’écrit", "Ce que c’est")}


def page(language: str) -> str:
    """Return the page of every command, in `language`: what it is for, and what it takes."""
    parser = parser_in(language)
    written = [f"# {_TITLES[language]}", _sentence(parser.description), _sentence(parser.epilog)]
    written += ["\n".join(_table(parser, language))]
    for name, command in _commands(parser).items():
        written += [f"## `perimetre {name}`", _sentence(command.description), "\n".join(_table(command, language))]
    return "\n\n".join(written) + "\n"


def _commands(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    found = {name: action.choices[name] for action in _actions(parser) if action.choices for name in _named(action)}
    return {name: command for name, command in found.items() if isinstance(command, argparse.ArgumentParser)}


def _named(action: argparse.Action) -> list[str]:
    return [name for name in COMMANDS if name in (action.choices or ())]


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions


def _table(parser: argparse.ArgumentParser, language: str) -> Iterator[str]:
    first, second = _HEADS[language]
    yield f"| {first} | {second} |"
    yield "| --- | --- |"
    for action in _actions(parser):
        if action.help and not _named(action) and action.dest != "help":
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
