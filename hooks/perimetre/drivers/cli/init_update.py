"""Bring a house up to date with this version's templates: `perimetre init --update`.

What the house changed stays as it is: where the templates changed there too, what they would say is shown, not written.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, few, message, say
from perimetre.drivers.cli.fix import check_unchanged, difference, write_over
from perimetre.drivers.cli.init import files_of
from perimetre.drivers.cli.output import check_output, write, write_new
from perimetre.drivers.cli.shared import CLEAN, UsageError
from perimetre.drivers.merging import Merging
from perimetre.pipeline.beginning.updating import MANIFEST, begun_from, manifest, updated
from perimetre.reading.sources import Source, collect
from perimetre.reports import plain

if TYPE_CHECKING:
    from perimetre.pipeline.beginning.updating import Update


def update(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    folder: Path = options.folder or Path()
    check_output(options.output)
    known = _held(folder, MANIFEST)
    if known is None:
        raise UsageError(
            message(
                "`{file}` is not there: nothing says from what this house was begun, so nothing is changed.",
                file=(folder / MANIFEST).as_posix(),
            )
        )
    from_ = begun_from(known.content.decode("utf-8", "replace"))
    language = options.language or from_.answers.language
    files = files_of(from_.answers)
    sources = {path: source for path in {*files, *from_.prints} if (source := _held(folder, path)) is not None}
    texts = {path: source.content.decode("utf-8", "replace") for path, source in sources.items()}
    merging = Merging(folder, dict(from_.prints))
    change = updated(from_.prints, texts, files, merging.merge)
    _check(folder, change.written)
    after = {**change.written}
    text = manifest(from_.answers, change.prints)
    if text != known.content.decode("utf-8", "replace"):
        after[MANIFEST] = text
        sources[MANIFEST] = known
    shown = "".join(_differences(sources, change.written))
    told = "".join(f"{line}\n" for line in _told(options, sources, change, merging, language))
    if not options.dry_run:
        _write(folder, sources, after)
    write(shown + told, options.output)
    return CLEAN


def _check(folder: Path, written: Mapping[str, str]) -> None:
    """Refuse to write what the house's own files would make wrong.

    Raises:
        UsageError: the playbooks would have an error that they have not.
    """
    from perimetre.pipeline.adding.additions import refused
    from perimetre.pipeline.loading import load_sources

    playbooks = folder / "playbooks"
    if not playbooks.is_dir():
        return
    before = collect(playbooks)
    now = {source.path: source for source in before.sources}
    for path, text in written.items():
        if path.startswith("playbooks/"):
            below = path.removeprefix("playbooks/")
            now[below] = Source(below, now[below].file if below in now else path, text.encode("utf-8"))
    after = replace(before, sources=tuple(sorted(now.values(), key=lambda source: source.path)))
    finding = refused(*(load_sources(one, folder="playbooks") for one in (before, after)))
    if finding is not None:
        text_ = message("Nothing is written. {error} {hint}", error=finding.message, hint=finding.hint or "")
        raise UsageError(text_)


def _held(folder: Path, path: str) -> Source | None:
    """Return a file of the house as it is; None: it is not there, or is no file."""
    try:
        return Source(path, path, (folder / path).read_bytes())
    except OSError:
        return None


def _write(folder: Path, sources: Mapping[str, Source], after: Mapping[str, str]) -> None:
    # Looked at before one is written: all are, or none is.
    for path in after:
        if path in sources:
            check_unchanged(folder / path, sources[path])
    for path, text in after.items():
        if path not in sources:
            write_new(folder / path, text)
            continue
        ends = "\r\n" if b"\r\n" in sources[path].content else "\n"
        then = Source(path, path, text.replace("\n", ends).encode("utf-8"))
        write_over(folder / path, sources[path], then)


def _differences(sources: Mapping[str, Source], after: Mapping[str, str]) -> Iterator[str]:
    for path, text in sorted(after.items()):
        was = sources.get(path, Source(path, path, b""))
        now = Source(path, path, text.encode("utf-8"))
        yield from (f"{plain.lines(line)}\n" for line in difference(was, now))


def _told(
    options: argparse.Namespace, sources: Mapping[str, Source], change: Update, merging: Merging, language: str
) -> Iterator[str]:
    """Yield what was written, and what is left to the house, a line each."""
    count = len(change.written)
    said: Message
    if not count and not change.both and not change.taken_out:
        said = message("This house is up to date.")
    elif options.dry_run:
        said = counted("{count} file would be brought up to date.", "{count} files would be brought up to date.", count)
    else:
        said = counted("{count} file brought up to date.", "{count} files brought up to date.", count)
    yield say(said, language)
    for path, text in sorted(change.both.items()):
        yield ""
        yield say(
            message(
                "`{file}`: this house changed it, and so did the templates. It stays; take from this what you want:",
                file=path,
            ),
            language,
        )
        # What the templates changed, where it is known from what; else all that parts them from the house.
        base = merging.base(path)
        was = {path: Source(path, path, base.encode("utf-8"))} if base is not None else sources
        yield "".join(_differences(was, {path: text})).rstrip("\n")
    for paths, left in (
        (change.taken_out, message("Changed in the templates, and taken out of this house: {files}. They stay out.")),
        (change.no_more, message("No longer in the templates: {files}. They stay: take them out if you wish.")),
    ):
        if paths:
            yield say(Message(left.text, {"files": few(f"`{path}`" for path in paths)}), language)
