"""Write what changes for a person at a terminal: what it comes to, then each change under its brand and its area."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper

from perimetre.base.words import Message, message, say
from perimetre.compare import Change
from perimetre.language.labels import word
from perimetre.reports import plain
from perimetre.reports.comparison.differences import Differences
from perimetre.reports.text import BLUE, BOLD, DIM, PLAIN, RED, YELLOW

# In columns: a narrower terminal breaks the lines by itself.
_NARROWEST = 40
# What somebody must look at first stands out.
_COLOURS = {"widened": RED, "mixed": RED, "weakened": RED, "rerouted": YELLOW, "reassigned": YELLOW, "review": YELLOW}


def write(differences: Differences) -> str:
    """Return the report in `differences.language`."""
    lines = _lines(differences)
    if differences.width is not None:
        width = max(_NARROWEST, differences.width)
        lines = (folded for line in lines for folded in _folded(line, width))
    return "\n".join(lines) + "\n"


def _folded(line: str, width: int) -> Iterator[str]:
    """Yield a line in as many as a terminal shows, those that go on below where the first begins to speak."""
    indent = len(line) - len(line.lstrip(" -"))
    wrap = TextWrapper(width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    yield from wrap.wrap(line) or [""]


def _lines(differences: Differences) -> Iterator[str]:
    language = differences.language
    old, new = differences.names
    if not differences.changes:
        yield _safe(say(message("Nothing changes between {old} and {new}.", old=old, new=new), language))
        return
    yield _painted(_safe(say(message("Between {old} and {new}:", old=old, new=new), language)), BOLD, differences)
    for sentence in differences.verdict():
        yield f"  {_safe(say(sentence, language))}"
    asked = differences.asked()
    for brand, areas in differences.by_brand():
        yield ""
        yield _painted(_safe(say(differences.brand(brand), language)), BOLD, differences)
        for area, changes in areas:
            yield f"  {say(word('change_area', area), language)}"
            for change in changes:
                yield from _change(change, differences, asked.get(id(change)))
    yield from _agreements(differences)


def _change(change: Change, differences: Differences, asked: Message | None) -> Iterator[str]:
    language = differences.language
    kind = say(word("change_kind", change.kind), language)
    kind = _painted(kind, _COLOURS.get(change.kind, BLUE), differences)
    sentence = message("{kind}: {sentence}", kind=kind, sentence=_safe(say(change.summary, language)))
    yield f"    - {say(sentence, language)}"
    cases = differences.cases(change) if not differences.whole else change.cases
    for held in (*change.lists, *change.holds):
        yield f"        - {_safe(say(held, language))}"
    for told in (*differences.explained(change), *cases, *((asked,) if asked is not None else ())):
        yield f"        {_safe(say(told, language))}"
    written = differences.written(change)
    if written is not None:
        file, line = written
        where = file if line is None else f"{file}:{line}"
        if change.side == "old":
            where = say(message("{where}, before", where=where), language)
        yield f"        {_painted(_safe(where), DIM, differences)}"


def _agreements(differences: Differences) -> Iterator[str]:
    language = differences.language
    agreements = differences.agreements()
    if agreements:
        yield ""
        yield _painted(say(message("Who must agree"), language), BOLD, differences)
    for agreement in agreements:
        who = message("{who} ({brand})", who=agreement.who, brand=differences.brand(agreement.brand))
        named = message("{who}: {changes}", who=who, changes=agreement.told)
        yield f"  - {_safe(say(named, language))}"
    for line in differences.to_begin():
        yield f"  {_safe(say(line, language))}"


def _safe(text: str) -> str:
    return plain.lines(text).replace("\n", " ")


def _painted(text: str, colour: str, differences: Differences) -> str:
    return f"{colour}{text}{PLAIN}" if differences.colour else text
