"""Hold what a word may name: a reference says so beside the type of the field that bears it (stage build)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Ref:
    """What a string points to, said beside its type: `Annotated[str, Ref("role")]`.

    Fields:
        kinds: the namespaces in which the word may be; the first that has it wins.
        group: the sort of group that may stand for several («roles»), or None.
        words: words that mean somebody or something by where they stand («author», «origin»).
        selects: the word chooses among what there is, so that a house file may name what one brand alone has.
        local: the word is an id of the same record (the steps of a scenario, the layers of a schedule).
        hides: the word takes a value out of use, so that it names one of those that were there before.
        past: the word may be an id that a record bore before (`formerly`): what was written then stays as it was.
    """

    kinds: tuple[str, ...]
    group: str | None = None
    words: frozenset[str] = frozenset()
    selects: bool = False
    local: bool = False
    hides: bool = False
    past: bool = False


def ref(*kinds: str, group: str | None = None, words: tuple[str, ...] = (), selects: bool = False) -> Ref:
    """Return a reference to one of `kinds`."""
    return Ref(kinds, group, frozenset(words), selects)


# Whoever answers at the place of which one speaks: its manager, then the deputy.
PLACE_MANAGER = "place-manager"
STANDINGS = ("author", "requester", "doer", "substitute-if-unavailable", "cm-on-duty", PLACE_MANAGER, "sponsor")

# A role of the house, or people outside it, who are known by what they are.
Addressee = Annotated[str, ref("role", "audience", words=STANDINGS)]
RoleRef = Annotated[str, ref("role")]
# Named in `handbook.yml` alone, wherever one is named.
CompartmentRef = Annotated[str, ref("compartment")]
Who = Annotated[str, ref("role", words=STANDINGS)]
PersonRef = Annotated[str, ref("person")]
FormerPersonRef = Annotated[str, Ref(("person",), past=True)]
LevelRef = Annotated[str, ref("brand")]
# A brand, a level, which stands for the brands beneath it too, or a group of either.
BrandRef = Annotated[str, ref("brand", group="brands")]
ChannelRef = Annotated[str, ref("channel", selects=True)]
PlaceRef = Annotated[str, ref("place")]
ObjectiveRef = Annotated[str, ref("objective")]
DepartmentRef = Annotated[str, ref("department")]
PillarRef = Annotated[str, ref("pillar")]
MissionRef = Annotated[str, ref("mission")]
ToolRef = Annotated[str, ref("tool")]
RuleRef = Annotated[str, ref("rule")]
ConsentRef = Annotated[str, ref("consent")]
CircuitRef = Annotated[str, ref("circuit")]
TemplateRef = Annotated[str, ref("template")]
MessageKindRef = Annotated[str, ref("message_kind")]
LineRef = Annotated[str, ref("line")]
SeverityRef = Annotated[str | int, ref("severity")]
DoorRef = Annotated[str, ref("door")]
DutyRef = Annotated[str, ref("duty")]
GroundRef = Annotated[str, ref("ground")]
LadderRef = Annotated[str, ref("ladder")]
PeriodRef = Annotated[str, ref("period", selects=True)]
CrisisRef = Annotated[str, ref("crisis")]
TermRef = Annotated[str, ref("term")]
MentionRef = Annotated[str, ref("mention")]
TrainingRef = Annotated[str, ref("training")]
# Of the values, those that ship among them.
ActionRef = Annotated[str, ref("action")]
SaysRef = Annotated[str, ref("says")]
TopicRef = Annotated[str, ref("topic")]
AudienceRef = Annotated[str, ref("audience")]
AuthorRef = Annotated[str, ref("author")]
ChannelKindRef = Annotated[str, ref("channel_kind")]
FactRef = Annotated[str, ref("fact")]
CaseRef = Annotated[str, ref("case")]
CrisisKindRef = Annotated[str, ref("crisis_kind")]
MissionKeyRef = Annotated[str, ref("mission_key")]
LegalBasisRef = Annotated[str, ref("legal_basis")]
