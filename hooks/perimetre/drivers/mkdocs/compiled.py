"""Remember compiled templates from one build to the next: compiling them takes a seventh of a build.

Comes in: what was compiled in this process. Goes out: what an earlier process has compiled of the same text, with the
same code. It is kept in the user's own cache folder, which may be deleted at any time; never in a project, where
whoever proposes a change could put code of their own, which would run here.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import jinja2
import mkdocs

import perimetre
from perimetre.drivers.cli.cache import cache_folder
from perimetre.render.environment import InMemory

_NAME = "templates-{}.compiled"
# As many languages and versions as are kept: the oldest go first.
KEPT = 4


class CompiledTemplates:
    """The compiled templates of a site: the theme's and ours, by what they are called here."""

    def __init__(self, playbooks: Path, language: str, templates: Mapping[str, InMemory]) -> None:
        """Find where they are kept, and recall them; nowhere, where the cache folder cannot be trusted.

        Args:
            playbooks: the folder of the playbooks, in the project of which nothing is kept.
            language: the language of the site: constants of ours are written in it.
            templates: those of this process, to which what is recalled is added.
        """
        self._templates = templates
        place = cache_folder(playbooks)
        self._file = place / _NAME.format(_digest(language)) if place is not None else None
        # Whatever a damaged file may raise, it says nothing: the templates are compiled.
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError, AttributeError):
            if self._file is not None:
                for name, compiled in marshal.loads(self._file.read_bytes()).items():
                    templates[name].add(compiled)

    def keep(self) -> None:
        """Remember what was compiled, if anything was; where that cannot be done, nothing is lost."""
        if self._file is None or not any(compiled.has_new for compiled in self._templates.values()):
            return
        with contextlib.suppress(OSError):
            content = marshal.dumps({name: compiled.all() for name, compiled in self._templates.items()})
            descriptor, name = tempfile.mkstemp(dir=self._file.parent, prefix=".", suffix=".new")
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).replace(self._file)
            others = self._file.parent.glob(_NAME.format("*"))
            for old in sorted(others, key=lambda file: file.stat().st_mtime, reverse=True)[KEPT:]:
                old.unlink(missing_ok=True)


def _digest(language: str) -> str:
    """Return what tells templates compiled by this code from any others."""
    versions = (sys.version, jinja2.__version__, mkdocs.__version__, language, sorted(_states(perimetre.__path__[0])))
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _states(entry.path)
            else:
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
