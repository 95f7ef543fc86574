"""That whatever a playbook gives a beginning and an end is checked, whatever kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from perimetre.model.building.dates import BEGINNINGS, ENDS
from perimetre.reading import schemas
from perimetre.reading.kinds import KINDS

# Days that neither begin nor end what they are said of: it is reviewed, or it happened, on them.
NEITHER = {"last_reviewed_on", "happened_on"}
DATES = ("perimetre-date", "perimetre-instant")


def pairs(schema: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the mappings that may have several dates, with the keys of these."""
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        keys = {key for key, value in properties.items() if isinstance(value, dict) and value.get("format") in DATES}
        if len(keys) > 1:
            yield path, keys
        for key, inner in schema.items():
            yield from pairs(inner, f"{path}.{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from pairs(inner, path)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_date_that_stands_beside_another_is_known_as_a_beginning_or_an_end(kind: str) -> None:
    for path, keys in pairs(schemas.plain(kind), kind):
        assert keys <= {*BEGINNINGS, *ENDS, *NEITHER}, path
