"""Hold the words for what may and must be done: duties, periods, agreements, the dimensions of a rule."""

from __future__ import annotations

from perimetre.base.words import Message, message

PERIMETER: dict[str, dict[str, Message]] = {
    "trigger": {
        "message": message("a message arrives"),
        "ground-met": message("a ground for moderation is met"),
        "shift-ends": message("a shift ends"),
        "consent-withdrawn": message("a consent is withdrawn"),
        "person-leaves": message("somebody leaves the team"),
        "post-published": message("a post is published"),
        "incident": message("an incident happens"),
        "date": message("a date comes"),
        "request": message("a request is made"),
        "threshold": message("a threshold is passed"),
    },
    "clock": {
        "detection": message("from the moment we saw it"),
        "publication": message("from publication"),
        "receipt": message("from receipt"),
        "qualification": message("from qualification"),
        "first-message": message("from our first message"),
        "event": message("from the event"),
        "shift-end": message("from the end of the shift"),
        "month-start": message("from the first of the month"),
        "end": message("from the end of the crisis"),
    },
    "proof_kind": {
        "capture": message("screen capture"),
        "log": message("entry in the log"),
        "acknowledgement": message("acknowledgement of receipt"),
        "ticket": message("ticket"),
        "document": message("document"),
    },
    "rule_strength": {
        "must": message("a rule"),
        "should": message("recommended"),
        "may": message("if one likes"),
    },
    "period_kind": {
        "quiet-period": message("quiet period before results"),
        "electoral": message("election period"),
        "embargo": message("embargo"),
        "national-mourning": message("national mourning"),
        "negotiation": message("labour negotiation"),
        "seasonal": message("season"),
        "legal": message("legal obligation"),
        "other": message("other period"),
    },
    "recurring": {
        "yearly": message("yearly"),
        "quarterly": message("quarterly"),
    },
    "pause": {
        "posts": message("scheduled posts"),
        "ads": message("advertising"),
        "unlisted-ads": message("ads that do not show on the page"),
        "mail": message("e-mailings"),
        "push": message("push notifications"),
        "creators": message("creators’ content"),
        "executives": message("executives’ posts"),
        "contests": message("contests"),
        "all": message("everything"),
    },
    "resume": {
        "full": message("resume normally"),
        "soft": message("resume gradually"),
    },
    "need": {
        "any": message("one of"),
        "all": message("all of"),
        "majority": message("a majority of"),
        "two-thirds": message("two thirds of"),
    },
    "on_timeout": {
        "remind": message("Without an answer in time: remind them."),
        "next": message("Without an answer in time: go to the next step."),
        "reject": message("Without an answer in time: the answer is no."),
        "consent": message("Without an answer in time: silence means yes."),
    },
    "on_objection": {
        "reject": message("an objection means no"),
        "next": message("after an objection, the next step decides"),
    },
    "consult_mode": {
        "required": message("to be consulted"),
        "optional": message("may be consulted"),
        "in-doubt": message("to be consulted when in doubt"),
    },
    "condition_kind": {
        "element": message("must be there"),
        "state": message("must be true"),
        "proof": message("must be kept as proof"),
    },
    "inform_when": {
        "before": message("before"),
        "after": message("after"),
    },
    "joint": {
        "and": message(", and"),
        "or": message("; or"),
        "except": message("; except for:"),
    },
    "dimension": {
        "roles": message("Role"),
        "actions": message("Action"),
        "says": message("What the message does"),
        "channels": message("Channel"),
        "channel_kinds": message("Kind of channel"),
        "ownership": message("Place"),
        "stages": message("Stage of presence"),
        "topics": message("Topic"),
        "authors": message("Who is speaking"),
        "places": message("Which place"),
        "posture": message("Alert level"),
        "phase": message("Phase of the crisis"),
        "during": message("Period"),
        "times": message("When"),
        "when": message("Facts"),
    },
}
