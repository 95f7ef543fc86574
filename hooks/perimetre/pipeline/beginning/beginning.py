"""Make the files of a house that begins, from what was answered.

Comes in: an `Answers`. Goes out: the text of each file, by its path in the folder. A file of `house/` is a template of
which every value is quoted as YAML wants it: a name that somebody typed can be nothing else than a text.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jinja2

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.suggest import closest
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message
from perimetre.pipeline.adding.derived import id_from
from perimetre.pipeline.adding.records import scalar
from perimetre.pipeline.editor.schemas import schemas_of
from perimetre.pipeline.editor.settings import FOLDER, settings_of
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.loading import load_sources
from perimetre.reading.kinds import HOUSE
from perimetre.reading.reader.characters import sound
from perimetre.reading.sources import Collected, Source
from perimetre.reports.markdown import escaped

_HOUSE = Path(__file__).parent / "house"
# What a site and a page still show whole.
LONGEST_NAME = 100
# What no record is called: the one names the house, the other what is left to it.
_NO_IDS = (HOUSE, TO_COMPLETE)
_PLAYBOOKS = "playbooks/"
_SHARED = ("mkdocs.yml", "gitignore")


class AnswerError(PerimetreError):
    """What was answered cannot be a house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a house is begun from.

    Fields:
        name: that of the house.
        brand: that of its first brand.
        language: "fr" or "en".
        country: ISO 3166 alpha-2.
        channels: the names of the places where the brand speaks, one at least.
        host: the code host: "github", "gitlab", or "none".
        today: the day, from which the turns are counted.
    """

    name: str
    brand: str
    language: str
    country: str
    channels: tuple[str, ...]
    host: str
    today: date


def clean_name(name: str) -> str:
    """Return a name as it may stand in a file: on one line, without what nobody sees.

    Raises:
        AnswerError: nothing is left of it, too much, or what marks in a file that nobody has decided.
    """
    cleaned = " ".join(sound(name).split())
    if not cleaned:
        raise AnswerError(message("A name that shows nothing is no name. Write one: `Maison Exemple`."))
    if len(cleaned) > LONGEST_NAME:
        text = message(
            "This name has {count} characters. Write one of {most} at most.", count=len(cleaned), most=LONGEST_NAME
        )
        raise AnswerError(text)
    if cleaned == TO_COMPLETE:
        raise AnswerError(
            message("`{name}` marks what is left to decide: it is no name. Write another one.", name=cleaned)
        )
    return cleaned


def known_country(code: str) -> str:
    """Return the code of a country as it is written in the files.

    Raises:
        AnswerError: no public holiday is known of such a country.
    """
    # Late: the library is dear, and only a house that begins asks it for all countries.
    import holidays.registry

    known = {codes[0] for _, *codes in holidays.registry.COUNTRIES.values()}
    country = code.strip().upper()
    if country in known:
        return country
    near = closest(country, sorted(known))
    hint = (
        message("Did you mean `{near}`?", near=near)
        if near and len(country) == 2
        else message("France is `FR`, Belgium `BE`.")
    )
    raise AnswerError(message("`{country}` is no code of a country, in two letters. {hint}", country=code, hint=hint))


def begun(answers: Answers) -> Mapping[str, str]:
    """Return the files of the house, by path in its folder.

    Raises:
        AnswerError: a name cannot stand in a file, or the country is not known.
    """
    context = _context(answers)
    files = {{"gitignore": ".gitignore"}.get(name, name): _written(name, context) for name in _SHARED}
    folder = _HOUSE / answers.language
    for template in sorted(folder.rglob("*")):
        name = template.relative_to(folder).as_posix()
        if template.is_dir() or name == "crises.yml":
            continue
        path = name.replace("playbooks/brand/", f"playbooks/brands/{context['brand_id']}/")
        if text := _written(f"{answers.language}/{name}", context):
            files[path] = text
    files |= dict(_crises(answers.language, context))
    # MkDocs asks for the folder of the pages written by hand; git keeps no folder that is empty.
    return dict(sorted({**files, "docs/.gitkeep": ""}.items()))


def load_begun(files: Mapping[str, str]) -> Loaded:
    """Load the playbooks of a house that begins, as its folder names them.

    Raises:
        AnswerError: they have an error: what was answered cannot be written.
    """
    sources = (
        Source(path.removeprefix(_PLAYBOOKS), path, text.encode("utf-8"))
        for path, text in files.items()
        if path.startswith(_PLAYBOOKS)
    )
    loaded = load_sources(Collected(tuple(sources)), folder=_PLAYBOOKS.rstrip("/"))
    error = next((finding for finding in loaded.diagnostics if finding.severity == "error"), None)
    if error is not None:
        raise AnswerError(message("Nothing is written. {error} {hint}", error=error.message, hint=error.hint or ""))
    return loaded


def of_the_editor(loaded: Loaded) -> Mapping[str, str]:
    """Return what lets an editor know the house, by path in its folder: its schemas, the settings that name them."""
    schemas = {f"{FOLDER}/{name}": text for name, text in schemas_of(loaded).items()}
    return {**settings_of(), **schemas}


def _crises(language: str, context: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    cards = _data(f"{language}/crises.yml")
    for crisis in cards["crises"]:
        told = [cards["told"][audience] for audience in crisis["told"]]
        card = {"danger": False, "private": False, "secure": False, "surge": False, **crisis, "told": told}
        text = _written("crisis.yml", {**context, "crisis": card, "words": cards["words"]})
        yield f"playbooks/house/crises/{crisis['id']}.yml", text


def _context(answers: Answers) -> dict[str, Any]:
    """Return what the templates are told."""
    brand = clean_name(answers.brand)
    country = known_country(answers.country)
    clock, currency = _clock_and_currency(country, answers.today)
    return {
        "name": clean_name(answers.name),
        "brand": brand,
        "brand_id": _id_of(brand, "brand"),
        "language": answers.language,
        "country": country,
        "host": answers.host,
        "timezone": clock,
        "currency": currency,
        "emergency": [one for one in _data("countries.yml")["emergency"] if country in one["countries"]],
        "channels": list(_channels(answers.channels)),
        # A week that has begun: nobody is to be without a turn on the first morning.
        "monday": answers.today - timedelta(days=answers.today.weekday() + 7),
    }


def _id_of(name: str, what: str) -> str:
    """Return the id of something by its name; what it is, where no letter of the name makes one."""
    id_ = id_from(name) or what
    return f"{what}-{id_}" if id_ in _NO_IDS else id_


def _clock_and_currency(country: str, today: date) -> tuple[str, str]:
    from babel.core import get_global

    clocks = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    known = _data("countries.yml")
    clock = known["clocks"].get(country) or (clocks or ["UTC"])[0]
    money = get_global("territory_currencies").get(country, ())
    current = [code for code, _, end, is_tender in money if is_tender and (end is None or date(*end) > today)]
    return clock, known["currencies"].get(country) or (current or ["EUR"])[-1]


def _channels(names: tuple[str, ...]) -> Iterator[Mapping[str, object]]:
    """Yield the channels: what each is, and what is answered there."""
    kinds = _data("channels.yml")
    taken: set[str] = set()
    for name in map(clean_name, names):
        id_ = first = _id_of(name, "channel")
        rank = 1
        while id_ in taken:
            rank += 1
            id_ = f"{first[:60].rstrip('-')}-{rank}"
        taken.add(id_)
        words = f"-{id_}-"
        kind = next(
            (kind for kind, known in kinds["kinds"].items() if any(f"-{word}-" in words for word in known)), "social"
        )
        is_network = kind == "social" and any(f"-{word}-" in words for word in kinds["networks"])
        yield {
            "id": id_,
            "name": name,
            "kind": kind,
            "network": is_network,
            **kinds["ways"].get(kind, kinds["ways"]["other"]),
        }


@functools.cache
def _data(name: str) -> Any:
    import yaml

    return yaml.safe_load((_HOUSE / name).read_text("utf-8"))


class _AsItIs(str):
    """A text that stands in a file as it is."""

    __slots__ = ()


def _shown(value: object) -> str:
    return value if isinstance(value, _AsItIs) else scalar(value)


@functools.cache
def _environment() -> jinja2.Environment:
    # Other signs than the usual ones: the ready answers have blanks of their own, between double braces.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HOUSE),
        undefined=jinja2.StrictUndefined,
        # It is YAML, where every value passes through `scalar`.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        finalize=_shown,
    )
    environment.filters["plain"] = _AsItIs
    # MkDocs reads YAML of its own: there a name like a day is a day.
    environment.filters["quoted"] = lambda text: _AsItIs(json.dumps(text, ensure_ascii=False))
    environment.filters["markdown"] = lambda text: _AsItIs(escaped(text))
    return environment


def _written(name: str, context: Mapping[str, object]) -> str:
    return _environment().get_template(name).render(context)
