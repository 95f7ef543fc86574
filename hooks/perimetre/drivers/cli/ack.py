"""Record that somebody has read the exact version of their perimeter, or of the voice: `perimetre ack`.

One line a person, a brand and a thing is added to the brand's `acknowledgements.yml`; what the file holds, comments
included, stays as it is. The earlier lines stay too: they say which versions somebody had read, and when. All the lines
are written, or none. Without a person, those who have yet to read something are listed.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from perimetre.base.words import Message, counted, message, say
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

    from perimetre.model import Brand, Handbook
    from perimetre.pipeline.loaded import Loaded
    from perimetre.reading.document import Document
    from perimetre.reading.sources import Source
    from perimetre.versions.acknowledgements import Acknowledged, What

ABOUT = message("record that somebody has read the version in force of their perimeter, or of the voice")
LIST = "acknowledgements"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S*?)[\w-]+\.schema\.json[ \t]*(?=\r?\n|\Z)")
BOM = b"\xef\xbb\xbf"
READ: Mapping[What, Message] = {"perimeter": message("their perimeter"), "voice": message("the voice")}


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    brands = message("the ids of the brands (all of them by default)")
    parser.add_argument("--brand", nargs="+", metavar="ID", help=translate(brands))
    people = message("who has read it: the ids of people; without them, those who have yet to read are listed")
    parser.add_argument("--person", nargs="+", metavar="ID", help=translate(people))
    read = message("what they have read (their perimeter by default)")
    parser.add_argument(
        "--what", nargs="+", choices=("perimeter", "voice"), default=["perimeter"], help=translate(read)
    )


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    if not options.person:
        return _list(options)
    with _alone(options.path, options.language or language_of_the_terminal(())):
        return _run(options)


def _list(options: argparse.Namespace) -> int:
    """Write who has yet to read what, a line a person and a thing."""
    from perimetre.versions.acknowledgements import acknowledgement_states

    loaded = load(options)
    handbook = valid(loaded)
    language, today = language_of(options, loaded), today_of(options, loaded)
    waiting = [
        message(
            "{person}: {what} in `{brand}`, {state}",
            person=state.person,
            what=READ[state.what],
            brand=brand.id,
            state=_since(state, today),
        )
        for brand in _brands(options, handbook)
        for state in acknowledgement_states(brand, today)
        if state.is_due(today)
    ]
    last = counted("{count} reading is waited for.", "{count} readings are waited for.", len(waiting))
    if not waiting:
        last = message("Everybody has read what they have to know.")
    write(plain.lines("".join(f"{say(line, language)}\n" for line in [*waiting, last])), options.output)
    return CLEAN


def _since(state: Acknowledged, today: date) -> Message:
    if state.state == "never" and not state.is_late(today):
        return message("to be read by {day}", day=str(state.due))
    if state.state == "never":
        return message("never read")
    if state.state == "due-again":
        return message("to be read again since {day}", day=str(state.due))
    return message("changed since it was read on {day}", day=str(state.on))


def _brands(options: argparse.Namespace, handbook: Handbook) -> list[Brand]:
    known = by_id(handbook.brands)
    return [known_one(message("brand"), id_, known) for id_ in dict.fromkeys(options.brand or known)]


def _run(options: argparse.Namespace) -> int:
    loaded = load(options)
    handbook = valid(loaded)
    language, today = language_of(options, loaded), today_of(options, loaded)
    brands = _brands(options, handbook)
    known = {person.id: person for brand in brands for person in brand.people.people}
    people = [known_one(message("person"), id_, known).id for id_ in dict.fromkeys(options.person)]
    asked = _asked(brands, people, tuple(dict.fromkeys(options.what)), today)
    written: dict[str, AckFile] = {}
    answers = []
    for brand, state in asked:
        values = {"person": state.person, "brand": brand.id, "what": READ[state.what]}
        if state.state == "current":
            answer = message(
                "Nothing to write: on {day} `{person}` acknowledged {what} in `{brand}`, in the version in force.",
                **values,
                day=str(state.on),
            )
            answers.append(f"{say(answer, language)}\n{state.current}\n")
            continue
        line = f'{{person: {state.person}, what: {state.what}, version: "{state.current}", on: {today.isoformat()}}}'
        if brand.id not in written:
            written[brand.id] = _file_of(loaded, brand, options.path)
        file = written[brand.id]
        file.add(line)
        answer = message(
            "Written to {file}: `{person}` has acknowledged {what} in `{brand}`.", **values, file=file.name
        )
        answers.append(f"{say(answer, language)}\n- {line}\n")
    _prove(loaded, written, asked, today)
    for file in written.values():
        if (file.target.read_bytes() if file.target.exists() else b"") != file.before.content:
            raise UsageError(message("{file} has just been changed. Run the command again.", file=file.name))
    for file in written.values():
        write_whole(file.target, file.after.content)
    write(plain.lines("".join(answers)), options.output)
    return CLEAN


def _asked(
    brands: Iterable[Brand], people: Iterable[str], whats: Iterable[What], today: date
) -> list[tuple[Brand, Acknowledged]]:
    """Return what each person has acknowledged of each thing in each brand where they have it to know.

    Raises:
        UsageError: somebody has nothing to acknowledge in any of the brands.
    """
    asked = []
    for person in people:
        for what in whats:
            refused: list[UsageError] = []
            states = []
            for brand in brands:
                try:
                    states.append((brand, _state(brand, person, what, today)))
                except UsageError as error:
                    refused.append(error)
            if not states and refused:
                raise refused[0]
            asked += states
    return asked


@dataclass(slots=True)
class AckFile:
    """A file of acknowledgements, as it is and as it will be.

    Fields:
        before: the file as it is; empty where there is none.
        after: as it will be.
        target: where it is written.
        beside: a file of the same brand, whose first line a new one takes after.
    """

    before: Source
    after: Source
    target: Path
    beside: str

    @property
    def name(self) -> str:
        """The file as printed."""
        return self.before.file

    def add(self, item: str) -> None:
        """Add a line."""
        from perimetre.reading.parse import parse

        document = parse(self.after).document if self.after.content else None
        mark = BOM if self.after.content.startswith(BOM) else b""
        text = with_item(document, item) if document else new_file(self.beside, item)
        self.after = replace(self.after, content=mark + text.encode())


def _file_of(loaded: Loaded, brand: Brand, folder: Path) -> AckFile:
    from perimetre.reading.sources import Source, shown_prefix

    path = f"brands/{brand.id}/{LIST}.yml"
    source = next((source for source in loaded.sources.values() if source.path == path), None)
    if source is None:
        prefix = shown_prefix(folder.resolve())
        source = Source(path, f"{prefix}/{path}" if prefix else path, b"")
    people = f"brands/{brand.id}/people.yml"
    beside = next((document.text for document in loaded.documents.values() if document.path == people), "")
    return AckFile(before=source, after=source, target=(folder / path).resolve(), beside=beside)


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


def _prove(
    loaded: Loaded, written: Mapping[str, AckFile], asked: Iterable[tuple[Brand, Acknowledged]], today: date
) -> None:
    """Read the files as they will be before one is written: they must say what was asked, and nothing less."""
    from perimetre.pipeline.loading import load_sources
    from perimetre.reading.sources import Collected

    after = {file.after.path: file.after for file in written.values()}
    others = tuple(source for source in loaded.sources.values() if source.path not in after)
    read = load_sources(Collected((*others, *after.values())), folder="")
    for brand, state in asked:
        then = read.handbook.brand(brand.id) if read.handbook and not read.has_errors else None
        if brand.id in written and (then is None or _state(then, state.person, state.what, today).state != "current"):
            name = written[brand.id].name
            text = message("{file} is written in a way that cannot be added to. Add the line by hand.", file=name)
            raise UsageError(text)


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
