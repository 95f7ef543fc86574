"""Say what becomes of each kind of file: a whole example of it, the pages that show it, the rules that look at it.

A part of the stage render. Comes in: data/measured.yml, which `python -m tools.measured` writes from what the rules
read and the pages show of the example house, and from the cases of the rules; data/examples/, a small house that a test
checks. Goes out: texts, pages, ids of rules.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part
from perimetre.reading.filing import Filed, kind_of
from perimetre.render.data import load


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFiles(Part):
    """The kinds of file that a rule is about.

    Fields:
        finds: those in which it finds something, in its own cases.
        reads: those that it reads of the example house; none where it goes through them all.
    """

    rule: str
    finds: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage(Part):
    """A page below a brand (the brand's home: an empty path), or of the house.

    Fields:
        path: its address, below the brand's.
        title: in English, as the catalogues have it.
        of_house: whether it is a page of the house.
    """

    path: str
    title: str
    of_house: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPages(Part):
    """The pages that come from a kind of file; `each`: besides, each record has one under one of them."""

    kind: str
    pages: tuple[ShownPage, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFile(Part):
    """What was measured over the example house."""

    rules: tuple[RuleFiles, ...] = ()
    pages: tuple[KindPages, ...] = ()


@functools.cache
def measured() -> MeasuredFile:
    """Return what was measured over the example house."""
    return load(MeasuredFile, "measured.yml")[0]


@functools.cache
def pages_of() -> Mapping[str, KindPages]:
    """Return, by kind of file, the pages that come from it."""
    return {one.kind: one for one in measured().pages}


@functools.cache
def reads() -> Mapping[str, tuple[str, ...]]:
    """Return, by rule, the kinds of file that it reads of the example house: none of those that read them all."""
    return {one.rule: one.reads for one in measured().rules}


@functools.cache
def finds() -> Mapping[str, tuple[str, ...]]:
    """Return, by rule, the kinds of file in which it finds something, in the cases that its folder holds."""
    return {one.rule: one.finds for one in measured().rules}


@functools.cache
def example(kind: str, language: str) -> tuple[str, str] | None:
    """Return a whole file of a kind, its path in a house and its text; None for what is no file."""
    folder = files("perimetre") / "render" / "data" / "examples" / language
    for path in _under(folder):
        filed = kind_of(path)
        if isinstance(filed, Filed) and filed.kind.id == kind:
            return path, folder.joinpath(*path.split("/")).read_text("utf-8")
    return None


def _under(folder: Traversable, at: str = "") -> Iterator[str]:
    """Yield the paths of the files of a folder."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _under(entry, f"{at}{entry.name}/")
        elif entry.name.endswith(".yml"):
            yield f"{at}{entry.name}"
