"""Hand the pages to MkDocs, as a hook: the only module that knows of MkDocs, and a thin driver of the stages.

Comes in: MkDocs' events. Goes out: pages with their HTML, navigation and search entries ready made, so that MkDocs has
neither Markdown to convert nor HTML to read back. The handbook is judged in `on_config`, before MkDocs empties the
folder of the site: a build with an error stops there and leaves the last site standing. Under `serve` nothing is
raised: the last good pages stay, with what is wrong written above them, until the next good save. ProperDocs runs it
unchanged.
"""

from __future__ import annotations

import dataclasses
import gc
import html
import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_datetime, nest_paths

import perimetre.render
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import Listing, message, say
from perimetre.drivers.mkdocs import frame
from perimetre.judge.judgement import Judgement
from perimetre.pipeline.publishing import banner, clashes, empty, errors_in, read
from perimetre.reading.sources import shown_prefix
from perimetre.render import pages as handbook
from perimetre.render import search
from perimetre.render.environment import InMemory
from perimetre.render.website import RenderCache
from perimetre.reports import text as report_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

THEME = Path(__file__).parent / "theme"
ASSETS = Path(perimetre.render.__path__[0]) / "assets"
# Where the site keeps the files of `render/assets`.
ASSETS_URI = "assets/perimetre"

# The name under which MkDocs asks for the template of our pages.
FRAMED = "perimetre/framed.html"

# What `--strict` counts, and what it does not: a finding that was counted would end `serve` at its start.
log = get_plugin_logger("perimetre")
quiet_log = logging.getLogger("perimetre")


@dataclass(slots=True)
class _Session:
    """What outlives a rebuild: MkDocs loads a hook once per process.

    Fields:
        serving: whether `serve` runs, not `build`.
        good: the last website without an error, by configuration file.
        website, problem: what the build under way shows, and the report of what is wrong, if anything is.
        kept: what was rendered last, for the next rebuild.
        navigations: the navigation of each brand's pages, and of the house's own (None).
        judgement: what the rules found last, for the next rebuild.
        compiled: the theme's templates, for the next rebuild.
    """

    serving: bool = False
    good: dict[str, handbook.Website] = field(default_factory=dict)
    website: handbook.Website | None = None
    problem: str = ""
    kept: RenderCache = field(default_factory=RenderCache)
    navigations: dict[str | None, Navigation] = field(default_factory=dict)
    judgement: Judgement | None = None
    compiled: InMemory = field(default_factory=InMemory)


_session = _Session()


class HandbookPage(Page):
    """A page whose HTML and table of contents are there already."""

    def __init__(self, page: handbook.Page, file: File, config: MkDocsConfig, title: str, *, opens_group: bool) -> None:
        super().__init__(html.escape(title, quote=False), file, config)
        self.handbook = page
        self._opens_group = opens_group
        language = _language(config)
        self._permalink = say(message("Link to this part"), language)
        # Not in MkDocs: our template shows it on the edit button.
        label = say(message("Edit `{file}`", file=page.source or ""), language)
        self.edit_label = html.escape(label) if page.source else None

    # Pages are compared for each entry of each navigation: one is itself, and no other.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def is_index(self) -> bool:
        """Tell Material whether this page is the one that its group in the navigation opens."""
        return self._opens_group

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Say what would have stood at the head of a Markdown file."""
        self.markdown = ""
        self.meta = {"title": html.escape(self.handbook.title), "search": {"exclude": True}}
        if self.handbook.description:
            self.meta["description"] = html.escape(self.handbook.description)

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Take the HTML as it is."""
        self.content = handbook.content(self.handbook, self._permalink)
        self.toc = _toc(self.handbook)
        self.present_anchor_ids = set(handbook.anchors(self.handbook))


# --- events, in the order in which MkDocs calls them


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs' signature
    """Learn whether pages are built or served."""
    _session.serving = command == "serve"


