"""Add a record to the files of a house: `perimetre new person`, `new channel`… The pipeline works out what is added.

Nothing is written but what was read back as meant; a file that somebody has changed meanwhile is left as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.words import Message, few, message, say
from perimetre.drivers.cli.fix import check_unchanged, difference, write_over
from perimetre.drivers.cli.output import write, write_new
from perimetre.drivers.cli.remembered import load, load_collected
from perimetre.drivers.cli.shared import CLEAN, Translate, UsageError, by_id, known_one, language_of
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.adding.options import OPTIONS
from perimetre.pipeline.adding.shapes import Addition
from perimetre.reading.kinds import HOUSE
from perimetre.reports import plain

# How what an option names is called.
_WHATS: Mapping[str, Message] = {
    "person": message("person"),
    "role": message("role"),
    "agency": message("agency"),
    "objective": message("objective"),
    "case": message("case"),
    "topic": message("topic"),
    "channel": message("channel"),
    "line": message("line"),
    "circuit": message("approval circuit"),
    "template": message("ready answer"),
    "schedule": message("schedule"),
    "crisis": message("crisis scenario"),
    "action": message("action"),
}

if TYPE_CHECKING:
    from perimetre.model import Brand, Handbook
    from perimetre.pipeline.adding.additions import Additions
    from perimetre.pipeline.loaded import Loaded
    from perimetre.pipeline.rewritten import Rewritten


def add(parser: argparse.ArgumentParser, addition: Addition, translate: Translate) -> None:
    """Say what may be given of a kind of record."""
    if addition.level in ("brand", "any"):
        add_brand(parser, translate)
    needed = parser.add_argument_group(translate(message("what it needs")))
    for name in (*addition.needs, *addition.takes):
        option, dest = OPTIONS[name], f"given_{name}"
        group, about = needed if name in addition.needs else parser, translate(option.about)
        if option.form == "said":
            group.add_argument(flag(name), dest=dest, action="store_const", const=True, help=about)
        else:
            nargs = None if option.form == "one" else "+"
            group.add_argument(flag(name), dest=dest, metavar=option.metavar, nargs=nargs, help=about)


def add_brand(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Let a brand be named."""
    about = message("the brand's id (the house, where none is named and it may be either)")
    parser.add_argument("--brand", metavar="ID", help=translate(about))


def flag(name: str) -> str:
    """Return an option as it is typed."""
    return "--kind" if name == "of_kind" else f"--{name.replace('_', '-')}"


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    # Late: the other kinds of `new` need none of them.
    from perimetre.drivers.schemas_kept import keep_beside
    from perimetre.pipeline.adding.additions import refused

    addition = ADDITIONS[options.kind]
    given = _given(options, addition)
    loaded = load(options)
    language = language_of(options, loaded)
    files = worked_out(options.kind, given, options.brand if "brand" in options else None, loaded, language)
    # What is read back stands nowhere yet: nothing of it is to be remembered as the files that are there.
    after = load_collected(files.among(loaded.sources), options.path, shown_folder(loaded), keep=False)
    finding = refused(loaded, after)
    if finding is not None:
        raise UsageError(message("Nothing is written. {error} {hint}", error=finding.message, hint=finding.hint or ""))
    if options.printed or options.output is not None:
        write(differences(files), options.output)
        return CLEAN
    check_and_write(files, options.path)
    keep_beside(options.path, after)
    write(differences(files) + "".join(f"{line}\n" for line in _told(addition, files, language)), None)
    return CLEAN


def worked_out(
    kind: str, given: Mapping[str, object], brand_id: str | None, loaded: Loaded, language: str
) -> Additions:
    """Return the files as they will be.

    Args:
        kind: what is added, one of `ADDITIONS`; all that it needs is given.
        given: what was given, by option.
        brand_id: the brand that was named; None: none was.
        loaded: the handbook.
        language: that of the marks that are left.

    Raises:
        PerimetreError: it cannot be added.
    """
    # Late: the other kinds of `new` do not need it.
    from perimetre.pipeline.adding.additions import added

    addition = ADDITIONS[kind]
    if loaded.handbook is None:
        raise UsageError(message("There is no handbook here, so nothing can be added. Run `perimetre check`."))
    level, brand = _level(kind, brand_id, addition, loaded.handbook)
    _check_names(given, _known_levels(loaded.handbook, brand))
    if given.get("person") is not None and given["person"] in (given.get("replaced_by"), given.get("instead_of")):
        raise UsageError(message("`{person}` cannot take their own place. Name somebody else.", person=given["person"]))
    values = addition.derive(given, brand, loaded.handbook) if addition.derive else given
    _check_id(kind, values, loaded, brand)
    if addition.level == "new":
        level = f"brands/{values['id']}"
    return added(addition, values, loaded, level, language)


