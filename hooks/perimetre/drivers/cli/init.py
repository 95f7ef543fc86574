"""Begin a house of its own in a folder: `perimetre init FOLDER`. The pipeline says what its files hold.

The folder is made beside its place and put there whole: it is all there, or nothing is. Where a terminal can answer,
what is not said by an option is asked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, Message, counted, few, message, say
from perimetre.drivers.cli.output import check_output, write
from perimetre.drivers.cli.shared import CLEAN, Translate, UsageError, language_of_the_terminal
from perimetre.reports import plain

if TYPE_CHECKING:
    from perimetre.pipeline.beginning.beginning import Answers

ABOUT = message("begin a handbook of your own in a new folder: common rules, one brand, crises, CI, its README")
HOSTS = ("github", "gitlab", "none")
# By host, the files of its CI, and where each goes.
_CI: Mapping[str, Mapping[str, str]] = {
    "github": {
        "github-handbook.yml": ".github/workflows/handbook.yml",
        "github-pull-request.yml": ".github/workflows/pull-request.yml",
    },
    "gitlab": {"gitlab-ci.yml": ".gitlab-ci.yml"},
    "none": {},
}
_FILES = Path(__file__).parent.parent / "ci" / "house"
# The country of a house that does not say it, by its language: English is spoken in too many to guess.
_USUAL_COUNTRIES = {"fr": "FR"}

Value = TypeVar("Value")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("a folder that is new, or empty; to update, that of the house (the current one by default)")
    parser.add_argument("folder", type=Path, metavar="FOLDER", nargs="?", help=translate(about))
    parser.add_argument("--name", metavar="TEXT", help=translate(message("the name of the house")))
    about = message("the name of its first brand (that of the house by default)")
    parser.add_argument("--brand", metavar="TEXT", help=translate(about))
    about = message('where the brand speaks: `Instagram LinkedIn "Google reviews"`')
    parser.add_argument("--channels", metavar="TEXT", nargs="+", help=translate(about))
    about = message("the country, in two letters: `FR`, `BE`, `CA`… Its holidays, its clock, its emergency numbers")
    parser.add_argument("--country", metavar="CODE", help=translate(about))
    about = message("the code host whose CI checks each proposal (`github` by default)")
    parser.add_argument("--host", choices=HOSTS, help=translate(about))
    about = message("bring a house up to date with this version: what the house changed stays as it is")
    parser.add_argument("--update", action="store_true", help=translate(about))
    about = message("with `--update`, show what would change, and write nothing")
    parser.add_argument("--dry-run", action="store_true", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    # Late: only what begins a house needs the templates and the countries.
    from perimetre.drivers.folders_begun import check_room, put_in_place, shown
    from perimetre.pipeline.beginning.beginning import load_begun, of_the_editor
    from perimetre.pipeline.beginning.left import left_to_decide
    from perimetre.pipeline.beginning.updating import MANIFEST, manifest, print_of

    if options.update:
        from perimetre.drivers.cli.init_update import update

        return update(options)
    if options.folder is None:
        raise UsageError(message("`init` needs a folder: `perimetre init my-handbook`."))
    if options.dry_run:
        raise UsageError(message("`--dry-run` goes with `--update`."))
    folder: Path = options.folder
    check_room(folder)
    # Before anything is written: a house whose report is lost is one of which nobody knows what is left to decide.
    check_output(options.output)
    answers = _answers(options)
    language = answers.language
    files = files_of(answers)
    loaded = load_begun(files)
    prints = {path: print_of(text) for path, text in files.items()}
    written = {**files, **of_the_editor(loaded), MANIFEST: manifest(answers, prints)}
    is_repository = put_in_place(folder, written)
    told: list[Message] = [
        counted(
            "{folder}: {count} file, in which `perimetre check` finds no error.",
            "{folder}: {count} files, in which `perimetre check` finds no error.",
            len(files),
            folder=f"`{shown(folder)}`",
        )
    ]
    if not is_repository:
        told.append(message("The folder is no repository yet: once git is installed, `git init` makes one."))
    left = list(left_to_decide(loaded))
    told.append(
        message("Left to decide ({count}); `perimetre check` lists what remains:", count=sum(one.count for one in left))
    )
    lines = [say(one, language) for one in told]
    for one in left:
        more = say(counted("and {count} other place", "and {count} other places", one.count - 1), language)
        places = f"{one.place} ({more})" if one.count > 1 else one.place
        lines += [f"  {places}", f"    {one.key}: {one.hint}"]
    lines.append(say(message("Begin with {file}, in the folder.", file="`README.md`"), language))
    write(plain.lines("".join(f"{line}\n" for line in lines)), options.output)
    return CLEAN


def files_of(answers: Answers) -> Mapping[str, str]:
    """Return the files that this version begins a house with, by path in its folder."""
    from perimetre.pipeline.beginning.beginning import begun

    return {**begun(answers), **dict(_of_host(answers.host))}


def _of_host(host: str) -> Iterator[tuple[str, str]]:
    for name, path in {"requirements.txt": "requirements.txt", **_CI[host]}.items():
        yield path, (_FILES / name).read_text("utf-8")


def _answers(options: argparse.Namespace) -> Answers:
    """Return what was said by options, asked where a terminal can answer, or usual.

    Raises:
        UsageError: what cannot be left unsaid is, and nobody can be asked.
        AnswerError: what is said cannot be a house.
    """
    from perimetre.pipeline.beginning.beginning import Answers, clean_name, known_country

    can_ask = sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()
    asking = _Asking(language_of_the_terminal(()) if options.language is None else options.language, can_ask)
    language = asking.get(
        options.language, message("Language ({choices})", choices="fr, en"), _language, asking.language
    )
    asking.language = language
    name = asking.get(options.name, message("Name of the house"), clean_name, None, "--name")
    brand = asking.get(options.brand, message("Name of its first brand"), clean_name, name)
    usual = _USUAL_COUNTRIES.get(language)
    country = asking.get(options.country, message("Country, in two letters"), known_country, usual, "--country")
    # A house that has not said where it speaks has a page to call by its name.
    page = say(message("Our page"), language)
    given = None if options.channels is None else ",".join(options.channels)
    channels = asking.get(given, message("Channels, apart by commas"), _by_commas, page)
    host = asking.get(options.host, message("Code host ({choices})", choices=", ".join(HOSTS)), _host, HOSTS[0])
    return Answers(
        name=name,
        brand=brand,
        language=language,
        country=country,
        channels=channels,
        host=host,
        today=options.today or date.today(),
    )


class _Asking:
    """Asks what no option says."""

    def __init__(self, language: str, can_ask: bool) -> None:
        self.language = language
        self._can_ask = can_ask

    def get(
        self,
        given: str | None,
        question: Message,
        read: Callable[[str], Value],
        usual: str | None,
        option: str | None = None,
    ) -> Value:
        """Return what was given, else what is answered, else what is usual, as it is read.

        Args:
            given: what an option says; None: nothing.
            question: what is asked.
            read: what makes of an answer what it means, or refuses it.
            usual: what an empty answer means; None: there is none.
            option: what says it on the command line, where it must be said.
        """
        if given is not None:
            return read(given)
        if not self._can_ask:
            if usual is None:
                raise UsageError(message("`init` needs `{option}`: nobody is here to be asked.", option=option))
            return read(usual)
        while True:
            default = f" [{usual}]" if usual else ""
            sys.stderr.write(f"{say(question, self.language)}{default}: ")
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                raise UsageError(message("Nothing was answered, so nothing is begun."))
            answer = line.strip() or usual
            if answer is None:
                continue
            try:
                return read(answer)
            except PerimetreError as error:
                sys.stderr.write(f"{say(error.message, self.language)}\n")


def _language(text: str) -> str:
    return _among(text, LANGUAGES)


def _host(text: str) -> str:
    return _among(text, HOSTS)


def _among(text: str, known: tuple[str, ...]) -> str:
    if text.lower() not in known:
        raise UsageError(
            message("`{text}` is not among {choices}.", text=text, choices=few((f"`{one}`" for one in known), "or"))
        )
    return text.lower()


def _by_commas(text: str) -> tuple[str, ...]:
    from perimetre.pipeline.beginning.beginning import AnswerError, clean_name

    names = tuple(clean_name(name) for name in text.split(",") if name.strip())
    if not names:
        raise AnswerError(message("Write the name of one channel at least: `Instagram`."))
    return names
