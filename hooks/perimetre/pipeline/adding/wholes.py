"""Hold the templates of the records that are files of their own: a crisis scenario, an operation, a brand.

A scenario that is begun has the steps that any has: keep, call, pause, decide, speak, end. What it says and who says it
is the house's to write.
"""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.base.words import message
from perimetre.pipeline.adding.records import Given, OurWords

CRISIS: Mapping[str, object] = {
    "id": Given("id"),
    "title": Given("name"),
    "kind": Given("of_kind"),
    "severity": Given("severity", message("How grave it is: the number of a severity of `escalation.yml`.")),
    "triggers": message("What tells that it has begun: a list of sentences."),
    "not_this": message("What looks like it and is another scenario."),
    "first_step": message("What the community manager does at once, and what they leave alone."),
    "tone": message("How one speaks then."),
    "lead": Given("lead", message("The role that leads it.")),
    "escalation_line": Given("line", message("Whom one calls: a line of `escalation.yml`.")),
    "spokespeople": message("Who speaks to whom: `[{{audience: press, role: …, backup: …}}]`."),
    "start": "keep",
    "steps": [
        {
            "id": "keep",
            "kind": "action",
            "title": OurWords(message("Capture what is seen")),
            "act": "capture",
            "actor": "cm-on-duty",
            "clock": "detection",
            "within": "10min",
            "next": "call",
        },
        {
            "id": "call",
            "kind": "action",
            "title": OurWords(message("Give the alert")),
            "act": "alert",
            "actor": "cm-on-duty",
            "clock": "detection",
            "within": "15min",
            "next": "pause",
        },
        {
            "id": "pause",
            "kind": "action",
            "title": OurWords(message("Suspend what is scheduled")),
            "act": "pause-schedule",
            "actor": "cm-on-duty",
            "clock": "detection",
            "within": "20min",
            "next": "decide",
        },
        {
            "id": "decide",
            "kind": "decision",
            "title": OurWords(message("Do we speak?")),
            "actor": message("The role that decides, whatever the hour."),
            "clock": "detection",
            "within": "1h",
            "choices": [
                {"if": OurWords(message("Yes.")), "then": "speak"},
                {"if": OurWords(message("No, or we do not know.")), "then": "end"},
            ],
        },
        {
            "id": "speak",
            "kind": "action",
            "title": OurWords(message("Publish the first message")),
            "act": "publish",
            "statement": "first-message",
            "actor": message("Who publishes it: a role that may, or `cm-on-duty` once somebody has agreed (`needs:`)."),
            "clock": "detection",
            "within": "2h",
            "next": "end",
        },
        {"id": "end", "kind": "end", "title": OurWords(message("What is learned from it"))},
    ],
    "statements": [
        {
            "id": "first-message",
            "title": OurWords(message("First message")),
            "channels": Given("channels", message("Where it leaves: ids of `channels.yml`.")),
            "text": message("What is said, what is not known yet, when one speaks again."),
            "status": "to-approve",
        }
    ],
    "pauses": message("What stops meanwhile: `[{{scope: posts, min: 1d, lifted_by: …, resume: soft}}]`."),
    "relief": message("Who takes over, and after how long: `{{after: {{offset: 8h, hours: service}}, who: …}}`."),
    "exit": {
        "criteria": message("What tells that it is over, in a list: `[The last answer is a day old.]`."),
        "decided_by": Given("lead", message("Who says so.")),
    },
    "review": {"within": "10wd", "by": Given("lead", message("Who draws the lessons."))},
    "exercised_on": message("The days on which it was run through: `[2026-06-18]`."),
    "exercise_in": "1y",
}

OPERATION: Mapping[str, object] = {
    "id": Given("id"),
    "title": Given("name"),
    "kind": Given("of_kind"),
    "objective": Given("objective", message("What it serves first: an id of `objectives.yml`.")),
    "channels": Given("channels", message("Where it takes place: ids of `channels.yml`.")),
    "from": Given("from", message("The first day.")),
    "to": Given("to", message("The last day, included.")),
    "lead": Given("lead", message("The role that leads it.")),
    "cm_consulted": message("When the community manager was asked: `{{on: 2026-01-15, stage: design, by: …}}`."),
    "community_impact": message("What it does to the community, in the community manager’s words."),
    "process": Given("circuit", message("The approval circuit: an id of `validation.yml`.")),
    "brief": message("What it is, in a few sentences."),
    "timeline": message("What leaves when: `[{{offset: 0d, act: publish, channel: …, by: …}}]`."),
    "contest": Given("contest"),
    "paid_partnership": Given("paid_partnership"),
    "signed": message("Who has found it ready: `[{{role: …, on: 2026-01-15}}]`."),
}

# By kind, the files without which there is no brand.
BRAND: Mapping[str, Mapping[str, object]] = {
    "brand": {
        "id": Given("id"),
        "name": Given("name"),
        "sector": message("What it makes or sells."),
        "stage": Given("stage", message("`launch`, `growth`, `established` or `sunset`.")),
        "identity": message("Who it is, in a few sentences."),
        "promise": message("What it promises, in one."),
    },
    "channels": {"channels": []},
    "objectives": {
        "objectives": [
            {
                "id": "first-objective",
                "title": message("What a department expects from this presence."),
                "kind": message("Its kind: `reputation`, `engagement`, `service`, `sales`…"),
                "sponsor": message("The department that expects it: an id of `brand.yml`."),
                "kpis": message("How one knows that it is met: a list of measures."),
            }
        ]
    },
    "people": {"roles": [], "people": [], "assignments": Given("assignments")},
    "scope": {"rules": []},
    "escalation": {"lines": []},
}

EDITORIAL: Mapping[str, object] = {
    "pillars": [
        {
            "id": "first-pillar",
            "title": message("A subject of which the brand speaks by itself."),
            "what": message("What belongs to it, in one sentence or two."),
            "objectives": message("What it serves: ids of `objectives.yml`."),
        }
    ]
}
