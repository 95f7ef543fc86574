"""Keep the schemas of a house in its repository as its handbook makes them.

Comes in: a folder, and the text of each schema. Goes out: the folder as it should be; or what in it is not so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message
from perimetre.drivers.cli.output import write_whole
from perimetre.pipeline.editor.settings import FOLDER
from perimetre.pipeline.loaded import Loaded


class SchemasNotWrittenError(PerimetreError):
    """There is no room for the schemas."""


def stale(folder: Path, schemas: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the files that are not what they should be, those that should not be there among them."""
    wrong = {name for name, text in schemas.items() if _text(folder / name) != text}
    return tuple(sorted(wrong | _too_many(folder, schemas)))


def keep(folder: Path, schemas: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files that are not what they should be, take away those that should not be there; return their names.

    Raises:
        SchemasNotWrittenError: the folder cannot be made.
        OutputError: a file cannot be written.
    """
    names = stale(folder, schemas)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _too_many(folder, schemas):
            (folder / name).unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = message("The schemas cannot be written in `{folder}`: {reason}.", folder=str(folder), reason=reason)
        raise SchemasNotWrittenError(text) from error
    for name in names:
        if name in schemas:
            write_whole(folder / name, schemas[name].encode("utf-8"))
    return names


def keep_beside(playbooks: Path, loaded: Loaded) -> None:
    """Bring up to date the schemas of a house that keeps them; of a handbook in error, the ids are not known.

    Args:
        playbooks: the folder of the playbooks, beside which they are.
        loaded: its handbook.

    Raises:
        PerimetreError: they cannot be written.
    """
    place = playbooks.parent / FOLDER
    if place.is_dir() and not loaded.has_errors:
        # Late: most houses whose files change have an editor that keeps nothing.
        from perimetre.pipeline.editor.schemas import schemas_of

        keep(place, schemas_of(loaded))


def _too_many(folder: Path, schemas: Mapping[str, str]) -> set[str]:
    """Return the schemas of kinds that are no more; what somebody else put there stays."""
    return {path.name for path in folder.glob("*.schema.json")} - schemas.keys()


def _text(file: Path) -> str | None:
    try:
        # As git may bring it on Windows.
        return file.read_bytes().replace(b"\r\n", b"\n").decode("utf-8")
    except (OSError, ValueError):
        return None
