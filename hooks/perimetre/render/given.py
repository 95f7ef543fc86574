"""Mark the methods that templates call by their own names.

A part of the stage render. Comes in: an object whose class marks its methods with `@given`. Goes out: those methods, by
name, as a template is given them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

M = TypeVar("M", bound=Callable[..., object])

_MARKED: set[object] = set()
_NAMES: dict[type, tuple[str, ...]] = {}


def given(method: M) -> M:
    """Mark a method as one that templates call."""
    _MARKED.add(method)
    return method


def given_by(tools: object) -> dict[str, object]:
    """Return what the templates are given of an object: its marked methods, by name."""
    cls = type(tools)
    if cls not in _NAMES:
        _NAMES[cls] = tuple(name for name, method in inspect.getmembers(cls, inspect.isfunction) if method in _MARKED)
    return {name: getattr(tools, name) for name in _NAMES[cls]}
