"""Draft the pages of the rules: what each checks, why, a bad and a good example, how to mend."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import LEVEL_WORDS
from perimetre.judge.pages import page
from perimetre.judge.registry import RULES
from perimetre.model.text import Markdown
from perimetre.reading.kinds import KINDS
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.file_uses import finds


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the rules; every diagnostic links to one of them."""
    if desk.is_public:
        return
    for id_ in RULES:
        rule_page = page(id_, desk.language)
        if rule_page is None:
            continue
        yield desk.draft(
            f"reference/rules/{id_}",
            rule_page.title,
            "reference/rule.html",
            audience="internal",
            group="unlisted",
            keywords=(id_,),
            boost=0.3,
            id=id_,
            level=LEVEL_WORDS[rule_page.level],
            problem=Markdown(plain=rule_page.problem),
            why=Markdown(plain=rule_page.why),
            fix=Markdown(plain=rule_page.fix),
            bad=rule_page.bad,
            good=rule_page.good,
            files=tuple(
                (kind, f"{KINDS[kind].folder}/" if KINDS[kind].folder else f"{kind}.yml") for kind in finds()[id_]
            ),
        )
