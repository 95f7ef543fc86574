"""Find the line that a manager must mend in a file that YAML cannot read, or reads otherwise than it was meant.

Comes in: the lines of a file. Goes out: slips (a refusal's name, a place, the corrected line), in the order of lines.

libyaml says where it gave up, in words about its own grammar; this module reads the lines again, each by itself, as
someone who knows what the handbook writes (keys, hyphens, one value per line, blocks after `|` or `>`).
It is only asked when libyaml has failed, or has joined lines that nobody meant to join.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perimetre.reading.reader.layout import Layout, Previous, Slip, first_word
from perimetre.reading.reader.values import (
    DASHES,
    GLUED_COMMENT,
    KEY_END,
    NO_BREAK,
    after_quote,
    closing_quote,
    comment_start,
    curly_key,
    curly_quoted,
    flow_end,
    meant_in_quotes,
    odd_flow_value,
    open_quote,
    quoted,
    quoted_again,
    unsure,
)
from perimetre.reading.schemas import keys_of_the_schemas

_BULLET = re.compile(rf"[{DASHES}][ \u00a0\u202f\u2009]*(?=\S)|\*[ \u00a0\u202f\u2009]+(?=\S)")
_HYPHEN_NO_BREAK = re.compile(rf"-[{NO_BREAK}]+[ ]*(?=\S)")
_BLOCK_HEADER = re.compile(r"[|>](?:[1-9][+-]?|[+-][1-9]?)?(?:[ \t]+#.*|[ \t]*)\Z")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_BEFORE_KEY = re.compile(r"[ ]*(?:-[ ]+)*")
_KEY_LIKE = re.compile(rf"[ {NO_BREAK}]*(?:-[ ]|[\w-]+[ ]?:(?:[ ]|\Z))")
# Where a quote that closes a value between brackets belongs: before the next key, or the brackets that end the line.
_QUOTE_MISSING = re.compile(r",[ ]*[\w-]+:[ ]|[\]},]*\Z")

# Lines of one text between quotes, beyond which the quote is taken for one that was forgotten.
_LONGEST_QUOTE = 20
# A key that follows a value on its line.
_SECOND_KEY = re.compile(r"(?<=[\w\]}\"'.!?)])[ ]+(?P<key>[a-z][a-z_]*):[ ]+(?=\S)")


@dataclass(slots=True)
class LineReader(Layout):
    """Read lines one by one: their layout first, then what each one holds."""

    def __post_init__(self) -> None:
        # Lines are mended as they are read, so that one mistake does not hide in the next.
        self.lines = list(self.lines)

    def slips(self) -> Iterator[Slip]:
        """Yield every slip, from the first line to the last."""
        while self.row < len(self.lines):
            self._line()
            # A line may show that the one above was wrong.
            yield from sorted(self.pending, key=lambda slip: (slip.row, slip.column))
            self.pending.clear()

    def _line(self) -> None:
        line = self.lines[self.row]
        if self._holds_nothing(line):
            self.row += 1
            return
        column = len(line) - len(line.lstrip(" "))
        if line[column] in "\t" + NO_BREAK:
            if self._odd_indent(line, column) == "\t":
                # How deep the line was meant to be is anyone's guess: it says nothing of the others.
                self.row += 1
                return
            line = self.lines[self.row]
            column = len(line) - len(line.lstrip(" "))
        line = self._hyphenated(line, column)
        start = column
        hyphens: list[int] = []
        while line[column : column + 1] == "-" and line[column + 1 : column + 2] in ("", " ", "\t"):
            hyphens.append(column)
            rest = line[column + 1 :]
            column += 1 + len(rest) - len(rest.lstrip(" \t"))
        content = line[column : column + 1] not in ("", "#")
        key_end = _key_end(line, column) if content else -1
        kind = "list" if hyphens else "map" if key_end >= 0 else "text"
        shift = self.place(kind, start, line) - start
        for hyphen in hyphens:
            self.push(hyphen + shift, "list")
        if content:
            if key_end >= 0:
                self.push(column + shift, "map")
            self._content(line, column, key_end, shift, bool(hyphens))
        else:
            self.previous = Previous(row=self.row, column=start + shift, open=True)
        self.row += 1

    def _holds_nothing(self, line: str) -> bool:
        """Tell whether a line holds neither key nor value; refuse what it holds in their place."""
        body = line.lstrip(" \t")
        if not body:
            if "\t" in line:
                self.slip("yaml-tab-indent.blank", 0, len(line))
        elif body[0] == "#":
            pass
        elif line.startswith(("---", "...")) and line[3:4] in ("", " ", "\t"):
            follows = any(line.strip() and not line.lstrip().startswith("#") for line in self.lines[self.row + 1 :])
            if (self.previous.row >= 0) if line[0] == "-" else follows:
                self.slip("yaml-several-documents", 0, 3, mark=line[:3])
            self.levels.clear()
            self.previous = Previous(row=self.row)
        elif line.startswith(_CONFLICT):
            self.slip("yaml-conflict", 0, len(line))
        elif not body.strip(NO_BREAK + " \t"):
            self.slip("yaml-no-break-space.blank", 0, len(line))
        elif line[0] == "%":
            self.slip("yaml-directive", 0, len(line))
        else:
            return False
        return True

    def _hyphenated(self, line: str, column: int) -> str:
        """Return a line with the hyphen and the space that its list item was meant to begin with."""
        name, mark = "yaml-missing-space", "-"
        if bullet := _BULLET.match(line, column):
            name, mark, end, after = "yaml-dash-bullet", line[column], column + 1, bullet.end()
        elif line[column] == "-" and line[column + 1 : column + 2].isalpha() and _key_end(line, column) >= 0:
            end, after = column + 2, column + 1
        elif wide := _HYPHEN_NO_BREAK.match(line, column):
            name, end, after = "yaml-no-break-space", wide.end(), wide.end()
        else:
            return line
        fixed = self.lines[self.row] = f"{line[:column]}- {line[after:]}"
        self.slip(name, column, end, mark=mark, text="-", line=fixed)
        return fixed

    def _odd_indent(self, line: str, column: int) -> str:
        """Refuse an indentation made of something else than spaces; go on as if it were made of them."""
        end = len(line) - len(line.lstrip(" \t" + NO_BREAK))
        odd = line[column]
        prefix = line[:end].replace("\t", "    ") if odd == "\t" else " " * end
        if odd == "\t":
            prefix = " " * self._column_for(len(prefix), line[end:])
        fixed = prefix + line[end:]
        if odd == "\t":
            self.slip("yaml-tab-indent", column, end, line=fixed)
        else:
            self.slip("yaml-no-break-space", column, end, text=first_word(line[end:]), line=fixed)
        self.lines[self.row] = fixed
        return odd

    def _column_for(self, seen: int, body: str) -> int:
        """Return the column where a line that a tab indents belongs: the nearest to where it is seen to stand."""
        kind = "list" if body.startswith("- ") else "map"
        if self.previous.open and self.previous.row >= 0:
            return self.previous.column + 2
        columns = [level.column for level in self.levels if level.kind == kind]
        return min(columns, key=lambda column: (abs(column - seen), -column), default=seen)

    def _content(self, line: str, column: int, key_end: int, shift: int, hyphen: bool) -> None:
        """Check a key, then its value; or the value of a list item."""
        previous = Previous(row=self.row, column=column + shift, open=False, hyphen=hyphen)
        value_column = column
        if key_end >= 0:
            previous.key = line[column:key_end].rstrip(" \t")
            self._key(line, column, key_end, previous.key)
            rest = line[key_end + 1 :]
            value_column = key_end + 1 + len(rest) - len(rest.lstrip(" \t"))
        else:
            previous.column = (self.levels[-1].column if self.levels else 0) + shift
            if not hyphen and self.previous.open and self.previous.key is not None:
                previous.below = self.previous.row
        end = comment_start(line, value_column)
        value = line[value_column : len(line) if end < 0 else end].rstrip(" \t")
        previous.value, previous.value_column = value, value_column
        self.previous = previous
        if end >= 0 and GLUED_COMMENT.match(line, end):
            text = line[value_column:].rstrip()
            fixed = line[:value_column] + quoted(text)
            self.slip("yaml-hash-in-text", end, len(line.rstrip()), text=line[end:].rstrip(), line=fixed)
        if not value:
            previous.open = True
            return
        self._value(line, value_column, value, previous)

    def _key(self, line: str, column: int, key_end: int, key: str) -> None:
        stripped = key.strip(NO_BREAK + " ")
        if curly_key(key):
            fixed = f"{line[:column]}{stripped[1:-1]}{line[key_end:]}"
            self.slip("yaml-curly-quotes.key", column, column + len(key), line=fixed)
        elif stripped != key:
            fixed = f"{line[:column]}{stripped}{line[key_end:]}"
            self.slip("yaml-no-break-space", column, key_end, text=stripped, line=fixed)
        elif not key:
            self.slip("yaml-key.empty", column, key_end + 1)
        elif key == "<<":
            self.slip("yaml-merge-key", column, key_end)
        elif key[0] in "@`%*&!|>" or key.startswith("? "):
            fixed = f"{line[:column]}{quoted(key)}{line[key_end:]}"
            self.slip("yaml-quotes-needed", column, column + 1, mark=key[0], line=fixed)

    def _value(self, line: str, column: int, value: str, previous: Previous) -> None:
        first = value[0]
        before, tail = line[:column], line[column + len(value) :]
        in_list = previous.key is None
        curly = curly_quoted(value)
        if curly is not None:
            values = {"line": before + quoted(curly) + tail, "kept": before + quoted(value) + tail}
            self.slip("yaml-curly-quotes", column, column + len(value), **values)
        elif first in "\"'":
            self._quoted_value(line, column)
        elif first in "|>":
            if _BLOCK_HEADER.match(line, column):
                self._skip_block(previous)
            else:
                self._needs_quotes(line, column, value)
        elif first in "[{":
            self._flow(line, column)
        elif first in "*&!":
            name = {"*": "yaml-alias", "&": "yaml-anchor", "!": "yaml-tag"}[first]
            if not re.match(r"[*&!][\w!.:/<-]+(?:\s|\Z)", value):
                name = "yaml-quotes-needed"
            fixed = before + quoted(value) + tail
            self.slip(name, column, column + len(value), mark=first, line=fixed, text=value.split()[0])
        elif first in "@`%,]}" or (first == "?" and value[1:2] in ("", " ")):
            self._needs_quotes(line, column, value)
        elif first == "-" and not in_list and value[1:2] in ("", " "):
            key_line = before.rstrip()
            following = " " * (previous.column + 2) + value
            self.slip("yaml-list-beside-key", column, column + 1, line=key_line, next=following)
        else:
            colon = KEY_END.search(value)
            if colon and not self._two_keys(line, column):
                start = column + colon.start()
                self.slip("yaml-colon-in-text", start, start + 1, line=before + quoted(value) + tail)
            elif not colon and value.strip(NO_BREAK) != value:
                fixed = before + value.strip(NO_BREAK) + tail
                self.slip("yaml-no-break-space", column, column + len(value), text=value.strip(NO_BREAK), line=fixed)

    def _two_keys(self, line: str, place: int) -> bool:
        """Refuse a line on which a second key stands after the value of the first, if it does; say whether.

        Args:
            line: the line.
            place: from where a second key is looked for.
        """
        key = self.previous.key
        second = _SECOND_KEY.search(line, place) if key is not None else None
        if second is None or second["key"] not in keys_of_the_schemas():
            return False
        indent = self.previous.column
        first, below = line[: second.start()].rstrip(), " " * indent + line[second.start("key") :].rstrip()
        end = len(line.rstrip())
        self.slip("yaml-two-keys", second.start("key"), end, key=second["key"], line=first, next=below)
        return True

    def _needs_quotes(self, line: str, column: int, value: str) -> None:
        fixed = line[:column] + quoted_again(value) + line[column + len(value) :]
        self.slip("yaml-quotes-needed", column, column + 1, mark=value[0], line=fixed)

    def _quoted_value(self, line: str, column: int) -> None:
        close = closing_quote(line, column)
        mark = line[column]
        if close < 0 and (whole := self._closed_below(line, column)):
            self.slip("yaml-unclosed-quote.below", column, column + 1, mark=mark, **whole)
            return
        if close < 0:
            fixed = line.rstrip() + mark
            if mark == '"' and fixed.endswith('\\"'):
                fixed = fixed[:-1] + '\\"'
            self.slip("yaml-unclosed-quote", column, column + 1, mark=mark, line=fixed)
            return
        rest = after_quote(line, close)
        if rest:
            text, is_sure = meant_in_quotes(line[column:].rstrip())
            fixed = line[:column] + text
            self.slip("yaml-quote-in-text", close, close + 1, rest=rest, line=fixed, **unsure(is_sure))
        elif mark == '"':
            escape = re.search(r"""(?<!\\)(?:\\\\)*(\\[^0abt\tnvfre "/\\N_LPxuU])""", line[column:close])
            if escape:
                start = column + escape.start(1)
                text = line[column + 1 : close]
                fixed = line[:column] + quoted(text) + line[close + 1 :]
                self.slip("yaml-escape", start, start + 2, text=escape[1], line=fixed)

    def _closed_below(self, line: str, column: int) -> dict[str, str | int] | None:
        """Return the text of a quote that lines below go on with and close, on one line, and the last of them."""
        parent = self.levels[-1].column if self.levels else -1
        joined = line.rstrip()
        for row in range(self.row + 1, min(self.row + _LONGEST_QUOTE, len(self.lines))):
            below = self.lines[row]
            if (
                not below.strip()
                or _breaks_flow(below, parent)
                or _key_end(below, len(below) - len(below.lstrip())) >= 0
            ):
                return None
            joined = f"{joined} {below.strip()}"
            close = closing_quote(joined, column)
            if close >= 0:
                return None if after_quote(joined, close) else {"line": joined, "last": row + 1}
        return None

    def _skip_block(self, previous: Previous) -> None:
        """Pass over the lines of a text after `|` or `>`."""
        parent = self.levels[-1].column if self.levels else -1
        row = self.row + 1
        filled = False
        while row < len(self.lines):
            line = self.lines[row]
            if line.strip(" "):
                indent = len(line) - len(line.lstrip(" "))
                if indent <= parent:
                    break
                if not filled:
                    filled = True
                    for blank in range(self.row + 1, row):
                        if len(self.lines[blank]) > indent:
                            self.slip("yaml-indentation.blank", 0, len(self.lines[blank]), blank)
            row += 1
        self.row = row - 1
        previous.block, previous.unfilled = True, not filled

    def _flow(self, line: str, column: int) -> None:
        """Pass over a value between brackets or braces, which may take several lines."""
        parent = self.levels[-1].column if self.levels else -1
        mark = line[column]
        quote = open_quote(line, column)
        if quote >= 0:
            # A text between quotes stands on one line: the quote is the root, brackets that seem open are not.
            body = line.rstrip()
            missing = _QUOTE_MISSING.search(body, quote + 1)
            end = missing.start() if missing else len(body)
            text, is_sure = meant_in_quotes(body[quote:end])
            # In a list, a comma may end the text.
            in_list = body.rfind("[", 0, quote) > max(body.rfind("]", 0, quote), body.rfind("{", 0, quote))
            is_sure &= not (in_list and "," in body[quote:end])
            self.slip(
                "yaml-unclosed-quote",
                quote,
                quote + 1,
                mark=line[quote],
                line=body[:quote] + text + body[end:],
                **unsure(is_sure),
            )
            return
        if slip := odd_flow_value(line, column):
            name, start, end, values = slip
            self.slip(name, start, end, **values)
            self.lines[self.row] = line = values["line"]
        row, stop = flow_end(self.lines, self.row, column, lambda text: _breaks_flow(text, parent))
        if isinstance(stop, str):
            body = line[: comment_start(line, column)] if comment_start(line, column) >= 0 else line
            # Text that merely begins with a bracket needs quotes; a list lacks its end.
            self.slip("yaml-unclosed-bracket", column, column + 1, mark=mark, line=body.rstrip().rstrip(",") + stop)
            # Whatever stands inside the open bracket has been read.
            self.row = row - 1
            return
        rest = self.lines[row][stop + 1 :]
        if re.match(r"[ \t]*,", rest) and line.count("}") > line.count("{"):
            start = self.previous.column if self.previous.key is not None else column
            fixed = _BEFORE_KEY.sub(r"\g<0>{", line, count=1)
            self.slip("yaml-bracket.line", start, len(line.rstrip()), line=fixed)
        elif self._two_keys(line, stop + 1):
            pass
        elif rest.strip(" \t") and not re.match(r"[ \t]+#|[ \t]*:(?:[ \t]|\Z)", rest) and row == self.row:
            self._needs_quotes(line, column, line[column:].rstrip())
        self.row = row


def _breaks_flow(line: str, parent: int) -> bool:
    """Tell whether a line can only be a new key or item, so that a bracket above was left open."""
    return len(line) - len(line.lstrip(" ")) <= parent and bool(_KEY_LIKE.match(line))


def _key_end(line: str, column: int) -> int:
    """Return the place of the colon that ends the key of a line, or -1 if the line holds no key."""
    first = line[column]
    if first in "\"'":
        close = closing_quote(line, column)
        if close < 0:
            return -1
        rest = line[close + 1 :]
        colon = close + 1 + len(rest) - len(rest.lstrip(" \t"))
        return colon if KEY_END.match(line, colon) else -1
    if first in "[{" or curly_quoted(line[column:].rstrip()) is not None:
        return -1
    colon_after = KEY_END.search(line, column)
    if not colon_after:
        return -1
    comment = comment_start(line, column)
    return colon_after.start() if comment < 0 or colon_after.start() < comment else -1
