"""Read a file as it was most likely meant, where each of its mistakes has one mending that a machine can write.

Comes in: a source and what is wrong with it. Goes out: its document once its hints are followed, and what is wrong
besides: mistakes of other files, and others of the same file, are told in the same round as a slip of the hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from perimetre.base.diagnostics import Diagnostic, Fix
from perimetre.reading.document import Document
from perimetre.reading.kinds import Kind
from perimetre.reading.mending import mended, place_in
from perimetre.reading.parse import parse
from perimetre.reading.reader.places import LINE_BREAK
from perimetre.reading.schemas import Schema, plain
from perimetre.reading.sources import Source

# What a file gives: its document, or None where it cannot be read; what is wrong with its form.
Reading = tuple[Document | None, tuple[Diagnostic, ...]]

# How many times what a mending brings to light is mended in its turn: a mistake of YAML hides those of the form.
_ROUNDS = 4
_BEFORE_AN_ID = re.compile(r"\bid:[ \t]*\Z")
# As far before a value as its key may stand.
_NEAR = 8
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def as_meant(source: Source, reading: Reading, read: Callable[[Source], Reading]) -> tuple[Reading, bool]:
    """Return a file as it was most likely meant, with all that is wrong with it as it stands.

    Args:
        source: the file.
        reading: what it gives as it stands.
        read: what reads a file.

    Returns:
        The reading, and whether it has its form: all that is wrong with it has a mending, and the mended text none.
    """
    document, findings = reading
    told = list(findings)
    guessed: set[int] = set()
    for _ in range(_ROUNDS):
        errors = [finding for finding in findings if finding.severity == "error"]
        if not errors:
            return (document, tuple(told)), True
        text = _text(source)
        if text is None or not all(error.fixes for error in errors):
            break
        # The id that is guessed for a record is seldom the one by which others name it.
        if any(is_an_id(text, fix) for error in errors for fix in error.fixes):
            break
        changed = mended(text, (fix for error in errors for fix in error.fixes))
        # Each line keeps its number: what is found in the mended text is shown in the one that stands.
        if changed == text or len(LINE_BREAK.split(changed)) != len(LINE_BREAK.split(text)):
            break
        source = replace(source, content=changed.encode("utf-8"))
        document, findings = read(source)
        # What is written in the place of a slip is a guess: nothing is said of its line.
        guessed |= {row for error in errors for fix in error.fixes for row in _rows(fix)}
        told += [finding for finding in findings if finding.span is None or finding.span.line not in guessed]
    return (document, tuple(told)), False


def with_words_meant(documents: Iterable[Document], findings: Iterable[Diagnostic]) -> list[Document]:
    """Return documents in which each word that names nothing is the one that it is near."""
    fixes: dict[str, list[Fix]] = {}
    for finding in findings:
        for fix in finding.fixes:
            fixes.setdefault(fix.file, []).append(fix)
    return [_with(document, fixes.get(document.file, ())) for document in documents]


def ids_in(document: Document, kind: Kind) -> frozenset[str | int] | None:
    """Return the ids that a file without its form bears all the same; None where one of them may be lacking.

    Args:
        document: what was read of it.
        kind: the kind of file; the words of `values.yml` are more than ids.
    """
    data = document.data
    known = plain(kind.id)["properties"]
    if not isinstance(data, dict) or kind.id == "values" or not data.keys() <= known.keys():
        return None
    if kind.folder and not _is_id(data.get("id")):
        return None
    if not all(_bears_ids(known[key], held) for key, held in data.items()):
        return None
    ids: set[str | int] = {document.path.rpartition("/")[2].removesuffix(".yml")}
    waiting: list[object] = [data]
    while waiting:
        held = waiting.pop()
        if isinstance(held, dict):
            ids.update(held[key] for key in ("id", "number") if isinstance(held.get(key), (str, int)))
            if isinstance(earlier := held.get("formerly"), list):
                ids.update(word for word in earlier if isinstance(word, str))
            waiting += held.values()
        elif isinstance(held, list):
            waiting += held
    return frozenset(ids)


def _bears_ids(schema: Schema, held: object) -> bool:
    """Say whether each record of a list has an id that can be named, where its schema wants one."""
    if "id" not in schema.get("items", {}).get("required", ()):
        return True
    return isinstance(held, list) and all(isinstance(item, dict) and _is_id(item.get("id")) for item in held)


def _is_id(word: object) -> bool:
    return isinstance(word, str) and _ID.match(word) is not None


def _with(document: Document, fixes: Iterable[Fix]) -> Document:
    text = mended(document.text, fixes)
    if text == document.text:
        return document
    again = parse(Source(document.path, document.file, text.encode("utf-8"))).document
    return again or document


def _text(source: Source) -> str | None:
    try:
        return source.content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return None


def is_an_id(text: str, fix: Fix) -> bool:
    """Say whether a fix writes the id of a record in the place of another value."""
    start, _ = place_in(text, fix.span)
    return _BEFORE_AN_ID.search(text[max(0, start - _NEAR) : start]) is not None


def _rows(fix: Fix) -> range:
    return range(fix.span.line, fix.span.end_line + 1)
