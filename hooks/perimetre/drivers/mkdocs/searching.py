"""Put our search behind Material's box: its index, and the script that gives the box our worker.

Comes in: MkDocs' configuration, pages as HTML. Goes out: the files of the index in the site's folder, and the same
pages with one script more.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from perimetre.drivers.mkdocs.pages import ReadyPage
from perimetre.drivers.mkdocs.templates import ASSETS_URI
from perimetre.render import search
from perimetre.render.kept import RenderCache
from perimetre.render.pages import Website

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_BOX = f"{ASSETS_URI}/search/box.js"
# Material's script reads these settings, then starts the worker that they name: ours is named between the two.
_SETTINGS = '<script id="__config"'
_END = "</script>"


def write_index(config: MkDocsConfig, website: Website, cache: RenderCache | None = None) -> None:
    """Write the index of the search, in the place of what Material's plugin has written, if it runs.

    What Material fetches on every page only says which brands there are; the worker fetches the rest when it is asked.

    Args:
        config: the configuration of the site.
        website: the pages.
        cache: what an earlier call has left, to be used again.
    """
    folder = Path(config.site_dir, "search")
    path = folder / "search_index.json"
    if not path.exists():
        return
    theirs = json.loads(path.read_bytes())
    settings = theirs["config"] | {"separator": search.SEPARATOR, "brands": search.brands(website)}
    _write(path, {"config": settings, "docs": []})
    for name, content in search.index_files(website, theirs["docs"], cache):
        _write(folder / f"{name}.json", content)


def with_box(output: str, page: Page, former: Mapping[str, str]) -> str:
    """Return a page of HTML with the script that gives the box our worker, for the brand of the page if it has one.

    Args:
        output: the page.
        page: what MkDocs knows of it.
        former: the id of today of each brand, by those that it had: a device may remember one.
    """
    start = output.find(_SETTINGS)
    if start < 0:
        return output
    brand = page.data.brand if isinstance(page, ReadyPage) else None
    ids = f' data-former="{html.escape(json.dumps(dict(former)))}"' if former else ""
    script = f'<script src="{get_relative_url(_BOX, page.url)}" data-brand="{html.escape(brand or "")}"{ids}></script>'
    end = output.index(_END, start) + len(_END)
    return f"{output[:end]}{script}{output[end:]}"


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
