"""A rule of the perimeter that will fail one day says which day, before it comes."""

from __future__ import annotations

import pytest

from perimetre.base.words import say
from tests.rules.test_rules import judge
from tests.support.rule_cases import CASES_OF_RULES, files_of

FEBRUARY = "It begins on Monday 1 February 2027 at 0:00."
FRIDAY = "It begins on Friday 27 November 2026 at 0:00."
LATER = {
    ("active-channel-has-perimeter", "for as long as the rule that speaks of it lasts"): FEBRUARY,
    ("active-channel-has-perimeter", "on the days on which somebody is there only"): FRIDAY,
    ("brand-has-red-lines", "that end one day"): FEBRUARY,
    ("closing-comments-has-an-authority", "from the day on which a rule begins"): FEBRUARY,
    ("closing-comments-has-an-authority", "until the rule that says so ends"): FEBRUARY,
    ("lawful-criticism-stays", "for as long as the red line lasts"): FEBRUARY,
    ("perimeter-precedes-presence", "and does not end before it"): FEBRUARY,
    ("speech-acts-are-decided", "until the rule that decides ends"): FEBRUARY,
    ("third-party-places-have-rules", "which end one day"): FEBRUARY,
}


@pytest.mark.parametrize(("rule", "title"), LATER)
def test_what_will_be_wrong_says_since_when(rule: str, title: str) -> None:
    (example,) = (example for id, case, example in CASES_OF_RULES if (id, case) == (rule, title))
    messages = [say(found.message, "en") for found in judge(files_of(example)[0]).diagnostics if found.rule == rule]
    assert messages and all(LATER[rule, title] in words for words in messages), messages
