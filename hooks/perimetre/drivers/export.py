"""Write the pages as files, for builders that take files: Zensical, or MkDocs and Material without our package.

Comes in: a website. Goes out: the files of a project: a page each (front matter, its HTML under Markdown headings, so
that a builder finds its table of contents and the parts that its search names), the assets, a `mkdocs.yml` with the
navigation. What such a site has less than ours is in docs/guide/export-the-pages.md.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

import perimetre.render
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say
from perimetre.drivers.cli.output import write_whole
from perimetre.drivers.folders import Replacement
from perimetre.render.pages import TITLE_ID, NavItem, Page, Website

# The first line of the configuration: what tells a folder that an export has written.
MARK = "# Written by `perimetre export pages`: what is changed here is lost at the next export."
CONFIG = "mkdocs.yml"
# The folders that an export fills, and replaces whole: the pages with their assets, and a template.
FOLDERS = ("docs", "overrides")
_ASSETS = Path(perimetre.render.__path__[0]) / "assets"
_ASSETS_URI = "assets/perimetre"

_ROBOTS = """\
{% extends "base.html" %}
{% block extrahead %}<meta name="robots" content="noindex, nofollow">{% endblock %}
"""
# What Markdown would take for one of its marks.
_MARKS = frozenset("\\`*_{}[]#|!~^=:<>&")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_INDENT = re.compile(r"\n[ \t]+(?=<)")


class ExportRefusedError(PerimetreError):
    """The folder holds something that no export has written."""


def refuse_what_is_not_ours(folder: Path, marked: str = CONFIG, mark: str = MARK) -> None:
    """Refuse a folder that is neither new, nor empty, nor written by an export.

    Args:
        folder: where the export goes.
        marked: the file by which a folder is known as that of an export, from its top.
        mark: what that file begins with.

    Raises:
        ExportRefusedError: it is none of these.
    """
    try:
        is_ours = not folder.exists() or not any(folder.iterdir()) or _is_marked(folder / marked, mark)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        refused = message("`{folder}` cannot be read: {reason}.", folder=str(folder), reason=reason)
        raise ExportRefusedError(refused) from error
    if not is_ours:
        raise ExportRefusedError(
            message(
                "`{folder}` is not empty, and no export has written it: nothing is touched. Give another folder.",
                folder=str(folder),
            )
        )


def write_project(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files of a project; each of its folders takes the place of that of an earlier export, whole.

    Args:
        folder: what `refuse_what_is_not_ours` lets pass.
        files: their paths in it, and what they hold.

    Raises:
        PerimetreError: they cannot be written; what was there still is.
    """
    replacements = {name: Replacement(folder / name) for name in FOLDERS}
    try:
        for path, content in files:
            top, _, below = path.partition("/")
            if top in replacements:
                file = replacements[top].made / below
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            else:
                write_whole(folder / path, content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        refused = message("Cannot write `{file}`: {reason}.", file=str(folder), reason=reason)
        raise ExportRefusedError(refused) from error
    else:
        for replacement in replacements.values():
            replacement.put()
    finally:
        for replacement in replacements.values():
            replacement.abandon()


def _is_marked(file: Path, mark: str) -> bool:
    return file.is_file() and file.read_bytes().startswith(mark.encode())


def project(website: Website, *, audience: str, site_url: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the files of a project that a builder turns into the site, by their paths in it.

    Args:
        website: the pages.
        audience: who reads them: search engines are sent away unless it is "public".
        site_url: where the site will be published; empty where nobody said.
    """
    for page in website.pages:
        yield f"docs/{page.url}index.md", _page(page).encode()
    for asset in sorted(path for path in _ASSETS.rglob("*") if path.is_file()):
        # The builder has a search of its own, and keeps no copy on devices.
        if asset.parent.name not in ("search", "offline", "icons"):
            yield f"docs/{_ASSETS_URI}/{asset.relative_to(_ASSETS).as_posix()}", asset.read_bytes()
    for path, text in website.files:
        yield f"docs/{path}", text.encode()
    if audience != "public":
        yield "overrides/main.html", _ROBOTS.encode()
    config = yaml.safe_dump(_config(website, audience, site_url), allow_unicode=True, sort_keys=False, width=1_000)
    yield CONFIG, f"{MARK}\n{config}".encode()


def _page(page: Page) -> str:
    head: dict[str, object] = {"title": page.title}
    if page.description:
        head["description"] = page.description
    if page.source:
        head["source"] = page.source
    if page.boost != 1:
        head["search"] = {"boost": page.boost} if page.boost else {"exclude": True}
    # Each value is written as JSON, which is YAML whatever it holds.
    parts = ["---", *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()), "---", ""]
    parts += [
        f"# {_heading(page.title)} {{ #{TITLE_ID} }}",
        "",
        *_body(page.notice, ()),
        *_body(page.lead, page.keywords),
    ]
    for section in page.sections:
        parts += [f"{'#' * section.level} {_heading(section.title)} {{ #{section.id} }}", ""]
        parts += _body(section.html, section.keywords)
    return "\n".join(parts)


def _heading(title: str) -> str:
    return "".join(f"&#{ord(sign)};" if sign in _MARKS else sign for sign in title)


def _body(text: str, keywords: Iterable[str]) -> Iterator[str]:
    """Yield a part as HTML that Markdown leaves alone, and the words that it is searched by, which nobody sees."""
    if text.strip():
        # Four spaces before an element would make it a block of code.
        pieces = _PREFORMATTED.split(f"\n{text}")
        yield "".join(piece if odd % 2 else _INDENT.sub("\n", piece) for odd, piece in enumerate(pieces)).strip()
        yield ""
    if words := " ".join(keywords):
        yield f"<div hidden>{html.escape(words, quote=False)}</div>"
        yield ""


def _config(website: Website, audience: str, site_url: str) -> Mapping[str, object]:
    language = website.language
    theme: dict[str, object] = {
        "name": "material",
        # Zensical has a look of its own, and this one.
        "variant": "classic",
        "language": language,
        "font": False,
        "logo": f"{_ASSETS_URI}/logo.svg",
        "favicon": f"{_ASSETS_URI}/favicon.svg",
        "palette": [
            {"media": f"(prefers-color-scheme: {mode})", "scheme": scheme, "primary": "custom", "accent": "custom"}
            for mode, scheme in (("light", "default"), ("dark", "slate"))
        ],
        "features": [
            "navigation.indexes",
            "navigation.path",
            "navigation.prune",
            "navigation.tabs",
            "navigation.top",
            "search.highlight",
            "toc.follow",
        ],
    }
    if audience != "public":
        theme["custom_dir"] = "overrides"
    return {
        "site_name": website.title,
        **({"site_url": site_url} if site_url else {}),
        "docs_dir": "docs",
        "theme": theme,
        "extra": {"generator": False},
        "extra_css": [f"{_ASSETS_URI}/perimetre.css"],
        "extra_javascript": [f"{_ASSETS_URI}/tables.js"],
        "plugins": [{"search": {"lang": language}}],
        "markdown_extensions": [
            "attr_list",
            {"toc": {"permalink": True, "permalink_title": say(message("Link to this part"), language)}},
        ],
        "nav": [_entry(item) for item in website.navigation],
    }


def _entry(item: NavItem) -> dict[str, object]:
    file = None if item.path is None else f"{item.path}/index.md" if item.path else "index.md"
    if not item.children:
        return {item.title: file}
    return {item.title: [*([file] if file else []), *(_entry(child) for child in item.children)]}
