"""Load a handbook: run the stages collect, parse, validate and build, one after the other; then judge it.

Comes in: a folder, or sources already gathered. Goes out: a `Loaded`: the handbook, and all that is to be mended.
This is the one pipeline: both drivers start from it. A file that a stage refuses is a finding, and the others
go on: what refers to it is not judged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import Diagnostic
from perimetre.model import Unread
from perimetre.model.building.build import Built, build
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.meant import Reading, as_meant, ids_in, with_words_meant
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, check_places, kind_of, meant_by
from perimetre.reading.parse import parse
from perimetre.reading.sources import Collected, Source, collect, shown_prefix
from perimetre.reading.validate import validate

if TYPE_CHECKING:
    from perimetre.base.shards import Shard
    from perimetre.judge.brands import Looked
    from perimetre.judge.memory import JudgeMemory
    from perimetre.model import Handbook

__all__ = ["Loaded", "Reading", "Recall", "judged", "load", "load_sources", "look_at", "reading_of"]

# What a file gave the last time that it was the same, or None where nobody knows.
Recall = Callable[[Source], Reading | None]


def load(folder: Path, here: Path | None = None) -> Loaded:
    """Load the handbook of a folder.

    Args:
        folder: the playbooks.
        here: from where files are named where there is no repository; None: the current folder.

    Raises:
        FolderNotFoundError: there is no such folder, or it cannot be opened.
    """
    return load_sources(collect(folder, here, os.environ), folder=shown_prefix(folder.resolve(), here))


def load_sources(collected: Collected, *, folder: str, recall: Recall | None = None) -> Loaded:
    """Load a handbook from sources already gathered.

    Args:
        collected: the files, and what could not be read of them.
        folder: the playbooks' folder as printed, for what is said of a file that is missing.
        recall: what a file gave before, where somebody knows; it is read where not.
    """
    diagnostics = list(collected.diagnostics)
    documents: dict[str, Document] = {}
    valid: list[Document] = []
    unread: set[Unread] = set()
    for source in collected.sources:
        filed = kind_of(source.path)
        reading = reading_of(source, recall)
        has_form = not any(finding.severity == "error" for finding in reading[1])
        if not has_form:
            reading, has_form = as_meant(source, reading, _read_anew)
        document, findings = reading
        if document is not None:
            documents[source.file] = document
        diagnostics += findings
        if isinstance(filed, Filed):
            if document is not None and has_form:
                valid.append(document)
            else:
                ids = ids_in(document, filed.kind) if document is not None else None
                unread.add(Unread(filed.kind.id, filed.origin, source.file, ids))
        elif meant := meant_by(source.path):
            unread.add(Unread(meant.kind.id, meant.origin, source.file))
    closed = {path: file for path, file, _ in _closed(collected, folder)}
    unread |= {Unread(filed.kind.id, filed.origin, file) for _, file, filed in _closed(collected, folder)}
    if collected.sources or closed:
        diagnostics += check_places({source.path: source.file for source in collected.sources} | closed, folder=folder)
    built = build(valid, unread)
    diagnostics += built.diagnostics
    handbook = built.handbook
    if any(finding.fixes for finding in built.diagnostics):
        handbook, guessed = _with_words_meant(built, valid, unread)
        documents |= {document.file: document for document in guessed}
    return Loaded(
        handbook=handbook,
        diagnostics=tuple(sorted(diagnostics, key=lambda finding: finding.order)),
        sources={source.file: source for source in collected.sources},
        documents=documents,
    )


def _with_words_meant(
    built: Built, documents: Sequence[Document], unread: Iterable[Unread]
) -> tuple[Handbook | None, Sequence[Document]]:
    """Return the handbook in which each word that names nothing is the one that it is near, and its documents.

    Where that brings mistakes of its own, it is not what was meant: the files of such words are then as if unread.
    """
    guessed = with_words_meant(documents, built.diagnostics)
    again = build(guessed, unread)
    known = [(finding.rule, finding.file, finding.message) for finding in built.diagnostics]
    if all((finding.rule, finding.file, finding.message) in known for finding in again.diagnostics):
        return again.handbook, guessed
    assert built.handbook is not None
    named = {fix.file for finding in built.diagnostics for fix in finding.fixes}
    places = [(document.file, kind_of(document.path)) for document in documents if document.file in named]
    more = {Unread(filed.kind.id, filed.origin, file) for file, filed in places if isinstance(filed, Filed)}
    return replace(built.handbook, unread=built.handbook.unread | more), ()


def _closed(collected: Collected, folder: str) -> Iterator[tuple[str, str, Filed]]:
    """Yield each file that could not even be opened, or has another ending: it is there all the same, not missing.

    Yields:
        the path that it would have, the path as printed, and what its place says of it.
    """
    prefix = f"{folder}/" if folder not in ("", ".") else ""
    opened = {source.path for source in collected.sources}
    refused = {_as_yml(finding.file.removeprefix(prefix)): finding.file for finding in collected.diagnostics}
    for path, file in refused.items():
        filed = kind_of(path)
        if file.startswith(prefix) and path not in opened and isinstance(filed, Filed):
            yield path, file, filed


def judged(
    loaded: Loaded,
    today: date,
    memory: JudgeMemory | None = None,
    jobs: int = 1,
    before: Handbook | None = None,
    looked: Sequence[Looked] = (),
    against: str = "main",
) -> Loaded:
    """Return what was loaded with what the rules find of it.

    Args:
        loaded: the handbook.
        today: the day, in the house's zone.
        memory: what the rules found before, if somebody remembers it.
        jobs: how many processes may work side by side.
        before: the handbook from which it comes, for what must have been decided of what changes; it has no error.
            Nothing is said of that while there are errors here: what is read then is not what is meant.
        looked: what came of looking at each part of the brands elsewhere (`look_at`); none: they are looked at here.
        against: what a command writes after `--against` to compare with `before`.
    """
    if loaded.handbook is None:
        return loaded
    from perimetre.judge.brands import together
    from perimetre.judge.engine import judge

    diagnostics = judge(
        loaded.handbook,
        loaded.documents,
        today,
        found=loaded.diagnostics,
        memory=memory,
        jobs=jobs,
        looked=together(looked) if looked else None,
    )
    if before is not None and not loaded.has_errors:
        undecided = _of_change(loaded, before, today, against)
        diagnostics = tuple(sorted((*diagnostics, *undecided), key=lambda found: found.order))
    return replace(loaded, diagnostics=diagnostics)


def look_at(loaded: Loaded, today: date, shard: Shard, memory: JudgeMemory | None = None, jobs: int = 1) -> Looked:
    """Return what comes of looking at some of the brands, for `judged`; arguments as for it.

    Args:
        shard: which brands.

    Raises:
        ShardError: there are more parts than brands.
    """
    from perimetre.judge.brands import NOTHING
    from perimetre.judge.engine import look

    if loaded.handbook is None:
        # Why there is none is found by whoever puts the parts together.
        return NOTHING
    shard.refuse_to_be_empty(len(loaded.handbook.brands))
    return look(loaded.handbook, loaded.documents, today, shard, found=loaded.diagnostics, memory=memory, jobs=jobs)


def _of_change(loaded: Loaded, before: Handbook, today: date, against: str) -> tuple[Diagnostic, ...]:
    """Return what must have been decided of what changes, and was not."""
    from perimetre.compare import compare
    from perimetre.compare.decided import undecided
    from perimetre.judge.engine import settle
    from perimetre.judge.registry import RULES

    assert loaded.handbook is not None
    comparison = compare(before, loaded.handbook, today=today)
    problems = undecided(comparison, before, loaded.handbook, today, against)
    rule = RULES["widening-has-a-decision"]
    return settle(loaded.handbook, loaded.documents, today, rule, problems, before=before)


def _as_yml(path: str) -> str:
    """Return the path that a file would have with the ending that is read (`scope.yml.txt` is `scope.yml`)."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}.yml" if "." in name else path


# A server reads the same files again at each save: of each, what its last state gave is kept, and no earlier one.
_last_read: dict[str, tuple[Source, Reading]] = {}


def reading_of(source: Source, recall: Recall | None = None) -> Reading:
    """Parse a file, and judge its form where its place says of what kind it is; once, as long as it is the same.

    Args:
        source: the file.
        recall: what it gave before, where somebody knows.
    """
    known, reading = _last_read.get(source.file, (None, None))
    if reading is None or known != source:
        reading = (recall(source) if recall else None) or _read_anew(source)
        _last_read[source.file] = source, reading
    return reading


def _read_anew(source: Source) -> Reading:
    filed = kind_of(source.path)
    parsed = parse(source)
    if parsed.document is None or not isinstance(filed, Filed):
        return parsed.document, parsed.diagnostics
    return parsed.document, (*parsed.diagnostics, *validate(parsed.document, filed.kind))
