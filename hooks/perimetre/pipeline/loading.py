"""Load a handbook: run the stages collect, parse, validate and build, one after the other; then judge it.

Comes in: a folder, or sources already gathered. Goes out: a `Loaded`: the handbook, and all that is to be mended.
This is the one pipeline: both drivers start from it. A file that a stage refuses is a finding, and the others
go on: what refers to it is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from perimetre.base.diagnostics import Diagnostic, Place, Span
from perimetre.model import Handbook, Unread, build
from perimetre.reading.filing import Filed, check_places, kind_of, meant_by
from perimetre.reading.parse import Document, parse
from perimetre.reading.sources import Collected, Source, collect, shown_prefix
from perimetre.reading.validate import validate

_Read = tuple[Document | None, tuple[Diagnostic, ...]]

_START = Span(line=1, column=1, end_line=1, end_column=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A handbook and what was found on the way.

    Fields:
        handbook: the whole, or None where there was nothing to build it from.
        diagnostics: what is to be mended, in the order in which it is shown.
        sources: the files that were gathered, by path as printed.
        documents: those that could be read, by path as printed.
    """

    handbook: Handbook | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> int:
        """How many files were gathered."""
        return len(self.sources)

    @property
    def lines(self) -> Mapping[str, Sequence[str]]:
        """The lines of each file that something is said of, by path as printed, for the reports that show them."""
        spoken_of = {finding.file for finding in self.diagnostics} | {
            place.file for finding in self.diagnostics for place in finding.related
        }
        return {file: self._lines(file) for file in sorted(spoken_of) if file in self.sources}

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before the handbook can be used."""
        return self.handbook is None or any(
            finding.severity == "error" and finding.suppressed is None for finding in self.diagnostics
        )

    def span_of(self, place: Place) -> Span:
        """Return where a symbolic place stands; the start of the file where it could not be read."""
        document = self.documents.get(place.file)
        return document.span_of(place.path, place.at, place.within) if document else _START

    def _lines(self, file: str) -> Sequence[str]:
        document = self.documents.get(file)
        if document is not None:
            return document.lines
        return self.sources[file].content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines()


def load(folder: Path, here: Path | None = None) -> Loaded:
    """Load the handbook of a folder.

    Args:
        folder: the playbooks.
        here: from where files are named where there is no repository; None: the current folder.

    Raises:
        FolderNotFoundError: there is no such folder, or it cannot be opened.
    """
    return load_sources(collect(folder, here), folder=shown_prefix(folder.resolve(), here))


def load_sources(collected: Collected, *, folder: str) -> Loaded:
    """Load a handbook from sources already gathered.

    Args:
        collected: the files, and what could not be read of them.
        folder: the playbooks' folder as printed, for what is said of a file that is missing.
    """
    diagnostics = list(collected.diagnostics)
    documents: dict[str, Document] = {}
    valid: list[Document] = []
    unread: set[Unread] = set()
    for source in collected.sources:
        filed = kind_of(source.path)
        document, findings = _read(source)
        if document is not None:
            documents[source.file] = document
        diagnostics += findings
        if isinstance(filed, Filed):
            if document is not None and not any(finding.severity == "error" for finding in findings):
                valid.append(document)
            else:
                unread.add(Unread(filed.kind.id, filed.origin, source.file))
        elif meant := meant_by(source.path):
            unread.add(Unread(meant.kind.id, meant.origin, source.file))
    closed = {path: file for path, file, _ in _closed(collected, folder)}
    unread |= {Unread(filed.kind.id, filed.origin, file) for _, file, filed in _closed(collected, folder)}
    if collected.sources or closed:
        diagnostics += check_places({source.path: source.file for source in collected.sources} | closed, folder=folder)
    built = build(valid, unread)
    return Loaded(
        handbook=built.handbook,
        diagnostics=tuple(sorted([*diagnostics, *built.diagnostics], key=lambda finding: finding.order)),
        sources={source.file: source for source in collected.sources},
        documents=documents,
    )


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


def judged(loaded: Loaded, today: date) -> Loaded:
    """Return what was loaded with what the rules find of it on a day (in the house's zone)."""
    if loaded.handbook is None:
        return loaded
    from perimetre.judge.engine import judge

    diagnostics = judge(loaded.handbook, loaded.documents, today, found=loaded.diagnostics)
    return replace(loaded, diagnostics=diagnostics)


def _as_yml(path: str) -> str:
    """Return the path that a file would have with the ending that is read (`scope.yml.txt` is `scope.yml`)."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}.yml" if "." in name else path


# A server reads the same files again at each save: of each, what its last state gave is kept, and no earlier one.
_last_read: dict[str, tuple[Source, _Read]] = {}


def _read(source: Source) -> _Read:
    """Parse a file, and judge its form where its place says of what kind it is."""
    known, reading = _last_read.get(source.file, (None, None))
    if reading is None or known != source:
        reading = _read_anew(source)
        _last_read[source.file] = source, reading
    return reading


def _read_anew(source: Source) -> _Read:
    filed = kind_of(source.path)
    parsed = parse(source)
    if parsed.document is None or not isinstance(filed, Filed):
        return parsed.document, parsed.diagnostics
    return parsed.document, (*parsed.diagnostics, *validate(parsed.document, filed.kind))
