"""Say what somebody may do from now on, at each level of authority: one sentence where it widens, one else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perimetre.base.words import Message, counted
from perimetre.compare.perimeter.effects import ABSENT

Sentence = Callable[..., Message]

WIDER: Mapping[str, Sentence] = {
    "free": lambda n, **words: counted(
        "{who}: may now {acts} without anybody’s agreement{where} (before: {before}).",
        "{who}: may now {acts} without anybody’s agreement{where} (before: {before}).",
        n,
        **words,
    ),
    "template": lambda n, **words: counted(
        "{who}: may now {acts} with a ready answer, without anybody’s agreement{where} (before: {before}).",
        "{who}: may now {acts} with a ready answer, without anybody’s agreement{where} (before: {before}).",
        n,
        **words,
    ),
    "notify": lambda n, **words: counted(
        "{who}: may now {acts} without anybody’s agreement, and inform {whom} afterwards{where} (before: {before}).",
        "{who}: may now {acts} without anybody’s agreement, and inform {whom} afterwards{where} (before: {before}).",
        n,
        **words,
    ),
    "approve": lambda n, **words: counted(
        "{who}: may now {acts} with an agreement{where} (before: {before}).",
        "{who}: may now {acts} with an agreement{where} (before: {before}).",
        n,
        **words,
    ),
    "escalate": lambda n, **words: counted(
        "{who}: to {acts} is no longer forbidden, it is now passed on{where} (before: {before}).",
        "{who}: to {acts} is no longer forbidden, it is now passed on{where} (before: {before}).",
        n,
        **words,
    ),
}
NARROWER: Mapping[str, Sentence] = {
    "template": lambda n, **words: counted(
        "{who}: may now {acts} only with a ready answer{where} (before: {before}).",
        "{who}: may now {acts} only with a ready answer{where} (before: {before}).",
        n,
        **words,
    ),
    "notify": lambda n, **words: counted(
        "{who}: must now inform {whom} afterwards, to {acts}{where} (before: {before}).",
        "{who}: must now inform {whom} afterwards, to {acts}{where} (before: {before}).",
        n,
        **words,
    ),
    "approve": lambda n, **words: counted(
        "{who}: now needs an agreement to {acts}{where} (before: {before}).",
        "{who}: now need an agreement to {acts}{where} (before: {before}).",
        n,
        **words,
    ),
    "escalate": lambda n, **words: counted(
        "{who}: may no longer {acts}, and must pass it on{where} (before: {before}).",
        "{who}: may no longer {acts}, and must pass it on{where} (before: {before}).",
        n,
        **words,
    ),
    "forbidden": lambda n, **words: counted(
        "{who}: may no longer {acts}{where}, which is forbidden (before: {before}).",
        "{who}: may no longer {acts}{where}, which is forbidden (before: {before}).",
        n,
        **words,
    ),
    ABSENT: lambda n, **words: counted(
        "{who}: may no longer {acts}{where}, which is not there any more (before: {before}).",
        "{who}: may no longer {acts}{where}, which is not there any more (before: {before}).",
        n,
        **words,
    ),
}
