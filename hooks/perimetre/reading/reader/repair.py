"""Look for the one line whose change makes a broken file readable: the surest sign that this line is the one at fault.

Comes in: the lines of a file that libyaml refuses, and the line where the fault shows. Goes out: a slip with the
corrected line, or None. When a first item is indented wrong, the next ones do not fit: only a trial tells which is odd.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from perimetre.reading.reader.layout import Slip
from perimetre.reading.reader.values import quoted

# How much text may be read again, all trials together: about half a second.
_BUDGET = 4_000_000
_NEAR = 8
_AROUND = 40
_OPEN_KEY = re.compile(r":[ \t]*\Z")
_KEY_LIKE = re.compile(r"(?:- )*[\w-]+ ?:(?: |\Z)|- ")
_WORD_ALONE = re.compile(r" *(?:- )*[\w-]+ *\Z")
_KEY_ALONE = re.compile(r" *([\w-]+):[ \t]*\Z")
# Commas too many, then the places where one may be missing: before a key, between two texts or two brackets.
_COMMAS = ((re.compile(r",(?:[ \t]*,)+"), ","), (re.compile(r"([\[{])[ \t]*,[ \t]*"), r"\1"))
_GAP = re.compile(r"(?<=[^\s,\[{:])[ \t]+(?=[\w-]+:[ \t]|[\"'\[{])")
_NEXT_KEY = re.compile(r",[ \t]*[\w-]+:[ \t]")
# Where a text without quotes begins between braces or brackets.
TEXT_WITHOUT_QUOTES = re.compile(r"(?:[{,][ \t]*[\w-]+:[ \t]+|\[[ \t]*)(?=[^\s\"'\[]|\{\{)")
_BLOCK = re.compile(r":[ \t]+[|>][-+0-9]*[ \t]*\Z")
_GLUED_HYPHEN = re.compile(r"( *)-(?=[^\W\d_])")


def repair(lines: list[str], row: int, first: Slip | None, readable: Callable[[str], bool]) -> Slip | None:
    """Return the slip of the line whose change mends the file.

    Args:
        lines: the lines of the file.
        row: the line where the fault shows, from 0.
        first: what the line reader thinks is wrong; it is right if its own correction mends the file.
        readable: tells whether a text can be read.
    """
    budget = _BUDGET
    size = sum(map(len, lines)) + len(lines)
    rows = list(_suspects(lines, row))
    odd = [place for place in rows if _is_odd(lines, place)]
    own = [(first, str(first.values["line"]))] if first and "line" in first.values else []
    # An odd line is at fault before any other; else the line reader is right, if its own correction serves.
    own_first = first is not None and first.row in odd and not _OPEN_KEY.search(lines[first.row])
    trials = chain(own if own_first else (), _trials(lines, odd), own, _trials(lines, rows))
    for slip, line in trials:
        budget -= size
        if budget < 0:
            return None
        if readable("\n".join((*lines[: slip.row], line, *lines[slip.row + 1 :]))):
            return slip
    return None


def item_by_its_id(lines: list[str], first: Slip, readable: Callable[[str], bool]) -> Slip | None:
    """Return the slip of a record that begins with `lumen:` where the others begin with `- id: ruche`."""
    own = first.name == "yaml-indentation.key"
    column = first.column if own else int(first.values["column"]) - 1
    for row in range(first.row - (not own), max(-1, first.row - 200), -1):
        line = lines[row]
        if _is_silent(line) or _indent(line) > column:
            continue
        word = _KEY_ALONE.match(line)
        if _indent(line) < column or not word:
            return None
        fixed = f"{' ' * column}- id: {word[1]}"
        if readable("\n".join((*lines[:row], fixed, *lines[row + 1 :]))):
            return Slip("yaml-missing-hyphen.id", row, column, len(line.rstrip()), {"text": word[1], "line": fixed})
        return None
    return None


def separated(lines: list[str], row: int, column: int, readable: Callable[[str], bool]) -> Slip | None:
    """Return the slip of a line whose list between brackets lacks a comma, a bracket or quotes, or has a comma more."""
    line = lines[row]
    for start, end in islice(_with_variables(line, column), _AROUND):
        fixed = line[:start] + quoted(line[start:end]) + line[end:]
        if readable("\n".join((*lines[:row], fixed, *lines[row + 1 :]))):
            return Slip("yaml-quotes-needed.variable", row, start, end, {"mark": "{{", "line": fixed})
    fixes = [fix.sub(to, line) for fix, to in _COMMAS]
    fixes += [line[: at.start()] + "," + line[at.start() :] for at in islice(_GAP.finditer(line, column), _AROUND)]
    fixes += [line[: at.start()] + "]" + line[at.start() :] for at in islice(_NEXT_KEY.finditer(line, column), _AROUND)]
    # Each trial reads the whole file again.
    for fixed in fixes[: _BUDGET // (sum(map(len, lines)) + len(lines))]:
        if fixed != line and readable("\n".join((*lines[:row], fixed, *lines[row + 1 :]))):
            return Slip("yaml-bracket.line", row, column, len(line.rstrip()), {"line": fixed})
    return None


def _with_variables(line: str, column: int) -> Iterator[tuple[int, int]]:
    """Yield where a text without quotes, in which a `{{variable}}` stands, may begin and end between braces."""
    # The text that holds the variable is the last one that begins before it.
    for at in reversed(list(TEXT_WITHOUT_QUOTES.finditer(line, column, max(column, line.find("{{"))))):
        closing = len(line) - len(line.rstrip(" \t,}]"))
        keys = [key.start() for key in _NEXT_KEY.finditer(line, at.end())]
        for end in (*range(len(line) - 1, len(line) - closing - 1, -1), *keys):
            if "{{" in line[at.end() : end]:
                yield at.end(), end


def _is_odd(lines: list[str], row: int) -> bool:
    """Tell whether a line is indented as nobody would: by an odd number, or by more than two under the line above."""
    indent = _indent(lines[row])
    above = next((line for line in reversed(lines[max(0, row - 50) : row]) if not _is_silent(line)), None)
    if above is None:
        return indent > 0
    return indent % 2 == 1 or indent > _indent(above) + (4 if above.lstrip().startswith("- ") else 2)


def _trials(lines: list[str], rows: list[int]) -> Iterator[tuple[Slip, str]]:
    if not rows:
        return
    around = lines[max(0, min(rows) - _AROUND) : max(rows) + _AROUND]
    used = {_indent(line) for line in around if not _is_silent(line)}
    columns = sorted({0, *used, *(column + 2 for column in used)})
    for row in rows:
        line = lines[row]
        if line.startswith(("---", "...", "%")):
            continue
        indent, body = _indent(line), line.lstrip(" \t")
        deeper = 1 if _KEY_LIKE.match(body) else -1
        below = next((line for line in lines[row + 1 : row + 50] if not _is_silent(line)), "")
        child = _indent(below) if _OPEN_KEY.search(line) else -1

        def rank(column: int, at: int = indent, way: int = deeper, child: int = child) -> tuple[int, int, int]:
            # A key without a value stands two columns before what it holds.
            return (0 if child < 0 else abs(child - column - 2), abs(column - at), way * column)

        for column in sorted(columns, key=rank):
            if column == indent or abs(column - indent) > 4:
                continue
            if column < indent or not _in_block(lines, row, column):
                fixed = " " * column + body
                values: dict[str, str | int] = {"column": column + 1, "line": fixed}
                yield Slip("yaml-indentation", row, indent, len(line.rstrip()), values), fixed
        if _WORD_ALONE.match(line):
            fixed = line.rstrip() + ":"
            yield (
                Slip("yaml-missing-colon", row, indent, len(line.rstrip()), {"key": body.strip("- "), "line": fixed}),
                fixed,
            )
        if glued := _GLUED_HYPHEN.match(line):
            fixed = f"{glued[1]}- {line[glued.end() :]}"
            yield Slip("yaml-missing-space", row, indent, indent + 1, {"mark": "-", "line": fixed}), fixed
        if indent >= 2 and not body.startswith("-"):
            fixed = f"{line[: indent - 2]}- {line[indent:]}"
            yield Slip("yaml-missing-hyphen", row, indent, len(line.rstrip()), {"line": fixed}), fixed


def _in_block(lines: list[str], row: int, column: int) -> bool:
    """Tell whether a line that starts in a column would be swallowed by a text after `|` or `>`."""
    above = (line for line in reversed(lines[max(0, row - 200) : row]) if line.strip() and _indent(line) < column)
    return bool(_BLOCK.search(next(above, "")))


def _suspects(lines: list[str], shown: int) -> Iterator[int]:
    """Yield the line where the fault shows, those just above, then those that open the lists and mappings it is in."""
    yield shown
    seen, least, below = 0, _indent(lines[shown]), shown
    for row in range(shown - 1, max(-1, shown - 2000), -1):
        line = lines[row]
        if _is_silent(line):
            continue
        seen += 1
        opens = _indent(line) < least or (_indent(line) == least == 0)
        if opens and below < shown and seen > _NEAR + 1:
            yield below
        if seen <= _NEAR or opens:
            yield row
        least, below = min(least, _indent(line)), row
    if seen > _NEAR:
        yield below


def _is_silent(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
