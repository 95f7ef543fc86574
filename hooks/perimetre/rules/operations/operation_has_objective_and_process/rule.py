"""An operation has an objective and a process."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has, operations

RULE = each_has(
    "process",
    id="operation-has-objective-and-process",
    level="error",
    needs=(33,),
    of=operations,
    lacks=lambda operation: operation.process is None,
    what=message("The operation `{id}` has no process: nothing says who must approve it."),
    hint=message("Name a circuit of `validation.yml`: `process: editorial-agreement`."),
)
