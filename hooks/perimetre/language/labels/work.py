"""Hold the words for the everyday work and its governance: reports, operations, consents, decisions."""

from __future__ import annotations

from perimetre.base.words import Message, message

WORK: dict[str, dict[str, Message]] = {
    "craft": {
        "write": message("writing"),
        "design": message("design"),
        "photograph": message("photography"),
        "film": message("film"),
        "translate": message("translation"),
        "interview": message("interviews"),
        "proofread": message("proofreading"),
    },
    "procedure_kind": {
        "moderation": message("moderation"),
        "channel-opening": message("to open a channel"),
        "channel-closing": message("to close a channel"),
        "arrival": message("when somebody arrives"),
        "departure": message("when somebody leaves"),
        "other": message("other"),
    },
    "in_period": {
        "keep": message("takes place all the same"),
        "skip": message("does not take place"),
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
}
