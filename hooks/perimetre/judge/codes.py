"""Name every code that is not a rule's: what other stages find, what the judge finds of itself, what a draft is told.

Each has one sentence, which `perimetre explain` prints; the codes of the reader have theirs in `reader.refusals`.
"""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.base.words import Message, message
from perimetre.reading.reader.table import REFUSALS

# What the judge says of the house's own settings and comments.
ENGINE: Mapping[str, Message] = {
    "rule-does-not-crash": message(
        "A rule that fails on a handbook is an error that names it: silence would say that all is well."
    ),
    "rule-has-its-ground": message("A rule is checked only where the files it relies on can be read."),
    "rule-level-names-a-rule": message("A level set in `handbook.yml` is that of a rule which exists."),
    "suppression-has-a-reason": message("A finding is set aside with a reason, written next to it."),
    "suppression-is-used": message("A comment that sets a finding aside has one to set aside, and has not expired."),
}

# What the linter says of a draft, besides the rules that it shares with the judge.
LINT: Mapping[str, Message] = {
    "address-is-kept": message("A draft says “tu” or “vous” as the house has decided."),
    "guideline-is-followed": message("A draft follows the guidelines that a machine can see."),
    "letters-are-plain": message("A word is in the letters of its language, not in others that look like them."),
    "required-mention-is-there": message("A draft holds the mentions that it must hold."),
    "typography-is-french": message("A French draft has the signs and the spaces of French typography."),
    "words-are-ours": message("A draft is in the words of the house, without those that it avoids."),
}

_SCHEMA_AND_MODEL: Mapping[str, Message] = {
    "amount-has-its-currency": message("An amount is said in the currency of each brand where it holds."),
    "brand-id-is-its-folder": message("A brand's id is the name of its folder."),
    "case-adds-to-what-all-say": message("A case adds to what is said of all of them, and says none of it again."),
    "condition-can-be-read": message("A condition holds in few enough ways for somebody to read it."),
    "deputy-has-no-loop": message("Deputies do not go round in a circle."),
    "derogation-is-allowed": message("A derogation sets aside only rules that may be set aside."),
    "derogation-names-a-live-rule": message("A derogation names a rule that is in force while it is."),
    "end-follows-beginning": message("Whatever has a beginning and an end ends after it begins."),
    "fact-is-asked-by-its-type": message(
        "A condition on a fact respects its type: a number, a duration, yes or no, a choice."
    ),
    "file-has-a-place": message("Every file stands in a known place of the playbooks."),
    "file-name-is-its-id": message("A file that holds one record bears its id as its name."),
    "groups-have-no-loop": message("Groups do not go round in a circle."),
    "handbook-has-its-files": message("The handbook, and each brand, has the files that it must have."),
    "id-is-unique": message("An id is used only once in the house and the brand."),
    "key-is-known": message("Every key is known to its file, in its place."),
    "key-is-present": message("A mapping has all the keys that it must have."),
    "level-is-above": message("`within` names a level above: no brand stands under itself."),
    "reference-resolves": message("A reference leads to something that exists."),
    "replaces-names-a-house-record": message("`replaces` names a record of the house that may be replaced."),
    "term-has-one-class": message(
        "A word has one class for one use, and a brand never loosens what the house restrains."
    ),
    "to-complete-is-completed": message(
        "What the house has yet to decide is decided before the handbook goes into service."
    ),
    "unread-file-is-not-judged": message("What refers to a file that cannot be read is not checked."),
    "value-has-its-form": message("A value has the form that its key asks for."),
    "value-is-in-bounds": message("A number or a list is within the bounds that its key sets."),
    "value-is-known": message("A word of a closed list is one of that list."),
    "value-is-said-once": message("A list names a thing only once."),
    "format-is-known": message("`format` is one that this version of the product reads."),
}

EARLIER: Mapping[str, Message] = {
    **{name.partition(".")[0]: refusal.text for name, refusal in reversed(REFUSALS.items())},
    **_SCHEMA_AND_MODEL,
}

# Those that keep something from being judged: a file that nothing could be read of, what stands on it.
UNJUDGING = frozenset(
    {*(name.partition(".")[0] for name in REFUSALS), "rule-has-its-ground", "unread-file-is-not-judged"}
)

# Those that a house may give another level, or set aside: all the others are errors without which nothing holds.
SOFT = frozenset({"to-complete-is-completed", "unread-file-is-not-judged"})
