"""Name every code that is not a rule's: what other stages find, what the judge finds of itself, what a draft is told.

Each has one sentence, and what to do about it, which `perimetre explain` prints; those of the reader are in its table.
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

# What is found of the pages of a site.
SITE: Mapping[str, Message] = {
    "page-address-is-its-own": message("Each page of the handbook has an address of its own."),
    "page-is-not-written-twice": message("A page written by hand does not stand where the handbook makes one."),
    "page-link-resolves": message("A link of a page leads to a page, or to a place in one, that is there."),
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

# What to do about those that the reader's table does not say it of.
MENDINGS: Mapping[str, Message] = {
    "rule-does-not-crash": message("Tell the Périmètre team; until then, check by hand what this rule looks at."),
    "rule-has-its-ground": message("First fix what is told of the files that cannot be read."),
    "rule-level-names-a-rule": message(
        "Write the id of a rule as the check prints it, or take the line out of `rule_levels`."
    ),
    "suppression-has-a-reason": message("Write why after the id of the rule, and until when."),
    "suppression-is-used": message("Take the comment out; or, where its day is over, look again and write another."),
    "address-is-kept": message("Say “tu” or “vous” as `voice.yml` has it for this channel and this person."),
    "guideline-is-followed": message("Write the draft again as the guideline asks; its *do* and *don't* show how."),
    "letters-are-plain": message("Type the word again on your own keyboard."),
    "required-mention-is-there": message("Add the mention as `voice.yml` writes it."),
    "typography-is-french": message("Write the signs and the spaces that the finding gives."),
    "words-are-ours": message("Use the word that the lexicon proposes in its place."),
    "amount-has-its-currency": message("Say the amount in each currency: `{{EUR: 100, CHF: 110}}`."),
    "brand-id-is-its-folder": message("Give the folder the name of the id, or the id that of the folder."),
    "case-adds-to-what-all-say": message("Take out of the case what is said above for all of them."),
    "condition-can-be-read": message("Split the rule in two, or name a group."),
    "deputy-has-no-loop": message("Name as deputy of one of them somebody who is not in the circle."),
    "derogation-is-allowed": message(
        "Name other rules; a rule of the house needs `derogable: true`, and a red line is never set aside."
    ),
    "derogation-names-a-live-rule": message("Name a rule that is in force on these days, or change the days."),
    "end-follows-beginning": message("Put the two days, or the two hours, in their order."),
    "fact-is-asked-by-its-type": message(
        "Write the condition as the type of the fact asks: a number with `above:` or `up_to:`, `true`, a duration."
    ),
    "file-has-a-place": message(
        "Move the file to its place, give it one of the known names, or take it out of the playbooks."
    ),
    "file-name-is-its-id": message("Give the file the name of its id, or change the id."),
    "groups-have-no-loop": message("Take out of one group the one that leads back to it."),
    "handbook-has-its-files": message("Write the file that is missing; `perimetre new brand` writes those of a brand."),
    "id-is-unique": message(
        "Give one of the two another id; a brand that means to replace a record of the house says `replaces:`."
    ),
    "key-is-known": message("Write the key as the reference of this file has it, or take it out."),
    "key-is-present": message("Add the key; where the house has yet to say, write `to-complete`."),
    "level-is-above": message("Write the id of another brand under `within:`, or take it out."),
    "reference-resolves": message("Write the id of something that exists, or add what is named to its file."),
    "replaces-names-a-house-record": message(
        "Write the id of a record of the house, of the same kind, or take `replaces:` out."
    ),
    "term-has-one-class": message(
        "Keep one class for the word; a brand may tighten what the house says, never loosen it."
    ),
    "to-complete-is-completed": message("Write what the house has decided in the place of `to-complete`."),
    "unread-file-is-not-judged": message("First fix what is told of that file, then check again."),
    "value-has-its-form": message(
        "Write the value as the finding shows it: a list between brackets, a day `2026-11-22`, a delay `2d`."
    ),
    "value-is-in-bounds": message("Write a number within the bounds, or as many items as are asked."),
    "value-is-known": message("Write one of the words that the finding lists."),
    "value-is-said-once": message("Take the second one out."),
    "format-is-known": message("Write the format that this version reads; `perimetre migrate` moves an earlier one."),
    "page-address-is-its-own": message("Give one of the two records another id."),
    "page-is-not-written-twice": message("Give the page that you wrote another name, or list it under `exclude_docs`."),
    "page-link-resolves": message("Write an address that exists, or take the link out."),
}
