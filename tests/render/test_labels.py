"""Every closed word of the data has words for the reader, and each level of authority its own sign."""

from __future__ import annotations

import typing
from typing import Any

import pytest

from perimetre.base.words import say
from perimetre.language.labels import AUTHORITIES, WORDS
from perimetre.language.labels.changes import CHANGES
from perimetre.language.labels.heat import HEAT
from perimetre.language.labels.perimeter import PERIMETER
from perimetre.language.labels.presence import PRESENCE
from perimetre.language.labels.speech import SPEECH
from perimetre.language.labels.work import WORK
from perimetre.model import (
    acknowledgements,
    basics,
    brand,
    channels,
    consents,
    crisis,
    decision,
    duties,
    escalation,
    missions,
    moderation,
    objectives,
    operation,
    people,
    periods,
    reporting,
    scope,
    shared,
    validation,
    values,
    voice,
)
from perimetre.model import matches as matching
from perimetre.perimeter.questions import AUTHORITIES as LEVELS
from perimetre.perimeter.questions import IMPOSSIBLE

# A list of labels → the fields of the model that it puts into words.
FIELDS: dict[str, tuple[tuple[type, str], ...]] = {
    "status": ((basics.Record, "status"),),
    "confidentiality": ((basics.Record, "confidentiality"),),
    "ownership": ((channels.Channel, "ownership"),),
    "state": ((channels.Channel, "state"),),
    "stage": ((brand.BrandFile, "stage"),),
    "posture": ((matching.Situation, "posture"),),
    "side": ((people.Role, "side"),),
    "employment": ((people.Person, "employment"),),
    "objective_kind": ((objectives.Objective, "kind"),),
    "nature": ((objectives.Kpi, "nature"),),
    "cadence": ((objectives.Kpi, "cadence"), (reporting.Report, "cadence")),
    "per": ((shared.Limit, "per"), (channels.Cadence, "per")),
    "contact_mode": ((shared.Contact, "mode"),),
    "counts_as": ((channels.ReplyPromise, "counts_as"),),
    "hours": ((channels.ReplyPromise, "hours"), (duties.Duty, "hours"), (matching.Times, "hours")),
    "who_posts": ((channels.ChannelSettings, "who_posts"),),
    "openness": ((channels.ChannelSettings, "comments"), (channels.ChannelSettings, "messages")),
    "moderation_mode": ((channels.Channel, "moderation_mode"), (moderation.ModerationFile, "mode")),
    "term_class": ((voice.Term, "class_"),),
    "strength": ((voice.Guideline, "strength"),),
    "tone": ((voice.ToneDimension, "id"),),
    "address": ((voice.Address, "default"),),
    "signature": ((voice.Signature, "form"),),
    "alt_text": ((voice.Mechanic, "alt_text"),),
    "trigger": ((duties.Trigger, "on"),),
    "clock": ((duties.Duty, "clock"), (crisis.CrisisStep, "clock")),
    "proof_kind": ((duties.Duty, "proof_kind"),),
    "period_kind": ((periods.Period, "kind"),),
    "recurring": ((periods.Period, "recurring"),),
    "pause": ((shared.Pause, "scope"),),
    "resume": ((shared.Pause, "resume"),),
    "bound": ((moderation.Ground, "bound"),),
    "record": ((moderation.Ground, "record"),),
    "match_order": ((moderation.ModerationFile, "match"),),
    "notice_when": ((moderation.Notice, "when"),),
    "reasons": ((moderation.Notice, "reasons"),),
    "filter_then": ((moderation.FilterRule, "then"),),
    "on_timeout": ((validation.CircuitStep, "on_timeout"),),
    "cover": ((escalation.Severity, "cover"),),
    "cm_may_speak": ((escalation.Severity, "cm_may_speak"),),
    "when_unsure": ((escalation.Severity, "when_unsure"),),
    "response": ((escalation.Severity, "response"),),
    "climb": ((escalation.LineStep, "climb"),),
    "outcome": ((escalation.Outcome, "act"),),
    "step_kind": ((crisis.CrisisStep, "kind"),),
    "statement_status": ((crisis.Statement, "status"),),
    "operation_kind": ((operation.Operation, "kind"),),
    "design_stage": ((operation.CmConsulted, "stage"),),
    "consent_kind": ((consents.Consent, "kind"),),
    "alteration": ((consents.Consent, "alteration"),),
    "decision_kind": ((decision.Decision, "kind"),),
    "acknowledged": ((acknowledgements.Acknowledgement, "what"),),
    "regime": ((people.Schedule, "regime"),),
    "rotation": ((people.Rotation, "every"),),
    "consult_mode": ((shared.Consult, "mode"),),
    "condition_kind": ((shared.Condition, "kind"),),
    "inform_when": ((shared.Inform, "when"),),
    "tempo": ((missions.Mission, "tempo"),),
    "cluster": ((values.CrisisKind, "cluster"),),
}


def _words(hint: Any) -> set[str]:
    """Return the words that a type of the model admits."""
    if typing.get_origin(hint) is typing.Literal:
        return {one for one in typing.get_args(hint) if isinstance(one, str)}
    return {word for part in typing.get_args(hint) for word in _words(part)}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_closed_word_has_words_for_the_reader(name: str) -> None:
    admitted = set().union(*(_words(typing.get_type_hints(owner)[field]) for owner, field in FIELDS[name]))
    assert admitted
    assert admitted <= set(WORDS[name])


@pytest.mark.parametrize("name", sorted(WORDS))
def test_labels_are_said_in_both_languages(name: str) -> None:
    for said in WORDS[name].values():
        assert say(said, "fr").strip()
        assert say(said, "en").strip()


def test_each_level_has_its_own_sign_and_word() -> None:
    # What no channel offers is shown as the levels are, after them.
    assert tuple(AUTHORITIES) == (*LEVELS, IMPOSSIBLE)
    assert len({level.sign for level in AUTHORITIES.values()}) == len(AUTHORITIES)
    assert len({say(level.word, "fr") for level in AUTHORITIES.values()}) == len(AUTHORITIES)
    assert _words(scope.Authority) == set(LEVELS)


def test_no_list_takes_the_words_of_another() -> None:
    families = (PRESENCE, SPEECH, PERIMETER, HEAT, WORK, CHANGES)
    assert sum(len(family) for family in families) == len(WORDS)
