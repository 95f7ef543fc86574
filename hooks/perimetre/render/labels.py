"""Hold the words for the closed lists of the data: levels of authority, states, employments, clocks…

A part of the stage render. Comes in: the name of a list and one of its values. Goes out: a message, or the sign of a
level.
The open lists (actions, topics, authors…) have their words in the values that ship; these have theirs here, once.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..words import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How a level of authority is shown: by a word, a sentence, a sign and a colour (the class of the style sheet).

    Fields:
        word: two or three words, for a cell or a badge.
        meaning: one sentence said to the community manager.
        sign: one character that stays apart from the others in black and white.
    """

    word: Message
    meaning: Message
    sign: str


AUTHORITIES: dict[str, Level] = {
    "free": Level(
        word=message("free"),
        meaning=message("Go ahead: you decide alone."),
        sign="●",
    ),
    "template": Level(
        word=message("ready answer"),
        meaning=message("Go ahead with one of the ready answers, adapted to the case."),
        sign="▤",
    ),
    "notify": Level(
        word=message("do, then inform"),
        meaning=message("Go ahead, then tell those who must know."),
        sign="↗",
    ),
    "approve": Level(
        word=message("needs approval first"),
        meaning=message("Prepare, then wait for the agreement before doing anything."),
        sign="◐",
    ),
    "escalate": Level(
        word=message("pass it on"),
        meaning=message("This is not yours to decide: pass it on to the escalation line."),
        sign="▲",
    ),
    "forbidden": Level(
        word=message("forbidden"),
        meaning=message("Do not do it, and do what is said instead."),
        sign="✕",
    ),
}

