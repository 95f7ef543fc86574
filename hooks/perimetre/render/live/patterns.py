"""Write a pattern of Python's `re` as one that a browser reads the same, so that no pattern is written twice.

Comes in: a compiled pattern. Goes out: the source of a JavaScript pattern for the flag `u` alone. The tree that the
parser of Python makes is written out, each construct with the meaning that it has there: what a letter or a space is,
both forms of a letter where case does not count, the ends of lines, what is possessive. Every group has a name: `g1`,
`g2`… or its own.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from re import _casefix, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

WORD = r"\p{L}\p{N}_"
DIGIT = r"\p{Nd}"
SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CLASSES = {"WORD": WORD, "DIGIT": DIGIT, "SPACE": SPACE}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
# No letter of which a pattern speaks has another form beyond.
_CASED = 0x2200

Node = tuple[Any, Any]


def as_javascript(pattern: re.Pattern[str]) -> str:
    """Return the source of the JavaScript pattern that finds what a pattern finds.

    Raises:
        ValueError: it holds something that is not written here yet.
    """
    tree = _parser.parse(pattern.pattern, pattern.flags)
    names = {number: name for name, number in pattern.groupindex.items()}
    return _PatternWriter(names).sequence(tree, pattern.flags)


def as_class(signs: Iterable[str]) -> str:
    """Return signs as they stand between the brackets of a class, those that follow each other as a range."""
    points = sorted(map(ord, signs))
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(_sign(first) if first == last else f"{_sign(first)}-{_sign(last)}" for first, last in ranges)


class _PatternWriter:
    """A pattern, being written.

    Args:
        names: the groups that have a name of their own.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names
        self._atoms = 0

    def sequence(self, nodes: Iterable[Node], flags: int) -> str:
        return "".join(self._node(str(op), value, flags) for op, value in nodes)

    def _node(self, op: str, value: Any, flags: int) -> str:
        match op:
            case "LITERAL":
                return _literal(value, flags)
            case "NOT_LITERAL":
                return f"[^{_members([('LITERAL', value)], flags)}]"
            case "ANY":
                return r"[^\n]"
            case "IN":
                return _class(value, flags)
            case "BRANCH":
                return "(?:" + "|".join(self.sequence(choice, flags) for choice in value[1]) + ")"
            case "SUBPATTERN":
                return self._group(value, flags)
            case "MAX_REPEAT":
                return self._repeat(value, flags)
            case "MIN_REPEAT":
                return self._repeat(value, flags) + "?"
            case "POSSESSIVE_REPEAT":
                return self._atomic(self._repeat(value, flags))
            case "ATOMIC_GROUP":
                return self._atomic(self.sequence(value, flags))
            case "ASSERT" | "ASSERT_NOT":
                direction, nodes = value
                sign = ("" if direction > 0 else "<") + ("=" if op == "ASSERT" else "!")
                return f"(?{sign}{self.sequence(nodes, flags)})"
            case "GROUPREF":
                return rf"\k<{self._name(value)}>"
            case "AT":
                return _place(str(value), flags)
        raise ValueError(op)

    def _name(self, number: int) -> str:
        return self._names.get(number, f"g{number}")

    def _group(self, value: Any, flags: int) -> str:
        number, added, removed, nodes = value
        inside = self.sequence(nodes, (flags | added) & ~removed)
        return f"(?:{inside})" if number is None else f"(?<{self._name(number)}>{inside})"

    def _repeat(self, value: Any, flags: int) -> str:
        least, most, nodes = value
        endless = most == _constants.MAXREPEAT
        count = {(0, True): "*", (1, True): "+"}.get((least, endless))
        if count is None:
            count = "?" if (least, most) == (0, 1) else f"{{{least},{'' if endless else most}}}"
        return f"(?:{self.sequence(nodes, flags)}){count}"

    def _atomic(self, inside: str) -> str:
        # What is looked ahead at is not tried again.
        self._atoms += 1
        return rf"(?:(?=(?<a{self._atoms}>{inside}))\k<a{self._atoms}>)"


def _place(where: str, flags: int) -> str:
    lines = bool(flags & re.MULTILINE)
    match where:
        case "AT_BEGINNING":
            return r"(?<![^\n])" if lines else "^"
        case "AT_BEGINNING_STRING":
            return "^"
        case "AT_END":
            return r"(?![^\n])" if lines else r"(?=\n?$)"
        case "AT_END_STRING":
            return "$"
        case "AT_BOUNDARY":
            return f"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"
    raise ValueError(where)


def _literal(point: int, flags: int) -> str:
    forms = _forms(point, flags)
    return _sign(point) if len(forms) == 1 else f"[{as_class(map(chr, forms))}]"


def _class(members: Sequence[Node], flags: int) -> str:
    if str(members[0][0]) == "NEGATE":
        return f"[^{_members(members[1:], flags)}]"
    return f"[{_members(members, flags)}]"


def _members(members: Iterable[Node], flags: int) -> str:
    return "".join(_member(str(op), value, flags) for op, value in members)


def _member(op: str, value: Any, flags: int) -> str:
    match op:
        case "LITERAL":
            return as_class(map(chr, _forms(value, flags)))
        case "RANGE":
            first, last = value
            written = f"{_sign(first)}-{_sign(last)}"
            if not flags & re.IGNORECASE or first >= _CASED:
                return written
            within = {form for point in range(first, last + 1) for form in _forms(point, flags)}
            return written + as_class(map(chr, within - {*range(first, last + 1)}))
        case "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            if name in _CLASSES:
                return _CLASSES[name]
            # «\W» beside others: neither the letters, the numbers nor the underscore.
            if name == "NOT_WORD":
                return r"\p{M}\p{P}\p{S}\p{Z}\p{C}".replace(r"\p{P}", r"\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}" + _TIES)
            if name == "NOT_DIGIT":
                return r"\P{Nd}"
            if name == "NOT_SPACE":
                return _NOT_SPACE
    raise ValueError((op, value))


# What joins words as the underscore does, and is none.
_TIES = "\\u{203f}\\u{2040}\\u{2054}\\u{fe33}\\u{fe34}\\u{fe4d}-\\u{fe4f}\\u{ff3f}"
_NOT_SPACE = (
    r"\x00-\x08\x0e-\x1b\x21-\x84\x86-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    r"\u3001-\u{10ffff}"
)


def _forms(point: int, flags: int) -> frozenset[int]:
    """Return the letters that a letter of a pattern stands for."""
    if not flags & re.IGNORECASE:
        return frozenset((point,))
    return _cases().get(_lower(point), frozenset()) | {point}


@functools.cache
def _cases() -> Mapping[int, frozenset[int]]:
    """Return the letters that are one where case does not count, by their small form."""
    forms: dict[int, set[int]] = {}
    for point in range(_CASED):
        forms.setdefault(_lower(point), set()).add(point)
    alike = {small: {form for each in (small, *others) for form in forms.get(each, ())} for small, others in _ALIKE}
    return {small: frozenset(several) for small, several in (forms | alike).items()}


def _lower(point: int) -> int:
    lowered = chr(point).lower()
    # «İ» is a small letter with a dot above; Python's patterns take it for the letter alone.
    return ord(lowered[0]) if lowered else point


_ALIKE: tuple[tuple[int, tuple[int, ...]], ...] = tuple(_casefix._EXTRA_CASES.items())


def _sign(point: int) -> str:
    sign = chr(point)
    if sign in _PLAIN:
        return sign
    if point > 0xA0 and point != sys.maxunicode and unicodedata.category(sign)[0] in "LNPS":
        return sign
    return f"\\u{{{point:x}}}"
