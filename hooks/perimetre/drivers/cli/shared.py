"""Hold what several commands do: load, name what is asked for, choose the language and the day."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from perimetre.base.diagnostics import Diagnostic, PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import LANGUAGES, LONGEST, Message, counted, few, message

if TYPE_CHECKING:
    from perimetre.model import Brand, Handbook, PlaceOfBrand, Settings
    from perimetre.pipeline.loaded import Loaded

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2
COLOURS = ("auto", "always", "never")
# Puts what a command says of itself into the user's language.
Translate = Callable[[Message], str]

T = TypeVar("T")


class Identified(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Its id."""


Known = TypeVar("Known", bound=Identified)


class UsageError(PerimetreError):
    """The command line asks for something that is not there."""


def valid(loaded: Loaded, brand: str | None = None) -> Handbook:
    """Return the handbook, or refuse: no answer is better than one drawn from a handbook with errors.

    Args:
        brand: the brand that is asked about, whom the errors of another do not concern; None: they all count.

    Raises:
        UsageError: it has errors; the first is named, with its line.
    """
    errors = [
        finding
        for finding in loaded.diagnostics
        if finding.severity == "error" and (brand is None or _concerns(finding, brand, loaded))
    ]
    if errors:
        first = errors[0]
        where = first.file if first.span is None else f"{first.file}:{first.span.line}:{first.span.column}"
        raise UsageError(
            counted(
                "The handbook has an error, so it gives no answer. {where}: {error} Run `perimetre check`.",
                "The handbook has {count} errors, so it gives no answer. The first is {where}: {error} "
                "Run `perimetre check`.",
                len(errors),
                where=where,
                error=first.message,
            )
        )
    if loaded.handbook is None:
        raise UsageError(message("There is no handbook here, so it gives no answer. Run `perimetre check`."))
    return loaded.handbook


def _concerns(finding: Diagnostic, brand: str, loaded: Loaded) -> bool:
    """Say whether a finding bears on a brand: it is about it, or stands in one of its files or of the house's."""
    return brand in finding.about or _brand_of(finding.file, loaded) in (None, brand)


def _brand_of(file: str, loaded: Loaded) -> str | None:
    """Return the brand whose file it is, or None where it is the house's; the file may be one that is missing."""
    path = loaded.sources[file].path if file in loaded.sources else file
    folders = path.split("/")
    below = len(folders) - 1 - folders[::-1].index("brands") if "brands" in folders else len(folders)
    return folders[below + 1] if below + 2 < len(folders) else None


def by_id(records: Iterable[Known]) -> dict[str, Known]:
    """Return records by their ids."""
    return {record.id: record for record in records}


def known_one(what: Message, name: str, known: Mapping[str, T]) -> T:
    """Return what `name` names among `known`, or refuse with the nearest name."""
    if name in known:
        return known[name]
    # Late: a name that is known needs no other.
    from perimetre.base.suggest import closest, nearest

    if not known:
        raise UsageError(message("No {what} is called `{name}`: there is none.", what=what, name=name))
    near = closest(name, known)
    if near:
        raise UsageError(
            message("No {what} is called `{name}`. Did you mean `{near}`?", what=what, name=name, near=near)
        )
    if len(known) <= LONGEST:
        names = few((f"`{id}`" for id in sorted(known)), "or")
        raise UsageError(message("No {what} is called `{name}`. Write {names}.", what=what, name=name, names=names))
    raise UsageError(
        message(
            "No {what} is called `{name}`. The nearest of the {count} there are: {names}. All are in {where}.",
            what=what,
            name=name,
            count=len(known),
            names=few((f"`{id}`" for id in nearest(name, known)), "or"),
            where=few(f"`{place}`" for place in _homes(known)),
        )
    )


def _homes(known: Mapping[str, object]) -> tuple[str, ...]:
    """Return where all of them may be read: the files of a house, the page of what ships, that of the rules."""
    files = (getattr(getattr(thing, "place", None), "file", None) for thing in known.values())
    pages = ("reference/rules/" if file is None else _VALUES if file.startswith(_SHIPPED) else file for file in files)
    return tuple(dict.fromkeys(pages))


