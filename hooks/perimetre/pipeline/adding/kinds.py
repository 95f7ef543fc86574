"""Say of each kind of record that may be added: where it goes, what is asked, what is written. One table.

A new kind is one entry of `ADDITIONS`, or of `EDITS` where it adds to a record that is there or changes it. Of what is
not given, what only the house knows is marked `to-complete`, with what to write there; the rest is left out. Nobody's
contact is ever made up.
"""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.base.words import message
from perimetre.pipeline.adding import derived, wholes
from perimetre.pipeline.adding.edits import EDITS
from perimetre.pipeline.adding.records import Given
from perimetre.pipeline.adding.shapes import Added, Addition

_MOMENTS = {"from": Given("start"), "to": Given("end")}
_SHIFTS = message(
    "Whoever is away is passed over at each of their shifts: look at who is on duty then with `perimetre oncall`."
)
_CADENCE = message("How often one speaks there: `{{min: 2, max: 4, per: week}}`.")
_REPLY = message("How soon one answers there: `{{comments: {{within: 4h, counts_as: answer, hours: service}}}}`.")

ADDITIONS: Mapping[str, Addition] = {
    "person": Addition(
        what=message("a person"),
        takes=(
            *("id", "role", "from", "to", "employment", "agency", "phone", "contact_ref", "mail", "trained"),
            *("immersed_on", "channels"),
        ),
        derive=derived.person,
        next=message("Give them a turn in the rotation (`rotation:`) of a schedule, and their keys of the channels."),
        records=(
            Added(
                file="people",
                list="people",
                template={
                    "id": Given("id"),
                    "name": Given("name"),
                    "employment": Given(
                        "employment", message("`employee`, `agency`, `freelance`, `intern` or `executive`.")
                    ),
                    "agency": Given("agency"),
                    "contact": Given(
                        "contact",
                        message("How they are joined: `[{{mode: phone, contact_ref: an-entry-of-the-directory}}]`."),
                    ),
                    "trained": Given("trained"),
                    "immersed_on": Given("immersed_on"),
                },
            ),
            Added(
                file="people",
                list="assignments",
                only_with="role",
                on_one_line=True,
                fills="person",
                template={
                    "person": Given("id"),
                    "role": Given("role"),
                    "brands": Given("brands"),
                    "channels": Given("channels"),
                    "from": Given("from"),
                    "to": Given("to"),
                },
            ),
        ),
    ),
    "absence": Addition(
        what=message("an absence"),
        level="turns",
        needs=("person", "from", "to"),
        takes=("replaced_by", "schedule"),
        derive=derived.moments,
        next=_SHIFTS,
        records=(
            Added(
                file="people",
                list="absences",
                of_turns="person",
                on_one_line=True,
                template={"person": Given("person"), "from": Given("from"), "to": Given("to")},
            ),
            Added(
                file="people",
                list="overrides",
                of_turns="person",
                only_with="replaced_by",
                on_one_line=True,
                template={**_MOMENTS, "person": Given("replaced_by"), "instead_of": Given("person")},
            ),
        ),
    ),
    "swap": Addition(
        what=message("a replacement"),
        level="turns",
        needs=("person", "instead_of", "from", "to"),
        takes=("schedule",),
        derive=derived.moments,
        records=(
            Added(
                file="people",
                list="overrides",
                of_turns="instead_of",
                on_one_line=True,
                template={**_MOMENTS, "person": Given("person"), "instead_of": Given("instead_of")},
            ),
        ),
    ),
    "channel": Addition(
        what=message("a channel"),
        level="brand",
        needs=("name", "of_kind"),
        takes=(
            *("id", "network", "handle", "url", "ownership", "state", "audience", "objectives", "holders", "keys"),
            *("mailbox", "cadence", "reply_within", "store", "two_factor"),
        ),
        derive=derived.channel,
        next=message(
            "Statements of the crises name their channels one by one: `perimetre check` says where this one is missing."
        ),
        records=(
            Added(
                file="channels",
                list="channels",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "kind": Given("of_kind"),
                    "network": Given("network"),
                    "handle": Given("handle"),
                    "url": Given("url"),
                    "ownership": Given("ownership", message("`owned`, `managed`, `third-party` or `personal`.")),
                    "state": Given("state"),
                    "audience": Given("audience", message("For whom it is, in a sentence.")),
                    "objectives": Given("objectives", message("What it serves: ids of `objectives.yml`.")),
                    "cadence": Given("cadence", _CADENCE),
                    "reply_within": Given("reply_within", _REPLY),
                    "access": {
                        "holders": Given("holders", message("The roles that have the keys.")),
                        "people": Given("keys", message("Who has them, two people at least, each since when.")),
                        "mailbox": Given("mailbox", message("The shared mailbox to which the account is tied.")),
                        "store": Given("store", message("Where the keys are kept.")),
                        "two_factor": Given("two_factor", message("`true` once the second factor is set.")),
                    },
                },
            ),
        ),
    ),
    "template": Addition(
        what=message("a ready answer"),
        needs=("name", "case"),
        takes=("id", "topics", "channels", "says", "text"),
        derive=derived.template,
        next=message("Who may send it is for a rule of `scope.yml` to say (`authority: template`)."),
        records=(
            Added(
                file="templates",
                list="templates",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "case": Given("case"),
                    "topics": Given("topics"),
                    "channels": Given("channels"),
                    "says": Given("says"),
                    "variants": [
                        {"id": "first", "text": Given("text", message("The words of the answer, between quotes."))},
                    ],
                    "variables": Given("variables"),
                },
            ),
        ),
    ),
    "crisis": Addition(
        what=message("a crisis scenario"),
        needs=("name", "of_kind"),
        takes=("id", "severity", "lead", "line"),
        next=message("Exercise it once it is complete: `exercised_on`."),
        derive=derived.crisis,
        records=(Added(file="crisis", template=wholes.CRISIS),),
    ),
    "operation": Addition(
        what=message("an operation"),
        level="brand",
        needs=("name", "of_kind"),
        takes=("id", "objective", "channels", "from", "to", "lead", "circuit"),
        derive=derived.operation,
        records=(Added(file="operation", template=wholes.OPERATION),),
    ),
    "place": Addition(
        what=message("a place"),
        level="brand",
        takes=("id", "address", "hours", "manager", "deputy", "phone"),
        derive=derived.place,
        next=message("Whoever holds it needs a role there: `places:` in their assignment."),
        records=(
            Added(
                file="places",
                list="places",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "address": Given("address", message("Where it is: street, postcode, town.")),
                    "opening_hours": Given(
                        "hours", message('When it is open: `[{{days: [tue, sat], from: "10:00", to: "19:00"}}]`.')
                    ),
                    "manager": Given("manager", message("Who holds it: a person or a role, by its id.")),
                    "deputy": Given("deputy", message("Who stands in: a person or a role, by its id.")),
                    "phone": Given("phone", message('Its number: `{{mode: phone, value: "…", shared: true}}`.')),
                },
            ),
        ),
    ),
    "rule": Addition(
        what=message("a rule"),
        needs=("name", "authority", "actions"),
        takes=(
            *("id", "roles", "topics", "channels", "says", "circuit", "templates", "line", "because"),
            *("from", "to"),
        ),
        derive=derived.rule,
        next=message("See what it changes with `perimetre diff`; whoever it concerns reads again (`perimetre ack`)."),
        records=(
            Added(
                file="scope",
                list="rules",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "valid_from": Given("from"),
                    "valid_until": Given("to"),
                    "roles": Given("roles"),
                    "actions": Given("actions"),
                    "topics": Given("topics"),
                    "channels": Given("channels"),
                    "says": Given("says"),
                    "authority": Given("authority"),
                    "validation": Given("validation"),
                    "templates": Given("templates"),
                    "inform": Given("inform"),
                    "escalation_line": Given("line"),
                    "meanwhile": Given("meanwhile"),
                    "if_no_answer": Given("if_no_answer"),
                    "instead": Given("instead"),
                    "because": Given("because"),
                },
            ),
        ),
    ),
    "agency": Addition(
        what=message("an agency and its mandate"),
        takes=("id", "phone", "mail", "scope", "from", "to", "reviewed_by"),
        derive=derived.agency,
        next=message("Its staff: `perimetre new person --agency`."),
        records=(
            Added(
                file="brand",
                list="agencies",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "contact": Given(
                        "contact", message('The number that it answers: `{{mode: phone, value: "…", shared: true}}`.')
                    ),
                },
            ),
            Added(
                file="brand",
                list="mandates",
                template={
                    "id": Given("mandate"),
                    "agency": Given("id"),
                    "scope": Given("scope", message("What it is charged with, and what it never does.")),
                    "from": Given("from", message("The first day.")),
                    "to": Given("to", message("The last day, included.")),
                    "reviewed_by": Given("reviewed_by", message("The role that looks at its work.")),
                },
            ),
        ),
    ),
    "brand": Addition(
        what=message("a brand"),
        level="new",
        takes=("id", "stage"),
        records=(
            *(Added(file=file, template=template) for file, template in wholes.BRAND.items()),
            Added(file="editorial", template=wholes.EDITORIAL, only_with="shares"),
        ),
        derive=derived.brand,
        next=message("Its channels, its objectives and its people: `perimetre new channel`, `perimetre new person`."),
    ),
    **EDITS,
}
