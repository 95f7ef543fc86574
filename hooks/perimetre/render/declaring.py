"""Write a declaration of posture as a file of `postures/`: the lines, and which of them are known only at the moment.

Comes in: what is declared, by whom, from when until when. Goes out: the id, which names the file too, and the keys with
their values as YAML. The page that opens the code host's form and `perimetre new posture` write the same file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from perimetre.base.durations import Duration
from perimetre.model import Brand, Settings
from perimetre.model.brand import PostureRule

# How long a posture is proposed for where the brand says nothing.
USUAL = Duration(24, "h")
_ON_DUTY = "cm-on-duty"


def id_of(level: str, at: dt.datetime) -> str:
    """Return the id of a declaration, which is the name of its file: its day, its level, its hour."""
    return f"{at:%Y-%m-%d}-{level}-{at:%H%M}"


def declaration(
    *, id: str, level: str, by: str, at: str, until: str, lifted_by: Collection[str], because: str
) -> Mapping[str, str]:
    """Return the keys of a file of `postures/` with their values, which are written as they are given, in order."""
    return {
        "id": id,
        "level": level,
        "declared_by": by,
        "declared_at": at,
        "until": until,
        "lifted_by": f"[{', '.join(lifted_by)}]" if lifted_by else "to-complete",
        "because": because,
    }


def written(lines: Mapping[str, str]) -> str:
    """Return the text of the file."""
    return "".join(f"{key}: {value}\n" for key, value in lines.items())


def moment(at: dt.datetime) -> str:
    """Return a wall time as the files write it."""
    return f"{at:%Y-%m-%dT%H:%M}"


def end_of(at: dt.datetime, rule: PostureRule, settings: Settings) -> dt.datetime:
    """Return the wall time at which what is declared at another is proposed to end: as long after, summer or winter."""
    zone = ZoneInfo(settings.timezone or "UTC")
    began = at.replace(tzinfo=zone).astimezone(dt.UTC)
    return (began + dt.timedelta(minutes=usual_minutes(rule))).astimezone(zone).replace(tzinfo=None)


def sentence(text: str) -> str:
    """Return words that somebody typed, as YAML: whatever they hold, they are one text."""
    return json.dumps(text, ensure_ascii=False)


def declarers(brand: Brand, who: Sequence[str]) -> tuple[str, ...]:
    """Return the roles of a brand that some stand for: whoever is on duty is any community manager."""
    roles = {role.id: role for role in brand.people.roles}
    on_duty = [id_ for id_, role in roles.items() if role.community_manager]
    named = (id_ for word in who for id_ in (on_duty if word == _ON_DUTY else (word,)))
    return tuple(dict.fromkeys(id_ for id_ in named if id_ in roles))


def usual_minutes(rule: PostureRule) -> int:
    """Return how long a posture is proposed for, in minutes."""
    return (rule.lasts or USUAL).minutes or USUAL.minutes
