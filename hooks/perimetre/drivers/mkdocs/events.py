"""Hear MkDocs' events: the handbook's pages go into its site. The hook and the plugin both stand on this.

Comes in: MkDocs' events. Goes out: pages with their HTML, navigation and search entries ready made, so that MkDocs has
neither Markdown to convert nor HTML to read back. A build is published whole or not at all: it is made beside the
folder of the site, and takes its place when nothing can fail any more. Under `serve` nothing is raised: the last good
pages stay, with what is wrong written above them, until the next good save. ProperDocs runs it unchanged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
import jinja2
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import nest_paths

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say
from perimetre.drivers.folders import Replacement
from perimetre.drivers.mkdocs.compiled import CompiledTemplates
from perimetre.drivers.mkdocs.copying import write_worker
from perimetre.drivers.mkdocs.editing import edit_template
from perimetre.drivers.mkdocs.making import Made, ServerMemory, folder_of, keep_schemas, log, make, quiet_log, root_of
from perimetre.drivers.mkdocs.navigation import navigations, page_files, ready_pages
from perimetre.drivers.mkdocs.pages import ReadyPage
from perimetre.drivers.mkdocs.problems import SPOT, Problems
from perimetre.drivers.mkdocs.searching import with_box, write_index
from perimetre.drivers.mkdocs.settings import SiteSettings, language_of, read_settings
from perimetre.drivers.mkdocs.sharing import (
    Sharing,
    keep_only,
    leave_others,
    look_at_no_link,
    put_together,
    sharing_of,
)
from perimetre.drivers.mkdocs.templates import asset_files, framed, prepare_theme, tell_templates
from perimetre.pipeline.publishing import empty
from perimetre.reading.sources import shown_prefix
from perimetre.render.environment import InMemory, compiled_templates
from perimetre.render.pages import Website
from perimetre.render.policy import with_policy
from perimetre.reports import plain

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext


@dataclass(slots=True)
class Session:
    """What outlives a rebuild: MkDocs makes the hook, or the plugin, once per process.

    Fields:
        command: what MkDocs was asked to do; None where somebody calls its functions without saying.
        settings: those of the build under way; where they are wrong, those of the last one.
        good: the last website without an error, by configuration file.
        website: the pages of the build under way.
        problems: what is wrong with the playbooks, told above its pages.
        memory: what a server keeps from one save to the next.
        navigations: the navigation of each brand's pages, and of the house's own (None).
        compiled: the theme's templates, for the next rebuild.
        remembered: the templates that an earlier process has compiled; None as long as nobody has looked.
        replacement: the folder in which the site is made, until it is put in its place.
        config: the configuration whose `site_dir` is that folder.
        sharing: how the build is shared among machines; None: it is made in one piece.
        files: MkDocs' files of the build under way.
        is_whole: whether the build has come to its end without an error.
    """

    command: Literal["build", "gh-deploy", "serve"] | None = None
    settings: SiteSettings = field(default_factory=SiteSettings)
    good: dict[str, Website] = field(default_factory=dict)
    website: Website | None = None
    problems: Problems = field(default_factory=Problems)
    memory: ServerMemory = field(default_factory=ServerMemory)
    navigations: Mapping[str | None, Navigation] = field(default_factory=dict)
    compiled: InMemory = field(default_factory=InMemory)
    remembered: CompiledTemplates | None = None
    replacement: Replacement | None = None
    config: MkDocsConfig | None = None
    sharing: Sharing | None = None
    files: Files | None = None
    is_whole: bool = False


class SiteEvents:
    """The events, in the order in which MkDocs calls them; the hook is one of these, and the plugin another.

    Fields:
        where: where `mkdocs.yml` holds the settings, as an error names it.
    """

    where = "extra.perimetre"

    def __init__(self) -> None:
        self.session = Session()

    def written(self, config: MkDocsConfig) -> object:
        """Return the settings as `mkdocs.yml` holds them."""
        return config.extra.get("perimetre")

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Learn whether pages are built or served."""
        # `serve --clean` tells plugins that it builds; the command line says which command runs.
        context = click.get_current_context(silent=True)
        self.session.command = "serve" if context is not None and context.info_name == "serve" else command
        self.session.is_whole = False

    # Before the plugins, which may note where the site is made.
    @event_priority(100)
    def _make_beside(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have the site of a build made beside its folder: whatever ends the build, the last site stands.

        Raises:
            PluginError: the folder of the site cannot be replaced, or the handbook is built twice.
        """
        self._refuse_another(config)
        if self.session.command in ("build", "gh-deploy"):
            try:
                # What is deployed is whole.
                self.session.sharing = sharing_of(os.environ) if self.session.command == "build" else None
                part = self.session.sharing.shard if self.session.sharing is not None else None
                place = self.session.sharing.place(part) if self.session.sharing and part else Path(config.site_dir)
                self.session.replacement = Replacement(place)
            except PerimetreError as error:
                raise PluginError(say(error.message, language_of(config))) from error
            self.session.config = config
            config.site_dir = str(self.session.replacement.made)
        return config

    # After the plugins, whose configuration it completes.
    @event_priority(-50)
    def _read(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and judge the playbooks; make the pages.

        Raises:
            PluginError: the playbooks hold an error, and this is not `serve`; everything that is wrong is in it.
        """
        session = self.session
        # MkDocs gives the path as it was typed at first, and whole at each rebuild.
        key = os.path.abspath(config.config_file_path or "")  # noqa: PTH100 - links stay as they are
        made = self._made(config)
        problem = plain.lines(made.problem)
        if made.website is not None:
            session.good[key] = made.website
        elif session.command != "serve":
            raise PluginError(f"\n{problem}")
        if problem:
            quiet_log.error("%s", plain.lines(made.report) or problem)
        session.website = made.website or session.good.get(key) or empty(config.site_name, language_of(config))
        session.problems = Problems(
            whole=problem, by_file={file: plain.lines(text) for file, text in made.by_file.items()}
        )
        prepare_theme(config, is_copied=self._is_copied())
        if session.sharing is not None and session.sharing.shard is not None:
            look_at_no_link(config)
        if session.settings.audience == "public":
            # The public is told nothing of the files, nor where they are kept.
            config.repo_url = config.repo_name = config.edit_uri = config.edit_uri_template = None
        return config

    on_config = CombinedEvent(_make_beside, _read)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, and the files that they need."""
        by_hand = [file.src_uri for file in files.documentation_pages() if file.inclusion.is_in_nav()]
        folder = folder_of(config, self.session.settings)
        prefix = shown_prefix(folder.resolve(), root_of(config))
        edit = edit_template(config, folder, prefix, self.session.settings.code_host)
        beside = (
            File.generated(config, path, content=text.encode(), inclusion=InclusionLevel.INCLUDED)
            for path, text in self._website().files
        )
        for file in (*asset_files(config), *beside, *page_files(self._website(), config, edit)):
            files.append(file)
        if config.nav is None:
            config.nav = nest_paths(by_hand)
        self.session.files = files
        self.session.problems.find(ready_pages(files))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Give each brand a navigation of its own, so that no page grows with the number of brands."""
        self.session.navigations = navigations(self._website(), files, nav)
        return self.session.navigations[None]

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Tell the templates what they say besides the page."""
        env.bytecode_cache = self.session.compiled
        made = self._website().made
        tell_templates(env, config, files, self.session.settings, bool(self.session.problems.whole), made)
        return framed(env, config, files)

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        nav: Navigation,  # noqa: ARG002 - the same
    ) -> TemplateContext:
        """Show the navigation of the page's own brand."""
        if isinstance(page, ReadyPage):
            context["nav"] = self.session.navigations[page.data.brand]
        return context

    # Before the plugins, which find the page as its readers will.
    @event_priority(100)
    def _tell_problems(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say above a page what is wrong with the playbooks."""
        return output.replace(SPOT, self.session.problems.above(page, language_of(config)), 1)

    # After the plugins, which may change what is written.
    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Make no page that is made elsewhere, once the map of the site names it; say what may run in the others."""
        if template_name == "sitemap.xml" and self.session.sharing is not None and self.session.files is not None:
            leave_others(self._website(), self.session.files, self.session.sharing)
        if template_name.endswith(".html"):
            output = output.replace(SPOT, self.session.problems.above(None, language_of(config)), 1)
            return with_policy(output, served=self.session.command == "serve")
        return output

    # After the plugins, for the same reason.
    @event_priority(-100)
    def _finish(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002 - MkDocs' signature
        """Give the box of the search our worker, whatever templates the house has; say what may run in the page."""
        return with_policy(with_box(output, page, self._website().former), served=self.session.command == "serve")

    on_post_page = CombinedEvent(_tell_problems, _finish)

    # After the search plugin, wherever `mkdocs.yml` names it.
    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index of the search, where the search plugin has just written its own; put the parts together.

        Last of all comes what lets devices keep a copy of the whole.

        Raises:
            PluginError: a part lacks the pages of a brand.
        """
        website, sharing = self._website(), self.session.sharing
        write_index(config, website, self.session.memory.cache if self.session.command == "serve" else None)
        if sharing is not None and sharing.shard is not None:
            keep_only(Path(config.site_dir), website)
        elif sharing is not None:
            try:
                put_together(Path(config.site_dir), sharing, website)
            except PerimetreError as error:
                raise PluginError(say(error.message, language_of(config))) from error
        if sharing is None or sharing.shard is None:
            write_worker(config, website, is_copied=self._is_copied())
        if self.session.remembered is not None:
            self.session.remembered.keep()
        self.session.is_whole = True

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: Callable[..., None],  # noqa: ARG002 - MkDocs' signature
    ) -> LiveReloadServer:
        """Rebuild when a playbook changes."""
        folder = folder_of(config, self.session.settings)
        if folder.is_dir():
            server.watch(str(folder))
        return server

    # After the plugins, which may look at what there is of the site.
    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last site as it is.

        Raises:
            PluginError: the disk refused what was written: one line, where MkDocs would show where in its code it was.
        """
        self.session.is_whole = False
        if self.session.replacement is not None and isinstance(error, OSError):
            assert self.session.config is not None
            reason = error.strerror or type(error).__name__
            refused = message("The site could not be written: {reason}. The last one is still there.", reason=reason)
            raise PluginError(say(refused, language_of(self.session.config))) from error

    # After everything that the plugins have written, and after `--strict` has counted the warnings.
    @event_priority(-100)
    def on_shutdown(self) -> None:
        """Publish what was built, if it is whole.

        Raises:
            PluginError: it cannot be put in the place of the last site, which still stands.
        """
        replacement, config = self.session.replacement, self.session.config
        if replacement is None or config is None:
            return
        self.session.replacement = None
        if not self.session.is_whole:
            replacement.abandon()
            return
        sharing = self.session.sharing
        try:
            replacement.put()
            if sharing is not None and sharing.shard is not None:
                sharing.keep(config, self.session.settings, root_of(config), self._website())
        except PerimetreError as error:
            replacement.abandon()
            raise PluginError(say(error.message, language_of(config))) from error
        config.site_dir = str(replacement.place)
        log.info("Published in %s", config.site_dir)

    # --- what the events are made of

    def _refuse_another(self, config: MkDocsConfig) -> None:
        """Refuse a site to which the hook and the plugin would both give the pages."""
        hearers = {getattr(event, "__self__", None) for event in config.plugins.events["config"]}
        if sum(isinstance(hearer, SiteEvents) for hearer in hearers) > 1:
            twice = message(
                "`mkdocs.yml` names Périmètre twice. Keep `plugins: perimetre`, or its file under `hooks:`, not both."
            )
            raise PluginError(say(twice, language_of(config)))

    def _made(self, config: MkDocsConfig) -> Made:
        """Return the website, or what stands in its way; a server is never ended by it."""
        session, language = self.session, language_of(config)
        try:
            session.settings = read_settings(self.written(config), self.where, os.environ, language)
            if session.remembered is None:
                templates = {"theme": session.compiled, "ours": compiled_templates(language)}
                session.remembered = CompiledTemplates(folder_of(config, session.settings), language, templates)
            memory = session.memory if session.command == "serve" else None
            shared = session.sharing.known(config, session.settings, root_of(config)) if session.sharing else None
            made = make(config, session.settings, memory, shared)
            if session.command == "serve" and made.website is not None:
                keep_schemas(config, session.settings)
            return made
        except PerimetreError as error:
            return Made(problem=say(error.message, language))
        except Exception as error:
            if session.command != "serve":
                raise
            # A mistake of ours or of the machine: the server stays, whatever it is.
            quiet_log.exception("perimetre")
            reason = f"{type(error).__name__}: {error}"
            return Made(problem=say(message("The pages could not be made: {reason}.", reason=reason), language))

    def _is_copied(self) -> bool:
        """Return whether devices keep a copy of the site: not of one that changes at each save, nor the public's."""
        settings = self.session.settings
        return settings.offline and settings.audience != "public" and self.session.command != "serve"

    def _website(self) -> Website:
        assert self.session.website is not None, "MkDocs calls on_config first"
        return self.session.website
