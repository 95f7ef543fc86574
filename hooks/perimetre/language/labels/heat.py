"""Hold the words for when it heats up: severities, escalation lines, triage, crises."""

from __future__ import annotations

from perimetre.base.words import Message, message

HEAT: dict[str, dict[str, Message]] = {
    "cover": {
        "always": message("at any hour, every day"),
        "service-hours": message("during service hours"),
        "none": message("no cover expected"),
    },
    "cm_may_speak": {
        "yes": message("yes"),
        "holding-only": message("only with the pre-approved holding statement"),
        "no": message("no"),
    },
    "over": {
        "channel": message("on the channel where it happens"),
        "topic": message("on the topic that it is about"),
        "place": message("at the place where it happens"),
        "brand": message("for the whole brand"),
        "house": message("for all the brands of the house"),
    },
    "when_unsure": {
        "higher": message("When unsure, take the higher severity."),
        "lower": message("When unsure, take the lower severity."),
        "ask": message("When unsure, ask."),
    },
    "response": {
        "call": message("a call"),
        "message": message("a message"),
        "ticket": message("a ticket"),
        "none": message("nothing"),
    },
    "climb": {
        "timeout": message("without an answer, go on to the next step"),
        "judgement": message("go on when you judge it necessary"),
    },
    "outcome": {
        "leave": message("Leave it"),
        "watch": message("Keep an eye on it"),
        "thank": message("Thank"),
        "correct": message("Correct the facts"),
        "remedy": message("Put it right"),
        "bring-home": message("Bring the conversation back to our own places"),
        "template": message("Use the ready answer"),
        "transfer": message("Hand over"),
        "escalate": message("Pass it on"),
        "scenario": message("Open the crisis card"),
        "tree": message("Go on with the next questions"),
        "emergency": message("Call the emergency services"),
    },
    "step_kind": {
        "action": message("to do"),
        "decision": message("to decide"),
        "parallel": message("at the same time"),
        "wait": message("wait"),
        "end": message("end"),
    },
    "delay_kind": {
        "legal": message("the law"),
        "contract": message("a contract"),
        "house": message("the house"),
    },
    "delay_set": {
        "legal": message("a delay set by law"),
        "contract": message("a delay set by contract"),
        "house": message("a delay that the house has set itself"),
    },
    "variable_type": {
        "text": message("words"),
        "name": message("a name, as the person shows it"),
        "place": message("a place"),
        "product": message("the product"),
        "lot": message("the batch or serial number"),
        "time": message("an hour or a day"),
        "number": message("a number"),
        "link": message("a link"),
    },
    "medium_joined": {
        "image": message("Picture to join"),
        "video": message("Film to join"),
        "audio": message("Sound to join"),
        "document": message("Document to join"),
    },
    "statement_status": {
        "pre-approved": message("approved in advance: may go out at once"),
        "to-approve": message("to be approved before it goes out"),
    },
    "who": {
        "author": message("the author of the message"),
        "requester": message("whoever asks"),
        "doer": message("whoever acts"),
        "substitute-if-unavailable": message("their deputy if they are not available"),
        "cm-on-duty": message("the community manager on duty"),
        "place-manager": message("whoever manages the place"),
        "sponsor": message("the sponsor of the objective"),
    },
    "cluster": {
        "victim": message("the brand is a victim"),
        "accidental": message("accidental"),
        "preventable": message("could have been prevented"),
    },
    "crisis_type": {
        "natural-disaster": message("natural disaster"),
        "rumour": message("rumour"),
        "workplace-violence": message("violence at work"),
        "product-tampering": message("tampering with a product"),
        "challenge": message("challenge by people who expect more of the brand"),
        "technical-error-accident": message("accident by a technical failure"),
        "technical-error-product-harm": message("product that harms, by a technical failure"),
        "human-error-accident": message("accident by a human error"),
        "human-error-product-harm": message("product that harms, by a human error"),
        "organisational-misdeed": message("misdeed of the organisation"),
    },
    "strategy": {
        "instructing-information": message("say how to stay safe"),
        "adjusting-information": message("explain what is done, show concern"),
        "attack-the-accuser": message("confront the accuser"),
        "denial": message("deny, with evidence"),
        "scapegoat": message("point to whoever is responsible"),
        "excuse": message("explain what could not be controlled"),
        "justification": message("put the harm in proportion"),
        "compensation": message("compensate"),
        "apology": message("apologise"),
        "reminder": message("recall what was done well"),
        "ingratiation": message("thank those who help"),
        "victimage": message("recall that the brand is a victim too"),
    },
}

EVERYBODY_CALLED = message(
    "Everybody has been called: call the emergency services again if somebody is in danger, give the holding message,"
    " then begin again."
)
"""What is left to do where a line has nobody else to call."""
