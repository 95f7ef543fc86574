"""The classes of the model behave as `dataclasses` would have made them: in all but what it costs to make them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from perimetre.base.frozen import dataclass as ours

SAME = {"frozen": True, "slots": True, "kw_only": True}


def classes(dataclass: Any) -> tuple[type, type]:
    @dataclass(**SAME)
    class Part:
        place: str = dataclasses.field(default="", compare=False, repr=False)

    @dataclass(**SAME)
    class Named(Part):
        """A part that bears an id."""

        id: str
        words: Mapping[str, str] = dataclasses.field(default_factory=dict)
        size: int | None = None
        notes: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

        @property
        def large(self) -> bool:
            return (self.size or 0) > 10

    return Part, Named


OURS, THEIRS = classes(ours), classes(dataclasses.dataclass)
# What the pickles look for: the classes by the names that they bear.
Part, Named = OURS
for made in (*OURS, *THEIRS):
    made.__qualname__ = made.__name__


def outcome(made: tuple[type, type], do: str) -> object:
    """Return what an expression gives, or the class of what it raises."""
    try:
        return eval(do, {"Part": made[0], "Named": made[1], "dataclasses": dataclasses, "copy": copy})
    except Exception as error:
        return type(error)


@pytest.mark.parametrize(
    "do",
    [
        "[(field.name, field.default, field.compare, field.kw_only) for field in dataclasses.fields(Named)]",
        "Named(id='a').size, Named(id='a', size=3).size, Named(id='a').words, Named(id='a').place",
        "Named(id='a').words is Named(id='b').words",
        "Named()",
        "Named('a')",
        "Named(id='a', colour='red')",
        "Named(id='a', place='here') == Named(id='a', place='there')",
        "Named(id='a') == Named(id='b'), Named(id='a') != Named(id='a')",
        "Part() == Part(place='there'), Part() == 1, Part() == Named(id='a')",
        "hash(Part()) == hash(Part(place='there')), hash(Named(id='a', words=())) == hash(Named(id='a', words=()))",
        "hash(Named(id='a'))",
        "hash(Named(id='a', words=(), notes={})) == hash(Named(id='a', words=(), notes={'b': 'c'}))",
        "Named(id='a', notes={}) == Named(id='a', notes={'b': 'c'})",
        "repr(Named(id='a', place='here', size=2))",
        "setattr(Named(id='a'), 'size', 1)",
        "delattr(Named(id='a'), 'size')",
        "Named(id='a').__dict__",
        "dataclasses.replace(Named(id='a', place='here'), size=11).large",
        "dataclasses.replace(Named(id='a', place='here'), size=11).place",
        "dataclasses.replace(Named(id='a'), colour='red')",
        "dataclasses.is_dataclass(Named), dataclasses.asdict(Named(id='a', size=1))",
        "copy.copy(Named(id='a', place='here')).place, copy.deepcopy(Named(id='a', words={'b': 'c'})).words",
        "Named.__doc__, Named.__slots__, Named.__match_args__",
    ],
)
def test_class_is_as_dataclasses_makes_it(do: str) -> None:
    assert outcome(OURS, do) == outcome(THEIRS, do)


def test_pickle_brings_back_the_same() -> None:
    thing = Named(id="a", place="here", words={"b": "c"}, size=12)
    again = pickle.loads(pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))
    assert again == thing
    assert (again.place, again.size) == ("here", 12)
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.size = 1


def test_what_changes_is_not_made_here() -> None:
    with pytest.raises(TypeError):
        ours(frozen=False, slots=True, kw_only=True)
