"""Register the families of pages: functions from a desk to drafts, named nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from perimetre.judge.judgement import Judgement
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families import (
    brand,
    charter,
    governance,
    heat,
    house,
    perimeter,
    presence,
    questions,
    reference,
    rules,
    speech,
    work,
)
from perimetre.render.pages import EditTemplate

Family = Callable[[Desk], Iterator[PageDraft]]

# The order of the lists is that of the navigation, moment by moment.
HOUSE: tuple[Family, ...] = (house.drafts,)
# Of the house too; no word of a brand is in them.
REFERENCE: tuple[Family, ...] = (reference.drafts, rules.drafts)
BRAND: tuple[Family, ...] = (
    brand.drafts,
    questions.drafts,
    perimeter.drafts,
    speech.drafts,
    presence.drafts,
    heat.drafts,
    work.drafts,
    charter.drafts,
)
# What anybody may read of a brand: its name, and its charter. Nothing else is drafted, whatever the house has marked.
PUBLIC: tuple[Family, ...] = (charter.public_home, charter.drafts)


def judged(desk: Desk, judgement: Judgement, stale: bool, edit: EditTemplate | None) -> list[PageDraft]:
    """Return the drafts of a brand that speak of what the rules found; never for the public.

    Args:
        stale: whether the handbook has changed since it was judged.
        edit: where the files of the playbooks are edited; None: nowhere.
    """
    return list(governance.drafts(desk, judgement, stale, edit))
