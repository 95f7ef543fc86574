"""Make the website of a build or of a save: judge the playbooks, say what is wrong, keep what the next save can use.

Comes in: MkDocs' configuration and our settings. Goes out: a `Made`: the pages, or the report of what stands in their
way.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import gc
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import get_build_datetime

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, say
from perimetre.drivers.mkdocs.editing import edit_template
from perimetre.drivers.mkdocs.settings import SiteSettings, language_of
from perimetre.drivers.past import COMPARING, PastReader
from perimetre.drivers.sealing import seal_of
from perimetre.judge.memory import JudgeMemory
from perimetre.pipeline.publishing import SiteSharing, clashes, errors_in, read
from perimetre.render.kept import RenderCache
from perimetre.render.pages import Website
from perimetre.reports import text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# What `--strict` counts, and what it does not: a finding that was counted would end `serve` at its start.
log = get_plugin_logger("perimetre")
quiet_log = logging.getLogger("perimetre")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of the playbooks.

    Fields:
        website: the pages, or None where an error stands in the way.
        problem: the report of what is wrong, in the site's language; empty where nothing is.
        by_file: that of each file that is wrong, by its path as printed.
        report: what is said of it in the terminal: at a save, all that a check finds.
    """

    website: Website | None = None
    problem: str = ""
    by_file: Mapping[str, str] = field(default_factory=dict)
    report: str = ""


@dataclasses.dataclass(slots=True)
class ServerMemory:
    """What a server keeps from one save to the next.

    Fields:
        cache: what was rendered last.
        judged: what the rules found last.
    """

    cache: RenderCache = field(default_factory=RenderCache)
    judged: JudgeMemory = field(default_factory=JudgeMemory)


def make(
    config: MkDocsConfig, settings: SiteSettings, memory: ServerMemory | None, sharing: SiteSharing | None = None
) -> Made:
    """Return the website, or the report of the errors that stand in its way.

    Args:
        config: the configuration of the site.
        settings: ours.
        memory: what an earlier save has left, brought up to date; None for a build, which comes alone.
        sharing: what is written on other machines; None: nothing is.

    Raises:
        PerimetreError: the folder of the playbooks cannot be opened, or the passphrase of the directory is too short.
    """
    started, began = time.perf_counter(), time.process_time()
    folder, root = folder_of(config, settings), root_of(config)
    past = PastReader(
        folder,
        settings.history,
        _noticed(language_of(config)),
        # What has been read and judged by then takes about a third of a build.
        patience=lambda: COMPARING * (time.process_time() - began),
    )
    excluded = config.exclude_docs.match_file if config.exclude_docs else None
    with contextlib.nullcontext() if memory else _looking_seldom_for_what_to_free():
        reading = read(
            folder,
            language_of(config),
            settings.audience,
            memory.cache if memory else None,
            _now,
            memory.judged if memory else None,
            functools.partial(edit_template, config, folder),
            here=root,
            compartments=settings.compartments,
            by_hand=functools.partial(_by_hand, Path(config.docs_dir), excluded),
            history=past.read,
            sharing=sharing,
            seal=seal_of(os.environ, config.site_url or config.site_name),
            site_url=config.site_url or "",
        )
    website, findings = reading.website, reading.findings
    if website is not None:
        clashing = clashes(website, Path(config.docs_dir), root, excluded)
        findings = dataclasses.replace(findings, diagnostics=(*findings.diagnostics, *clashing))
    if errors := errors_in(findings.diagnostics):
        problem = text.write(dataclasses.replace(findings, diagnostics=errors))
        if memory is None:
            return Made(problem=problem, report=problem)
        by_file = {
            file: text.write(
                dataclasses.replace(findings, diagnostics=tuple(one for one in errors if one.file == file))
            )
            for file in dict.fromkeys(error.file for error in errors)
        }
        return Made(problem=problem, by_file=by_file, report=text.write(findings))
    assert website is not None, "what cannot be read is an error"
    if memory or findings.count("warning"):
        # What grows stale with the days (a review, a training, an exercise) never stops a build: an error does.
        quiet_log.warning("%s", text.write(findings))
    log.info("%d pages from %s in %.2f s", len(website.pages), folder.name, time.perf_counter() - started)
    return Made(website=website)


def keep_schemas(config: MkDocsConfig, settings: SiteSettings) -> None:
    """Bring up to date the schemas by which an editor completes the ids, where the house keeps them.

    Raises:
        PerimetreError: they cannot be written.
    """
    # Late: a build writes none.
    from perimetre.drivers.schemas_kept import keep_beside
    from perimetre.pipeline.loading import load

    folder = folder_of(config, settings)
    keep_beside(folder, load(folder, root_of(config)))


def _noticed(language: str) -> Callable[[Message], None]:
    """Return what says, in a language, what a site does without; it is no warning, which `--strict` would count."""
    return lambda notice: log.info("%s", say(notice, language))


def _by_hand(docs: Path, excluded: Callable[[str], bool] | None) -> Iterator[tuple[str, str]]:
    """Yield the pages that are written by hand: the path of each below the folder of the pages, and its text."""
    for page in sorted(docs.rglob("*.md")):
        path = page.relative_to(docs).as_posix()
        if page.is_file() and not (excluded and excluded(path)):
            yield path.removesuffix(".md"), page.read_text("utf-8", "replace")


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the project: that of `mkdocs.yml`."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def folder_of(config: MkDocsConfig, settings: SiteSettings) -> Path:
    """Return the folder of the playbooks."""
    return root_of(config) / settings.folder


def _now(zone: ZoneInfo) -> datetime:
    """Return the instant of the build in a zone: MkDocs' own, which is SOURCE_DATE_EPOCH where that is set."""
    return get_build_datetime().astimezone(zone)


@contextlib.contextmanager
def _looking_seldom_for_what_to_free() -> Iterator[None]:
    """Look through what is new now and then, and never through all: that took a sixth of a build.

    Not to look at all left what each template makes in circles in memory: half of what ten brands took.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*usual)
