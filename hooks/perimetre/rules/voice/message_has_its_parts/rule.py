"""A message has its parts: those that its kind asks for, in its words or by what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message, quoted_words
from perimetre.model import Part, Text
from perimetre.model.places import PLACE_VARIABLES
from perimetre.model.templates import Variable
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View
from perimetre.voice import parts_shown

_VARIABLE = re.compile(r"\{\{ ?([^{}\n]{1,80}?) ?\}\}")


def find(view: View) -> Iterator[Problem]:
    """Yield the messages of a kind that lack one of its parts."""
    kinds = {kind.id: kind for kind in view.brand.templates.message_kinds}
    texts: list[tuple[Part, str | None, Text | None, Sequence[Variable]]] = [
        (variant, template.kind, variant.text, template.variables)
        for template in view.live(view.brand.templates.templates)
        for variant in template.variants
    ]
    texts += [
        (wording, statement.kind, wording.text, crisis.variables)
        for crisis in view.live(view.brand.crises)
        for statement in crisis.statements
        for wording in statement.wordings
    ]
    for part_of, kind, text, variables in texts:
        if kind not in kinds or text is None or text.is_to_complete:
            continue
        filled_in = [_VARIABLE.sub(_example_of(variables), writing) for writing in writings(text)]
        shown = parts_shown(kinds[kind], filled_in, view.memory)
        filled = {variable[1] for writing in writings(text) for variable in _VARIABLE.finditer(writing)}
        types: set[str] = {variable.type or "text" for variable in variables if variable.id in filled}
        types |= {PLACE_VARIABLES[name] for name in filled if name in PLACE_VARIABLES}
        for part in kinds[kind].parts:
            if part.required and part.variable and part.variable not in types:
                yield flaw(
                    value(part_of, "text"),
                    message(
                        "A message of the kind `{kind}` gives `{part}`, and this one leaves no place for it.",
                        kind=kind,
                        part=part.id,
                    ),
                    message(
                        "Write `{written}` where it is said, and declare it in `variables`: `{line}`.",
                        written="{{" + part.id + "}}",
                        line="{id: " + part.id + ", label: …, type: " + part.variable + ", example: …}",
                    ),
                    (part.place, message("The part is asked for here.")),
                    about=[kind, part.id],
                )
            elif part.required and part.shown_by and part.id not in shown:
                yield flaw(
                    value(part_of, "text"),
                    message(
                        "A message of the kind `{kind}` says `{part}`, and this one does not.", kind=kind, part=part.id
                    ),
                    counted(
                        "Say it with one of these words: {words}.",
                        "Say it with at least {count} of these words: {words}.",
                        part.at_least or 1,
                        words=quoted_words(part.shown_by),
                    ),
                    (part.place, message("The part is asked for here.")),
                    about=[kind, part.id],
                )


def _example_of(variables: Sequence[Variable]) -> Callable[[re.Match[str]], str]:
    """Return what puts, in the place of a variable, the example that its declaration gives."""
    examples = {variable.id: " ".join(writings(variable.example)) for variable in variables}
    return lambda braces: examples.get(braces[1], braces[0])


RULE = Check(
    id="message-has-its-parts",
    level="warning",
    needs=(),
    find=find,
)
