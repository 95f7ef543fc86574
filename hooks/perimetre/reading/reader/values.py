"""Look inside one line: where a quote closes, where a comment starts, where brackets end, how a text is quoted.

Comes in: a line and a column. Goes out: a column, or the text as it should be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# What word processors and French keyboards put where a space is meant.
NO_BREAK = "\u00a0\u202f\u2007"
# What word processors put where a hyphen announces the item of a list.
DASHES = "–—−‐‑•·▪◦‣●○■∙⁃"
KEY_END = re.compile(r":(?=[ \t]|\Z)")
# Possessive repeats: a long line full of backslashes is read once, without going back.
_DOUBLE = re.compile(r'"(?:[^"\\]++|\\.)*+"')
_SINGLE = re.compile(r"'(?:[^']++|'')*+'")
# A `#` that hides what was meant to be read: a comment of ours has a space after it.
GLUED_COMMENT = re.compile(r"(?<=[ \t])#(?=[^\s#!])")
_COMMENT = re.compile(r"(?:(?<=[ \t])|\A)#")
_OPENING, _CLOSING = "“„‟”", "”“"
_SINGLE_OPENING, _SINGLE_CLOSING = "‘‚‛’", "’‘"
_FLOW_PARTS = re.compile(r"""["'\[\]{}]|(?:(?<=[ \t])|\A)#""")

# Quotes that open or close something, not apostrophes within words, nor those that are written twice or escaped.
_LONE_SINGLE = re.compile(r"(?<!')(?:(?<!\w)'|'(?!\w))(?!')")
_LONE_DOUBLE = re.compile(r'(?<!\\)"')
_CLOSED_BEFORE_COMMENT = re.compile(r"""(["'])[ \t]+#[^"']*\Z""")
_STRAIGHT = re.compile(r"""(?<=[\[{,: ])(?:"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')""")
# Between brackets: a text in curly quotes; a text that begins with a mark which begins none without quotes.
_CURLY_IN_FLOW = re.compile(r"[\[{,:][ ]*(?P<text>[“„‟”][^“”„‟]*[”“])(?=[ ]*[,\]}])")
_ODD_IN_FLOW = re.compile(r"[\[{,:][ ]*(?P<text>[@`%][^,\[\]{}]*[^,\[\]{} ])")


def closing_quote(line: str, column: int) -> int:
    """Return the column of the quote that closes the one at `column`, or -1."""
    quotation = (_DOUBLE if line[column] == '"' else _SINGLE).match(line, column)
    return quotation.end() - 1 if quotation else -1


def after_quote(line: str, close: int) -> str:
    """Return what stands after a closing quote, comments apart."""
    rest = line[close + 1 :]
    return "" if re.match(r"[ \t]+#", rest) else rest.strip(" \t")


def comment_start(line: str, column: int) -> int:
    """Return the column where a comment starts at or after `column`, or -1; a quoted value holds none."""
    if line[column : column + 1] in ("'", '"'):
        close = closing_quote(line, column)
        if close < 0:
            return -1
        column = close + 1
    elif line[column : column + 1] in ("[", "{"):
        column = _past_quotes(line, column)
    if line[column : column + 1] == "#" and (column == 0 or line[column - 1] in " \t"):
        return column
    comment = _COMMENT.search(line, column)
    return comment.start() if comment else -1


def _past_quotes(line: str, column: int) -> int:
    """Return where the last of the quoted texts between brackets ends, of those that no comment stands before."""
    place = column
    while (part := _FLOW_PARTS.search(line, place)) and part[0] != "#":
        place = part.end()
        if part[0] in "\"'" and _opens_quote(line, part.start()):
            close = closing_quote(line, part.start())
            if close < 0:
                return column
            column = place = close + 1
    return column


