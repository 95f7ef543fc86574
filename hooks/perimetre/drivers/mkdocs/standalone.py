"""Write a copy of the site that is read from a folder, with no server: `perimetre export folder`.

Comes in: a `mkdocs.yml`. Goes out: a folder, whole or not at all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from mkdocs.commands.build import build
from mkdocs.config import load_config

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import Message, message
from perimetre.drivers.folders import Replacement
from perimetre.render.standalone import copied


class NotBuiltError(PerimetreError):
    """The site could not be built."""


def write_folder(configuration: Path, place: Path) -> int:
    """Build the site, and write its copy; return how many pages it has.

    Args:
        configuration: the `mkdocs.yml` of the site.
        place: the folder of the copy, which is replaced whole.

    Raises:
        PerimetreError: the site cannot be built, or the copy cannot be written; what was there still is.
    """
    replacement = Replacement(place)
    try:
        with tempfile.TemporaryDirectory(prefix="perimetre-folder-") as workshop:
            site = Path(workshop, "site")
            _build(configuration, site)
            count = 0
            for file in sorted(path for path in site.rglob("*") if path.is_file()):
                for path, content in copied(file.relative_to(site).as_posix(), file.read_bytes()):
                    made = replacement.made / path
                    made.parent.mkdir(parents=True, exist_ok=True)
                    made.write_bytes(content)
                    count += path.endswith(".html")
        replacement.put()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotBuiltError(message("Cannot write `{file}`: {reason}.", file=str(place), reason=reason)) from error
    finally:
        replacement.abandon()
    return count


def _build(configuration: Path, site: Path) -> None:
    """Build a site as `mkdocs build` does."""
    try:
        with configuration.open("rb") as file:
            config = load_config(config_file=file, site_dir=str(site), config_file_path=str(configuration))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except click.ClickException as error:
        raise NotBuiltError(Message("{report}", {"report": error.format_message().strip()})) from error