_SHIPPED = "perimetre/values/"
_VALUES = "reference/vocabulary/"


def known_ones(what: Message, names: Iterable[str], known: Mapping[str, object]) -> frozenset[str]:
    """Return `names`, or refuse the first that is not among `known`, with the nearest name, or that comes twice."""
    checked: set[str] = set()
    for name in names:
        known_one(what, name, known)
        if name in checked:
            raise UsageError(message("The {what} `{name}` is given twice. Write it once.", what=what, name=name))
        checked.add(name)
    return frozenset(checked)


def place_of(brand: Brand, name: str) -> PlaceOfBrand:
    """Return the place of a brand that `name` names, or refuse with the nearest name."""
    return known_one(message("place"), name, by_id(brand.own_places))


def language_of(options: argparse.Namespace, loaded: Loaded) -> str:
    """Return the language asked for, else the handbook's first, else French: the people who mend it."""
    asked: str | None = options.language
    if asked:
        return asked
    spoken = loaded.handbook.settings.languages if loaded.handbook else ()
    return spoken[0] if spoken else LANGUAGES[0]


def language_of_the_terminal(arguments: Sequence[str]) -> str:
    """Return the language for what is said before a handbook is read: `--language`, else the terminal's."""
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=False):
        asked = following if argument == "--language" else argument.removeprefix("--language=")
        if argument.startswith("--language") and asked in LANGUAGES:
            return asked
    # The first is a list, the preferred first, as GNU's gettext reads it.
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for spoken in os.environ.get(name, "").split(":"):
            if spoken[:2] in LANGUAGES:
                return spoken[:2]
    return LANGUAGES[0]


def width_of(options: argparse.Namespace) -> int | None:
    """Return how many columns the terminal has to which a report goes; None where it goes elsewhere."""
    if options.output is not None or sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def in_colour(options: argparse.Namespace) -> bool:
    """Say whether a report is written in colours.

    `--color` decides; without it NO_COLOR (https://no-color.org), then FORCE_COLOR (https://force-color.org), each of
    which says nothing when it is empty; else whether a terminal that knows colours shows it.
    """
    if options.color != "auto":
        return bool(options.color == "always")
    if options.output is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBrand:
    """Of what a command is asked.

    Fields:
        at: the instant, as the wall clock of the brand shows it.
    """

    handbook: Handbook
    brand: Brand
    language: str
    at: datetime


def asked_of(options: argparse.Namespace, loaded: Loaded) -> AskedBrand:
    """Return the brand that a command is asked of, and the instant.

    Raises:
        UsageError: what concerns the brand has errors, or there is no such brand.
    """
    language = language_of(options, loaded)
    handbook = valid(loaded, options.brand)
    brand = known_one(message("brand"), options.brand, by_id(handbook.brands))
    at = instant_of(options, handbook.settings_of(brand))
    return AskedBrand(handbook=handbook, brand=brand, language=language, at=at)


def instant_of(options: argparse.Namespace, settings: Settings) -> datetime:
    """Return the instant asked for, else now, as the wall clock of the settings' zone shows it.

    The second of an hour that comes twice says so (`fold`).
    """
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(settings.timezone or "UTC")
    if options.at is not None:
        return wall_time(options.at, settings)
    now = datetime.now(zone).replace(tzinfo=None, second=0, microsecond=0)
    return now if options.today is None else datetime.combine(options.today, now.time())


