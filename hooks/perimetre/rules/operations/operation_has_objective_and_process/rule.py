"""An operation has an objective and a process."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import operations, presence

RULE = presence(
    id="operation-has-objective-and-process",
    level="error",
    needs=(33,),
    kind="operation",
    at="process",
    of=operations,
    lacks=lambda _view, one: one.process is None,
    said=message("The operation `{id}` has no process: nothing says who must approve it."),
    hint=message("Name a circuit of `validation.yml`: `process: editorial-agreement`."),
)
