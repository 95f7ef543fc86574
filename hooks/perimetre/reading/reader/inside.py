"""Find, in a file, a stretch of the text that a scalar holds: what quoting, folding and indenting changed is undone.

Comes in: the text of a file, the place of a scalar in it, what it holds, a stretch of that. Goes out: a stretch of the
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.reading.reader.places import LINE_BREAK

# A character of what a scalar holds, and the stretch of the file that it comes from.
_Read = tuple[str, int, int]

_HEADER = re.compile(r"[|>]([-+]?)([1-9]?)([-+]?)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def stretch_inside(text: str, place: tuple[int, int], held: str, within: tuple[int, int]) -> tuple[int, int] | None:
    """Return where a stretch of what a scalar holds is written; None where that cannot be told.

    Args:
        text: the text of the file.
        place: where the scalar stands in it.
        held: what it holds.
        within: the stretch of `held`, in code points; an empty one is written nowhere.
    """
    start, end = within
    if not 0 <= start < end <= len(held):
        return None
    for reading in _readings(text, *place):
        if "".join(character for character, _, _ in reading) == held:
            return reading[start][1], reading[end - 1][2]
    return None


def _readings(text: str, start: int, end: int) -> Iterator[list[_Read]]:
    """Yield the ways in which a scalar may be read; there are several where a block tells its indentation itself."""
    mark = text[start : start + 1]
    if mark == "'":
        yield list(_single(text, start + 1, end - 1))
    elif mark == '"':
        yield list(_double(text, start + 1, end - 1))
    elif header := _HEADER.match(text, start) if mark in ("|", ">") else None:
        first = LINE_BREAK.search(text, start)
        below = first.end() if first else end
        lead = re.compile(r"\s*?( *)(?=[^ \r\n])").match(text, below)
        for indent in range(len(lead[1]) if lead else 0, 0, -1):
            yield _block(text, below, end, mark, header[1] or header[3], indent)
    else:
        yield [(text[place], place, place + 1) for place in range(start, end)]


def _single(text: str, start: int, end: int) -> Iterator[_Read]:
    while start < end:
        size = 2 if text.startswith("''", start) else 1
        yield text[start], start, start + size
        start += size


def _double(text: str, start: int, end: int) -> Iterator[_Read]:
    while start < end:
        escape = _ESCAPE.match(text, start, end)
        if escape is None:
            yield text[start], start, start + 1
            start += 1
            continue
        said = escape[0][1:]
        yield chr(int(said[1:], 16)) if len(said) > 1 else _ESCAPED.get(said, said), start, escape.end()
        start = escape.end()


def _block(text: str, start: int, end: int, style: str, chomping: str, indent: int) -> list[_Read]:
    """Return what a block holds, line by line, as libyaml puts it together."""
    found: list[_Read] = []
    # The break that ends the last line; those of the empty lines since; whether the last line began with a space.
    ending: list[_Read] = []
    empty: list[_Read] = []
    was_odd = False
    while start < end:
        after = LINE_BREAK.search(text, start)
        stop = after.start() if after else len(text)
        ends = [("\n", after.start(), after.end())] if after else []
        line = text[start:stop]
        own = min(indent, len(line) - len(line.lstrip(" ")))
        if not line[own:]:
            empty += ends
        elif own < indent:
            break
        else:
            is_odd = line[indent] in " \t"
            if style == ">" and ending and not was_odd and not is_odd:
                found += empty or [(" ", *ending[0][1:])]
            else:
                found += ending + empty
            found += [(text[place], place, place + 1) for place in range(start + indent, stop)]
            ending, empty, was_odd = ends, [], is_odd
        start = after.end() if after else end
    if chomping != "-":
        found += ending
    if chomping == "+":
        found += empty
    return found
