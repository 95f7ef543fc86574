"""What people type in the search, and the pages that answer (tests/cases/search.yml)."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from tests.conftest import ROOT

# How many results are looked at.
FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A case: the pages are paths, any of which answers; `first`: it must be the very first."""

    words: str
    pages: frozenset[str]
    why: str
    brand: str
    language: str
    first: bool


def _query(case: dict) -> Query:
    brand = case.get("brand", "veillee")
    pages = case["page"] if isinstance(case["page"], list) else [case["page"]]
    return Query(
        words=case["query"],
        pages=frozenset(page.replace("*", brand) for page in pages),
        why=case["why"],
        brand=brand,
        language=case.get("language", "fr"),
        first=case.get("first", False),
    )


QUERIES = [
    _query(case) for case in yaml.load((ROOT / "tests" / "cases" / "search.yml").read_text("utf-8"), yaml.CSafeLoader)
]
