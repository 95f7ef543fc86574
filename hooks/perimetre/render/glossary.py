"""Explain the words of the glossary where they appear: the first time in each part of a page.

A part of the stage render. Comes in: the words with their meanings, and the HTML of a part. Goes out: the HTML, each
word found made a link to the glossary, with its meaning beside it, shown on hover and focus by the style sheet alone.
Titles, links, bold words, quotations and code are left as they are: they are names, or what is to be said as it is.
So is what is chosen or pressed, where a browser shows the words of a meaning as a part of the name.
The work is bounded: each text is read once, word by word, and what was found in it is kept for the next time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from perimetre.base.frozen import dataclass
from perimetre.render.pages import link

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Inside these, nothing is explained.
_LEFT = frozenset(
    (
        *("a", "strong", "dt", "th", "summary", "code", "pre", "blockquote", "span", "svg", "figure", "em"),
        *("figcaption", "form", "template", "script", "select", "option", "button", "label", "textarea"),
    )
)
# A word right after one of these is a part of an address.
_OF_ADDRESSES = ("@", "/", ".")
# A lexicon of a thousand words is explained; more is a dictionary.
MAX_WORDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the glossary.

    Fields:
        path, anchor: where it is explained at length: a page, and the place in it.
        forms: the word and its other forms, as they may be written.
        meaning: one or two sentences, not escaped.
    """

    path: str
    anchor: str
    forms: tuple[str, ...]
    meaning: str


class Glossary:
    """The words that a page may explain.

    Args:
        words: those that come first win, and a longer form wins over a shorter one.
        names: names of the house (a role, a team): a word inside one of them is a part of a name, and not explained.
    """

    def __init__(self, words: Iterable[Word], names: Iterable[str] = ()) -> None:
        self.words = tuple(words)[:MAX_WORDS]
        self._forms: dict[str, list[tuple[re.Pattern[str], Word | None]]] = {}
        for word in self.words:
            for form in word.forms:
                self._learn(form, word)
        if self.words:
            for name in names:
                self._learn(name, None)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form[0].pattern))
        self._read: dict[str, tuple[tuple[int, int, Word], ...]] = {}

    def _learn(self, form: str, word: Word | None) -> None:
        parts = _WORD.findall(form)
        if parts:
            pattern = r"[\s\u00a0]+".join(rf"{re.escape(part)}(?:s|x)?" for part in re.split(r"\s+", form.strip()))
            whole = re.compile(pattern + r"(?![\w@-])", re.IGNORECASE)
            for first in {parts[0].lower(), f"{parts[0].lower()}s"}:
                self._forms.setdefault(first, []).append((whole, word))

    def explain(self, html: str, here: str, first: int = 1) -> tuple[str, int]:
        """Return the part with its words explained, and the number after the last explanation.

        Args:
            html: our own HTML, its attributes escaped.
            here: the path of the page.
            first: the number of the next explanation of the page.
        """
        if not self._forms or not html:
            return html, first
        seen: set[str] = set()
        made: list[str] = []
        # How deep inside what is left as it is; how far the result is made; where the text under way begins.
        left = done = begin = 0
        read = self._read
        for tag in _TAG.finditer(html):
            if not left and begin < tag.start():
                text = html[begin : tag.start()]
                words = read.get(text)
                if words is None:
                    words = read[text] = tuple(self._search(text))
                if words:
                    marked, first = self._mark(text, words, here, first, seen)
                    made += (html[done:begin], marked)
                    done = tag.start()
            begin = tag.end()
            if tag.group(2) in _LEFT:
                left += -1 if tag.group(1) else 1
        return "".join((*made, html[done:])), first

    def _mark(
        self, text: str, words: Iterable[tuple[int, int, Word]], here: str, first: int, seen: set[str]
    ) -> tuple[str, int]:
        for start, end, word in reversed([place for place in words if self._is_new(place[2], seen)]):
            href = link(word.path, word.anchor, here=here)
            explained = Markup(
                '<span class="pm-term"><a href="{}" aria-describedby="tip-{}">{}</a>'
                '<span class="pm-tip" role="tooltip" id="tip-{}">{}</span></span>'
            ).format(href, first, Markup(text[start:end]), first, escape(word.meaning))
            text = text[:start] + str(explained) + text[end:]
            first += 1
        return text, first

    @staticmethod
    def _is_new(word: Word, seen: set[str]) -> bool:
        if word.anchor in seen:
            return False
        seen.add(word.anchor)
        return True

    def _search(self, text: str) -> Iterable[tuple[int, int, Word]]:
        until = 0
        for written in _WORD.finditer(text):
            if written.start() < until or text[: written.start()].endswith(_OF_ADDRESSES):
                continue
            for pattern, word in self._forms.get(written.group().lower(), ()):
                match = pattern.match(text, written.start())
                if match:
                    until = match.end()
                    if word is not None:
                        yield match.start(), until, word
                    break
