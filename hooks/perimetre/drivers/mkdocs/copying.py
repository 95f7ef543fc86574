"""Let devices keep a copy of the site: write, at its top, the script that says which build this is and what is in it.

Comes in: the folder of a site that is whole. Goes out: one file more in it.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.drivers.mkdocs.settings import language_of
from perimetre.drivers.mkdocs.templates import ASSETS_URI
from perimetre.render import offline, search
from perimetre.render.pages import Website

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def write_worker(config: MkDocsConfig, website: Website, *, is_copied: bool) -> None:
    """Write the script that a browser runs for the site, after everything that it speaks of.

    Args:
        config: the configuration of the site, whose folder is whole.
        website: the pages.
        is_copied: whether devices keep a copy; else they are told to leave the one that they have.
    """
    site = Path(config.site_dir)
    if is_copied:
        digests = _digests(site)
        text = offline.worker(digests, search.brands(website), language_of(config), ASSETS_URI)
    else:
        text = offline.no_worker(ASSETS_URI)
    (site / offline.WORKER).write_text(text, "utf-8")


def _digests(site: Path) -> dict[str, str]:
    """Return the digest of each file of a site, by its path from the top; what is hidden is no file of it."""
    found = {}
    for folder, names, files in os.walk(site):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            path = Path(folder, name)
            if not name.startswith("."):
                found[path.relative_to(site).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
