"""The bench is asked a few times a year: what it needs of the package is asked here, small, so that it answers then."""

from __future__ import annotations

import re

import pytest

from tools import bench

pytestmark = pytest.mark.deep


def test_a_lexicon_is_measured():
    ready, *drafts = bench.words(size=30, letters=2_000)
    assert "30 terms" in ready
    remarks = [int(re.search(r"([\d,]+) remarks", line)[1].replace(",", "")) for line in drafts]
    assert remarks[0] < remarks[-1], (
        "a draft that is nothing but the lexicon gets more remarks than one without a word of it"
    )


def test_a_year_of_cover_is_measured():
    assert any("0 differences" in line for line in bench.covers(1))


def test_the_space_of_questions_is_measured():
    assert all(re.search(r"[\d,]{4,} cells in", line) for line in bench.perimeters())
