"""Tell who shouts in capitals; an abbreviation, an acronym and a name do not.

A part of the linter. Comes in: a view of a text, the words that are written in capitals by right. Goes out: remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from perimetre.base.words import message
from perimetre.voice.lexicon import quoted
from perimetre.voice.phrases import tokens
from perimetre.voice.remarks import Remark
from perimetre.voice.sentences import opens_a_sentence
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model.voice import Mechanic

_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-zà-öø-ÿœ]+(?!\w)")
# Acronyms that are said as words; those that cannot be said are known by that (SNCF, DGCCRF, RATP).
_SAID = frozenset((files("perimetre") / "voice/acronyms.txt").read_text("utf-8").split())
# How French and English words begin and end, where they do so with several consonants.
_BEGINS = re.compile(
    r"(?:BL|BR|CH|CHR|CL|CR|DR|FL|FR|GL|GN|GR|KL|PH|PL|PR|PS|QU|RH|SC|SCR|SH|SK|SM|SN|SP|SPL|SPR|ST|STR|SW"
    r"|TH|THR|TR|TW|VR|WH|WR|[^AEIOUY])?[AEIOUY]"
)
_ENDS = re.compile(
    r"[AEIOUY](?:CT|CTS|FF|FT|GS|LL|LS|LT|LD|MP|MPS|NC|NCS|ND|NDS|NG|NS|NT|NTS|PS|PT|RC|RCS|RD|RDS|RF|RK|RM|RN"
    r"|RS|RT|RTS|SS|ST|STS|TS|TH|SH|CH|CK|[^AEIOUY])?$"
)
_TOO_MANY_CONSONANTS = re.compile("[^AEIOUY]{5}")
_LONG = 7


def runs(view: TextView) -> tuple[tuple[int, int], ...]:
    """Return the stretches of words in capitals that follow each other."""
    return tuple(_runs(view.form))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for word in _CAPITALS.finditer(text):
        if not word.group().isupper():
            continue
        if end >= 0 and word.start() - end <= 3 and not text[end : word.start()].strip(" \u00a0\u202f’'!-"):
            end = word.end()
            continue
        if end - start > 1:
            yield start, end
        start, end = word.span()
    if end - start > 1:
        yield start, end


def shouting(
    view: TextView, stretches: Sequence[tuple[int, int]], mechanics: Sequence[Mechanic], names: frozenset[str]
) -> Iterator[Remark]:
    """Yield the runs of capitals that shout: a long word, or several.

    Args:
        view: the draft.
        stretches: its words in capitals (`runs`).
        mechanics: those that speak of its channel.
        names: the words, folded, that are written in capitals by right.
    """
    asking = [mechanic for mechanic in mechanics if mechanic.capitals]
    for start, end in stretches:
        words = view.text[start:end]
        said = [word.group() for word in _CAPITALS.finditer(words) if not _by_right(word.group(), names)]
        sure = [word for word in said if len(word) > 1]
        shouts = sum(map(len, sure)) >= _LONG and (max(map(len, sure)) >= (4 if len(sure) > 1 else _LONG))
        if not shouts:
            continue
        lowered = _CAPITALS.sub(
            lambda word: (
                word.group() if len(word.group()) > 1 and _by_right(word.group(), names) else word.group().lower()
            ),
            words,
        )
        yield Remark(
            start=start,
            end=end,
            rule="message-fits-its-channel",
            level="warning" if asking else "info",
            message=message(
                "“{words}” is shouting: write it in lower case. If it is a name, add it to the lexicon.",
                words=quoted(words),
            ),
            source=asking[0].id if asking else "",
            others=tuple(mechanic.id for mechanic in asking[1:]),
            places=tuple(mechanic.place for mechanic in asking),
            replacements=(lowered[:1].upper() + lowered[1:] if opens_a_sentence(view, start) else lowered,),
            literal=True,
        )


def _by_right(word: str, names: frozenset[str]) -> bool:
    """Say whether a word is written in capitals by right: a name, an acronym, what nobody could say as a word."""
    if all(token in names for token in tokens(word)):
        return True
    letters = "".join(tokens(word)).upper()
    bare_letters = letters.translate(str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "AAACEEEEIIOOUUUY"))
    return letters in _SAID or not _is_said(bare_letters)


def _is_said(letters: str) -> bool:
    if len(letters) < 2:
        return True
    return bool(_BEGINS.match(letters) and _ENDS.search(letters) and not _TOO_MANY_CONSONANTS.search(letters))
