"""Tell the words written with letters that only look like ours: of another alphabet, or drawn.

A part of the linter. Comes in: a view of a text. Goes out: remarks.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.voice.lexicon import quoted
from perimetre.voice.remarks import Remark
from perimetre.voice.view import TextView


def remarks(view: TextView) -> Iterator[Remark]:
    """Yield the words of a text that are written with letters which look like ours."""
    for start, end, plain in view.disguised:
        what = message("“{word}” is not in our letters, though it looks so: no search finds it.", word=quoted(plain))
        yield Remark(
            start=start,
            end=end,
            rule="letters-are-plain",
            level="warning",
            message=what,
            replacements=(plain,),
            literal=True,
        )
