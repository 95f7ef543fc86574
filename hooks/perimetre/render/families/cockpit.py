"""Draft the crisis cockpit: a scenario is begun and followed in the reader's browser, with the data that it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.model import Crisis, Role, Severity
from perimetre.render.delay_phrases import DelayPhrases
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.live.cockpit import ScenarioWords, live_scenario, scenarios_file
from perimetre.render.live.cockpit_words import cockpit_words
from perimetre.render.live.counts import Counts, counts_file
from perimetre.render.live.plain_data import Data
from perimetre.render.phrases import PagePhrases
from perimetre.render.readers import Site
from perimetre.render.tools import Tools

# What somebody may have done by mistake, by the kind of crisis that it is; the most usual first.
_SLIPS = ("cm-slip", "wrong-account", "account-hijack", "data-leak")


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Yield the draft of a brand's cockpit, where its readers may see scenarios."""
    brand = desk.the_brand
    crises = desk.seen(brand.crises)
    if not crises or desk.is_public:
        return
    words = _words(desk)
    ordered = sorted(crises, key=lambda crisis: (-_number(desk, crisis), desk.say(crisis.title or crisis.id)))
    scenarios = {crisis.id: live_scenario(crisis, words) for crisis in ordered}
    file = scenarios_file(brand.id, scenarios)
    file_of_counts = counts_file(brand.id)
    counts = Counts(brand, desk.today, lambda record: desk.seen((record,)) != ())
    channels = [channel for channel in desk.channels if channel.state == "active"]
    slips = [crisis.id for kind in _SLIPS for crisis in crises if crisis.kind == kind]
    draft = desk.draft(
        "cockpit",
        message("Crisis cockpit"),
        "crises/cockpit.html",
        source=crises[0].place.file,
        group="now",
        boost=1.4,
        description=message("Begin a scenario at an hour, follow its steps and its texts, keep the log, hand over."),
        scenarios=ordered,
        files=[path.rpartition("/")[2] for path, _ in (file, file_of_counts)],
        ways={words.channels[channel.id]: counts.way(channel.id) for channel in channels},
        words=cockpit_words(desk.say),
        roles=[(role.id, desk.say(role.title or role.id)) for role in _roles(desk, scenarios)],
        slips=slips,
        zone=desk.handbook.settings_of(brand).timezone or "UTC",
        today=desk.today,
    )
    yield dataclasses.replace(draft, files=(file, file_of_counts))


def _words(desk: Desk) -> ScenarioWords:
    brand = desk.the_brand
    # No page is there: names are words, and nothing is a link.
    tools = Tools(
        desk.handbook, brand=brand, path=f"{brand.id}/cockpit", site=Site(paths=frozenset()), readers=desk.readers
    )
    return ScenarioWords(
        tools=tools,
        phrases=PagePhrases(tools),
        delays=DelayPhrases(tools),
        today=desk.today,
        channels={
            channel.id: tools.title_of("channel", channel.id) for channel in desk.channels if channel.state == "active"
        },
        members=desk.members,
        severity=lambda crisis: _said(desk, tools, crisis),
    )


def _severity(desk: Desk, crisis: Crisis) -> Severity | None:
    return next(
        (each for each in desk.the_brand.escalation.severities if str(crisis.severity) in (str(each.number), each.id)),
        None,
    )


def _number(desk: Desk, crisis: Crisis) -> int:
    severity = _severity(desk, crisis)
    return severity.number or 0 if severity is not None else 0


def _said(desk: Desk, tools: Tools, crisis: Crisis) -> Data:
    severity = _severity(desk, crisis)
    if severity is None:
        return {}
    speaks = severity.cm_may_speak
    title = tools.title_of("severity", severity.id)
    grave = message("severity {number} ({title})", number=severity.number, title=title.lower())
    said: Data = {"severity": desk.say(grave if severity.number is not None else title)}
    if speaks is not None:
        answer = tools.word("cm_may_speak", speaks)
        said["speak"] = desk.say(message("May the community manager still speak? {answer}", answer=answer))
    return said


def _roles(desk: Desk, scenarios: dict[str, Data]) -> Iterator[Role]:
    """Yield the roles that a step is for, those of community managers first."""
    named = {
        role
        for scenario in scenarios.values()
        for step in scenario["steps"]  # type: ignore[attr-defined]  # a list of what `live_scenario` wrote
        for role in step.get("roles", ())
    }
    first = desk.cm_roles
    yield from first
    yield from (role for role in desk.seen(desk.the_brand.people.roles) if role.id in named and role not in first)
