"""A hint that is not the only one that serves is told, and left to whoever knows: no machine writes it."""

from __future__ import annotations

import pytest

from perimetre.reading.parse import parse
from perimetre.reading.sources import Source


@pytest.mark.parametrize("text", ["list: [a, 'n'est pas, c]\n", "because: 'Elle n'a la clé # à revoir\n"])
def test_what_may_be_meant_in_two_ways_is_told_and_not_written(text: str) -> None:
    (finding,) = parse(Source("a.yml", "a.yml", text.encode())).diagnostics
    assert finding.hint is not None
    assert not finding.fixes
