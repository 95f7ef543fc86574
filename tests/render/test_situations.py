"""A match is printed with the joints of its reading: «et» for *and*, «ou» for *or*, «sauf» for what is taken out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from perimetre.language.typography import NBSP
from perimetre.model import FactTest, Handbook, Match, Situation
from perimetre.model.matches import AllBut, MatchCase
from perimetre.pipeline.loading import load
from perimetre.render.readers import Readers, Site
from perimetre.render.situations import Situations
from perimetre.render.tools import Tools
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load(ROOT / "playbooks").handbook


def situations(handbook: Handbook, language: str) -> Situations:
    readers = Readers(language=language, today=dt.date(2026, 11, 24))
    site = Site(paths=frozenset())
    return Situations(Tools(handbook, brand=handbook.brand("veillee"), path="veillee", site=site, readers=readers))


SMALL = FactTest(fact="amount", up_to=30)
SENTENCES = [
    ("fr", {"when": (SMALL, FactTest(fact="minor", is_=True))},
     "Faits : Montant : jusqu’à 30 € et Un mineur est en cause"),
    ("fr", {"when": (FactTest(fact="amount", above=30, up_to=100),)},
     "Faits : Montant : plus de 30 € et jusqu’à 100 €"),
    ("fr", {"topics": ("health", "price"), "authors": ("journalist",)},
     "Sujet : Santé ou prix, et Qui s’exprime : Journaliste"),
    ("fr", {"topics": ("health",), "except_": (Situation(authors=("journalist",), says=("apologise",)),
                                               Situation(posture="alert"))},
     "Sujet : Santé ; sauf : Ce que fait le message : S’excuser, et Qui s’exprime : Journaliste ; "
     "ou Niveau d’alerte : alerte ou au-delà"),
    ("fr", {"when": (FactTest(fact="order-verified", is_=True), FactTest(any_=(
        (SMALL, FactTest(fact="minor", is_=False)), (FactTest(not_=(FactTest(fact="amount", above=100),)),),
    )))}, "Faits : Commande vérifiée et soit Montant : jusqu’à 30 € et Un mineur est en cause : non, "
          "soit Montant : jusqu’à 100 €"),
    ("fr", {"topics": AllBut(not_=("price", "health")), "authors": AllBut(not_=("journalist",))},
     "Sujet : tout sauf prix et santé, et Qui s’exprime : tous sauf journaliste"),
    ("en", {"says": ("promise",), "except_": (Situation(channels=AllBut(not_=("instagram",))),)},
     "What the message does: Promise; except for: Channel: all but Instagram"),
    ("en", {"when": (FactTest(any_=((FactTest(fact="minor", is_=True),), (FactTest(fact="danger", is_=True),))),)},
     "Facts: either A minor is concerned, or Somebody is in danger"),
    ("en", {"when": (SMALL,), "except_": (Situation(topics=("health",)),)},
     "Facts: Amount: up to €30; except for: Topic: Health"),
    ("fr", {"roles": ("community-manager",), "any_": (
        MatchCase(topics=("price",), when=(SMALL,), except_=(Situation(authors=("journalist",)),)),
        MatchCase(channel_kinds=("forum",)),
    )}, "Rôle : Community manager, et L’un de ces cas : (Sujet : Prix, et Faits : Montant : jusqu’à 30 € ; "
        "sauf : Qui s’exprime : Journaliste) ; ou (Type de canal : Forum)"),
    ("en", {"any_": (MatchCase(topics=("price",)), MatchCase(authors=("customer",))),
            "except_": (Situation(posture="crisis"),)},
     "One of these cases: (Topic: Price); or (Who is speaking: Customer); except for: Alert level: crisis"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "fields", "expected"), SENTENCES)
def test_a_match_is_one_sentence(handbook: Handbook, language: str, fields: dict[str, Any], expected: str) -> None:
    words = situations(handbook, language).match(Match(**fields)).striptags()
    assert words.replace(NBSP, " ") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"topics": ("health", "price")}, "Est-il question de : Santé ou prix ?"),
        ({"authors": ("journalist",)}, "Qui s’exprime : Journaliste. Est-ce le cas ?"),
        (
            {"authors": ("journalist",), "topics": ("health",)},
            "Est-ce le cas : Sujet : Santé, et Qui s’exprime : Journaliste ?",
        ),
        (
            {"topics": ("health",), "except_": (Situation(authors=("journalist",)),)},
            "Est-ce le cas : Sujet : Santé ; sauf : Qui s’exprime : Journaliste ?",
        ),
        ({"when": (SMALL,)}, "Est-ce le cas : Faits : Montant : jusqu’à 30 € ?"),
    ],
)
def test_a_match_is_a_question_in_a_triage(handbook: Handbook, fields: dict[str, Any], expected: str) -> None:
    words = situations(handbook, "fr").match_question(Match(**fields)).striptags()
    assert words.replace(NBSP, " ") == expected


def test_what_goes_without_saying_is_left_out_and_nothing_else(handbook: Handbook) -> None:
    match = Match(topics=("health",), roles=("community-manager",), when=(SMALL,))
    words = situations(handbook, "fr").match(match, without=("roles",)).striptags()
    assert words.replace(NBSP, " ") == "Sujet : Santé, et Faits : Montant : jusqu’à 30 €"
