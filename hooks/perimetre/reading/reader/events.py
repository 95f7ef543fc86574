"""Build plain data from libyaml's events, one by one, and note every value that the handbook does not allow.

Comes in: a text. Goes out: the data and the places of its values, or a `Refused`.

Nothing here recurses, and nothing grows beyond the text: depth is limited, aliases are refused where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from yaml import MarkedYAMLError, YAMLError
from yaml.events import StreamEndEvent

from perimetre.reading.reader.characters import INVISIBLE_IN_VALUE, composed
from perimetre.reading.reader.libyaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    events_of,
)
from perimetre.reading.reader.places import LINE_BREAK, ListNode, MappingNode, Node, is_empty, line_start, pack, unpack
from perimetre.reading.reader.refusals import MAX_DEPTH, MAX_DIAGNOSTICS
from perimetre.reading.reader.scalars import SPECIAL_START, Inexact, resolve
from perimetre.reading.reader.values import DASHES, GLUED_COMMENT, NO_BREAK, curly_quoted

_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
# The sign itself comes first in what is looked for: a text holds few of them, and is passed over quickly.
_COMMENT = re.compile(r"#(?<=[ \t\r\n]#)")
# A `#` glued to a mark: libyaml takes it for a comment, YAML does not.
_GLUED_TO_MARK = re.compile(r"""#(?<=[\]}\[{,"'|>+\-0-9]#)""")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}\Z")
_SPACE = re.compile(r"\s")
# `{{variable}}` and what goes on after it: to the end of the line, or to the next value between brackets.
_TO_LINE_END = re.compile(r"[^\r\n]*")
_VARIABLE = re.compile(r"\{\{[^\r\n,}\]]*(?:\}\}[^\r\n,}\]]*)*")
_EXPLICIT_KEY = re.compile(r"\?(?<=[ \t\n\[{,]\?)")
# A plain value with one of these at an edge is looked at twice; few are.
_ODD_EDGES = frozenset(NO_BREAK + DASHES + '"“„‟”‘‚‛’-')
# A value alone on its line that reads like a key; the addresses of the web and of mail do too.
_GLUED_KEY = re.compile(r"(?!mailto:|tel:|sms:)[^\W\d][\w-]*:(?!//)[^ \t]")


class _Open(NamedTuple):
    """A list or a mapping inside which another is read, and what surrounds it."""

    node: ListNode | MappingNode
    keyed: bool
    mapping: dict[str, object]
    places: dict[str, tuple[int, Node]]
    items: list[object]
    children: list[Node]


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
    """Why a text has no data.

    Fields:
        noted: the values that are not allowed, as many as are shown.
        unnoted: how many there are beside these.
        error: libyaml's error, if it stopped.
    """

    noted: list[Noted] = field(default_factory=list)
    unnoted: int = 0
    error: MarkedYAMLError | None = None