# After the plugins, whose configuration it completes.
@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and judge the playbooks; make the pages.

    Raises:
        PluginError: the playbooks hold an error, and this is not `serve`; everything that is wrong is in it.
    """
    # MkDocs gives the path as it was typed at first, and whole at each rebuild.
    key = os.path.abspath(config.config_file_path or "")  # noqa: PTH100 - links stay as they are
    try:
        website, problem = _make(config) if _session.serving else _made_once(config)
    except PerimetreError as error:
        website, problem = None, say(error.message, _language(config))
    except Exception as error:
        if not _session.serving:
            raise
        # A mistake of ours or of the machine: the server stays, whatever it is.
        quiet_log.exception("perimetre")
        said = message("The pages could not be made: {reason}.", reason=f"{type(error).__name__}: {error}")
        website, problem = None, say(said, _language(config))
    if website is not None:
        _session.good[key] = website
    elif not _session.serving:
        raise PluginError(f"\n{problem}")
    if problem:
        quiet_log.error("%s", problem)
    _session.website, _session.problem = (
        website or _session.good.get(key) or empty(config.site_name, _language(config)),
        problem,
    )
    _prepare_theme(config)
    if _audience(config) == "public":
        # The public is told nothing of the files, nor where they are kept.
        config.repo_url = config.repo_name = config.edit_uri = None
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, and the files that they need."""
    website = _website()
    for asset in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
        uri = f"{ASSETS_URI}/{asset.relative_to(ASSETS).as_posix()}"
        files.append(File.generated(config, uri, abs_src_path=str(asset)))
    by_hand = [file.src_uri for file in files.documentation_pages() if file.inclusion.is_in_nav()]
    titles = {item.path: item.title for item in handbook.walk(website.navigation) if item.path is not None}
    # The home bears the handbook's whole title; a tab and the trail have room for a word.
    titles[""] = say(message("Home"), _language(config))
    groups = {item.path for item in handbook.walk(website.navigation) if item.children}
    folder = _folder(config)
    for page in website.pages:
        # Included whatever `exclude_docs` says: it speaks of what is written by hand.
        file = File.generated(config, _src_uri(page), content="", inclusion=InclusionLevel.INCLUDED)
        if page.source and config.edit_uri is not None:
            file.edit_uri = _edit_uri(page.source, folder, config)
        opens_group = page.path in groups or not page.path
        HandbookPage(page, file, config, titles.get(page.path, page.title), opens_group=opens_group)
        files.append(file)
    if config.nav is None:
        config.nav = nest_paths(by_hand)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001 - MkDocs' signature
    """Give each brand a navigation of its own, so that no page grows with the number of brands."""
    website = _website()
    made = {file.page.handbook.path: file.page for file in files if isinstance(file.page, HandbookPage)}
    entries = [(item, _entry(item, made)) for item in website.navigation]
    brands = {page.handbook.brand for page in made.values() if page.handbook.brand is not None}
    _session.navigations = {}
    for brand in (None, *sorted(brands)):
        mine = [entry for item, entry in entries if _brand(item, made) in (None, brand)]
        _session.navigations[brand] = Navigation([*mine, *nav.items], [made[""], *nav.pages])
    return _session.navigations[None]


def on_env(env, config: MkDocsConfig, files: Files):
    """Tell the templates what they say besides the page."""
    language = _language(config)
    env.bytecode_cache = _session.compiled
    gone = message("It may have been renamed or taken out: the search finds what it said.")
    env.globals["perimetre"] = {
        "indexed": _audience(config) == "public",
        "banner": banner(_session.problem, language),
        "breadcrumb": say(message("You are here"), language),
        "not_found": say(message("This page does not exist"), language),
        "not_found_hint": say(gone, language),
        "to_home": say(message("Back to the home page"), language),
        # Two brands have pages of the same name: the search says whose each is.
        "brands": _brands(files) if len(_brands(files)) > 1 else {},
    }
    features = frozenset(config.theme.get("features") or ())
    if config.theme.custom_dir or not features >= frame.WITH or frame.WITHOUT & features:
        # The house has templates or habits of its own: each page goes through all of them.
        return env
    for file in files:
        if isinstance(file.page, HandbookPage):
            file.page.meta["template"] = FRAMED
    toc = env.get_template("partials/language.html", None, {"config": config}).module.t("toc")
    words = {"toc": html.escape(toc), "breadcrumb": html.escape(env.globals["perimetre"]["breadcrumb"])}
    return frame.Templates(env, frame.Framed(env.get_template("main.html"), words), FRAMED)


def _brands(files: Files) -> dict[str, str]:
    """Return the title of each brand's home, by the brand's path."""
    return {
        file.page.handbook.path: file.page.handbook.title
        for file in files
        if isinstance(file.page, HandbookPage) and file.page.handbook.path == file.page.handbook.brand
    }


