"""Hold the words for how we speak and moderate: voice, lexicon, grounds, filters."""

from __future__ import annotations

from perimetre.base.words import Message, message

SPEECH: dict[str, dict[str, Message]] = {
    "moderation_mode": {
        "before": message("before publication"),
        "after": message("after publication"),
        "on-report": message("when somebody reports it"),
        "filter": message("by filter"),
    },
    "term_class": {
        "preferred": message("preferred"),
        "careful": message("with care"),
        "avoid": message("to avoid"),
        "forbidden": message("never"),
    },
    "text_part": {
        "heading": message("in the headings alone"),
        "link": message("in the links alone"),
        "first-line": message("in the first line alone"),
        "last-line": message("in the last line alone"),
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
    "action_about": {
        "message": message("bears on a message"),
        "account": message("bears on the account"),
    },
    "ground_about": {
        "message": message("the message"),
        "account": message("the account, whatever it writes"),
        "person": message("the person, here and elsewhere"),
        "profile": message("the profile: name, picture, presentation"),
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
        "all": message("Several may fit one message: what each of them says is done."),
    },
    "notice_when": {
        "before": message("told before"),
        "after": message("told after"),
        "after-report": message("told once the authorities have been, if they do not object"),
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
    "regime": {
        "on-call": message("on call, at home"),
        "duty": message("on duty, at work"),
    },
}
