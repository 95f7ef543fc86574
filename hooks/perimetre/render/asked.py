"""Hold the questions that a community manager asks, in their words, and what each asks of the perimeter.

A part of the stage render. The questions are ours; `families/questions.py` computes every answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from perimetre.base.words import Message, message

REVIEWS = ("review-site", "local-listing", "app-store", "marketplace", "employer-reviews", "consumer-portal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to the perimeter.

    Fields:
        label: what distinguishes it on the page; None: the name of the action.
        kinds: the kinds of channel that it is about; none: the brand's own channels.
        steps: the fact whose bounds in the rules cut the answer in steps («up to 30 €»), or None.
    """

    action: str
    label: Message | None = None
    kinds: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    steps: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it comes to mind.

    Fields:
        id: its anchor.
        said: its words.
        see: the places that say more: (kind, what it must be), as `find_place` takes them; all that exist are shown.
        part: a part of the page that is not the perimeter's: "voice", "triage", "mentions", or "".
    """

    id: str
    said: Message
    asks: tuple[Ask, ...] = ()
    see: tuple[tuple[str, str], ...] = ()
    part: str = ""
    keywords: tuple[str, ...] = ()


_LAWFUL = {"lawful-criticism": True}
_JUST_POSTED = {"age-of-post": 5, "reaction-received": False, "own-post": True}

QUESTIONS: tuple[Asked, ...] = (
    Asked(
        id="hide-or-delete",
        said=message("Do I hide or do I delete?"),
        asks=(
            Ask(action="hide"),
            Ask(action="delete"),
            Ask(action="delete", label=message("Delete a lawful criticism"), facts=_LAWFUL),
        ),
        see=(("page", "moderation"), ("case", "insult")),
        keywords=("masquer", "supprimer", "effacer", "retirer", "commentaire"),
    ),
    Asked(
        id="insults-do-i-block",
        said=message("They insult us: do I block?"),
        asks=(
            Ask(action="hide", label=message("Hide the message")),
            Ask(action="restrict", label=message("Restrict the account")),
            Ask(action="block", label=message("Block a person")),
            Ask(action="block", label=message("Block a robot"), authors=("bot",)),
        ),
        see=(("ground_case", "insult"), ("page", "moderation"), ("case", "insult")),
        keywords=("bloquer", "bannir", "exclure", "insulte", "troll"),
    ),
    Asked(
        id="untrue-review",
        said=message("A one-star review that lies?"),
        asks=(
            Ask(action="reply-public", label=message("Answer it"), kinds=REVIEWS, facts={"rating": 1}),
            Ask(action="flag-review", label=message("Flag it to the site"), kinds=REVIEWS),
        ),
        see=(("case", "misinformation"), ("case", "complaint"), ("crisis_kind", "review-bombing")),
        keywords=("avis", "1 étoile", "1★", "faux avis", "mensonger", "signaler un avis"),
    ),
    Asked(
        id="journalist-in-private",
        said=message("A journalist writes in private?"),
        asks=(
            Ask(action="reply-private", label=message("Answer a journalist"), authors=("journalist",)),
            Ask(action="talk-to-press", label=message("Answer on the merits")),
        ),
        see=(("line_author", "journalist"), ("case", "press-request")),
        keywords=("journaliste", "presse", "interview", "message privé", "média"),
    ),
    Asked(
        id="may-i-apologise",
        said=message("May I apologise?"),
        asks=(
            Ask(action="reply-public", label=message("Apologise for an everyday nuisance"), says=("apologise",)),
            Ask(action="reply-public", label=message("Admit a fault"), says=("admit-fault",)),
        ),
        see=(("case", "error"), ("crisis_kind", "cm-slip")),
        keywords=("excuse", "pardon", "désolé", "reconnaître une faute"),
    ),
    Asked(
        id="refund-how-much",
        said=message("Refund: up to how much?"),
        asks=(
            Ask(
                action="reply-private",
                label=message("In private"),
                says=("compensate",),
                facts={"order-verified": True},
                steps="amount",
            ),
            Ask(action="reply-public", label=message("In public"), says=("compensate",)),
        ),
        see=(("case", "complaint"),),
        keywords=("rembourser", "remboursement", "geste commercial", "dédommager", "bon d’achat", "avoir"),
    ),
    Asked(
        id="wrong-account",
        said=message("We posted from the wrong account!"),
        asks=(
            Ask(action="capture"),
            Ask(
                action="delete-own-post",
                label=message("Withdraw it at once, before any reaction"),
                facts=_JUST_POSTED,
            ),
            Ask(
                action="delete-own-post",
                label=message("Withdraw it once people have reacted"),
                facts={**_JUST_POSTED, "age-of-post": 60, "reaction-received": True},
            ),
            Ask(action="pause-schedule"),
        ),
        see=(("crisis_kind", "wrong-account"), ("crisis_kind", "cm-slip")),
        keywords=("mauvais compte", "erreur de compte", "posté par erreur", "boulette"),
    ),
    Asked(
        id="sales-wants-it-deleted",
        said=message("Sales wants me to delete…"),
        asks=(
            Ask(action="delete", label=message("Delete a lawful criticism"), facts=_LAWFUL),
            Ask(action="flag-review", label=message("Flag a review"), kinds=REVIEWS),
        ),
        see=(("page", "perimeter/requests"), ("page", "moderation")),
        part="pressures",
        keywords=("commercial", "le patron veut", "pression", "on me demande", "supprimer un avis"),
    ),
    Asked(
        id="customer-photo",
        said=message("Do I share this customer’s photo?"),
        asks=(
            Ask(action="share-ugc", label=message("Without their agreement")),
            Ask(action="share-ugc", label=message("With their agreement in hand"), facts={"consent-held": True}),
            Ask(
                action="share-ugc",
                label=message("A child is in it, without the parents’ agreement"),
                facts={"minor": True, "consent-held": False},
            ),
        ),
        see=(("template", "photo-permission"), ("page", "consents")),
        keywords=("photo cliente", "repartager", "repost", "ugc", "droit à l’image"),
    ),
    Asked(
        id="paid-partnership",
        said=message("Must I write “paid partnership”?"),
        asks=(
            Ask(action="publish", label=message("A paid post"), facts={"paid": True}),
            Ask(action="gift"),
            Ask(action="sign-partnership"),
        ),
        see=(("case", "partnership-request"),),
        part="mentions",
        keywords=("collaboration commerciale", "sponsorisé", "partenariat", "influenceur", "créateur", "cadeau"),
    ),
    Asked(
        id="tu-or-vous",
        said=message("“Tu” or “vous”, and do I sign?"),
        see=(("page", "voice"), ("page", "voice/tone")),
        part="voice",
        keywords=("tutoyer", "vouvoyer", "signature", "signer", "prénom"),
    ),
    Asked(
        id="is-it-a-crisis",
        said=message("Is this a crisis?"),
        see=(("page", "triage"), ("page", "escalation/severities"), ("page", "escalation"), ("page", "crises")),
        part="severities",
        keywords=("crise", "grave", "gravité", "bad buzz", "ça monte"),
    ),
    Asked(
        id="legal-threat",
        said=message("We are threatened with a lawsuit: do I answer?"),
        asks=(
            Ask(action="reply-public", label=message("In public"), facts={"legal-threat": True}),
            Ask(action="reply-private", label=message("In private"), facts={"legal-threat": True}),
        ),
        see=(("case", "legal-threat"),),
        keywords=("procès", "avocat", "plainte", "mise en demeure", "justice"),
    ),
    Asked(
        id="a-child-writes",
        said=message("A child writes to me?"),
        asks=(
            Ask(action="reply-public", label=message("In public"), authors=("minor",), facts={"minor": True}),
            Ask(action="reply-private", label=message("In private"), authors=("minor",), facts={"minor": True}),
        ),
        see=(("template", "minor-writes"),),
        keywords=("mineur", "enfant", "ado", "collégien"),
    ),
    Asked(
        id="health-advice",
        said=message("A question of health: do I advise?"),
        asks=(
            Ask(action="reply-public", label=message("Give advice"), says=("give-advice",), topics=("health",)),
            Ask(
                action="reply-public", label=message("Use a ready answer"), says=("ready-answer",), topics=("health",)
            ),
        ),
        see=(("template", "health-question"), ("case", "adverse-effect")),
        keywords=("santé", "médical", "allergie", "brûlure", "conseil"),
    ),
    Asked(
        id="may-i-joke",
        said=message("May I joke?"),
        asks=(
            Ask(action="reply-public", label=message("In an answer"), says=("joke",)),
            Ask(action="publish", label=message("In a post"), says=("joke",)),
            Ask(action="reply-public", label=message("About a death"), says=("joke",), topics=("mourning",)),
        ),
        see=(("page", "voice/tone"),),
        keywords=("humour", "blague", "plaisanter", "ironie"),
    ),
    Asked(
        id="compare-us",
        said=message("May I compare us with a competitor?"),
        asks=(Ask(action="reply-public", label=message("Compare"), says=("compare",)),),
        see=(("template", "comparison-question"),),
        keywords=("concurrent", "comparaison", "mieux qu’eux"),
    ),
    Asked(
        id="correct-a-post",
        said=message("A mistake in a post: do I correct it?"),
        asks=(
            Ask(action="edit", label=message("Before any reaction"), facts={"reaction-received": False}),
            Ask(action="edit", label=message("Once people have reacted"), facts={"reaction-received": True}),
            Ask(action="correct", label=message("Say the correction in public")),
        ),
        see=(("case", "error"),),
        keywords=("faute", "coquille", "corriger", "modifier un post", "rectifier"),
    ),
    Asked(
        id="close-comments",
        said=message("It is boiling over: do I close the comments?"),
        asks=(Ask(action="limit-comments"), Ask(action="close-comments")),
        see=(("page", "moderation"), ("crisis_kind", "bad-buzz")),
        keywords=("fermer les commentaires", "limiter", "raid", "déferlante"),
    ),
    Asked(
        id="use-ai",
        said=message("May I use artificial intelligence?"),
        asks=(Ask(action="use-ai"),),
        see=(("template", "real-or-generated"),),
        keywords=("ia", "chatgpt", "image générée", "intelligence artificielle"),
    ),
    Asked(
        id="boost-this-post",
        said=message("Do I boost this post?"),
        asks=(Ask(action="boost", label=message("With a budget"), steps="amount"), Ask(action="pause-ads")),
        keywords=("booster", "sponsoriser", "budget", "pub", "publicité"),
    ),
    Asked(
        id="a-colleague-speaks",
        said=message("A colleague or a union speaks up in the comments?"),
        asks=(
            Ask(action="reply-public", label=message("Answer"), authors=("employee",)),
            Ask(action="hide", label=message("Hide"), authors=("employee",), facts=_LAWFUL),
        ),
        see=(("template", "colleague-speaks"), ("crisis_kind", "strike-or-layoffs")),
        keywords=("salarié", "collègue", "syndicat", "grève"),
    ),
    Asked(
        id="take-a-side",
        said=message("Do we take a side?"),
        asks=(Ask(action="reply-public", label=message("Take a position"), says=("take-position",)),),
        see=(("template", "no-side"),),
        keywords=("politique", "religion", "guerre", "élection", "prendre position"),
    ),
    Asked(
        id="a-rumour",
        said=message("A rumour: do I deny it?"),
        asks=(Ask(action="reply-public", label=message("Confirm or deny"), says=("confirm-or-deny",)),),
        see=(("crisis_kind", "rumour"), ("template", "rumour-answer")),
        keywords=("rumeur", "fausse information", "fake news", "démentir"),
    ),
    Asked(
        id="my-data",
        said=message("“Delete my data”: what do I do?"),
        asks=(
            Ask(action="reply-private", label=message("Use a ready answer"), says=("ready-answer",),
                topics=("personal-data",)),
            Ask(action="reply-private", label=message("Answer in my own words"), topics=("personal-data",)),
        ),
        see=(("case", "data-request"), ("crisis_kind", "data-leak")),
        keywords=("rgpd", "données personnelles", "effacement", "cnil"),
    ),
)  # fmt: skip
