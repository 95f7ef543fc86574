"""Say what a file is from its path, and what is wrong with the place of one that no kind claims (stage validate).

Comes in: paths relative to the playbooks' folder, with `/` between the parts. Goes out: the kind and the owner of each
file, or what is wrong with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.suggest import closest, loose
from perimetre.base.words import Listing, Message, message, some
from perimetre.reading.kinds import FILES, FOLDERS, HANDBOOK, HOUSE, KINDS, REQUIRED, Kind

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
_COPY = re.compile(
    r"(?:copie|copy)(?: de| of)?[ _-]+(.+)"
    r"|(.+?)(?:[ _-]+(?:copie|copy)(?:[ _-]*\(?[0-9]+\)?)?|[ _-]*\([0-9]+\)|[ _]+[0-9]+)\Z",
    re.IGNORECASE,
)
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


def meant_by(path: str) -> Filed | None:
    """Say what a file that has no place was most likely meant to be: what it would hold is not missing, but unread."""
    owner, rest = _owner(tuple(path.split("/")))
    if owner is None or (owner != HOUSE and not _ID.match(owner)):
        return None
    name = rest[-1].removesuffix(".yml")
    if len(rest) == 2 and (folder := _near_folder(rest[0])):
        return Filed(kind=FOLDERS[folder], origin=owner, name=name)
    near = _near(rest[0]) if len(rest) == 1 else None
    return Filed(kind=FILES[near], origin=owner, name=near.removesuffix(".yml")) if near in FILES else None


def check_places(files: Mapping[str, str], *, folder: str) -> tuple[Diagnostic, ...]:
    """Judge where the files stand: each in a known place, the handbook's file and each brand's required files there.

    Args:
        files: the path of each YAML file relative to the playbooks' folder → the path as printed.
        folder: the playbooks' folder as printed (`playbooks`), for what is said of a file that is missing.
    """
    diagnostics: list[Diagnostic] = []
    folders: set[str] = set()
    for path, printed in sorted(files.items()):
        filed = kind_of(path)
        if not isinstance(filed, Misplaced):
            continue
        stray = _stray_folder(path)
        if stray is None:
            hint = _copy_of_a_file(path, files) or filed.hint
            diagnostics.append(_finding("file-has-a-place", printed, filed.message, hint))
        elif stray not in folders:
            # The folder is the mistake: its files are where they should be in it.
            folders.add(stray)
            misplaced = _misplaced_folder(stray, files)
            place = printed.removesuffix(path) + stray
            diagnostics.append(_finding("file-has-a-place", place, misplaced.message, misplaced.hint))
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


def _stray_folder(path: str) -> str | None:
    """Return the folder by which a file has no place: a brand's whose name is no id, or one in it that is none."""
    parts = path.split("/")
    owner, rest = _owner(tuple(parts))
    if owner is None:
        return None
    if owner != HOUSE and not _ID.match(owner):
        return "/".join(parts[:2])
    return "/".join(parts[:-1]) if len(rest) == 2 and rest[0] not in FOLDERS else None


def _misplaced_folder(folder: str, files: Iterable[str]) -> Misplaced:
    parent, _, name = folder.rpartition("/")
    if parent == "brands":
        brands = brands_of(files)
        slug = re.sub(r"[^a-z0-9]+", "-", loose(name)).strip("-") or "maison-lumen"
        text = message("The folder `{folder}` cannot be a brand's id.", folder=name)
        original = next((brand for brand in brands if brand in _originals(name)), None)
        if original is not None:
            return Misplaced(
                message=text,
                hint=message(
                    "It looks like a copy of `{original}`: delete it. If it is another brand, rename it `{slug}`, "
                    "and change what it holds.",
                    original=f"brands/{original}/",
                    slug=f"brands/{slug}/",
                ),
            )
        if slug in brands:
            return Misplaced(message=text, hint=message("Move its files to `{slug}`.", slug=f"brands/{slug}/"))
        return Misplaced(message=text, hint=message("Rename it `{slug}`.", slug=f"brands/{slug}/"))
    near = _near_folder(name)
    text = message("The handbook has no folder `{folder}`.", folder=folder)
    if near is not None:
        return Misplaced(message=text, hint=message("Rename it `{slug}`.", slug=f"{parent}/{near}/"))
    known = Listing(tuple(f"`{known}/`" for known in FOLDERS), "or")
    return Misplaced(
        message=text, hint=message("Move its files: a folder of a brand or of the house is {known}.", known=known)
    )


def _copy_of_a_file(path: str, files: Mapping[str, str]) -> Message | None:
    """Say of a file that it is a copy, where what it was copied from stands beside it."""
    folder, slash, name = path.rpartition("/")
    for original in _originals(name.removesuffix(".yml")):
        if f"{folder}{slash}{original}.yml" in files:
            return message("It looks like a copy of `{original}`: delete it.", original=f"{original}.yml")
    return None


def _originals(name: str) -> tuple[str, ...]:
    """Return the names that a name may be a copy's of, as computers name copies: `people (1)`, `people - Copie`."""
    return tuple(part for match in (_COPY.match(name),) if match for part in match.groups() if part)


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
        return _misplaced_folder("/".join(parts[:2]), ())
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
        hint = message(
            "A brand or the house may have {files}: the reference of the format names them all.",
            files=some(f"`{name}.yml`" for name in _known()),
        )
    return Misplaced(message=text, hint=hint)


def _in_a_folder(parts: tuple[str, ...], rest: tuple[str, ...]) -> Message | None:
    folder = _near_folder(rest[0])
    if folder is None:
        return None
    stem = re.sub(r"\.ya?ml\Z", "", rest[1])
    if FOLDERS[folder].dated and not _DATED.match(stem):
        return message(
            "A file of this folder is named by its day and a few words: `{folder}/2026-11-22-a-few-words.yml`.",
            folder=folder,
        )
    if not _ID.match(stem):
        return message("A file's name is its id: lower-case letters without accents, digits and hyphens, then `.yml`.")
    return _rename((*parts[:-2], folder, f"{stem}.yml"))


def _near_folder(name: str) -> str | None:
    """Return the known folder that `name` is, or is a slip for."""
    if name in FOLDERS:
        return name
    by_kind = {kind.id: folder for folder, kind in FOLDERS.items() if folder}
    near = closest(name, FOLDERS) or closest(name, by_kind)
    return by_kind.get(near, near) if near else None


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
