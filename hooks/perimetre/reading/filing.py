"""Say what a file is from its path, and what is wrong with the place of one that no kind claims (stage validate).

Comes in: paths relative to the playbooks' folder, with `/` between the parts. Goes out: the kind and the owner of each
file, or what is wrong with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.suggest import closest
from perimetre.base.words import Listing, Message, message
from perimetre.reading.kinds import FILES, FOLDERS, HANDBOOK, HOUSE, KINDS, REQUIRED, Kind

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What a path says of a file.

    Fields:
        kind: the kind of file.
        origin: `house`, the brand's id, or `handbook` for the file at the top.
        name: the name of the file without its ending; for a crisis or an operation it is the record's id.
    """

    kind: Kind
    origin: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A file that no kind claims: what to say, and what to do about it."""

    message: Message
    hint: Message


def kind_of(path: str) -> Filed | Misplaced:
    """Say what a file is from its path (`brands/lumen/crises/boycott.yml`), or why it has no place."""
    parts = tuple(part for part in path.split("/") if part)
    if parts == (f"{HANDBOOK}.yml",):
        return Filed(kind=KINDS[HANDBOOK], origin=HANDBOOK, name=HANDBOOK)
    owner, rest = _owner(parts)
    if owner is None or (owner != HOUSE and (owner in (HANDBOOK,) or not _ID.match(owner))):
        return _misplaced(parts)
    if owner == HOUSE and parts[0] == "brands":
        return Misplaced(
            message=message("A brand cannot be called `house`: the name is the house's own."),
            hint=message("Move the files to `house/`, or give the brand's folder another name."),
        )
    if len(rest) == 1 and rest[0] in FILES:
        kind = FILES[rest[0]]
        return Filed(kind=kind, origin=owner, name=kind.id)
    if len(rest) == 2 and rest[0] in FOLDERS and rest[1].endswith(".yml"):
        kind, name = FOLDERS[rest[0]], rest[1].removesuffix(".yml")
        if (_DATED if kind.dated else _ID).match(name):
            return Filed(kind=kind, origin=owner, name=name)
    return _misplaced(parts)


def check_places(files: Mapping[str, str], *, folder: str) -> tuple[Diagnostic, ...]:
    """Judge where the files stand: each in a known place, the handbook's file and each brand's required files there.

    Args:
        files: the path of each YAML file relative to the playbooks' folder → the path as printed.
        folder: the playbooks' folder as printed (`playbooks`), for what is said of a file that is missing.
    """
    diagnostics: list[Diagnostic] = []
    for path, printed in sorted(files.items()):
        filed = kind_of(path)
        if isinstance(filed, Misplaced):
            diagnostics.append(_finding("file-has-a-place", printed, filed.message, filed.hint))
    if f"{HANDBOOK}.yml" not in files:
        diagnostics.append(
            _finding(
                "handbook-has-its-files",
                _join(folder, f"{HANDBOOK}.yml"),
                message("The handbook has no `handbook.yml`: the file that says its title, languages and time zone."),
                message("Create it, with at least `format: 1`, `title`, `languages` and `timezone`."),
            )
        )
    brands = brands_of(files)
    if not brands:
        diagnostics.append(
            _finding(
                "handbook-has-its-files",
                _join(folder, "brands"),
                message("The handbook has no brand."),
                message("Create a folder per brand, such as `brands/lumen/`, with {files}.", files=_listed(REQUIRED)),
            )
        )
    for brand in brands:
        absent = [id for id in REQUIRED if f"brands/{brand}/{id}.yml" not in files]
        if absent:
            # A required file that is there under a slip of a name is said once, as misplaced.
            slips = {_near(path.split("/")[-1]) for path in files if path.startswith(f"brands/{brand}/")}
            absent = [id for id in absent if f"{id}.yml" not in slips]
        if absent:
            diagnostics.append(
                _finding(
                    "handbook-has-its-files",
                    _join(folder, f"brands/{brand}/{absent[0]}.yml"),
                    message("The brand `{brand}` has no {files}.", brand=brand, files=_listed(absent)),
                    message(
                        "A brand has its own {files}; the other files may come from the house.", files=_listed(REQUIRED)
                    ),
                )
            )
    return tuple(diagnostics)


def brands_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the brands that have a file, sorted."""
    names = {path.split("/")[1] for path in paths if path.startswith("brands/") and path.count("/") >= 2}
    return tuple(sorted(name for name in names if _ID.match(name) and name not in (HOUSE, HANDBOOK)))


