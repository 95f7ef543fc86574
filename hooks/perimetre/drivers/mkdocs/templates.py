"""Put our templates, our assets and our words into the theme.

Comes in: MkDocs' configuration, and the environment of its theme. Goes out: the same, with our templates before
Material's, after the house's own, and what they say besides the page.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import jinja2
from mkdocs.structure.files import File, Files, InclusionLevel

import perimetre.render
from perimetre.base.words import message, say
from perimetre.drivers.mkdocs import frame
from perimetre.drivers.mkdocs.navigation import ready_pages
from perimetre.drivers.mkdocs.problems import SPOT
from perimetre.drivers.mkdocs.settings import SiteSettings, language_of
from perimetre.language.typography import instant
from perimetre.render import offline, search

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

THEME = Path(__file__).parent / "theme"
ASSETS = Path(perimetre.render.__path__[0]) / "assets"
# Where the site keeps the files of `render/assets`.
ASSETS_URI = "assets/perimetre"
# The scripts of every page.
SCRIPTS = ("pages.js", "marks.js", "tables.js")
# That of a site of which devices keep a copy.
COPY = "offline/edition.js"
# What needs no script of Material's, or has ours in its place (around.js, search/dialog.js): with anything else, every
# page has Material's.
_HELD = frame.WITH | {
    "content.action.edit",
    "content.action.view",
    "navigation.footer",
    "navigation.sections",
    "search.highlight",
    "toc.follow",
    "toc.integrate",
}
_NOT_HELD = ("alternate", "analytics", "annotate", "consent", "version")
# The name under which MkDocs asks for the template of our pages.
FRAMED = "perimetre/framed.html"

# What a page says of the copy that a device keeps, each when it is so.
_COPIED = {
    "offline": message("There is no network: this is the copy that this device keeps."),
    "whole": message("The handbook is on this device: it can be read without a network."),
    "partial": message("Not everything is on this device yet: it goes on at the next page that is opened online."),
    "full": message(
        "This device has no room left: it keeps what it has, and the rest is read online. Free some space, then open "
        "any page."
    ),
    "new": message("There is a newer version."),
}


def prepare_theme(config: MkDocsConfig, *, is_copied: bool) -> None:
    """Put our templates before Material's, after the house's own; add our style sheet and the scripts of our pages.

    Args:
        config: the configuration of the site.
        is_copied: whether devices keep a copy of it.
    """
    ours = str(THEME)
    if ours not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)
    style = f"{ASSETS_URI}/perimetre.css"
    if style not in config.extra_css:
        config.extra_css.insert(0, style)
    for script in (f"{ASSETS_URI}/{name}" for name in (*SCRIPTS, *([COPY] if is_copied else []))):
        if script not in config.extra_javascript:
            config.extra_javascript.append(script)


def asset_files(config: MkDocsConfig) -> Iterator[File]:
    """Yield the files that our pages need: the style sheet, the logo, the scripts, the manifest of the application."""
    for asset in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
        uri = f"{ASSETS_URI}/{asset.relative_to(ASSETS).as_posix()}"
        yield File.generated(config, uri, abs_src_path=str(asset))
    told = offline.manifest(config.site_name, language_of(config), f"{ASSETS_URI}/icons")
    yield File.generated(config, offline.MANIFEST, content=told.encode(), inclusion=InclusionLevel.INCLUDED)


def tell_templates(
    env: jinja2.Environment,
    config: MkDocsConfig,
    files: Files,
    settings: SiteSettings,
    is_wrong: bool,
    made: datetime | None,
) -> None:
    """Give the templates what they say besides the page.

    Args:
        env: the environment of the theme, to which the words are added.
        config: the configuration of the site.
        files: the files of the site.
        settings: ours.
        is_wrong: whether there is something wrong to be told above the pages.
        made: when the pages were made, by the house's clock.
    """
    language = language_of(config)
    gone = message("It may have been renamed or taken out: the search finds what it said.")
    homes = {page.data.path: page.data.title for page in ready_pages(files) if page.data.path == page.data.brand}
    ours = {page.data.path: page for page in ready_pages(files)}
    brands = dict.fromkeys(page.data.brand for page in ours.values() if page.data.brand)

    def below(name: str) -> dict[str, str]:
        return {brand: ours[path].url for brand in brands if (path := f"{brand}/{name}") in ours}

    env.globals["perimetre"] = {
        # Where each brand answers and gives the alert, if it does.
        "asks": below("may-i"),
        "may_i": say(message("May I…?"), language),
        "alerts": below("alert"),
        "alert": say(message("Alert"), language),
        "language": language,
        # As social networks name a language.
        "locale": {"fr": "fr_FR", "en": "en_GB"}[language],
        "indexed": settings.audience == "public",
        "alone": _needs_no_script_of_material(config),
        "banner": SPOT if is_wrong else "",
        "breadcrumb": say(message("You are here"), language),
        "not_found": say(message("This page does not exist"), language),
        "not_found_hint": say(gone, language),
        "to_home": say(message("Back to the home page"), language),
        "edition": say(message("Version of {moment}", moment=instant(made, language)), language) if made else "",
        "copied": {state: say(text, language) for state, text in _COPIED.items()},
        "load": say(message("Load it"), language),
        # Two brands have pages of the same name: the search says whose each is.
        "brands": {path: search.quoted_for_style(title) for path, title in homes.items()} if len(homes) > 1 else {},
        # What the title of a page adds to its own name.
        "titles": {path: html.escape(title, quote=False) for path, title in homes.items() if title != config.site_name},
    }


def _needs_no_script_of_material(config: MkDocsConfig) -> bool:
    """Tell whether our pages show all that they show without Material's own script; a house's may stand on it."""
    features = frozenset(cast("list[str]", config.theme.get("features") or ()))
    are_ours = all(str(script).startswith(f"{ASSETS_URI}/") for script in config.extra_javascript)
    own = config.theme.custom_dir
    if own and any(Path(own).rglob("*.html")):
        return False
    return are_ours and features <= _HELD and not any(config.extra.get(name) for name in _NOT_HELD)


def framed(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Return the environment with the template that fills frames, for a house that has no templates of its own."""
    features = frozenset(cast("list[str]", config.theme.get("features") or ()))
    if config.theme.custom_dir or not features >= frame.WITH or frame.WITHOUT & features:
        # The house has templates or features of its own: each page goes through all of them.
        return env
    for page in ready_pages(files):
        page.meta["template"] = FRAMED
    language = env.get_template("partials/language.html", None, {"config": config}).module
    words = {
        "toc": html.escape(str(language.t("toc"))),  # type: ignore[attr-defined]  # a macro of Material's
        "breadcrumb": html.escape(say(message("You are here"), language_of(config))),
    }
    return frame.FramingEnvironment(env, frame.Framed(env.get_template("main.html"), words), FRAMED)
