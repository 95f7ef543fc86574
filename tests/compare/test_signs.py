"""Whether a severity is recognised sooner: what a sign more, a sign less and a threshold do, and the same undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perimetre.compare.saying import Names
from perimetre.compare.signs import sign_changes
from perimetre.model import Severity, Text
from perimetre.model.escalation import Criteria, Criterion
from tests.compare.test_cases import example

UNDONE = {"weakened": "strengthened", "strengthened": "weakened"}


def sign(**said: Any) -> Criterion:
    return Criterion(**({"text": Text(plain=said["text"])} if "text" in said else said))


REACH, FURTHER = sign(fact="reach", above=5000), sign(fact="reach", above=9000)
WORDS, OTHERS = sign(text="Un fil qui prend."), sign(text="Un fil qui enfle.")


def ways(before: Criteria | None, after: Criteria | None) -> list[str]:
    handbook = example()[1]
    assert handbook.house is not None
    old, new = (Severity(id="low", title=Text(plain="Faible"), criteria=criteria) for criteria in (before, after))
    return [what.kind for what in sign_changes(old, new, Names((handbook, handbook.house)))]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (Criteria(any=(WORDS,)), Criteria(any=(WORDS, REACH)), ["strengthened"]),
        (Criteria(all=(WORDS,)), Criteria(all=(WORDS, REACH)), ["weakened"]),
        (Criteria(any=(REACH,)), Criteria(any=(FURTHER,)), ["weakened"]),
        (Criteria(all=(REACH,)), Criteria(all=(FURTHER,)), ["weakened"]),
        (Criteria(any=(sign(fact="reach", up_to=9),)), Criteria(any=(sign(fact="reach", up_to=5),)), ["weakened"]),
        (None, Criteria(any=(WORDS,)), ["strengthened"]),
        # Nobody can tell: other words, one way and the other, one list for the other.
        (Criteria(any=(WORDS,)), Criteria(any=(OTHERS,)), []),
        (Criteria(any=(REACH, WORDS)), Criteria(any=(FURTHER, WORDS, OTHERS)), []),
        (Criteria(any=(WORDS,)), Criteria(any=(WORDS,), all=(REACH,)), []),
    ],
)
def test_a_severity_is_recognised_sooner_or_later(before: Criteria | None, after: Criteria, kinds: list[str]) -> None:
    assert ways(before, after) == kinds
    assert ways(after, before) == [UNDONE[kind] for kind in kinds]


several = st.lists(st.sampled_from((REACH, FURTHER, WORDS, OTHERS)), unique=True, max_size=3).map(tuple)
criteria = st.builds(Criteria, any=several, all=several)


@given(criteria, criteria)
def test_what_is_undone_is_told_the_other_way(before: Criteria, after: Criteria) -> None:
    assert ways(before, before) == []
    assert [UNDONE[kind] for kind in ways(before, after)] == ways(after, before)
