"""Be a plugin of MkDocs: `plugins: [search, perimetre]` is all that a house needs beside the package.

Comes in: MkDocs' events. Goes out: what `SiteEvents` makes of them; the hook of a repository does the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import BasePlugin

from perimetre.base.words import message
from perimetre.drivers.mkdocs.events import SiteEvents
from perimetre.drivers.mkdocs.settings import PerimetreConfig, SettingsError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class PerimetrePlugin(SiteEvents, BasePlugin[PerimetreConfig]):
    """The plugin, whose settings stand under its name."""

    where = "plugins: perimetre"

    def written(self, config: MkDocsConfig) -> object:
        """Return the settings as `mkdocs.yml` holds them.

        Raises:
            SettingsError: there are settings of the hook as well, which nothing would read.
        """
        if "perimetre" in config.extra:
            raise SettingsError(
                message("`extra.perimetre` is read by the hook alone. Write its settings under `plugins: perimetre`.")
            )
        return self.config
