"""Say where each kind of record is read: the one table from (kind, id) to a page and an anchor.

A part of the stage render. Every link to a record goes through here, so that a page can move in one place.
"""

from __future__ import annotations

# kind: (path below the brand, anchor); `{id}` is the record's id.
_SHELVES: dict[str, tuple[str, str]] = {
    "role": ("roles/{id}", ""),
    "person": ("roles", "person-{id}"),
    "training": ("roles", "training-{id}"),
    "schedule": ("escalation/cover", "{id}"),
    "department": ("organisation", "department-{id}"),
    "agency": ("organisation", "agency-{id}"),
    "mandate": ("organisation", "mandate-{id}"),
    "tool": ("organisation", "tool-{id}"),
    "channel": ("channels/{id}", ""),
    "objective": ("objectives", "{id}"),
    "mission": ("missions/{id}", ""),
    "rule": ("perimeter/rules", "{id}"),
    "red_line": ("perimeter/red-lines", "{id}"),
    "group": ("perimeter/rules", "group-{id}"),
    "duty": ("perimeter/duties", "{id}"),
    "period": ("perimeter/periods", "{id}"),
    "door": ("perimeter/requests", "{id}"),
    "ground": ("moderation", "{id}"),
    "ladder": ("moderation", "step-{id}"),
    "circuit": ("validation", "{id}"),
    "template": ("templates/{id}", ""),
    "message_kind": ("templates", "kind-{id}"),
    "term": ("voice/lexicon", "{id}"),
    "trait": ("voice", "{id}"),
    "guideline": ("voice/guidelines", "{id}"),
    "mention": ("voice/guidelines", "mention-{id}"),
    "severity": ("escalation/severities", "{id}"),
    "line": ("escalation", "{id}"),
    "tree": ("triage", "{id}"),
    "report": ("reporting", "report-{id}"),
    "watch": ("reporting", "watch-{id}"),
    "insight": ("reporting", "insight-{id}"),
    "lesson": ("reporting", "lesson-{id}"),
    "crisis": ("crises/{id}", ""),
    "operation": ("operations/{id}", ""),
    "consent": ("consents", "{id}"),
    "decision": ("governance/decisions", "{id}"),
}


def shelf(kind: str, id: str, brand: str) -> tuple[str, str]:
    """Return the page and the anchor (or "") where the record is read in `brand`.

    Raises:
        KeyError: records of this kind are shown nowhere.
    """
    path, anchor = _SHELVES[kind]
    return f"{brand}/{path.format(id=id)}", anchor.format(id=id)