def quoted(text: str) -> str:
    """Return a text between the quotes that change it least."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoted_again(text: str) -> str:
    """Return a text between quotes; where only the closing one was written, that one is no part of it."""
    closed = text[-1:] in ('"', "'") and text.count(text[-1]) == 1
    return quoted(text[:-1] if closed else text)


def meant_in_quotes(text: str) -> tuple[str, bool]:
    """Return a text whose quote closes too early as it was most likely meant, and whether nothing else can be meant.

    The quote that opens it is dropped with the one that closes it, or alone where none does: an apostrophe, or words
    that are quoted in it, close nothing. Where it has its own pair (`"Oui" à tous`), that pair is part of the text.
    """
    mark = text[0]
    comment = _CLOSED_BEFORE_COMMENT.search(text, 1)
    if comment is not None and comment[1] == mark:
        text, said_aside = text[: comment.end(1)], text[comment.end(1) :]
    else:
        said_aside = ""
    if len(text) > 1 and text[-1] == mark:
        inner = text[1:-1]
    elif len((_LONE_SINGLE if mark == "'" else _LONE_DOUBLE).findall(text)) % 2:
        inner = text[1:]
    else:
        return quoted(text) + said_aside, True
    if mark == '"' and "\\" in inner:
        return '"' + _LONE_DOUBLE.sub(r'\\"', inner) + '"' + said_aside, True
    # Whether what stands after a hash is said, or noted, only the closing quote would have told.
    is_sure = text[-1] == mark or not _COMMENT.search(inner)
    return quoted(inner.replace("''", "'") if mark == "'" else inner) + said_aside, is_sure


def unsure(is_sure: bool) -> dict[str, str | int]:
    """Return what keeps a machine from writing the line of a slip, where it is not the only one that serves."""
    return {} if is_sure else {"unsure": 1}


def curly_quoted(text: str) -> str | None:
    """Return what a text holds between curly quotes, or None when they do not enclose the whole of it."""
    if len(text) < 2:
        return None
    for opening, closing in ((_OPENING, _CLOSING), (_SINGLE_OPENING, _SINGLE_CLOSING)):
        if text[0] in opening and text[-1] in closing:
            inner = text[1:-1]
            return None if any(mark in opening + closing for mark in inner.replace("’", "")) else inner
    return None


def curly_key(key: str) -> bool:
    """Tell whether a key stands between curly quotes."""
    return curly_quoted(key.strip(NO_BREAK + " ")) is not None


def flow_end(
    lines: Sequence[str], row: int, column: int, broken: Callable[[str], bool]
) -> tuple[int, int] | tuple[int, str]:
    """Find where the bracket at a place is closed.

    Args:
        lines: the lines of the file.
        row: the line of the bracket, from 0.
        column: its column, from 0.
        broken: tells of a later line that it cannot be inside brackets.

    Returns:
        The line and the column of the closing bracket; or the line that is outside again, and the missing marks.
    """
    pairs = {"[": "]", "{": "}"}
    awaited: list[str] = []
    first = row
    while row < len(lines):
        line = lines[row]
        if row > first and broken(line):
            break
        place = column if row == first else 0
        while part := _FLOW_PARTS.search(line, place):
            mark, place = part[0], part.end()
            if mark == "#":
                break
            if mark in pairs:
                awaited.append(pairs[mark])
            elif mark in "]}":
                if awaited.pop() != mark:
                    return row, part.start()
                if not awaited:
                    return row, part.start()
            elif _opens_quote(line, part.start()):
                close = closing_quote(line, part.start())
                if close < 0:
                    break
                place = close + 1
        row += 1
    return row, "".join(reversed(awaited))


def odd_flow_value(line: str, column: int) -> tuple[str, int, int, dict[str, str]] | None:
    """Return the first value between brackets that curly quotes enclose, or that needs quotes: a slip, its place."""
    # What straight quotes hold is no one's business.
    bare = _STRAIGHT.sub(lambda text: "x" * len(text[0]), line)
    if curly := _CURLY_IN_FLOW.search(bare, column):
        start, end = curly.span("text")
        inner = line[start + 1 : end - 1]
        straight = line[:start] + quoted(inner) + line[end:]
        return (
            "yaml-curly-quotes",
            start,
            end,
            {
                "line": straight,
                "kept": line[:start] + quoted(line[start:end]) + line[end:],
            },
        )
    if odd := _ODD_IN_FLOW.search(bare, column):
        start, end = odd.span("text")
        fixed = line[:start] + quoted_again(line[start:end]) + line[end:]
        return "yaml-quotes-needed", start, start + 1, {"mark": line[start], "line": fixed}
    return None


def open_quote(line: str, column: int) -> int:
    """Return the column of a quote that a value between brackets opens and that its line does not close, or -1."""
    place = column
    while part := _FLOW_PARTS.search(line, place):
        mark, place = part[0], part.end()
        if mark == "#":
            break
        if mark in "\"'" and _opens_quote(line, part.start()):
            close = closing_quote(line, part.start())
            if close < 0 or line[close + 1 : close + 2] not in ("", " ", "\t", ",", "]", "}", ":"):
                return part.start()
            place = close + 1
    return -1


def _opens_quote(line: str, place: int) -> bool:
    """Tell a quote that opens a value from an apostrophe inside a word."""
    return place == 0 or line[place - 1] in " \t[{,:"
