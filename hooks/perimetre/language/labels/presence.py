"""Hold the words for who and where: brands, people, channels, objectives, cadences and contacts."""

from __future__ import annotations

from perimetre.base.words import Message, message

PRESENCE: dict[str, dict[str, Message]] = {
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
    "tempo": {
        "before": message("before"),
        "every-day": message("day to day"),
        "hot": message("when it heats up"),
    },
    "priority": {
        "1": message("this one first"),
        "2": message("this one next"),
        "3": message("this one last"),
    },
    "rotation": {
        "day": message("changes every day"),
        "shift": message("changes with every shift"),
        "week": message("changes every week"),
        "month": message("changes every month"),
    },
}
