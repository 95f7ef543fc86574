"""Write the media that leave with a text as data: `render/assets/live/cockpit-parts.js` shows them under its words.

Comes in: a medium, what says its words, a day. Goes out: what it shows, what is read in its place, what allows it to
be shown on that day.
"""

from __future__ import annotations

from datetime import date

from perimetre.base.words import message
from perimetre.model import Consent
from perimetre.model.templates import Medium
from perimetre.render.live.plain_data import Data, said, unmarked
from perimetre.render.tools import Tools


def joined_medium(medium: Medium, tools: Tools, today: date) -> Data:
    """Return what leaves with a text; `today`: the day by which a consent is over or not."""
    joined = message("{kind}: {what}", kind=tools.word("medium_joined", medium.kind), what=medium.what or tools.to_do())
    shaped = f" ({tools.say(medium.format)})" if medium.format else ""
    return said(
        {
            "what": unmarked(tools.say(joined)) + shaped,
            "alt": unmarked(tools.say(medium.alt) if medium.alt else tools.to_do()),
            "caption": tools.say(medium.caption),
            "rights": _rights(medium, tools, today),
        }
    )


def _rights(medium: Medium, tools: Tools, today: date) -> str:
    if medium.consent is None:
        return ""
    name = unmarked(tools.ref("consent", medium.consent))
    consent = tools.brand.find(Consent, medium.consent) if tools.brand else None
    if consent is None:
        return name
    if consent.withdrawn_on is not None:
        return tools.say(message("{name}, withdrawn on {date}", name=name, date=consent.withdrawn_on))
    if not isinstance(consent.until, date):
        return name
    ends = message("{name}, ended on {date}", name=name, date=consent.until)
    lasts = message("{name}, until {date} included", name=name, date=consent.until)
    return tools.say(ends if consent.until < today else lasts)
