"""The types of the model's fields are those that Python tells, whichever class says them."""

from __future__ import annotations

import typing
from collections.abc import Iterator

import pytest

from perimetre.model import Part
from perimetre.model.building.convert import hints

UNWRITTEN = {"place", "origin", "incomplete", "KIND", "LOCAL", "NOTED"}


def classes(cls: type[Part]) -> Iterator[type[Part]]:
    for derived in cls.__subclasses__():
        yield derived
        yield from classes(derived)


@pytest.mark.parametrize(
    "cls", [cls for cls in classes(Part) if cls.__module__.startswith("perimetre.model")], ids=lambda cls: cls.__name__
)
def test_types_of_fields_are_those_that_python_tells(cls: type[Part]) -> None:
    told = typing.get_type_hints(cls, include_extras=True)
    assert list(hints(cls).items()) == [(name, hint) for name, hint in told.items() if name not in UNWRITTEN]
