"""Write what changes as Markdown, for whoever reads a pull request: what it comes to, who must agree, then the details.

Nothing is written where nothing changes. The text is a comment, which a code host refuses when it is too long: the
details go first, then the last sentences, and one says how many. Nothing that a playbook says is read as Markdown or
HTML there, nor calls anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from perimetre.base.words import Message, counted, message, say
from perimetre.compare import Change
from perimetre.language.labels import word
from perimetre.language.typography import number
from perimetre.reports.comparison.differences import Differences
from perimetre.reports.markdown import code, escaped
from perimetre.reports.plain import without_orders

# In bytes of UTF-8: GitHub takes 65,536 characters.
LIMIT = 60_000
# Characters of one text: an endless value in a playbook hides no other change.
_LONGEST = 1_000
# Of what explains a change, in the table.
_LONGEST_CELL = 1_200
_BAR = re.compile(r"(?<!\\)\|")


def write(differences: Differences, limit: int = LIMIT) -> str:
    """Return the report, of fewer than `limit` bytes (at least 5,000); "" where nothing changes."""
    if not differences.changes:
        return ""
    head = _head(differences)
    agreements = "\n".join(_agreements(differences))
    details = _details(differences)
    for shown in _fewer(len(differences.changes)):
        blocks = [head, *_sentences(differences, shown)]
        left = len(differences.changes) - shown
        if left:
            blocks.append(_left(left, differences))
        for whole in ([*blocks[:1], agreements, *blocks[1:], details], [*blocks[:1], agreements, *blocks[1:]], blocks):
            text = "\n\n".join(block for block in whole if block) + "\n"
            if len(text.encode("utf-8", "replace")) < limit:
                return text
    return f"{head}\n"


def _fewer(count: int) -> Iterator[int]:
    """Yield how many changes to show: all, then half as many, and so on."""
    while count:
        yield count
        count //= 2


def _head(differences: Differences) -> str:
    language = differences.language
    first, *rest = (_text(say(sentence, language)) for sentence in differences.verdict())
    title = say(message("What this change does"), language)
    old, new = differences.names
    told = [f"# {title}", " ".join([f"**{first}**", *rest])]
    # Of what is proposed over its base, one knows what it is compared with.
    if old != "`HEAD`":
        told.append(_text(say(message("Between {old} and {new}.", old=old, new=new), language)))
    return "\n\n".join(told)


def _agreements(differences: Differences) -> Iterator[str]:
    language = differences.language
    agreements = differences.agreements()
    if not agreements:
        return
    title = message("Who must agree")
    yield f"## {say(title, language)}"
    yield ""
    for agreement in agreements:
        who = message("{who} ({brand})", who=agreement.who, brand=differences.brand(agreement.brand))
        named = message(
            "{who}: {changes}", who=f"**{_text(say(who, language))}**", changes=_text(say(agreement.told, language))
        )
        yield f"- {say(named, language)}"
    for line in differences.to_begin():
        yield ""
        yield _text(say(line, language))


def _sentences(differences: Differences, most: int) -> Iterator[str]:
    language = differences.language
    asked = differences.asked()
    for brand, areas in differences.by_brand():
        parts: list[str] = []
        for area, changes in areas:
            shown = changes[:most]
            most -= len(shown)
            if shown:
                parts.append(f"### {say(word('change_area', area), language)}")
                parts.append("\n".join(_sentence(change, differences, asked.get(id(change))) for change in shown))
        if parts:
            yield f"## {_text(say(differences.brand(brand), language))}"
            yield from parts


def _sentence(change: Change, differences: Differences, asked: Message | None) -> str:
    language = differences.language
    kind = say(word("change_kind", change.kind), language)
    sentence = f"- **{_text(kind)}** {_text(say(change.summary, language))}"
    if asked is not None:
        sentence = f"{sentence} *{_text(say(asked, language))}*"
    return "\n".join([sentence, *(f"  - {_text(say(line, language))}" for line in (*change.lists, *change.holds))])


def _left(count: int, differences: Differences) -> str:
    text = counted(
        "This comment would be too long; {count} change is left out. `perimetre diff` shows everything.",
        "This comment would be too long; {count} changes are left out. `perimetre diff` shows everything.",
        count,
    )
    return f"*{escaped(say(text, differences.language))}*"


def _details(differences: Differences) -> str:
    language = differences.language
    rows = [_row(change, differences) for change in differences.changes]
    names = (message("Brand"), message("Change"), message("Where"), message("Questions changed"))
    titles = [say(name, language) for name in names]
    table = [f"| {' | '.join(titles)} |", "| --- | --- | --- | ---: |", *rows]
    title = say(message("Details"), language)
    told: list[str] = []
    if any(change.cells for change in differences.changes):
        about = message(
            "Questions changed: how many combinations (role, action, channel, place, subject, author, moment) get "
            "another answer."
        )
        told = [_text(say(about, language)), ""]
    return "\n".join(["<details>", f"<summary>{title}</summary>", "", *told, *table, "", "</details>"])


def _row(change: Change, differences: Differences) -> str:
    language = differences.language
    kind = say(word("change_kind", change.kind), language)
    told = [f"**{_text(kind)}** {_text(say(change.summary, language))}"]
    told += [_text(say(listed, language)) for listed in change.lists]
    told += _explained(change, differences)
    reached = [say(differences.brand(brand), language) for brand in change.reaches if brand != change.brand]
    brand = _text(say(differences.brand(change.brand), language))
    if reached:
        brand += f" ({_text(', '.join(reached))})"
    where = ""
    written = differences.written(change)
    if written is not None:
        file, line = written
        where = code(file if line is None else f"{file}:{line}")
        if change.side == "old":
            where = say(message("{where}, before", where=where), language)
    # Between backquotes too, a bar would end the cell.
    count = number(change.cells, language) if change.cells else ""
    cells = (_BAR.sub(r"\\|", cell) for cell in (brand, "<br>".join(told), where, count))
    return f"| {' | '.join(cells)} |"


def _explained(change: Change, differences: Differences) -> list[str]:
    """Return what explains a change, in as many lines as a cell of the table holds, with how many are left.

    What the change holds for stands below its sentence, above the table: it is not said again.
    """
    language = differences.language
    lines = [_text(say(line, language)) for line in (*change.details, *differences.shown(change))]
    room = list(accumulate(map(len, lines)))
    kept = lines[: sum(length <= _LONGEST_CELL for length in room)]
    left = len(change.details) + len(change.cases) - len(kept)
    if not left:
        return kept
    if len(kept) < len(change.details):
        more = counted(
            "and {count} more: `perimetre diff --details` shows it",
            "and {count} more: `perimetre diff --details` shows them",
            left,
        )
    else:
        more = counted(
            "and {count} more case: `perimetre diff --details` shows it",
            "and {count} more cases: `perimetre diff --details` shows them",
            left,
        )
    return [*kept, _text(say(more, language))]


def _text(text: str) -> str:
    """Return a text on one line, as Markdown that shows it."""
    text = " ".join(text.split("\n"))
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    return without_orders(escaped(text))
