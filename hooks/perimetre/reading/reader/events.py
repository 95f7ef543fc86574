"""Build plain data from libyaml's events, one by one, and note every value that the handbook does not allow.

Comes in: a text. Goes out: the data and the places of its values, or a `Refused`.

A place is one packed integer for a scalar, `[start, end, children]` for a list or a mapping (`end` is 0 for one without
brackets; the children of a mapping are `{key: (place of the key, place of the value)}`).
Nothing here recurses, and nothing grows beyond the text: depth is limited, aliases are refused where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from yaml import MarkedYAMLError, YAMLError
from yaml.cyaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from perimetre.reading.reader.characters import INVISIBLE_IN_VALUE, composed
from perimetre.reading.reader.lines import DASHES
from perimetre.reading.reader.places import LINE_BREAK, line_start, pack
from perimetre.reading.reader.refusals import MAX_DEPTH, MAX_DIAGNOSTICS
from perimetre.reading.reader.scalars import SPECIAL_START, Inexact, resolve
from perimetre.reading.reader.values import GLUED_COMMENT, NO_BREAK, curly_quoted

_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
# A `#` glued to a mark: libyaml takes it for a comment, YAML does not.
_GLUED_TO_MARK = re.compile(r"""[\]}\[{,"'|>+\-0-9]#""")
_BLOCK_COMMENT = re.compile(r"[|>][-+0-9]*#")
_COMMENT = re.compile(r"(?:(?<=[ \t\r\n])|\A)#")
_EXPLICIT_KEY = re.compile(r"(?:^|[ \t\[{,])\?", re.MULTILINE)
# A plain value with one of these at an edge is looked at twice; few are.
_ODD_EDGES = frozenset(NO_BREAK + DASHES + '"“„‟”‘‚‛’-')
# A value alone on its line that reads like a key; the addresses of the web and of mail do too.
_GLUED_KEY = re.compile(r"(?!mailto:|tel:|sms:)[^\W\d][\w-]*:(?!//)[^ \t]")


@dataclass(slots=True)
class Noted:
    """A value that is refused: `start` and `end` count in the text; `first` packs the place of its double, or key."""

    name: str
    start: int
    end: int
    text: str = ""
    first: int = 0


@dataclass(slots=True)
class Refused:
    """Why a text has no data: the values that are not allowed, and libyaml's error if it stopped."""

    noted: list[Noted] = field(default_factory=list)
    error: MarkedYAMLError | None = None


def read(text: str) -> tuple[object, object] | Refused:
    """Read a text whose characters are already known to be sound."""
    reading = _Reading(text)
    try:
        reading.run()
    except MarkedYAMLError as error:
        reading.refused.error = error
    except YAMLError:
        # libyaml's reader, which checks characters after us, and has no line to give.
        reading.note("yaml-syntax", 0, 0)
    reading.check_lines()
    if reading.refused.error or reading.refused.noted:
        return reading.refused
    return reading.root_data, reading.root_node


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.refused = Refused()
        # Quoted texts and blocks, whose insides are no one's business; and where the last event ended.
        self.opaque: list[tuple[int, int]] = []
        self.flows: list[tuple[int, int]] = []
        self.reached = 0
        self.root_data: object = None
        self.root_node: object = 0

    def note(self, name: str, start: int, end: int, text: str = "", first: int = 0) -> None:
        if len(self.refused.noted) < MAX_DIAGNOSTICS:
            self.refused.noted.append(Noted(name, start, end, text, first))

    def run(self) -> None:
        """Read all events. The loop is long on purpose: it is the reader's whole cost."""
        # At the end of a file, libyaml forgets a line of spaces that has no end of its own.
        end_missing = self.text.endswith((" ", "\t")) and not self.text.splitlines()[-1].strip(" \t")
        next_event = CParser(self.text + "\n" if end_missing else self.text).get_event
        explicit_keys = bool(_EXPLICIT_KEY.search(self.text))
        note = self.note
        root_data: list[object] = []
        data: object = root_data
        node: list = [0, 0, []]
        children: object = node[2]
        # The mapping's key that awaits its value: (key, place), or None.
        key: tuple[str, int] | None = None
        mapping = False
        stack: list[tuple[object, list, bool, tuple[str, int] | None]] = []
        documents = 0
        restarted: list | None = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                start, end = event.start_mark.index, event.end_mark.index
                value = event.value
                style = event.style
                if event.anchor is not None or event.tag is not None:
                    self._property(event, start, end)
                if explicit_keys and mapping and key is None:
                    self._explicit(start)
                if style:
                    self.reached = end
                    self.opaque.append((start, end))
                    if style in "'\"":
                        if event.start_mark.line != event.end_mark.line:
                            note("yaml-folded-text", start, end)
                    elif not value.strip():
                        note("yaml-empty-block", start, end)
                    if style == '"' and "\\" in self.text[start:end]:
                        self._escapes(value, start, end)
                elif value:
                    self.reached = end
                    if value[0] in _ODD_EDGES or value[-1] in _ODD_EDGES:
                        self._edges(value, start, end, mapping and key is None)
                    if event.start_mark.line != event.end_mark.line:
                        below = mapping and key is not None and not node[1] and self._starts_line(start)
                        note("yaml-folded-text", start, end, first=key[1] if below else 0)
                    elif value == "-":
                        note("yaml-quotes-needed", start, end)
                    elif ":" in value and _GLUED_KEY.match(value) and not (mapping and key is None):
                        self._glued(value, start, end)
                place = pack(start, end)
                if mapping and key is None:
                    if not value and not style:
                        note("yaml-key.empty", start, end)
                    elif value == "<<" and not style:
                        note("yaml-merge-key", start, end)
                    elif value in data:
                        record = len(data) > 1 and not node[1] and stack and not stack[-1][2] and len(stack) > 1
                        if node is restarted:
                            pass
                        elif record and value == next(iter(data)):
                            # The keys of a record start over: it is the hyphen of the next one that is missing.
                            restarted = node
                            note("yaml-missing-hyphen.record", start, end, value, children[value][0])
                        else:
                            note("yaml-duplicate-key", start, end, value, children[value][0])
                    key = (value, place)
                    continue
                if not style:
                    if not value:
                        value = None
                        if mapping and node[1]:
                            self._missing_value(key, start)
                    elif value[0] in SPECIAL_START:
                        try:
                            value = resolve(value)
                        except Inexact as inexact:
                            note(inexact.args[0], start, end, event.value)
                if mapping:
                    data[key[0]] = value
                    children[key[0]] = (key[1], place)
                    key = None
                else:
                    data.append(value)
                    children.append(place)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                start, end = event.start_mark.index, event.end_mark.index
                self.reached = end
                if event.anchor is not None or event.tag is not None:
                    self._property(event, start, end)
                if len(stack) >= MAX_DEPTH:
                    note("yaml-too-deep", start, end)
                    return
                if mapping and key is None:
                    # A collection as a key: nothing after it could be placed.
                    self._collection_as_key(start, end, node[1] and bool(stack) and bool(stack[-1][1][1]))
                    return
                new_data: object = {} if kind is MappingStartEvent else []
                new_node = [start, 1 if event.flow_style else 0, {} if kind is MappingStartEvent else []]
                if mapping:
                    data[key[0]] = new_data
                    children[key[0]] = (key[1], new_node)
                else:
                    data.append(new_data)
                    children.append(new_node)
                stack.append((data, node, mapping, key))
                data, node, mapping, key = new_data, new_node, kind is MappingStartEvent, None
                children = node[2]
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if node[1] or not children:
                    node[1] = self.reached = event.end_mark.index
                    if kind is MappingEndEvent and children:
                        self._braces_for_brackets(node[0], node[1], len(children))
                    if not stack[-1][1][1]:
                        self._flow(node[0], node[1], stack)
                data, node, mapping, key = stack.pop()
                children = node[2]
                key = None
            elif kind is AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                note("yaml-alias", start, end, self.text[start:end])
                if mapping and key is None:
                    key = (self.text[start:end], pack(start, end))
                elif mapping:
                    data[key[0]] = None
                    children[key[0]] = (key[1], pack(start, end))
                    key = None
                else:
                    data.append(None)
                    children.append(pack(start, end))
            elif kind is DocumentStartEvent:
                documents += 1
                start = event.start_mark.index
                if documents > 1:
                    note("yaml-several-documents", start, max(event.end_mark.index, start + 1))
                    return
                if event.version or event.tags:
                    note("yaml-directive", start, start + 1)
            elif kind is StreamEndEvent:
                break
        self.root_data, self.root_node = (root_data[0], children[0]) if root_data else (None, 0)
        if self.root_data is None and (not documents or self.root_node >> 24 == self.root_node & 0xFFFFFF):
            note("yaml-empty", 0, 0)

    def check_lines(self) -> None:
        """Refuse what events do not show: tabs that indent, and comments that were meant as text."""
        if "\t" in self.text:
            for found in _TAB_INDENT.finditer(self.text):
                if self._is_read(found.end() - 1):
                    self.note("yaml-tab-indent", found.start(), found.end())
        comment_end = 0
        for found in _COMMENT.finditer(self.text):
            place = found.start()
            if place < comment_end or not self._is_read(place):
                continue
            line_break = LINE_BREAK.search(self.text, place)
            comment_end = line_break.start() if line_break else len(self.text)
            before = self.text[line_start(self.text, place) : place]
            if before.strip(" \t") and GLUED_COMMENT.match(self.text, place):
                self.note("yaml-hash-in-text", place, place + 1)
        for pattern in (_GLUED_TO_MARK, _BLOCK_COMMENT):
            for found in pattern.finditer(self.text):
                if self._is_glued(found.start(), found.end() - 1):
                    self.note("yaml-missing-space.comment", found.end() - 1, found.end())

    def _is_glued(self, start: int, place: int) -> bool:
        """Tell whether a `#` follows a closing quote, a mark of a list between brackets, or the start of a block."""
        opaque = bisect_right(self.opaque, (start, len(self.text) + 1)) - 1
        if opaque >= 0 and start < self.opaque[opaque][1]:
            first, end = self.opaque[opaque]
            return end == place if self.text[first] in "\"'" else first == start
        flow = bisect_right(self.flows, (start, len(self.text) + 1)) - 1
        return flow >= 0 and start < self.flows[flow][1] and self.text[start] in "[]{},"

    def _is_read(self, place: int) -> bool:
        """Tell whether a place was read, and is in no quoted text or block."""
        if place > self.reached and self.refused.error:
            return False
        position = bisect_right(self.opaque, (place, len(self.text))) - 1
        return position < 0 or not self.opaque[position][0] <= place < self.opaque[position][1]

    def _property(self, event: ScalarEvent | MappingStartEvent, start: int, end: int) -> None:
        name = "yaml-tag" if event.anchor is None or self.text[start : start + 1] == "!" else "yaml-anchor"
        length = re.compile(r"\S*").match(self.text, start).end()
        self.note(name, start, max(start + 1, min(length, end) if end > start else length))

    def _explicit(self, start: int) -> None:
        """Refuse a key announced by `?`: between two tokens, only marks and comments stand."""
        gap = re.sub(r"#[^\r\n]*", "", self.text[self.reached : start])
        if "?" in gap:
            self.note("yaml-key", self.reached + gap.index("?"), start)

    def _flow(self, start: int, end: int, stack: list) -> None:
        """Refuse the lines of a list between brackets that stand no further in than what holds it."""
        self.flows.append((start, end))
        if not LINE_BREAK.search(self.text, start, end) or len(stack) < 2:
            return
        holder = stack[-1][1][0]
        column = holder - line_start(self.text, holder)
        for found in LINE_BREAK.finditer(self.text, start, end):
            line = re.compile(r" *").match(self.text, found.end())
            if line.end() - line.start() <= column and self.text[line.end() : line.end() + 1] not in "\r\n\t#":
                self.note("yaml-indentation.bracket", line.end(), line.end() + 1, str(column))

    def _escapes(self, value: str, start: int, end: int) -> None:
        found = INVISIBLE_IN_VALUE.search(value)
        if found:
            self.note("yaml-invisible-character.escape", start, end, f"U+{ord(found[0]):04X}")
        elif not composed(value):
            self.note("yaml-not-composed", start, end, value)

    def _edges(self, value: str, start: int, end: int, is_key: bool) -> None:
        """Refuse what word processors put around a word: no-break spaces, curly quotes, dashes for bullets."""
        if curly_quoted(value.strip(NO_BREAK)) is not None:
            self.note("yaml-curly-quotes.key" if is_key else "yaml-curly-quotes", start, end)
        elif value[0] in NO_BREAK or value[-1] in NO_BREAK or (value[0] == "-" and value[1:2] in tuple(NO_BREAK)):
            self.note("yaml-no-break-space", start, end)
        elif value[-1] == '"' and value.count('"') == 1:
            self.note("yaml-unclosed-quote.start", start, end)
        elif value[0] in DASHES and self._starts_line(start):
            self.note("yaml-dash-bullet", start, start + 1)

    def _glued(self, value: str, start: int, end: int) -> None:
        """Refuse `titre:x` alone on a line, which is text for YAML and a key for whoever typed it."""
        if self._starts_line(start):
            after = value[value.index(":") + 1]
            self.note("yaml-no-break-space" if after in NO_BREAK else "yaml-missing-space", start, end)

    def _starts_line(self, place: int) -> bool:
        return not self.text[line_start(self.text, place) : place].strip(" ")

    def _collection_as_key(self, start: int, end: int, inside: bool) -> None:
        """Refuse a list or a mapping as a key: most often `{{variable}}` in a text without quotes."""
        if self.text[start - 1 : start + 1] != "{{":
            self.note("yaml-key", start, end)
            return
        more = re.compile(r"\{\{[^\r\n,}\]]*(?:\}\}[^\r\n,}\]]*)*" if inside else r"[^\r\n]*").match(
            self.text, start - 1
        )
        self.note("yaml-quotes-needed", start - 1, start - 1 + len(more[0].rstrip()))

    def _braces_for_brackets(self, start: int, end: int, count: int) -> None:
        """Take `{a, b}`, where nothing has a value, for the one mistake that it is."""
        within = [one for one in self.refused.noted if one.start > start and one.name == "yaml-bracket.value"]
        if len(within) == count > 1:
            self.refused.noted = [one for one in self.refused.noted if one not in within]
            self.note("yaml-bracket.braces", start, end)

    def _missing_value(self, key: tuple[str, int], start: int) -> None:
        """Between braces, tell `{a:1}` and `{a}` from `{a: }`."""
        key_start, key_end = key[1] >> 24, key[1] & 0xFFFFFF
        if not self.text[key_end : start + 1].lstrip().startswith(":"):
            name = "yaml-bracket.colon" if ":" in key[0] else "yaml-bracket.value"
            self.note(name, key_start, key_end, key[0])