def on_page_context(context, page: Page, config: MkDocsConfig, nav: Navigation):  # noqa: ARG001
    """Show the navigation of the page's own brand."""
    if isinstance(page, HandbookPage):
        context["nav"] = _session.navigations[page.handbook.brand]
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Add our entries to the search, which the search plugin has just written."""
    path = Path(config.site_dir, "search", "search_index.json")
    if not path.exists():
        return
    index = json.loads(path.read_bytes())
    index["config"] |= {"separator": search.SEPARATOR, "fields": {**index["config"].get("fields", {}), **search.FIELDS}}
    index["docs"] = [*search.entries(_website()), *index["docs"]]
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def on_serve(server, config: MkDocsConfig, builder):  # noqa: ARG001 - MkDocs' signature
    """Rebuild when a playbook changes."""
    folder = _folder(config)
    if folder.is_dir():
        server.watch(str(folder))
    return server


# --- what the events are made of


def _make(config: MkDocsConfig) -> tuple[handbook.Website | None, str]:
    """Return the website, and the report of the errors that stand in its way."""
    language, audience = _language(config), _audience(config)
    if audience not in handbook.AUDIENCES:
        known = Listing(tuple(f"`{name}`" for name in handbook.AUDIENCES), "or")
        refused = message("The audience of the site is `{audience}`; write {known}.", audience=audience, known=known)
        return None, say(refused, language)
    started = time.perf_counter()
    kept, last = (_session.kept, _session.judgement) if _session.serving else (None, None)
    reading = read(_folder(config), language, audience, kept, _now, last, _edit_folder(config))
    _session.judgement = reading.judgement
    website, findings = reading.website, reading.findings
    if website is not None:
        excluded = config.exclude_docs.match_file if config.exclude_docs else None
        clashing = clashes(website, Path(config.docs_dir), _root(config), excluded)
        findings = dataclasses.replace(findings, diagnostics=(*findings.diagnostics, *clashing))
    if errors := errors_in(findings.diagnostics):
        return None, report_text.write(dataclasses.replace(findings, diagnostics=errors))
    assert website is not None, "what cannot be read is an error"
    if findings.count("warning"):
        # What grows stale with the days (a review, a training, an exercise) never stops a build: an error does.
        quiet_log.warning("%s", report_text.write(findings))
    log.info("%d pages from %s in %.2f s", len(website.pages), _folder(config).name, time.perf_counter() - started)
    return website, ""


def _made_once(config: MkDocsConfig) -> tuple[handbook.Website | None, str]:
    """Do the same for a build, which ends with it: what is made is never looked through for what could be freed."""
    gc.disable()
    made = _make(config)
    gc.freeze()
    gc.enable()
    return made


def _now(zone: ZoneInfo) -> datetime:
    """Return the instant of the build in a zone: MkDocs' own, which is SOURCE_DATE_EPOCH where that is set."""
    return get_build_datetime().astimezone(zone)


def _website() -> handbook.Website:
    assert _session.website is not None, "MkDocs calls on_config first"
    return _session.website


def _settings(config: MkDocsConfig) -> Mapping[str, object]:
    settings = config.extra.get("perimetre")
    return settings if isinstance(settings, Mapping) else {}


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _folder(config: MkDocsConfig) -> Path:
    return _root(config) / str(_settings(config).get("folder", "playbooks"))


def _audience(config: MkDocsConfig) -> str:
    return os.environ.get("PERIMETRE_AUDIENCE") or str(_settings(config).get("audience", "internal"))


def _language(config: MkDocsConfig) -> str:
    return "en" if config.theme.get("language") == "en" else "fr"


def _src_uri(page: handbook.Page) -> str:
    return f"{page.path}/index.md" if page.path else "index.md"


def _edit_uri(source: str, folder: Path, config: MkDocsConfig) -> str:
    """Return the way from the folder of the hand-written pages, which `edit_uri` opens, to a file as printed."""
    below = source.removeprefix(shown_prefix(folder.resolve())).lstrip("/")
    return Path(os.path.relpath(folder / below, config.docs_dir)).as_posix()


def _edit_folder(config: MkDocsConfig) -> str:
    """Return the address at which the playbooks are edited, or nothing where `mkdocs.yml` gives none."""
    if not config.repo_url or not config.edit_uri:
        return ""
    if config.edit_uri.startswith(("?", "#")):
        return ""
    base = urljoin(f"{config.repo_url.rstrip('/')}/", config.edit_uri)
    below = Path(os.path.relpath(_folder(config), config.docs_dir)).as_posix()
    return urljoin(f"{base.rstrip('/')}/", f"{below}/")


def _prepare_theme(config: MkDocsConfig) -> None:
    """Put our templates before Material's, after the house's own; add our style sheet."""
    ours = str(THEME)
    if ours not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)
    style = f"{ASSETS_URI}/perimetre.css"
    if style not in config.extra_css:
        config.extra_css.insert(0, style)


def _toc(page: handbook.Page) -> TableOfContents:
    """Return the table of contents as MkDocs makes it from Markdown: the title, and the parts nested under it."""
    top = AnchorLink(html.escape(page.title, quote=False), handbook.TITLE_ID, 1)
    above = [top]
    for section in page.sections:
        link = AnchorLink(html.escape(section.title, quote=False), section.id, section.level)
        while above[-1].level >= section.level:
            above.pop()
        above[-1].children.append(link)
        above.append(link)
    return TableOfContents([top])


def _entry(item: handbook.NavItem, made: Mapping[str, HandbookPage]) -> Page | Section:
    """Return an entry of the navigation as MkDocs has them; a group's own page is its first entry."""
    page = made[item.path] if item.path is not None else None
    if not item.children:
        assert page is not None, f"the entry {item.title} of the navigation opens nothing"
        return page
    children = [*([page] if page else []), *(_entry(child, made) for child in item.children)]
    section = Section(html.escape(item.title, quote=False), children)
    for child in children:
        child.parent = section
    return section


def _brand(item: handbook.NavItem, made: Mapping[str, HandbookPage]) -> str | None:
    """Return the brand that an entry of the top level belongs to, or None for the house's."""
    paths = (entry.path for entry in handbook.walk((item,)) if entry.path is not None)
    return next((made[path].handbook.brand for path in paths), None)
