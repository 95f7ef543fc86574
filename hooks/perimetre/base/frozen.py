"""Make the classes of what never changes, without the code that `dataclasses` writes and compiles for each of them.

A command that asks one question needs three hundred classes: `dataclasses` compiles six functions for each, which took
half the time of `perimetre oncall`. Here all the classes share the same seven. They are slower to call: a class of
which a check makes thousands, as the questions to a perimeter, is better off with its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")


class _Form(NamedTuple):
    """What is known of a class: its fields, what each holds where nothing is given; what is compared and hashed."""

    setters: Sequence[tuple[str, Callable[[object, Any], None], object]]
    factories: Sequence[tuple[str, Callable[[], object]]]
    required: frozenset[str]
    shown: Sequence[str]
    compared: Callable[[object], object]
    hashed: Callable[[object], object]


_forms: dict[type, _Form] = {}
_MISSING: Any = dataclasses.MISSING


def _form(cls: type) -> _Form:
    form = _forms.get(cls)
    if form is None:
        fields = dataclasses.fields(cls)
        form = _forms[cls] = _Form(
            setters=[(field.name, getattr(cls, field.name).__set__, field.default) for field in fields],
            factories=[
                (field.name, field.default_factory)
                for field in fields
                if field.default_factory is not dataclasses.MISSING
            ],
            required=frozenset(
                field.name for field in fields if field.default is _MISSING and field.default_factory is _MISSING
            ),
            shown=[field.name for field in fields if field.repr],
            compared=_all_of([field.name for field in fields if field.compare]),
            hashed=_all_of([field.name for field in fields if (field.compare if field.hash is None else field.hash)]),
        )
    return form


def _all_of(names: Sequence[str]) -> Callable[[object], object]:
    """Return what gives the values of these attributes together: one alone stands in a tuple too, as hashes show."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda thing: tuple(getattr(thing, name) for name in names)


def _init(self: object, **given: Any) -> None:
    form = _forms.get(type(self)) or _form(type(self))
    if form.required and (lacking := form.required - given.keys()):
        raise TypeError(f"{type(self).__qualname__} lacks {', '.join(sorted(lacking))}")
    for name, factory in form.factories:
        if name not in given:
            given[name] = factory()
    size = len(given)
    for name, put, default in form.setters:
        if name in given:
            put(self, given[name])
            size -= 1
        else:
            put(self, default)
    if size:
        unknown = given.keys() - {name for name, *_ in form.setters}
        raise TypeError(f"{type(self).__qualname__} has no {', '.join(sorted(unknown))}")


def _repr(self: object) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _form(type(self)).shown)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: object, other: object) -> object:
    if type(self) is not type(other):
        return NotImplemented
    compared = _form(type(self)).compared
    return compared(self) == compared(other)


def _hash(self: object) -> int:
    return hash(_form(type(self)).hashed(self))


def _set(self: object, name: str, value: object) -> None:  # noqa: ARG001 - the signature of `__setattr__`
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:  # noqa: ARG001 - the signature of `__delattr__`
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, name) for name, *_ in _form(type(self)).setters]


def _restore(self: object, state: Sequence[object]) -> None:
    for (_, put, _default), value in zip(_form(type(self)).setters, state, strict=True):
        put(self, value)


_SHARED: Mapping[str, object] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class _Like:
        """What `dataclasses` writes of a class beside its functions, which is the same for all."""

        field: object

    _SAME = {name: vars(_Like)[name] for name in ("__dataclass_params__", "__replace__") if name in vars(_Like)}
    _IS_FIELD = dataclasses.fields(_Like)[0]._field_type

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool) -> Callable[[type[T]], type[T]]:
        """Return what makes a class a dataclass: `dataclasses.dataclass` with the same words, which must all be true.

        Such a class derives from others of its kind only, and has no `__post_init__`.
        """
        if not (frozen and slots and kw_only):
            raise TypeError("what is made here is frozen, has slots and takes keywords only")

        def make(cls: type[T]) -> type[T]:
            fields = {}
            for base in reversed(cls.__mro__[1:]):
                fields |= vars(base).get("__dataclass_fields__", {})
            inherited = set(fields)
            body = dict(vars(cls))
            for name, hint in cls.__annotations__.items():
                if hint.startswith("ClassVar"):
                    continue
                default = body.pop(name, _MISSING)
                field = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
                field.name, field.type, field.kw_only, field._field_type = name, hint, True, _IS_FIELD
                fields[name] = field
            for name in ("__dict__", "__weakref__"):
                body.pop(name, None)
            # What a class says itself holds.
            body = {**_SAME, **_SHARED, **body}
            body["__dataclass_fields__"] = fields
            body["__match_args__"] = ()
            body["__slots__"] = tuple(name for name in fields if name not in inherited)
            made = type(cls)(cls.__name__, cls.__bases__, body)
            made.__qualname__ = cls.__qualname__
            return made

        return make
