"""Choose what may be done in the place of an act that a channel does not offer, among what whoever asks is allowed.

Comes in: a question of such a channel, what is known of the act there, what answers a question. Goes out: the acts that
do instead, each with its answer, the best first. Decides nothing: what answers does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from perimetre.perimeter.capabilities import Lack
from perimetre.perimeter.questions import ESCALATE, RANK, Answer, Question

# What a message says that was written beforehand: where their own words are not theirs to write, this may be.
READY_ANSWER = "ready-answer"


def acts_instead(
    asked: Question, lack: Lack, answer_of: Callable[[Question], Answer]
) -> Iterator[tuple[Question, Answer]]:
    """Yield what the asker may do there instead: each question with its answer.

    Args:
        asked: the question, of a channel that does not offer its act.
        lack: what is known of that.
        answer_of: what answers a question.
    """
    for action in lack.tries:
        for says in dict.fromkeys((asked.says, frozenset((READY_ANSWER,)))):
            question = replace(asked, action=action, says=says)
            answer = answer_of(question)
            if answer.lack is None and RANK[answer.authority] < RANK[ESCALATE]:
                yield question, answer
                break
