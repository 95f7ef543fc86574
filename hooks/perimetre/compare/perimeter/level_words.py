"""Say what somebody may do from now on, at each level of authority: one sentence where it widens, one else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perimetre.base.words import Message, counted
from perimetre.compare.perimeter.effects import ABSENT, Transition

# By whether it widens and the level that is reached. French counts where English often does not.
_SENTENCES: Mapping[tuple[bool, str], Message] = {
    (True, "free"): counted(
        "{who}: may now {acts} without anybody’s agreement{where} (before: {before}).",
        "{who}: may now {acts} without anybody’s agreement{where} (before: {before}).",
        1,
    ),
    (True, "template"): counted(
        "{who}: may now {acts} with a ready answer, without anybody’s agreement{where} (before: {before}).",
        "{who}: may now {acts} with a ready answer, without anybody’s agreement{where} (before: {before}).",
        1,
    ),
    (True, "notify"): counted(
        "{who}: may now {acts} without anybody’s agreement, and inform {whom} afterwards{where} (before: {before}).",
        "{who}: may now {acts} without anybody’s agreement, and inform {whom} afterwards{where} (before: {before}).",
        1,
    ),
    (True, "approve"): counted(
        "{who}: may now {acts} with an agreement{given}{where} (before: {before}).",
        "{who}: may now {acts} with an agreement{given}{where} (before: {before}).",
        1,
    ),
    (True, "escalate"): counted(
        "{who}: to {acts} is no longer forbidden, it is now passed on{where} (before: {before}).",
        "{who}: to {acts} is no longer forbidden, it is now passed on{where} (before: {before}).",
        1,
    ),
    (False, "template"): counted(
        "{who}: may now {acts} only with a ready answer{where} (before: {before}).",
        "{who}: may now {acts} only with a ready answer{where} (before: {before}).",
        1,
    ),
    (False, "notify"): counted(
        "{who}: must now inform {whom} afterwards, to {acts}{where} (before: {before}).",
        "{who}: must now inform {whom} afterwards, to {acts}{where} (before: {before}).",
        1,
    ),
    (False, "approve"): counted(
        "{who}: now needs an agreement{given} to {acts}{where} (before: {before}).",
        "{who}: now need an agreement{given} to {acts}{where} (before: {before}).",
        1,
    ),
    (False, "escalate"): counted(
        "{who}: may no longer {acts}, and must pass it on{where} (before: {before}).",
        "{who}: may no longer {acts}, and must pass it on{where} (before: {before}).",
        1,
    ),
    (False, "forbidden"): counted(
        "{who}: may no longer {acts}{where}, which is forbidden (before: {before}).",
        "{who}: may no longer {acts}{where}, which is forbidden (before: {before}).",
        1,
    ),
    (False, ABSENT): counted(
        "{who}: may no longer {acts}{where}, which is not there any more (before: {before}).",
        "{who}: may no longer {acts}{where}, which is not there any more (before: {before}).",
        1,
    ),
}


def level_sentence(then: Transition, count: int, words: Mapping[str, object]) -> Message:
    """Return what somebody may do from now on.

    Args:
        then: what becomes of the level.
        count: of how many one speaks.
        words: who, what they do, where, what was asked before, whom they inform, who gives an agreement.
    """
    return replace(_SENTENCES[then.kind == "widened", then.new], values=words, count=count)
