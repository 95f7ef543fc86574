"""Build a site on several machines: some brands on each, then the rest of the site, into which theirs are put.

Comes in: the variables PERIMETRE_PARTS (a folder outside the project, with the parts of the check) and PERIMETRE_SHARD
(`3/8`). Goes out: with both, a folder of the pages of some brands, beside the parts, and what the rest must know of
them; with the first alone, the site, its brands taken from these folders.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.shards import Shard, shard, shards
from perimetre.base.words import message
from perimetre.drivers.mkdocs.pages import ReadyPage
from perimetre.drivers.mkdocs.settings import SiteSettings, language_of
from perimetre.drivers.parts import Parts
from perimetre.judge.brands import Looked
from perimetre.pipeline.publishing import SiteSharing, part_of
from perimetre.reading.sources import collect
from perimetre.render.pages import SitePart, Website

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PARTS = "PERIMETRE_PARTS"
SHARD = "PERIMETRE_SHARD"


class SharingError(PerimetreError):
    """The variables do not say what is built here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How a build is shared.

    Fields:
        folder: that of the parts.
        shard: the brands whose pages are written here; None: what is left is, and the parts are put together.
    """

    folder: Path
    shard: Shard | None = None

    def place(self, part: Shard) -> Path:
        """Return the folder of the pages of a part."""
        return self.folder / f"site-{part.name}"

    def known(self, config: MkDocsConfig, settings: SiteSettings, here: Path) -> SiteSharing:
        """Return what is known of the parts.

        Args:
            config: the configuration of the site.
            settings: ours.
            here: the folder of the project.

        Raises:
            PerimetreError: the folder of the playbooks cannot be opened, or the parts make no whole.
        """
        playbooks = here / settings.folder
        collected = collect(playbooks, here, os.environ)
        checked = Parts(self.folder, playbooks, collected)
        others = None
        if self.shard is None:
            others = Parts(self.folder, playbooks, collected, "site", _settings(config, settings)).read(SitePart)
        return SiteSharing(looked=checked.read(Looked), day=checked.day(), shard=self.shard, others=others)

    def keep(self, config: MkDocsConfig, settings: SiteSettings, here: Path, website: Website) -> None:
        """Write what the rest of the site must know of the pages that were written here, which are in their place.

        Raises:
            PerimetreError: it cannot be written.
        """
        assert self.shard is not None
        playbooks = here / settings.folder
        collected = collect(playbooks, here, os.environ)
        day = Parts(self.folder, playbooks, collected).day()
        parts = Parts(self.folder, playbooks, collected, "site", _settings(config, settings))
        parts.write(self.shard, day, part_of(website))


def sharing_of(environment: Mapping[str, str]) -> Sharing | None:
    """Return how a build is shared; None where it is made in one piece.

    Args:
        environment: the variables of the process.

    Raises:
        PerimetreError: they do not say it.
    """
    folder, written = environment.get(PARTS, ""), environment.get(SHARD, "")
    if not folder and not written:
        return None
    if not folder:
        raise SharingError(
            message("`{shard}` is set: set `{parts}` too, to the folder of the parts.", shard=SHARD, parts=PARTS)
        )
    return Sharing(folder=Path(folder), shard=shard(written) if written else None)


def leave_others(website: Website, files: Files, sharing: Sharing) -> None:
    """Take from MkDocs' files the pages that are written elsewhere, once all that speaks of them is written."""
    for file in files.documentation_pages():
        is_elsewhere = isinstance(file.page, ReadyPage) and file.page.data.path in website.elsewhere
        # What is written by hand is of no brand.
        if is_elsewhere or (sharing.shard is not None and not isinstance(file.page, ReadyPage)):
            files.remove(file)


def look_at_no_link(config: MkDocsConfig) -> None:
    """Have MkDocs say nothing of links to pages that are not here: the rest of the site is made with all of them."""
    for group in (config.validation.links, config.validation.nav):
        for name in group:
            group[name] = logging.DEBUG


def keep_only(site: Path, website: Website) -> None:
    """Leave in the folder of a part nothing but the pages of its brands, what stands beside them and their search."""
    brands = _brands(website)
    # Their calendars stand at the addresses that they had before, too.
    brands = (*brands, *(former for former, brand in website.former.items() if brand in brands))
    for path in site.iterdir():
        if path.name not in (*brands, "search"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (site / "search").glob("*"):
        if path.name != "brands":
            path.unlink()


def put_together(site: Path, sharing: Sharing, website: Website) -> None:
    """Put the pages of the parts into a site.

    Raises:
        SharingError: those of a part are missing.
    """
    brands = list(dict.fromkeys(page.brand for page in website.pages if page.brand is not None))
    count = len(list(sharing.folder.glob("site-*.part")))
    for part in shards(count):
        place = sharing.place(part)
        for brand in part.of(brands):
            if not (place / brand).is_dir():
                raise SharingError(
                    message("`{folder}` is missing: the pages of a brand are in it.", folder=str(place / brand))
                )
        shutil.copytree(place, site, dirs_exist_ok=True)


def _brands(website: Website) -> Sequence[str]:
    return tuple({page.brand: None for page in website.pages if page.brand and page.path not in website.elsewhere})


def _settings(config: MkDocsConfig, settings: SiteSettings) -> str:
    written = Path(config.config_file_path).read_bytes() if config.config_file_path else b""
    told = hashlib.sha256(written)
    told.update(repr((settings.audience, sorted(settings.compartments), language_of(config), config.site_url)).encode())
    return told.hexdigest()
