"""Register the families of pages: functions from a desk to drafts, named nowhere else."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from perimetre.reading.kinds import KINDS
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families import (
    alert,
    brand,
    changes,
    charter,
    circles,
    cockpit,
    draft,
    editorial,
    governance,
    heat,
    house,
    live,
    perimeter,
    presence,
    questions,
    reference,
    rules,
    speech,
    work,
)
from perimetre.render.families import (
    declaring as declarations,
)
from perimetre.render.history import History
from perimetre.render.pages import EditTemplate

Family = Callable[[Desk], Iterator[PageDraft]]


# The order of the lists is that of the navigation, moment by moment.
HOUSE: tuple[Family, ...] = (house.drafts, circles.drafts)
# Of the house too; no word of a brand is in them.
REFERENCE: tuple[Family, ...] = (reference.drafts, rules.drafts)
_OF_BRANDS: tuple[Family, ...] = (
    brand.drafts,
    alert.drafts,
    cockpit.drafts,
    live.drafts,
    questions.drafts,
    perimeter.drafts,
    draft.drafts,
    speech.drafts,
    presence.drafts,
    heat.drafts,
    editorial.drafts,
    work.drafts,
    governance.drafts,
)


def _of_kinds() -> Iterator[Family]:
    """Yield the families that the kinds of file name besides: those of a kind that was added."""
    for name in dict.fromkeys(kind.pages for kind in KINDS.values() if kind.pages is not None):
        family: Family = importlib.import_module(f"{__name__}.{name}").drafts
        if family not in _OF_BRANDS:
            yield family


BRAND: tuple[Family, ...] = (*_OF_BRANDS, *_of_kinds(), charter.drafts)
# What anybody may read of a brand: its name, and its charter. Nothing else is drafted, whatever the house has marked.
PUBLIC: tuple[Family, ...] = (charter.public_home, charter.drafts)


# The page from which a posture is declared, where the files may be begun; never for the public.
declaring: Callable[[Desk, EditTemplate | None], list[PageDraft]] = declarations.drafts
# What speaks of what the rules found; never for the public.
judged: Callable[[Desk, governance.RulesReport], list[PageDraft]] = governance.judged
# What has changed, where a history tells it; never for the public.
past: Callable[[Desk, History], list[PageDraft]] = changes.drafts
