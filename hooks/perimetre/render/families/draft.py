"""Draft the page where a draft is read over in the reader's browser, by the brand's voice, as it is typed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator

from perimetre.base.words import LANGUAGES, message
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.live.instants import Horizon
from perimetre.render.live.reading_over import checks
from perimetre.render.live.rules import HORIZON
from perimetre.render.live.voice import spoken
from perimetre.voice import COUNTRY

_CHECKS = "PerimetreChecks"
_VOICES = "PerimetreVoices"


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Yield the page of a brand where a draft is read over, where it speaks on a channel of which the readers know."""
    brand = desk.the_brand
    channels = tuple(channel for channel in desk.channels if channel.state != "retired")
    if desk.is_public or not channels:
        return
    settings = desk.handbook.settings_of(brand)
    languages = brand.brand.languages or settings.languages or LANGUAGES
    levels = {setting.rule: setting.level for setting in settings.rule_levels if setting.rule and setting.level}
    horizon = Horizon(first=desk.today, days=HORIZON)
    data = spoken(
        brand,
        horizon,
        country=settings.country or COUNTRY,
        levels=levels,
        draft_languages=languages,
        language=desk.language,
        may_see=lambda record: desk.seen((record,)) != (),
    )
    common = _file(f"{brand.id}/", "checks", _CHECKS, None, checks())
    own = _file(f"{brand.id}/", "voice", _VOICES, brand.id, data)
    draft = desk.draft(
        "voice/draft",
        message("Read my message over"),
        "voice/draft.html",
        kind="voice",
        group="every-day",
        boost=1.2,
        description=message("Type a message and choose where it goes: what the voice of the brand would mend in it."),
        channels=channels,
        cases=desk.values.cases,
        languages=languages,
        checks_file=common[0].rpartition("/")[2],
        voice_file=own[0].rpartition("/")[2],
        zone=settings.timezone or "UTC",
        today=desk.today,
        first=horizon.first,
        horizon=HORIZON,
    )
    yield dataclasses.replace(draft, files=(common, own))


def _file(folder: str, name: str, variable: str, key: str | None, data: object) -> tuple[str, str]:
    """Return a script of data: its path from the top of the site, named for what it holds, and its text."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(written.encode()).hexdigest()[:12]
    place = f"self.{variable}" if key is None else f"(self.{variable} ??= {{}})[{json.dumps(key)}]"
    return f"{folder}{name}.{version}.js", f"{place} = {written};\n"
