"""Confidentiality does not leak: no page says what its readers may not read.

Unlike the others, this rule is read in the built pages: whoever builds them calls `kit.leaks`, and the judge passes it
by.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.view import View


def find(_view: View) -> Iterator[Problem]:
    """Yield nothing: there are no pages to read yet."""
    return iter(())


RULE = Check(id="confidentiality-does-not-leak", level="error", find=find, built=True)