def _given(options: argparse.Namespace, addition: Addition) -> Mapping[str, object]:
    """Return what was given, by option; tell all that it lacks."""
    names = (*addition.needs, *addition.takes)
    given = {name: value for name in names if (value := getattr(options, f"given_{name}")) is not None}
    missing = [name for name in addition.needs if name not in given]
    if missing:
        told = [message("`{option}` ({about})", option=flag(name), about=OPTIONS[name].about) for name in missing]
        raise UsageError(message("`new {kind}` needs {options}.", kind=options.kind, options=few(told)))
    return given


def _level(kind: str, named: str | None, addition: Addition, handbook: Handbook) -> tuple[str, Brand | None]:
    """Return the folder where it goes, and the brand or the house whose folder it is."""
    if addition.level in ("new", "turns"):
        return "", None
    of_house = addition.level == "any" and handbook.house is not None
    if of_house and named in (None, HOUSE):
        return HOUSE, handbook.house
    if named is not None:
        brand = known_one(message("brand"), named, by_id(handbook.brands))
        return f"brands/{brand.id}", brand
    if len(handbook.brands) != 1:
        brands = few((f"`{brand.id}`" for brand in handbook.brands), "or")
        raise UsageError(message("`new {kind}` needs `--brand`: {brands}.", kind=kind, brands=brands))
    return f"brands/{handbook.brands[0].id}", handbook.brands[0]


def _known_levels(handbook: Handbook, brand: Brand | None) -> tuple[Brand, ...]:
    """Return the brands whose records may be named: the one where it goes, else all of them."""
    if brand is not None:
        return (brand,)
    return (*((handbook.house,) if handbook.house is not None else ()), *handbook.brands)


def _check_names(given: Mapping[str, object], levels: tuple[Brand, ...]) -> None:
    """Refuse a word that names nothing, with the nearest one."""
    from perimetre.model.whole import VALUE_KINDS

    for name, value in given.items():
        namespace = OPTIONS[name].names
        if namespace is None:
            continue
        known: dict[str, object] = {}
        for level in levels:
            known |= level.values.of(namespace) if namespace in VALUE_KINDS else by_id(level.all(namespace))
        for word in value if isinstance(value, list) else (value,):
            known_one(_WHATS[namespace], str(word), known)


def _check_id(kind: str, values: Mapping[str, object], loaded: Loaded, brand: Brand | None) -> None:
    """Refuse an id that no name gave, or that somebody else bears, with its place."""
    if "id" not in values:
        return
    from perimetre.model import Named

    id_ = str(values["id"])
    if not id_:
        raise UsageError(message("`--name` holds no letter from which an id could be made. Give one: `--id`."))
    assert loaded.handbook is not None
    bearer = loaded.handbook.brand(id_) if kind == "brand" else brand.find(kind, id_) if brand is not None else None
    if bearer is None:
        return
    place = bearer.place if isinstance(bearer, Named) else None
    where = f"{place.file}:{loaded.span_of(place).line}" if place is not None else f"brands/{id_}"
    raise UsageError(message("`{id}` is already in {place}. Give another id: `--id`.", id=id_, place=f"`{where}`"))


def shown_folder(loaded: Loaded) -> str:
    """Return the playbooks' folder as printed."""
    source = next(iter(loaded.sources.values()))
    return source.file.removesuffix(source.path).rstrip("/")


def differences(files: Rewritten) -> str:
    """Return what changes, as `diff -u` and git write it."""
    told = (
        line
        for path, after in files.after.items()
        for line in difference(files.before.get(path, replace(after, content=b"")), after)
    )
    return "".join(f"{plain.lines(line)}\n" for line in told)


def check_and_write(files: Rewritten, playbooks: Path) -> None:
    """Write the files, all of them.

    Raises:
        ChangedMeanwhileError: one has been changed since it was read; none is written.
        OutputError: one cannot be written.
    """
    # Looked at before one is written: all are, or none is.
    for before in files.before.values():
        check_unchanged(playbooks / before.path, before)
    for path, after in files.after.items():
        if path in files.before:
            write_over(playbooks / path, files.before[path], after)
        else:
            write_new(playbooks / path, after.content.decode("utf-8"))


def _told(addition: Addition, files: Additions, language: str) -> Iterator[str]:
    """Yield what was added, and what is left to do, a line each."""
    names = few(f"`{source.file}`" for source in files.after.values())
    yield say(message("Added {what}: {files}.", what=addition.what, files=names), language)
    left = list(files.left())
    if left:
        yield say(message("Left to write ({count}):", count=len(left)), language)
    for place, key, hint in left:
        yield plain.lines(f"  {place}  {key}: {hint}")
    if addition.next is not None:
        yield say(addition.next, language)
