"""What a page says of an agreement, once the past tells that the words changed after it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.drivers.test_past import history_of, merged, page_of, repo, sentences, site_of, words
from tests.support.repositories import Repo

__all__ = ["repo"]

BUZZ = "playbooks/house/crises/bad-buzz.yml"
QUESTION = "questions:\n  - {q: Est-ce vrai ?, a: Non., approved_by: communications-director, "
QUESTION += "approved_at: 2026-11-01T10:00}\n"
MESSAGES = "language_elements: [Nous lisons.]\n"
MESSAGES += "approval: {version: 1, approved_by: communications-director, approved_at: 2026-11-02T10:00}\n"
CHANGED = "modifié le 20 novembre 2026, après avoir été approuvé : à faire approuver de nouveau"


def pages_of(repo: Repo) -> Sequence[str]:
    """Return the words of a card, and those of its sheet."""
    website = site_of(repo)
    pages = [page_of(website, name) for name in ("crises/bad-buzz", "crises/bad-buzz/card")]
    return [words(" ".join((page.lead, *(section.html for section in page.sections)))) for page in pages]


def test_a_text_changed_after_it_was_agreed_says_so_until_it_is_agreed_anew(repo: Repo) -> None:
    repo.replace(BUZZ, "told_first:", f"{QUESTION}{MESSAGES}told_first:")
    repo.commit()
    merged(
        repo,
        (BUZZ, "Nous lisons tout.", "Nous lisons presque tout."),
        (BUZZ, "a: Non.", "a: Oui."),
        (BUZZ, "[Nous lisons.]", "[Nous relisons.]"),
    )
    card, sheet = pages_of(repo)
    assert card.count(CHANGED) == 3
    assert CHANGED in sheet
    assert "prévalidé :" not in card + sheet

    merged(
        repo,
        (BUZZ, "approved_at: 2026-10-13T09:10", "approved_at: 2026-11-20T09:10"),
        (BUZZ, "approved_at: 2026-11-01T10:00", "approved_at: 2026-11-20T10:00"),
        (BUZZ, "approved_at: 2026-11-02T10:00", "approved_at: 2026-11-20T10:00"),
    )
    card, sheet = pages_of(repo)
    assert CHANGED not in card + sheet
    assert "prévalidé :" in card
    latest = " ".join(sentences(history_of(repo))[0])
    assert "approuvés de nouveau" in latest
    assert "à relire" not in latest


def test_a_text_changed_and_agreed_together_waits_for_nobody(repo: Repo) -> None:
    merged(
        repo,
        (BUZZ, "text: Nous lisons tout.", "text: Nous lisons presque tout."),
        (BUZZ, "approved_at: 2026-10-13T09:10", "approved_at: 2026-11-20T09:10"),
    )
    history = history_of(repo)
    assert history is not None
    assert [(change.stale, change.agreed) for change in history.past[0].changes or ()] == [((), ("waiting",))]
