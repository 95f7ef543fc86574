"""Record that somebody has read the exact version of their perimeter, or of the voice: `perimetre ack`.

One line is added to the brand's `acknowledgements.yml`; what the file holds, comments included, stays as it is. The
earlier lines stay too: they say which versions somebody had read, and when.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from perimetre.base.words import message, say
from perimetre.drivers.cli.output import notice, write, write_whole
from perimetre.drivers.cli.remembered import load
from perimetre.drivers.cli.shared import (
    CLEAN,
    Translate,
    UsageError,
    add_path,
    by_id,
    known_one,
    language_of,
    language_of_the_terminal,
    today_of,
    valid,
)
from perimetre.reports import plain

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # there is none there

if TYPE_CHECKING:
    from datetime import date

    from perimetre.model import Brand
    from perimetre.pipeline.loaded import Loaded
    from perimetre.reading.parse import Document
    from perimetre.reading.sources import Source
    from perimetre.versions.acknowledgements import Acknowledged, What

ABOUT = message("record that somebody has read the version in force of their perimeter, or of the voice")
LIST = "acknowledgements"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S*?)[\w-]+\.schema\.json[ \t]*(?=\r?\n|\Z)")
BOM = b"\xef\xbb\xbf"


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    parser.add_argument("--brand", required=True, metavar="ID", help=translate(message("the brand's id")))
    parser.add_argument(
        "--person", required=True, metavar="ID", help=translate(message("who has read it: a person's id"))
    )
    read = message("what they have read (their perimeter by default)")
    parser.add_argument("--what", choices=("perimeter", "voice"), default="perimeter", help=translate(read))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with _alone(options.path, options.language or language_of_the_terminal(())):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from perimetre.reading.sources import Source, shown_prefix

    loaded = load(options)
    handbook = valid(loaded)
    language, today = language_of(options, loaded), today_of(options, loaded)
    brand = known_one(message("brand"), options.brand, by_id(handbook.brands))
    known_one(message("person"), options.person, by_id(brand.people.people))
    before = _state(brand, options.person, options.what, today)
    read = message("the voice") if options.what == "voice" else message("their perimeter")
    values = {"person": options.person, "brand": brand.id, "what": read}
    if before.state == "current":
        answer = message(
            "Nothing to write: on {day} `{person}` acknowledged {what} in `{brand}`, in the version in force.",
            **values,
            day=str(before.on),
        )
        write(plain.lines(f"{say(answer, language)}\n{before.current}\n"), options.output)
        return CLEAN

    line = f'{{person: {options.person}, what: {options.what}, version: "{before.current}", on: {today.isoformat()}}}'
    path = f"brands/{brand.id}/{LIST}.yml"
    source = next((source for source in loaded.sources.values() if source.path == path), None)
    if source is not None:
        text = with_item(loaded.documents[source.file], line)
        content = (BOM if source.content.startswith(BOM) else b"") + text.encode()
    else:
        prefix = shown_prefix(options.path.resolve())
        source = Source(path, f"{prefix}/{path}" if prefix else path, b"")
        people = f"brands/{brand.id}/people.yml"
        beside = next((document.text for document in loaded.documents.values() if document.path == people), "")
        content = new_file(beside, line).encode()
    _prove(loaded, replace(source, content=content), before, today)
    target = (options.path / path).resolve()
    if (target.read_bytes() if target.exists() else b"") != source.content:
        raise UsageError(message("{file} has just been changed. Run the command again.", file=source.file))
    write_whole(target, content)
    answer = message("Written to {file}: `{person}` has acknowledged {what} in `{brand}`.", **values, file=source.file)
    write(plain.lines(f"{say(answer, language)}\n- {line}\n"), options.output)
    return CLEAN


def with_item(document: Document, item: str) -> str:
    """Return the text of a file with an item added at the end of its list of acknowledgements.

    Args:
        document: the file, which is valid.
        item: a mapping between braces.
    """
    text = document.text
    end_of_line = "\r\n" if "\r\n" in text else "\n"

    def stretch(*path: str | int) -> tuple[int, int]:
        span = document.span_of(path)
        return document.starts[span.line - 1] + span.column - 1, document.starts[
            span.end_line - 1
        ] + span.end_column - 1

    start, end = stretch(LIST)
    items = document.data[LIST] if isinstance(document.data, dict) else []
    if text[start] == "[":
        if items:
            last, over = stretch(LIST, len(items) - 1)
            indent = text[document.starts[document.span_of((LIST, len(items) - 1)).line - 1] : last]
            # An item that begins its own line is followed by another that does.
            between = f",{end_of_line}{indent}" if indent and not indent.strip() else ", "
            return text[:over] + between + item + text[over:]
        if text[start:end].strip("[] ") or text[stretch()[0]] == "{":
            return text[: start + 1] + item + text[start + 1 :]
        text, indent = text[:start].rstrip(" ") + text[end:], "  "
        place = start - 1
    else:
        place = end - 1
        row = document.span_of((LIST, len(items) - 1)).line - 1
        dash = None
        while dash is None:
            dash = re.match(r"( *)-(?: |$)", document.lines[row])
            row -= 1
        indent = dash[1]
    line_end = min((end_here for mark in "\r\n" if (end_here := text.find(mark, place)) >= 0), default=len(text))
    return f"{text[:line_end]}{end_of_line}{indent}- {item}{text[line_end:] or end_of_line}"


def new_file(beside: str, item: str) -> str:
    """Return a file of acknowledgements with one item; its first line is like that of the file `beside` it."""
    modeline = MODELINE.match(beside)
    where = modeline[1] if modeline else "../../../schemas/"
    return f"# yaml-language-server: $schema={where}{LIST}.schema.json\n{LIST}:\n  - {item}\n"


def _state(brand: Brand, person: str, what: What, today: date) -> Acknowledged:
    from perimetre.versions.acknowledgements import acknowledged
    from perimetre.versions.versions import Versions, roles_of

    held, versions = roles_of(brand, person, today), Versions(brand)
    if not held:
        raise UsageError(
            message(
                "`{person}` holds no role in `{brand}` on {day}, so has nothing to acknowledge there.",
                person=person,
                brand=brand.id,
                day=today.isoformat(),
            )
        )
    if what == "voice" and not versions.has_voice:
        raise UsageError(message("`{brand}` has no `voice.yml`, so there is no voice to acknowledge.", brand=brand.id))
    return acknowledged(versions, person, held, what, today)


def _prove(loaded: Loaded, written: Source, before: Acknowledged, today: date) -> None:
    """Read the file as it will be, before it is written: it must say what it was asked to say, and nothing less."""
    from perimetre.pipeline.loading import load_sources
    from perimetre.reading.sources import Collected

    others = tuple(source for source in loaded.sources.values() if source.path != written.path)
    after = load_sources(Collected((*others, written)), folder="")
    brand = after.handbook.brand(written.path.split("/")[1]) if after.handbook else None
    if after.has_errors or brand is None or _state(brand, before.person, before.what, today).state != "current":
        raise UsageError(
            message("{file} is written in a way that cannot be added to. Add the line by hand.", file=written.file)
        )


@contextlib.contextmanager
def _alone(folder: Path, language: str) -> Iterator[None]:
    """Keep the others that add a line to a handbook waiting, from what one reads of it until what it writes."""
    # A file that every handbook has: one made for this would lie among the playbooks.
    path = folder / "handbook.yml"
    if not path.is_file():
        # Loading says what is missing.
        yield
        return
    with contextlib.ExitStack() as until_written:
        try:
            # To write, though nothing is written: over a network, what is read only cannot be locked.
            file = until_written.enter_context(path.open("r+b"))
            if not _lock(file, wait=False):
                notice(say(message("Another `perimetre ack` is under way here; waiting for it."), language))
                while not _lock(file, wait=True):
                    pass
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(message("Cannot lock `{file}`: {reason}.", file=str(path), reason=reason)) from error
        yield


def _lock(file: IO[bytes], *, wait: bool) -> bool:
    """Lock a file until it is closed, and return whether that is done; where another holds it, `wait` for a while."""
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            # Far beyond the end: Windows lets nobody read what is locked.
            file.seek(1 << 30)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise
        return False
    return True