def read(text: str) -> tuple[object, Node] | Refused:
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
    return reading.data, reading.node


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.refused = Refused()
        # Quoted texts and blocks, whose insides are no one's business; and where the last event ended.
        self.opaque: list[tuple[int, int]] = []
        self.flows: list[tuple[int, int]] = []
        self.reached = 0
        self.data: object = None
        self.node: Node = 0

    def note(self, name: str, start: int, end: int, text: str = "", first: int = 0) -> None:
        if len(self.refused.noted) < MAX_DIAGNOSTICS:
            self.refused.noted.append(Noted(name, start, end, text, first))
        else:
            self.refused.unnoted += 1

    def run(self) -> None:
        """Read all events. The loop is long on purpose: it is the reader's whole cost."""
        next_event = events_of(self.text)
        explicit_keys = self.text.startswith("?") or bool(_EXPLICIT_KEY.search(self.text))
        note = self.note
        # What is open: a mapping, its data and their places, or a list with its own; and what that stands in.
        keyed = False
        mapping: dict[str, object] = {}
        places: dict[str, tuple[int, Node]] = {}
        items: list[object] = []
        children: list[Node] = []
        node: ListNode | MappingNode = ListNode(0, 0, children)
        outer: list[_Open] = []
        # The mapping's key that awaits its value.
        key: str | None = None
        key_place = 0
        top_data, top_nodes = items, children
        value: str | int | float | bool | None
        documents = 0
        restarted: ListNode | MappingNode | None = None
        while True:
            event = next_event()
            if type(event) is ScalarEvent:
                start, end = event.start_mark.index, event.end_mark.index
                text, style = event.value, event.style
                is_key = keyed and key is None
                if event.anchor is not None or event.tag is not None:
                    self._property(event, start, end)
                if is_key and explicit_keys:
                    self._explicit(start)
                if style:
                    self._opaque(event, start, end)
                elif text:
                    self.reached = end
                    if text[0] in _ODD_EDGES or text[-1] in _ODD_EDGES:
                        self._edges(text, start, end, is_key)
                    if event.start_mark.line != event.end_mark.line:
                        below = key is not None and not node.end and self._starts_line(start)
                        note("yaml-folded-text", start, end, first=key_place if below else 0)
                    elif text == "-":
                        note("yaml-quotes-needed", start, end)
                    elif ":" in text and not is_key and _GLUED_KEY.match(text):
                        self._glued(text, start, end)
                place = pack(start, end)
                if is_key:
                    if not text and not style:
                        note("yaml-key.empty", start, end)
                    elif text == "<<" and not style:
                        note("yaml-merge-key", start, end)
                    elif text in mapping and node is not restarted:
                        in_list = len(outer) > 1 and not outer[-1].keyed and not node.end
                        if in_list and len(mapping) > 1 and text == next(iter(mapping)):
                            # The keys of a record start over: it is the hyphen of the next one that is missing.
                            restarted = node
                            note("yaml-missing-hyphen.record", start, end, text, places[text][0])
                        else:
                            note("yaml-duplicate-key", start, end, text, places[text][0])
                    key, key_place = text, place
                    continue
                value = text
                if not style:
                    if not text:
                        value = None
                        if key is not None and node.end:
                            self._missing_value(key, key_place, start)
                    elif text[0] in SPECIAL_START:
                        try:
                            value = resolve(text)
                        except Inexact as inexact:
                            note(inexact.args[0], start, end, text)
            elif type(event) is AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                note("yaml-alias", start, end)
                value, place = None, pack(start, end)
                if keyed and key is None:
                    key, key_place = self.text[start:end], place
                    continue
            elif type(event) is MappingStartEvent or type(event) is SequenceStartEvent:
                start, end = event.start_mark.index, event.end_mark.index
                self.reached = end
                if event.anchor is not None or event.tag is not None:
                    self._property(event, start, end)
                if len(outer) >= MAX_DEPTH:
                    note("yaml-too-deep", start, end)
                    return
                if keyed and key is None:
                    # A collection as a key: nothing after it could be placed.
                    self._collection_as_key(start, end, bool(node.end and outer and outer[-1].node.end))
                    return
                outer.append(_Open(node, keyed, mapping, places, items, children))
                holder, holder_key = outer[-1], key
                keyed, key = type(event) is MappingStartEvent, None
                # The end of one between brackets comes later: until then, it is not 0.
                end = 1 if event.flow_style else 0
                data: object
                if keyed:
                    data = mapping = {}
                    places = {}
                    node = MappingNode(start, end, places)
                else:
                    data = items = []
                    children = []
                    node = ListNode(start, end, children)
                if holder_key is not None:
                    holder.mapping[holder_key] = data
                    holder.places[holder_key] = key_place, node
                else:
                    holder.items.append(data)
                    holder.children.append(node)
                continue
            elif type(event) is MappingEndEvent or type(event) is SequenceEndEvent:
                if node.end or not node.children:
                    node.end = self.reached = event.end_mark.index
                    if keyed and node.children:
                        self._braces_for_brackets(node.start, node.end, len(node.children))
                    holder = outer[-1]
                    if not holder.node.end:
                        self._flow(node.start, node.end, holder.node.start if len(outer) > 1 else None)
                node, keyed, mapping, places, items, children = outer.pop()
                key = None
                continue
            elif type(event) is DocumentStartEvent:
                documents += 1
                start = event.start_mark.index
                if documents > 1:
                    note("yaml-several-documents", start, max(event.end_mark.index, start + 1))
                    return
                if event.version or event.tags:
                    note("yaml-directive", start, start + 1)
                continue
            elif type(event) is StreamEndEvent:
                break
            else:
                continue
            if key is not None:
                mapping[key] = value
                places[key] = key_place, place
                key = None
            else:
                items.append(value)
                children.append(place)
        if top_data:
            self.data, self.node = top_data[0], top_nodes[0]
        if self.data is None and is_empty(self.node):
            note("yaml-empty", 0, 0)

    def check_lines(self) -> None:
        """Refuse what events do not show: tabs that indent, and comments that were meant as text."""
        if "\t" in self.text:
            for indent in _TAB_INDENT.finditer(self.text):
                if self._is_read(indent.end() - 1):
                    self.note("yaml-tab-indent", indent.start(), indent.end())
        comment_end = 0
        for place in self._comments():
            if place < comment_end or not self._is_read(place):
                continue
            line_break = LINE_BREAK.search(self.text, place)
            comment_end = line_break.start() if line_break else len(self.text)
            before = self.text[line_start(self.text, place) : place]
            if before.strip(" \t") and GLUED_COMMENT.match(self.text, place):
                self.note("yaml-hash-in-text", place, place + 1)
        for glued in _GLUED_TO_MARK.finditer(self.text):
            if self._is_glued(glued.start()):
                self.note("yaml-missing-space.comment", glued.start(), glued.end())

    def _comments(self) -> Iterator[int]:
        """Yield where a comment may start: at a `#` that a space or the end of a line comes before."""
        if self.text.startswith("#"):
            yield 0
        for comment in _COMMENT.finditer(self.text):
            yield comment.start()

    def _is_glued(self, place: int) -> bool:
        """Tell whether a `#` follows a closing quote, a mark of a list between brackets, or the start of a block."""
        opaque = bisect_right(self.opaque, (place - 1, len(self.text) + 1)) - 1
        if opaque >= 0 and place <= self.opaque[opaque][1]:
            first, end = self.opaque[opaque]
            return end == place if self.text[first] in "\"'" else bool(_BLOCK_HEADER.match(self.text, first, place))
        flow = bisect_right(self.flows, (place - 1, len(self.text) + 1)) - 1
        return flow >= 0 and place <= self.flows[flow][1] and self.text[place - 1] in "[]{},"

    def _is_read(self, place: int) -> bool:
        """Tell whether a place was read, and is in no quoted text or block."""
        if place > self.reached and self.refused.error:
            return False
        position = bisect_right(self.opaque, (place, len(self.text))) - 1
        return position < 0 or not self.opaque[position][0] <= place < self.opaque[position][1]

    def _property(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, start: int, end: int) -> None:
        name = "yaml-tag" if event.anchor is None or self.text[start : start + 1] == "!" else "yaml-anchor"
        space = _SPACE.search(self.text, start)
        word_end = space.start() if space else len(self.text)
        self.note(name, start, max(start + 1, min(word_end, end) if end > start else word_end))

    def _explicit(self, start: int) -> None:
        """Refuse a key announced by `?`: between two tokens, only marks and comments stand."""
        gap = re.sub(r"#[^\r\n]*", "", self.text[self.reached : start])
        if "?" in gap:
            self.note("yaml-key", self.reached + gap.index("?"), start)

    def _flow(self, start: int, end: int, holder: int | None) -> None:
        """Refuse the lines of a list between brackets that stand no further in than what holds it."""
        self.flows.append((start, end))
        inside = self.text[start:end]
        if holder is None or ("\n" not in inside and "\r" not in inside):
            return
        column = holder - line_start(self.text, holder)
        for line_break in LINE_BREAK.finditer(self.text, start, end):
            first = line_break.end()
            while self.text[first : first + 1] == " ":
                first += 1
            if first - line_break.end() <= column and self.text[first : first + 1] not in "\r\n\t#":
                self.note("yaml-indentation.bracket", first, first + 1, str(column))

    def _opaque(self, event: ScalarEvent, start: int, end: int) -> None:
        """Keep in mind where a quoted text or a block stands; refuse what it should not be made of."""
        self.reached = end
        self.opaque.append((start, end))
        if event.style in ("'", '"'):
            if event.start_mark.line != event.end_mark.line:
                self.note("yaml-folded-text", start, end)
        elif not event.value.strip():
            self.note("yaml-empty-block", start, end)
        if event.style == '"' and "\\" in self.text[start:end]:
            self._escapes(event.value, start, end)

    def _escapes(self, value: str, start: int, end: int) -> None:
        invisible = INVISIBLE_IN_VALUE.search(value)
        if invisible:
            self.note("yaml-invisible-character.escape", start, end, f"U+{ord(invisible[0]):04X}")
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
        meant = (_VARIABLE if inside else _TO_LINE_END).match(self.text, start - 1)
        self.note("yaml-quotes-needed", start - 1, start - 1 + len(meant[0].rstrip() if meant else "{{"))

    def _braces_for_brackets(self, start: int, end: int, count: int) -> None:
        """Take `{a, b}`, where nothing has a value, for the one mistake that it is."""
        noted = self.refused.noted
        within = [refusal for refusal in noted if refusal.start > start and refusal.name == "yaml-bracket.value"]
        if len(within) == count > 1:
            self.refused.noted = [refusal for refusal in noted if refusal not in within]
            self.note("yaml-bracket.braces", start, end)

    def _missing_value(self, key: str, key_place: int, start: int) -> None:
        """Between braces, tell `{a:1}` and `{a}` from `{a: }`."""
        key_start, key_end = unpack(key_place)
        if not self.text[key_end : start + 1].lstrip().startswith(":"):
            self.note("yaml-bracket.colon" if ":" in key else "yaml-bracket.value", key_start, key_end, key)
