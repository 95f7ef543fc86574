"""A message has its parts: those that its kind asks for."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message, quoted_words
from perimetre.model import Part, Text
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View
from perimetre.voice import parts_shown


def find(view: View) -> Iterator[Problem]:
    """Yield the messages of a kind that lack one of its parts."""
    kinds = {kind.id: kind for kind in view.brand.templates.message_kinds}
    texts: list[tuple[Part, str | None, Text | None]] = [
        (variant, template.kind, variant.text)
        for template in view.live(view.brand.templates.templates)
        for variant in template.variants
    ]
    texts += [
        (statement, statement.kind, statement.text)
        for crisis in view.live(view.brand.crises)
        for statement in crisis.statements
    ]
    for part_of, kind, text in texts:
        if kind not in kinds or text is None or text.is_to_complete:
            continue
        shown = parts_shown(kinds[kind], writings(text))
        for part in kinds[kind].parts:
            if part.required and part.shown_by and part.id not in shown:
                yield flaw(
                    value(part_of, "text"),
                    message(
                        "A message of the kind `{kind}` says `{part}`, and this one does not.", kind=kind, part=part.id
                    ),
                    message(
                        "Say it with one of these words: {words}.",
                        words=quoted_words(part.shown_by),
                    ),
                    (part.place, message("The part is asked for here.")),
                    about=[kind, part.id],
                )


RULE = Check(
    id="message-has-its-parts",
    level="warning",
    needs=(),
    find=find,
)
