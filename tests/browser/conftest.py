"""The example's site, built once and served on a port of this machine, for the tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.serving import Still, served
from tests.support.sites import Example


@pytest.fixture(scope="session")
def address(example: Example) -> Iterator[str]:
    """Return the address of the example's site."""
    with served(example.folder / "site", Still) as (place, _):
        yield place
