"""Tell what in a text is an address, a handle, a hashtag or code, and no word.

A part of the linter. Comes in: a text, its letters composed. Goes out: stretches, in the order of the text. An address
needs no «https://»: networks make a link of «bit.ly/abc» too. What only lacks a space («merci.Bonsoir») is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Literal, TypeAlias

Sort: TypeAlias = Literal["link", "mail", "handle", "hashtag", "code"]
Stretch: TypeAlias = tuple[Sort, int, int]

_MAY_HOLD = re.compile(r"[@＠#＃`{]|://|\w\.\w")
_ADDRESS = re.compile(
    r"(?P<code>\{\{[^{}\n]{0,80}\}\}|`[^`\n]{1,200}`)"
    r"|(?P<link>(?:https?://|(?<![\w.])www\.)\S+)"
    r"|(?P<mail>(?<![\w.%+-])[\w.%+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)"
    r"|(?P<domain>(?<![\w.@-])[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)(?P<rest>(?::[0-9]{2,5})?(?:[/?#]\S*)?)"
    r"|(?P<handle>(?<![\w@＠/])[@＠]\w(?:[\w.-]{0,250}\w)?(?:@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)?)"
    # A key of the telephone (#️⃣) is an emoji.
    r"|(?<![\w&/#＃])(?P<hashtag>[#＃](?!\ufe0f?\u20e3)[\w·]{1,139})",
    re.IGNORECASE,
)
# The ends of addresses that are taken for one by themselves…
_DOMAINS = frozenset((files("perimetre") / "voice/domains.txt").read_text("utf-8").split())
# … and those that are words too (« de », « me », « est ») when the way to a page follows.
_COUNTRY = re.compile("[a-z]{2}")
_SENTENCE_END = ".,;:!?…»”\"'’)]}"
_OF_COLOURS = re.compile(r"\b(?:couleurs?|teintes?|nuances?|colou?rs?|shades?|hex)\b[^.!?\n]*\Z", re.IGNORECASE)
_COLOUR = re.compile("[0-9a-f]{6}", re.IGNORECASE)


def stretches(text: str) -> Iterator[Stretch]:
    """Yield the links, mails, handles, hashtags and code of a text."""
    if not _MAY_HOLD.search(text):
        return
    for found in _ADDRESS.finditer(text):
        sort, (start, end) = found.lastgroup, found.span()
        match sort:
            case "hashtag":
                if is_hashtag(found["hashtag"][1:], after=text[max(0, start - 40) : start]):
                    yield "hashtag", start, end
            case "domain" | "rest":
                if _is_domain(found["domain"], found["rest"]):
                    yield "link", start, _before_the_sentence_ends(text, start, end)
            case "link":
                yield "link", start, _before_the_sentence_ends(text, start, end)
            case "code" | "mail" | "handle":
                yield sort, start, end


def is_hashtag(tag: str, *, after: str = "") -> bool:
    """Say whether what follows the sign makes a hashtag: a letter at least, and no colour (#00ff00).

    A colour that looks like a word (#facade) is one where the words just before it (`after`) speak of colours.
    """
    if not any(map(str.isalpha, tag)):
        return False
    return _COLOUR.fullmatch(tag) is None or (tag.isalpha() and _OF_COLOURS.search(after) is None)


def _is_domain(domain: str, rest: str) -> bool:
    last = domain.rpartition(".")[2]
    # « Merci.Info » begins a sentence.
    if not (last.islower() or last.isupper()):
        return False
    return last.lower() in _DOMAINS or ("/" in rest and _COUNTRY.fullmatch(last.lower()) is not None)


def _before_the_sentence_ends(text: str, start: int, end: int) -> int:
    # « (voir https://…/Lampe_(objet)) » : what opens in an address closes in it.
    too_many = text.count(")", start, end) - text.count("(", start, end)
    while end > start + 1 and text[end - 1] in _SENTENCE_END:
        if text[end - 1] == ")":
            if too_many <= 0:
                break
            too_many -= 1
        end -= 1
    return end