def _owner(parts: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    if len(parts) >= 2 and parts[0] == HOUSE:
        return HOUSE, parts[1:]
    if len(parts) >= 3 and parts[0] == "brands":
        return parts[1], parts[2:]
    return None, parts


def _misplaced(parts: tuple[str, ...]) -> Misplaced:
    name, hint = parts[-1], None
    owner, rest = _owner(parts)
    text = message("No file of the handbook is called `{path}`.", path="/".join(parts))
    if owner is not None and owner != HOUSE and not _ID.match(owner):
        return Misplaced(
            message=message("The folder `{folder}` cannot be a brand's id.", folder=owner),
            hint=message("Use lower-case letters without accents, digits and hyphens: `brands/maison-lumen/`."),
        )
    if owner is not None and len(rest) == 2:
        hint = _in_a_folder(parts, rest)
    elif (near := _near(name)) and owner is not None and len(rest) == 1:
        hint = _rename((*parts[:-1], near))
    elif len(parts) == 1 and (near := closest(name, [f"{HANDBOOK}.yml"])):
        hint = _rename((near,))
    elif name in (f"{HANDBOOK}.yml", f"{HANDBOOK}.yaml"):
        hint = message("`handbook.yml` stands at the top of the playbooks, once.")
    elif near := _near(name):
        if len(parts) == 1:
            hint = message("Put it in `house/{name}` or in `brands/<brand>/{name}`.", name=near)
        elif parts[0] == "brands":
            hint = message("Put it in a brand's folder: `brands/<brand>/{name}`.", name=near)
        elif len(parts) == 2:
            first = closest(parts[0], [HOUSE])
            hint = _rename((first, near)) if first else _rename(("brands", *parts[:-1], near))
        elif first := closest(parts[0], ["brands"]):
            hint = _rename((first, *parts[1:-1], near))
    if hint is None:
        hint = message("The files that a brand or the house may have: {files}.", files=_listed(_known()))
    return Misplaced(message=text, hint=hint)


def _in_a_folder(parts: tuple[str, ...], rest: tuple[str, ...]) -> Message | None:
    by_kind = {kind.id: folder for folder, kind in FOLDERS.items()}
    near = rest[0] if rest[0] in FOLDERS else closest(rest[0], FOLDERS) or closest(rest[0], by_kind)
    if near is None:
        return None
    folder = by_kind.get(near, near)
    stem = re.sub(r"\.ya?ml\Z", "", rest[1])
    if FOLDERS[folder].dated and not _DATED.match(stem):
        return message(
            "A decision's file is named by its day and a few words: `{folder}/2026-11-22-commercial-gesture.yml`.",
            folder=folder,
        )
    if not _ID.match(stem):
        return message("A file's name is its id: lower-case letters without accents, digits and hyphens, then `.yml`.")
    return _rename((*parts[:-2], folder, f"{stem}.yml"))


def _near(name: str) -> str | None:
    """Return the name of the known file that `name` is a slip for."""
    stem = re.sub(r"\.ya?ml\Z", "", name, flags=re.IGNORECASE)
    near = closest(stem, [kind.id for kind in KINDS.values() if kind.place == "file"])
    return f"{near}.yml" if near else None


def _rename(parts: tuple[str, ...]) -> Message:
    return message("Did you mean `{path}`?", path="/".join(parts))


def _known() -> tuple[str, ...]:
    return (*(kind.id for kind in FILES.values()), *(f"{folder}/<id>" for folder in FOLDERS))


def _listed(names: Iterable[str]) -> Listing:
    return Listing(tuple(f"`{name}.yml`" for name in names))


def _join(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder not in ("", ".") else path


def _finding(rule: str, file: str, text: Message, hint: Message) -> Diagnostic:
    return Diagnostic(rule=rule, severity="error", message=text, hint=hint, file=file)
