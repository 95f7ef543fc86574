"""Begin the record of a decision: what changes is said, and who may decide it; the rest is the house's to complete.

Comes in: changes that ask for one decision. Goes out: the text of a file of `decisions/`, valid as it stands.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from perimetre.base.words import counted, few, message, say
from perimetre.compare import Change
from perimetre.compare.decided import Decisions, rules_of
from perimetre.model import Brand
from perimetre.reports import plain

# Sentences that a reader takes in; letters of an id.
_SENTENCES, _LONGEST_ID = 20, 64
_ITEM = textwrap.TextWrapper(
    118, initial_indent="    - ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
)


def id_of(changes: Sequence[Change], level: Brand, today: date, taken: frozenset[str]) -> str:
    """Return the id of the record: the day, then the first thing that changes.

    Args:
        changes: what is to be decided, one at least.
        level: the brand, or the house, after the change.
        today: the day.
        taken: ids that others bear.
    """
    named = next(iter((*rules_of(changes[0], level), *changes[0].about)), "change")
    begun = f"{today}-{named}"
    ending, number = "", 1
    while (id_ := begun[: _LONGEST_ID - len(ending)].rstrip("-") + ending) in taken:
        number += 1
        ending = f"-{number}"
    return id_


def written(id_: str, changes: Sequence[Change], level: Brand, decisions: Decisions, language: str) -> str:
    """Return the record of one decision.

    Args:
        id_: its id.
        changes: what is to be decided.
        level: the brand, or the house, after the change.
        decisions: who may decide.
        language: of its sentences, `fr` or `en`.
    """
    rules = dict.fromkeys(id_ for change in changes for id_ in rules_of(change, level))
    others = dict.fromkeys(id_ for change in changes if not rules_of(change, level) for id_ in change.about)
    is_of_alert = all(decisions.lifted(change) for change in changes)
    lines = [
        f"id: {id_}",
        "title: to-complete",
        "decided_on: to-complete",
        *_who(changes, decisions, language),
        "decided_by: to-complete",
        f"kind: {'posture' if is_of_alert else 'widening'}",
        "what: |",
        *_what(changes, language),
        "why: to-complete",
        *([f"rules: [{', '.join(rules)}]"] if rules else []),
        *([f"records: [{', '.join(others)}]"] if others else []),
    ]
    if not is_of_alert:
        again = message("The day on which one looks again; or else `until`, that on which it ends.")
        lines += [_comment(say(again, language)), "review_on: to-complete"]
    return "\n".join(lines) + "\n"


def _who(changes: Sequence[Change], decisions: Decisions, language: str) -> Iterator[str]:
    may = [[role.id for role in decisions.deciders(change)] for change in changes]
    roles = [id_ for id_ in may[0] if all(id_ in others for others in may)]
    if roles:
        yield _comment(say(message("May decide it: {roles}.", roles=few(roles, "or")), language))


def _what(changes: Sequence[Change], language: str) -> Iterator[str]:
    for change in changes[:_SENTENCES]:
        sentence = " ".join(plain.lines(say(change.summary, language)).split("\n"))
        yield from textwrap.wrap(
            sentence,
            118,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in (*change.lists, *change.holds):
            yield from _ITEM.wrap(" ".join(plain.lines(say(line, language)).split("\n")))
    left = len(changes) - _SENTENCES
    if left > 0:
        yield f"  - {say(counted('and {count} more change', 'and {count} more changes', left), language)}"


def _comment(text: str) -> str:
    return f"# {text}"
