"""Know a document and its schema, place by place: what stands there, what it is called, how it is pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from perimetre.base.diagnostics import Diagnostic, Fix, KeyPath
from perimetre.base.words import Message, message
from perimetre.reading.forms import as_yaml
from perimetre.reading.schemas import Schema

if TYPE_CHECKING:
    from perimetre.reading.document import Document

_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Context:
    """A document, and the plain schema of its kind."""

    document: Document
    schema: Schema

    def at(self, path: KeyPath) -> tuple[Schema, Any]:
        """Return the schema and the value at a place."""
        schema: Any = self.schema
        instance: Any = self.document.data
        for step in path:
            if isinstance(step, int):
                schema = schema.get("items", {})
            else:
                more = schema.get("additionalProperties")
                schema = schema.get("properties", {}).get(step, more if isinstance(more, dict) else {})
            instance = instance[step]
        return schema, instance

    def name(self, path: KeyPath) -> Message:
        """Name a value: by its key, its id, or its rank in a list."""
        if not path:
            return message("This file")
        if isinstance(path[-1], str):
            return message("`{key}`", key=path[-1])
        instance = self.at(path)[1]
        if isinstance(instance, dict) and isinstance(instance.get("id"), str):
            return message("`{key}`", key=instance["id"])
        return message("`{list}` (item {rank})", rank=path[-1] + 1, list=_list_above(path))

    def inside(self, path: KeyPath) -> Message:
        """Say where a key stands or belongs: `in an item of channels`."""
        if not path:
            return message("at the start of a line")
        if isinstance(path[-1], str):
            return message("in `{key}`", key=path[-1])
        return message("in an item of `{key}`", key=_list_above(path))

    def is_required(self, path: KeyPath) -> bool:
        """Say whether the key that introduces a value must be there."""
        return bool(path) and isinstance(path[-1], str) and path[-1] in self.at(path[:-1])[0].get("required", ())

    def diagnostic(
        self,
        rule: str,
        path: KeyPath,
        text: Message,
        hint: Message | None,
        *,
        at: Literal["key", "value"] = "value",
        fix: tuple[KeyPath, str] | None = None,
    ) -> Diagnostic:
        """Make the diagnostic of a finding at a place; `fix`: the place that the hint speaks of, what to write there.

        What is written takes the place of a key where the finding is at a key, and else of a value.
        """
        file, span = self.document.file, self.document.span_of(path, at)
        fixes = (Fix(file=file, span=self.document.span_of(fix[0], at), text=fix[1]),) if fix else ()
        return Diagnostic(rule=rule, severity="error", message=text, hint=hint, file=file, span=span, fixes=fixes)

    def written(self, path: KeyPath, value: object) -> str:
        """Return a value as one types it in the place of another; an hour stays between the quotes of the file."""
        text, span = as_yaml(value), self.document.span_of(path, "value")
        if span is None or not _HOUR.fullmatch(text):
            return text
        quote = self.document.lines[span.line - 1][span.column - 1 : span.column]
        return f"{quote}{text}{quote}" if quote in ("'", '"') else text

    def line(self, path: KeyPath, value: object) -> str:
        """Return the line that a value would make, in the place of the one that is there."""
        text = self.written(path, value)
        return f"{path[-1]}: {text}" if path and isinstance(path[-1], str) else text


def line(path: KeyPath, value: object) -> str:
    """Return a value as its line says it: after its key, or alone in a list."""
    return f"{path[-1]}: {as_yaml(value)}" if path and isinstance(path[-1], str) else as_yaml(value)


def _list_above(path: KeyPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")
