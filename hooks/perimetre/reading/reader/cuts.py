"""Say how a line should read, from the stretch of it that is refused and nothing else: one table, by refusal.

Comes in: a `Cut`. Goes out: what fills the words of the refusal, beside the stretch itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perimetre.reading.reader.refusals import MAX_DEPTH
from perimetre.reading.reader.values import comment_start, curly_quoted, quoted

_PLAIN_KEY = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, and the stretch of it that is refused.

    Fields:
        line: the line.
        column: where the stretch starts, from 0.
        end: where it ends, on this line.
        noted: what the reader noted beside the place.
    """

    line: str
    column: int
    end: int
    noted: str = ""

    @property
    def before(self) -> str:
        """What stands before the stretch."""
        return self.line[: self.column]

    @property
    def text(self) -> str:
        """The stretch itself."""
        return self.line[self.column : self.end]

    @property
    def after(self) -> str:
        """What stands after it."""
        return self.line[self.end :]

    def reading(self, text: str) -> dict[str, object]:
        """Return the line with another text in the place of the stretch."""
        return {"line": f"{self.before}{text}{self.after}"}


def _in_quotes(cut: Cut) -> dict[str, object]:
    return cut.reading(quoted(cut.text))


def _value_in_quotes(cut: Cut) -> dict[str, object]:
    """Put the whole value between quotes, of which an anchor or a tag is the beginning."""
    comment = comment_start(cut.line, cut.column)
    value = cut.line[cut.column : len(cut.line) if comment < 0 else comment].rstrip()
    return {"line": f"{cut.before}{quoted(value)}{cut.line[cut.column + len(value) :]}"}


def _hash_in_text(cut: Cut) -> dict[str, object]:
    """Put between quotes the value that a glued comment cuts."""
    key = re.match(r"[ ]*(?:- +)*(?:[^:]*:[ ]+)?", cut.line)
    start = key.end() if key and key.end() <= cut.column else cut.column
    line = cut.line[:start] + quoted(cut.line[start:].rstrip())
    return {"text": cut.line[cut.column :].rstrip(), "line": line}


def _curly_quotes(cut: Cut) -> dict[str, object]:
    text = cut.text.strip()
    return {**cut.reading(quoted(curly_quoted(text) or text)), "kept": f"{cut.before}{quoted(text)}{cut.after}"}


def _curly_key(cut: Cut) -> dict[str, object]:
    key = curly_quoted(cut.text.strip()) or cut.text.strip()
    return cut.reading(key if _PLAIN_KEY.fullmatch(key) else quoted(key))


def _unclosed_quote(cut: Cut) -> dict[str, object]:
    return {"mark": '"', "line": f'{cut.before}"{cut.line[cut.column :]}'}


def _no_break_space(cut: Cut) -> dict[str, object]:
    return {"text": cut.text.strip(), **cut.reading(" ".join(cut.text.split()))}


def _missing_space(cut: Cut) -> dict[str, object]:
    before, _, after = cut.text.partition(":")
    return {"mark": f"{before}:", "line": f"{cut.before}{before}: {after}"}


def _colon_in_braces(cut: Cut) -> dict[str, object]:
    before, _, after = cut.text.partition(":")
    return {"fixed": f"{before}: {after}".rstrip()}


def _bracket_indented(cut: Cut) -> dict[str, object]:
    target = int(cut.noted) + 2
    return {"column": target + 1, "line": " " * target + cut.line.strip()}


FILLS: Mapping[str, Callable[[Cut], dict[str, object]]] = {
    "yaml-alias": _in_quotes,
    "yaml-anchor": _value_in_quotes,
    "yaml-bracket.braces": lambda cut: cut.reading(f"[{cut.text[1:-1]}]"),
    "yaml-bracket.colon": _colon_in_braces,
    "yaml-curly-quotes": _curly_quotes,
    "yaml-curly-quotes.key": _curly_key,
    "yaml-dash-bullet": lambda cut: {"line": f"{cut.before}- {cut.line[cut.column + 1 :].lstrip()}"},
    "yaml-folded-text.below": lambda cut: {"line": f"{cut.line[: cut.end].rstrip()}: |"},
    "yaml-hash-in-text": _hash_in_text,
    "yaml-indentation.bracket": _bracket_indented,
    "yaml-invisible-character.escape": lambda cut: {"code": cut.noted},
    "yaml-leading-plus": _in_quotes,
    "yaml-leading-zero": _in_quotes,
    "yaml-missing-hyphen.record": lambda cut: {"line": f"{cut.before[:-2]}- {cut.line[cut.column :]}"},
    "yaml-missing-space": _missing_space,
    "yaml-missing-space.comment": lambda cut: {"line": f"{cut.before} {cut.line[cut.column :]}"},
    "yaml-no-break-space": _no_break_space,
    "yaml-number": _in_quotes,
    "yaml-quotes-needed": _in_quotes,
    "yaml-several-documents": lambda cut: {"mark": "---" if cut.line.startswith("---") else "..."},
    "yaml-tab-indent": lambda cut: {"line": cut.line.expandtabs(2)},
    "yaml-tag": _value_in_quotes,
    "yaml-too-deep": lambda _: {"limit": MAX_DEPTH},
    "yaml-unclosed-quote.start": _unclosed_quote,
}