WORDS: dict[str, dict[str, Message]] = {
    "status": {
        "draft": message("draft"),
        "approved": message("approved"),
        "deprecated": message("no longer in use"),
    },
    "confidentiality": {
        "public": message("public"),
        "internal": message("internal"),
        "restricted": message("restricted"),
    },
    "ownership_heading": {
        "owned": message("Ours"),
        "managed": message("Run on our behalf"),
        "third-party": message("Other people’s places"),
        "personal": message("Personal accounts"),
    },
    "ownership": {
        "owned": message("our own"),
        "managed": message("run on our behalf"),
        "third-party": message("someone else’s place"),
        "personal": message("personal account"),
    },
    "state": {
        "planned": message("planned"),
        "active": message("active"),
        "paused": message("paused"),
        "retired": message("closed"),
    },
    "stage": {
        "launch": message("launch"),
        "growth": message("growth"),
        "established": message("established presence"),
        "sunset": message("winding down"),
    },
    "posture": {
        "normal": message("normal"),
        "vigilance": message("vigilance"),
        "alert": message("alert"),
        "crisis": message("crisis"),
    },
    "side": {
        "brand": message("the brand"),
        "agency": message("the agency"),
        "external": message("outside the house"),
    },
    "employment": {
        "employee": message("employee"),
        "agency": message("agency staff"),
        "freelance": message("freelance"),
        "intern": message("intern"),
        "executive": message("executive"),
    },
    "objective_kind": {
        "reputation": message("reputation"),
        "engagement": message("engagement"),
        "service": message("customer service"),
        "acquisition": message("acquisition"),
        "insight": message("customer insight"),
        "employer": message("employer brand"),
        "recruitment": message("recruitment"),
        "sales": message("sales"),
        "community": message("community"),
    },
    "nature": {
        "quantity": message("quantity"),
        "quality": message("quality"),
        "engagement": message("engagement"),
        "service": message("service"),
    },
    "cadence": {
        "day": message("daily"),
        "week": message("weekly"),
        "month": message("monthly"),
        "quarter": message("quarterly"),
        "year": message("yearly"),
        "event": message("after an event"),
    },
    "per": {
        "day": message("a day"),
        "week": message("a week"),
        "month": message("a month"),
        "quarter": message("a quarter"),
        "season": message("a season"),
        "year": message("a year"),
        "operation": message("per operation"),
        "payee": message("per person paid"),
        "person": message("per person"),
        "site": message("per site"),
    },
    "weekday": {
        "mon": message("Monday"),
        "tue": message("Tuesday"),
        "wed": message("Wednesday"),
        "thu": message("Thursday"),
        "fri": message("Friday"),
        "sat": message("Saturday"),
        "sun": message("Sunday"),
        "holiday": message("public holiday"),
    },
    "contact_mode": {
        "phone": message("telephone"),
        "sms": message("text message"),
        "mail": message("e-mail"),
        "chat": message("instant messaging"),
        "post": message("post"),
        "form": message("form"),
        "web": message("website"),
    },
    "counts_as": {
        "reaction": message("a reaction"),
        "acknowledgement": message("an acknowledgement"),
        "answer": message("an answer"),
    },
    "replies": {
        "comments": message("comments"),
        "messages": message("private messages"),
        "reviews": message("reviews"),
    },
    "hours": {
        "service": message("during service hours"),
        "outside-service": message("outside service hours"),
        "always": message("at any hour"),
        "calendar": message("counted round the clock"),
        "working": message("counted in working hours"),
    },
    "who_posts": {
        "everybody": message("everybody"),
        "members": message("members"),
        "us": message("only us"),
    },
    "openness": {
        "open": message("open to everybody"),
        "filtered": message("filtered"),
        "closed": message("switched off"),
    },
    "moderation_mode": {
        "before": message("before publication"),
        "after": message("after publication"),
        "filter": message("by filter"),
    },
    "term_class": {
        "preferred": message("preferred"),
        "careful": message("with care"),
        "avoid": message("to avoid"),
        "forbidden": message("never"),
    },
    "strength": {
        "must": message("always"),
        "target": message("whenever possible"),
    },
    "tone": {
        "formality": message("formality"),
        "humour": message("humour"),
        "respect": message("respect"),
        "enthusiasm": message("enthusiasm"),
    },
    "address": {
        "tu": message("the familiar “tu”"),
        "vous": message("the polite “vous”"),
        "as-addressed": message("the form that the other person uses"),
    },
    "signature": {
        "first-name": message("first name"),
        "initials": message("initials"),
        "team": message("the team"),
        "none": message("no signature"),
    },
    "alt_text": {
        "required": message("required"),
        "advised": message("advised"),
    },
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
    "bound": {
        "must": message("we must act"),
        "may": message("we may act"),
    },
    "record": {
        "full": message("full record"),
        "short": message("short record"),
        "none": message("no record"),
    },
    "match_order": {
        "first": message("Read from the top: the first one that fits applies."),
        "all": message("All those that fit apply."),
    },
    "notice_when": {
        "before": message("told before"),
        "after": message("told after"),
        "never": message("not told"),
    },
    "reasons": {
        "always": message("with the reasons, always"),
        "discretion": message("with the reasons if useful"),
        "never": message("without the reasons"),
    },
    "filter_then": {
        "hide": message("hidden"),
        "hold": message("held until read"),
        "flag": message("flagged to the team"),
        "reject": message("rejected"),
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
    "report_covers": {
        "actions": message("actions of the month"),
        "followers": message("followers"),
        "ads": message("advertising"),
        "community-voice": message("what the community says"),
        "tone": message("tone of the messages"),
        "captures": message("screen captures"),
        "service": message("customer service"),
        "incidents": message("incidents"),
        "lessons": message("lessons learned"),
        "third-party-places": message("places that are not ours"),
        "kpis": message("indicators"),
        "budget": message("budget"),
        "other": message("other"),
    },
    "watch_kind": {
        "trade-media": message("trade media"),
        "expert": message("experts"),
        "professional-body": message("professional bodies"),
        "trade-union": message("trade unions"),
        "institution": message("institutions"),
        "event": message("events"),
        "competitor": message("competitors"),
        "brand-name": message("the brand’s name"),
        "leader-name": message("the leader’s name"),
        "product": message("products"),
        "technical": message("technical watch"),
        "hashtag": message("hashtags"),
        "review-site": message("review sites"),
        "other": message("other"),
    },
    "told": {
        "danger-to-people": message("the people in danger and the emergency services"),
        "families": message("the families"),
        "authorities": message("the authorities"),
        "staff": message("the staff"),
        "customers-concerned": message("the customers concerned"),
        "partners": message("the partners"),
        "press": message("the press"),
        "public": message("the public"),
    },
    "step_kind": {
        "action": message("to do"),
        "decision": message("to decide"),
        "parallel": message("at the same time"),
        "wait": message("wait"),
        "end": message("end"),
    },
    "statement_status": {
        "pre-approved": message("approved in advance: may go out at once"),
        "to-approve": message("to be approved before it goes out"),
    },
    "operation_kind": {
        "campaign": message("campaign"),
        "contest": message("contest"),
        "partnership": message("partnership"),
        "launch": message("launch"),
        "event": message("event"),
        "editorial": message("editorial series"),
    },
    "design_stage": {
        "design": message("during design"),
        "preparation": message("during preparation"),
    },
    "consent_kind": {
        "image": message("picture"),
        "quote": message("quotation"),
        "ugc": message("content made by a member"),
        "music": message("music"),
        "testimonial": message("testimonial"),
    },
    "alteration": {
        "none": message("no change allowed"),
        "crop": message("cropping only"),
        "full": message("may be altered"),
    },
    "decision_kind": {
        "widening": message("the perimeter becomes wider"),
        "narrowing": message("the perimeter becomes narrower"),
        "derogation": message("derogation"),
        "posture": message("alert level"),
        "policy": message("policy"),
        "other": message("other decision"),
    },
    "acknowledged": {
        "perimeter": message("perimeter"),
        "voice": message("voice"),
    },
    "regime": {
        "on-call": message("on call (employees)"),
        "duty": message("on duty (agency)"),
    },
    "rotation": {
        "day": message("changes every day"),
        "week": message("changes every week"),
        "month": message("changes every month"),
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
    "tempo": {
        "before": message("before"),
        "every-day": message("day to day"),
        "hot": message("when it heats up"),
    },
    "who": {
        "author": message("the author of the message"),
        "requester": message("whoever asks"),
        "doer": message("whoever acts"),
        "substitute-if-unavailable": message("their deputy if they are not available"),
        "cm-on-duty": message("the community manager on duty"),
        "sponsor": message("the sponsor of the objective"),
    },
    "cluster": {
        "victim": message("the brand is a victim"),
        "accidental": message("accidental"),
        "preventable": message("could have been prevented"),
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
        "posture": message("Alert level"),
        "phase": message("Phase of the crisis"),
        "during": message("Period"),
        "times": message("When"),
        "when": message("Facts"),
    },
}


def word(list_: str, value: str) -> Message | str:
    """Return the words for `value` of the closed list `list_`; a value that has none is shown as it is.

    Raises:
        KeyError: there is no such list.
    """
    return WORDS[list_].get(value, value)
