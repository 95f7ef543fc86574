"""A widening has a decision: what lets somebody do more, or protects less, comes with the record of who decided it.

Unlike the others, this rule looks at what changes: whoever has a handbook to compare with asks `compare.decided`, and
the judge passes it by.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View


def find(_view: View) -> Iterator[Problem]:
    """Yield nothing: one handbook alone does not say what has changed."""
    return iter(())


RULE = Check(id="widening-has-a-decision", level="error", find=find, compared=True)