def wall_time(asked: datetime, settings: Settings) -> datetime:
    """Return an instant that somebody wrote, as the wall clock of the settings' zone shows it."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(settings.timezone or "UTC")
    return asked if asked.tzinfo is None else asked.astimezone(zone).replace(tzinfo=None)


def today_of(options: argparse.Namespace, loaded: Loaded) -> date:
    """Return the day asked for, else today's in the house's zone."""
    from zoneinfo import ZoneInfo

    asked: date | None = options.today
    if asked is not None:
        return asked
    zone = loaded.handbook.settings.timezone if loaded.handbook else ""
    return datetime.now(ZoneInfo(zone or "UTC")).date()


def usual_folder() -> Path:
    """Return the folder that is read when none is named: `playbooks`, or the one that one stands in or below."""
    usual = Path("playbooks")
    if usual.exists():
        return usual
    return house_above(Path()) or usual


def house_above(path: Path) -> Path | None:
    """Return the nearest folder above `path`, itself included, that is a handbook or holds one; None: there is none."""
    whole = path.resolve()
    for levels, folder in enumerate((whole, *whole.parents)):
        for house in (folder, folder / "playbooks"):
            if (house / "handbook.yml").is_file():
                above = Path(*[".."] * levels) if not path.is_absolute() else folder
                return (path / above if not path.is_absolute() else above) / house.relative_to(folder)
    return None


def add_spoken(parser: argparse.ArgumentParser, translate: Translate, default: str | None = None) -> None:
    """Let what holds for every command be said: before its name, or after it (`default=argparse.SUPPRESS`)."""
    spoken = message("the language of what is printed")
    parser.add_argument("--language", choices=LANGUAGES, default=default, help=translate(spoken))
    about = message("colours: where a terminal shows them (`auto`), always, or never")
    parser.add_argument("--color", choices=COLOURS, default=default, help=translate(about))


def add_shared(parser: argparse.ArgumentParser, translate: Translate, default: str | None = None) -> None:
    """Let what each command takes be said; `argparse.SUPPRESS` where it may have been said before."""
    about = message("the day to use instead of today, by the clock of the house, for all its brands")
    parser.add_argument("--today", type=day, metavar="DATE", default=default, help=translate(about))
    about = message("write to this file instead of the screen")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", default=default, help=translate(about))


def add_path(
    parser: argparse.ArgumentParser,
    name: str,
    translate: Translate,
    *,
    nargs: str | None = None,
    default: str | None = None,
) -> None:
    """Let a command be told which folder to read."""
    about = translate(message("the folder of the handbook (`playbooks` by default)"))
    default_path = usual_folder() if default is None else default
    parser.add_argument(name, type=Path, default=default_path, metavar="PATH", help=about, nargs=nargs)


def day(text: str) -> date:
    """Read a day, such as 2026-11-22.

    Raises:
        UsageError: the text is no day, or one of a year of which nothing is known.
    """
    try:
        asked = date.fromisoformat(text)
    except ValueError as error:
        hint = message("`{text}` is not a date. Write the year, the month and the day: `2026-11-22`.", text=text)
        raise UsageError(hint) from error
    _refuse_year(asked, text)
    return asked


def _refuse_year(asked: date, text: str) -> None:
    from perimetre.base.days import YEARS

    if asked.year not in YEARS:
        raise UsageError(
            message(
                "Nothing can be said of `{text}`: write a date of the years {first} to {last}.",
                text=text,
                first=YEARS[0],
                last=YEARS[-1],
            )
        )


def instant(text: str) -> datetime:
    """Read an instant: a wall time of the house (2026-12-25T22:40), or one with its offset (2026-12-25T22:40+01:00).

    Raises:
        UsageError: the text is no date and time, or is of a year of which nothing is known.
    """
    try:
        asked = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            message(
                "`{text}` is not a date and time. Write them in the house's time, `2026-12-25T22:40`, or with the "
                "offset of another: `2026-12-25T22:40+01:00`.",
                text=text,
            )
        ) from error
    _refuse_year(asked, text)
    return asked.replace(second=0, microsecond=0)


def number(text: str) -> float:
    """Read a number, such as 150 or 12.5.

    Raises:
        UsageError: the text is no number.
    """
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(message("`{text}` is not a number. Write it in digits: `150`.", text=text)) from error


def add_instant(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Let a command be told an instant."""
    about = message("the instant: 2026-12-25T22:40 by the clock of the brand, or 2026-12-25T22:40+01:00")
    parser.add_argument("--at", type=instant, metavar="INSTANT", help=translate(about))
