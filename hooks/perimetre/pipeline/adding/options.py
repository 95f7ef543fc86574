"""Say what may be given of a record that is added: each option once, with what it is and how it is written.

A new one is one entry of `OPTIONS`, and its name where a kind takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from perimetre.base.words import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that may be given.

    Fields:
        about: what it is.
        metavar: how what is given is called.
        form: one text, several words, pairs (`training=2026-09-24`), or nothing: it is said, or it is not.
        names: the namespace that a word given here must be of («role»): the nearest is told; None: any text.
        is_long: whether it is often a text of several lines.
    """

    about: Message
    metavar: str = "ID"
    form: Literal["one", "several", "pairs", "said"] = "one"
    names: str | None = None
    is_long: bool = False


OPTIONS: Mapping[str, Option] = {
    "id": Option(about=message("its id, where the one made from its name does not do")),
    "name": Option(about=message("its name, as it is shown"), metavar="TEXT"),
    "person": Option(about=message("the person: who is away, who takes the shifts, or who leaves"), names="person"),
    "replaced_by": Option(about=message("who takes the shifts meanwhile"), names="person"),
    "instead_of": Option(about=message("whose shifts are taken"), names="person"),
    "schedule": Option(
        about=message("the schedule (all those where the person has a turn, by default)"), names="schedule"
    ),
    "from": Option(about=message("the first day (or the instant, for an absence or a replacement)"), metavar="DATE"),
    "to": Option(
        about=message("the last day, included (or the instant, for an absence or a replacement)"), metavar="DATE"
    ),
    "role": Option(about=message("the role that is held"), names="role"),
    "employment": Option(
        about=message("their status: `employee`, `agency`, `freelance`, `intern` or `executive`"), metavar="EMPLOYMENT"
    ),
    "agency": Option(about=message("the agency whose staff it is"), names="agency"),
    "phone": Option(about=message("a number that several people answer; nobody’s own"), metavar="NUMBER"),
    "contact_ref": Option(about=message("the entry of the directory of numbers, for a number of one’s own")),
    "mail": Option(about=message("a mailbox that several people read"), metavar="ADDRESS"),
    "trained": Option(
        about=message("the trainings that were followed, each with its day: `crisis-first-hour=2026-09-24`"),
        metavar="ID=DATE",
        form="pairs",
    ),
    "immersed_on": Option(about=message("the day that was spent with the brand"), metavar="DATE"),
    "of_kind": Option(about=message("its kind, as the file says it"), metavar="KIND"),
    "network": Option(about=message("the network, as it is called"), metavar="TEXT"),
    "handle": Option(about=message("the name of the account"), metavar="TEXT"),
    "url": Option(about=message("its address on the web"), metavar="URL"),
    "ownership": Option(
        about=message("whose account it is: `owned`, `managed`, `third-party` or `personal`"), metavar="OWNERSHIP"
    ),
    "state": Option(
        about=message("its state: `planned`, `active` or `paused` (`planned` by default)"), metavar="STATE"
    ),
    "audience": Option(about=message("for whom it is"), metavar="TEXT"),
    "objectives": Option(about=message("the objectives that it serves"), form="several", names="objective"),
    "holders": Option(about=message("the roles that have the keys"), form="several", names="role"),
    "keys": Option(
        about=message("who has the keys, each with the day: `ines-caradec=2026-12-01`"),
        metavar="ID=DATE",
        form="pairs",
    ),
    "cadence": Option(about=message("how often one speaks there: `2-4/week`"), metavar="CADENCE"),
    "reply_within": Option(
        about=message("how soon one answers there: `comments=4h messages=8h`"), metavar="WHERE=DELAY", form="pairs"
    ),
    "store": Option(about=message("where the keys are kept"), metavar="TEXT"),
    "two_factor": Option(about=message("the second factor is set"), form="said"),
    "mailbox": Option(about=message("the shared mailbox to which the account is tied"), metavar="ADDRESS"),
    "case": Option(about=message("what was received: `question`, `complaint`…"), names="case"),
    "topics": Option(about=message("the topics"), form="several", names="topic"),
    "channels": Option(about=message("the channels"), form="several", names="channel"),
    "template": Option(about=message("the ready answer"), names="template"),
    "term": Option(about=message("the word or the expression, as it is written"), metavar="TEXT"),
    "class": Option(
        about=message("what is done with it: `preferred`, `careful`, `avoid` or `forbidden`"), metavar="CLASS"
    ),
    "forms": Option(about=message("its other forms: plural, feminine…"), metavar="TEXT", form="several"),
    "replace_by": Option(about=message("what is written instead, the best first"), metavar="TEXT", form="several"),
    "definition": Option(about=message("what it means, for the glossary"), metavar="TEXT", is_long=True),
    "exceptions": Option(about=message("the expressions where it is allowed"), metavar="TEXT", form="several"),
    "effects": Option(about=message("what it changes, in clear words"), metavar="TEXT", is_long=True),
    "until_event": Option(about=message("what ends it, where no day can be written"), metavar="TEXT"),
    "declared_by": Option(about=message("the role that opens and closes it"), names="role"),
    "asked": Option(about=message("the role that is asked in doubt"), names="role"),
    "scenario": Option(about=message("the crisis scenario"), names="crisis"),
    "after": Option(about=message("the step that it follows: `product-recall/call`"), metavar="SCENARIO/STEP"),
    "step": Option(about=message("the step that changes: `product-recall/call`"), metavar="SCENARIO/STEP"),
    "actor": Option(about=message("who does it: a role, or `cm-on-duty`")),
    "within": Option(about=message("how soon, from the alert: `30min`, `4h`"), metavar="DELAY"),
    "how": Option(about=message("how it is done, if its name is not enough"), metavar="TEXT", is_long=True),
    "act": Option(about=message("the action that it is, if one of the handbook’s"), names="action"),
    "text": Option(about=message("the words, as they leave"), metavar="TEXT", is_long=True),
    "severity": Option(about=message("its severity, a number"), metavar="NUMBER"),
    "lead": Option(about=message("the role that leads it"), names="role"),
    "line": Option(about=message("the escalation line"), names="line"),
    "objective": Option(about=message("the objective that it serves first"), names="objective"),
    "circuit": Option(about=message("the approval circuit"), names="circuit"),
    "manager": Option(about=message("who holds it: a person or a role")),
    "deputy": Option(about=message("who stands in: a person or a role")),
    "address": Option(about=message("where it is"), metavar="TEXT"),
    "hours": Option(
        about=message("when it is open: `tue,wed,thu,fri,sat=10:00-19:00`"), metavar="DAYS=HOURS", form="pairs"
    ),
    "authority": Option(
        about=message("who decides: `free`, `template`, `notify`, `approve`, `escalate` or `forbidden`"),
        metavar="AUTHORITY",
    ),
    "roles": Option(about=message("the roles that it is for"), form="several"),
    "actions": Option(about=message("what is done"), form="several"),
    "says": Option(about=message("what the message does"), form="several"),
    "templates": Option(about=message("the ready answers"), form="several", names="template"),
    "because": Option(about=message("the reason, in a sentence"), metavar="TEXT", is_long=True),
    "scope": Option(about=message("what it is charged with"), metavar="TEXT"),
    "reviewed_by": Option(about=message("the role that looks at its work"), names="role"),
    "stage": Option(
        about=message("its stage of presence: `launch`, `growth`, `established` or `sunset`"), metavar="STAGE"
    ),
}
