"""List everything that the reader refuses, in one table: the code, what is wrong, and what to write instead.

A name is a code, or a code and a variant (`yaml-indentation.deep`): one code, several ways of saying it.
"""

from __future__ import annotations

from typing import NamedTuple

from perimetre.base.words import Message, message


class Refusal(NamedTuple):
    """What is said of one kind of mistake: `text` says what is wrong, `hint` what to write."""

    text: Message
    hint: Message | None = None


REFUSALS: dict[str, Refusal] = {
    # Collect: folders and files.
    "folder-empty": Refusal(
        message("The folder `{folder}` holds no `.yml` file."),
        message(
            "Give the path of the folder that holds `handbook.yml`; for a new handbook, write that file first "
            "(`format: 1`, `title:`)."
        ),
    ),
    "folder-too-many-files": Refusal(
        message("The folder `{folder}` holds more than {limit} files and folders; the rest is not read."),
        message("Check the path: it should lead to the folder of the handbook, not to a whole disk."),
    ),
    "file-unreadable": Refusal(
        message("This file cannot be opened: {reason}."),
        message("Check that the file still exists and that you are allowed to read it."),
    ),
    "file-unreadable.folder": Refusal(
        message("This folder cannot be opened: {reason}."),
        message("Check that you are allowed to read it."),
    ),
    "file-unreadable.kind": Refusal(
        message("`{name}` is not a file of text."),
        message("Replace it with a text file, or give it another name."),
    ),
    "file-unreadable.name": Refusal(
        message("The name of this file holds characters that cannot be read."),
        message("Rename it with plain letters, digits and hyphens."),
    ),
    "file-link": Refusal(
        message("This is a link that leads out of the playbooks."),
        message("Put a copy of the file here instead of the link."),
    ),
    "file-link.loop": Refusal(
        message("This link leads back to itself or to a folder that is already read."),
        message("Delete the link."),
    ),
    "file-link.dead": Refusal(
        message("This link leads to nothing."),
        message("Delete the link, or put the file here."),
    ),
    "file-extension": Refusal(
        message("`{name}` is not read: only files whose names end in `.yml` are."),
        message("Rename it `{suggestion}`."),
    ),
    "file-unreadable.directory": Refusal(
        message("The directory that `{name}` names cannot be read: {reason}."),
        message("Give `{name}` the path of a file such as `contacts.yml`, or unset it."),
    ),
    "file-unreadable.directories": Refusal(
        message("There are two directories: this one, and the one that `{name}` names."),
        message("Keep one: take this file out of the playbooks, or unset `{name}`."),
    ),
    "file-too-large": Refusal(
        message("This file is larger than 1 MB and is not read."),
        message("Split it, or move pictures and exports out of it: a playbook rarely exceeds 50 KB."),
    ),
    "file-too-many-mistakes": Refusal(
        message("{shown} of the {total} mistakes of this file are shown."),
        message("Mend these first: the others are shown next."),
    ),
    "file-too-many-mistakes.more": Refusal(
        message("{shown} mistakes of this file are shown, of more than {total}."),
        message("Mend these first: the others are shown next."),
    ),
    # Parse: the characters.
    "yaml-encoding": Refusal(
        message("The character here is not in UTF-8: the file was saved with another encoding."),
        message("Save the file again with the encoding UTF-8 (in the menu “Save with encoding” of your editor)."),
    ),
    "yaml-encoding.utf16": Refusal(
        message("This file is saved in UTF-16."),
        message("Save the file again with the encoding UTF-8 (in the menu “Save with encoding” of your editor)."),
    ),
    "yaml-encoding.binary": Refusal(
        message("This is not a file of text: it is a picture, a document or an archive."),
        message("Replace it with a text file saved in UTF-8."),
    ),
    "yaml-invisible-character": Refusal(
        message("There is an invisible character here ({code})."),
        message("Delete it. The line should read `{line}`."),
    ),
    "yaml-invisible-character.break": Refusal(
        message("There is a line break here that nobody sees ({code})."),
        message("Replace it with a space or a real line break. The line should read `{line}`."),
    ),
    "yaml-invisible-character.direction": Refusal(
        message("There is a hidden character here that changes the direction of reading ({code})."),
        message("Delete it. The line should read `{line}`."),
    ),
    "yaml-invisible-character.escape": Refusal(
        message("The text holds the code of an invisible character ({code})."),
        message("Delete the part that begins with `\\` and produces it."),
    ),
    "yaml-not-composed": Refusal(
        message(
            "An accent here is stored apart from its letter: `{text}` looks right but equals no word typed normally."
        ),
        message("Type it again: `{line}`."),
    ),
    # Parse: the file as a whole.
    "yaml-empty": Refusal(
        message("This file is empty."),
        message("Write its content, or delete it."),
    ),
    "yaml-too-deep": Refusal(
        message("Lists and keys are nested here more than {limit} levels deep."),
        message("Look for brackets or hyphens typed too many times."),
    ),
    "yaml-several-documents": Refusal(
        message("`{mark}` starts a second document; a file holds only one."),
        message("Delete this line, or move what follows to a file of its own."),
    ),
    "yaml-conflict": Refusal(
        message("Two people changed these lines at the same time, and Git left both versions."),
        message("Keep one version, and delete the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`."),
    ),
    "yaml-directive": Refusal(
        message("A line that starts with `%` gives orders to YAML; the handbook takes none."),
        message("Delete this line."),
    ),
    # Parse: the layout of lines.
    "yaml-tab-indent": Refusal(
        message("This line is indented with a tab."),
        message("Indent with spaces: `{line}`."),
    ),
    "yaml-tab-indent.blank": Refusal(
        message("This line looks empty, but holds a tab."),
        message("Delete everything on this line."),
    ),
    "yaml-indentation": Refusal(
        message("This line is not aligned with the lines around it."),
        message("Start it in column {column}: `{line}`."),
    ),
    "yaml-indentation.deep": Refusal(
        message("This line is indented too far: `{key}` above already has its value."),
        message("Start it in column {column}: `{line}`."),
    ),
    "yaml-indentation.hyphen": Refusal(
        message("This line starts a list item where no list is open."),
        message("Start it in column {column}: `{line}`."),
    ),
    "yaml-indentation.key": Refusal(
        message("This line starts where only list items (with a hyphen) may start."),
        message("Start it in column {column}: `{line}`."),
    ),
    "yaml-indentation.text": Refusal(
        message("This line of text is not indented under the key that it belongs to."),
        message("Start it in column {column}: `{line}`."),
    ),
    "yaml-indentation.blank": Refusal(
        message("This line looks empty, but holds more spaces than the text below starts with."),
        message("Delete the spaces on this line."),
    ),
    "yaml-indentation.bracket": Refusal(
        message("What is between brackets must be indented further than its key."),
        message(
            "Start this line in column {column}: `{line}`; or write one item per line, after a hyphen and a space."
        ),
    ),
    "yaml-empty-block": Refusal(
        message("`{mark}` announces a text, and there is none below."),
        message("Write the text on the next lines, indented by two more spaces, or delete this line."),
    ),
    "yaml-two-values": Refusal(
        message("`{key}` has a value on its own line (`{value}`) and more lines below it."),
        message("Keep one of them. For the lines below, write `{line}`."),
    ),
    "yaml-two-keys": Refusal(
        message("Two keys stand on one line: `{key}:` begins in the middle of it."),
        message("Write `{line}`, and on the next line `{next}`."),
    ),
    "yaml-missing-space": Refusal(
        message("A space is missing after `{mark}`."),
        message("Write `{line}`."),
    ),
    "yaml-missing-space.comment": Refusal(
        message("A space is missing before `#`."),
        message("Write `{line}`."),
    ),
    "yaml-missing-colon": Refusal(
        message("There is no colon after `{key}`."),
        message("Write `{line}`."),
    ),
    "yaml-missing-colon.stray": Refusal(
        message("`{key}` stands alone on its line, and is not a key."),
        message("Delete this line; or, if it is a key after all, write `{line}` and its value."),
    ),
    "yaml-missing-colon.text": Refusal(
        message("This line is neither `key: value` nor a list item."),
        message("Write `{line}`; or, if the line continues the text above, indent it like that text."),
    ),
    "yaml-missing-hyphen": Refusal(
        message("This line stands among list items, but has no hyphen."),
        message("Write `{line}`."),
    ),
    "yaml-missing-hyphen.record": Refusal(
        message("`{text}` is written twice in one item: a new item starts with a hyphen."),
        message("If a new item starts here, write `{line}`; else delete one of the two lines."),
    ),
    "yaml-missing-hyphen.id": Refusal(
        message("`{text}:` stands where a list item begins, with a hyphen and its `id`."),
        message("Write `{line}`, and its keys below, aligned with `id`."),
    ),
    "yaml-dash-bullet": Refusal(
        message("The list item starts with the character `{mark}`, which is not a hyphen."),
        message("Write `{line}`."),
    ),
    "yaml-no-break-space": Refusal(
        message("There is a no-break space beside `{text}`: it looks like a space, but is part of the word."),
        message("Replace it with an ordinary space, or delete it: `{line}`."),
    ),
    "yaml-no-break-space.blank": Refusal(
        message("This line looks empty, but holds a no-break space."),
        message("Delete everything on this line."),
    ),
    "yaml-list-beside-key": Refusal(
        message("The list starts on the line of its key."),
        message("Start it on the next line: `{line}`, then `{next}`."),
    ),
    "yaml-folded-text": Refusal(
        message("The text goes on over several lines, and nothing says so."),
        message(
            "Write `{line}`, then the text below, indented by two more spaces (`|` instead of `>` keeps line breaks)."
        ),
    ),
    "yaml-folded-text.item": Refusal(
        message("The text goes on over several lines, and nothing says so."),
        message("Put it all on one line: `{line}`."),
    ),
    "yaml-folded-text.below": Refusal(
        message("The text below `{text}:` goes on over several lines, and nothing says so."),
        message("Write `{line}`, and leave the text below as it is (`>` instead of `|` joins its lines)."),
    ),
    # Parse: quotes and the characters that mean something to YAML.
    "yaml-curly-quotes": Refusal(
        message("The text stands between curly quotes, which YAML does not take for quotes."),
        message("Use straight quotes: `{line}`. To show the curly ones to the reader: `{kept}`."),
    ),
    "yaml-curly-quotes.key": Refusal(
        message("The key stands between curly quotes, which YAML does not take for quotes."),
        message("A key needs no quotes: `{line}`."),
    ),
    "yaml-unclosed-quote": Refusal(
        message("The quote `{mark}` opened here is not closed on this line."),
        message("Close it: `{line}`. A text of several lines is written below its key, after `|`, without quotes."),
    ),
    "yaml-unclosed-quote.below": Refusal(
        message("The text between quotes goes on over several lines, up to line {last}."),
        message("Put it all on one line: `{line}`. A long text is written below its key, after `|`, without quotes."),
    ),
    "yaml-unclosed-quote.start": Refusal(
        message("The quote `{mark}` closes a text that no quote opens."),
        message("Open it: `{line}`; or delete the quote at the end."),
    ),
    "yaml-quote-in-text": Refusal(
        message("The quote closes too early: `{rest}` is left outside."),
        message("Write `{line}`."),
    ),
    "yaml-escape": Refusal(
        message("Between double quotes, `{text}` is not a code that YAML knows."),
        message("Write `{line}`."),
    ),
    "yaml-quotes-needed": Refusal(
        message("A text that starts with `{mark}` needs quotes."),
        message("Write `{line}`."),
    ),
    "yaml-quotes-needed.variable": Refusal(
        message("A text that holds `{mark}` needs quotes."),
        message("Put the text between quotes: `{line}`."),
    ),
    "yaml-quotes-needed.comma": Refusal(
        message("The comma cuts the text: between braces, a text with a comma needs quotes."),
        message("Put the text between quotes: `{line}`."),
    ),
    "yaml-colon-in-text": Refusal(
        message("The text holds a colon followed by a space, which reads as a second key."),
        message("Put quotes around the text: `{line}`."),
    ),
    "yaml-hash-in-text": Refusal(
        message("`{text}` would be lost: a `#` after a space starts a comment."),
        message("If it is text, put quotes around it: `{line}`. If it is a comment, leave a space after `#`."),
    ),
    "yaml-unclosed-bracket": Refusal(
        message("The bracket `{mark}` opened here is never closed."),
        message("Write `{line}`."),
    ),
    "yaml-bracket": Refusal(
        message("The list between brackets cannot be read."),
        message("Separate its items with commas, or write one item per line, each after a hyphen and a space."),
    ),
    "yaml-bracket.line": Refusal(
        message("The list between brackets cannot be read."),
        message("Write `{line}`."),
    ),
    "yaml-bracket.braces": Refusal(
        message("A list stands between brackets, not between braces."),
        message("Write `{line}`."),
    ),
    "yaml-bracket.colon": Refusal(
        message("`{text}` reads as one word: between braces, a colon needs a space after it."),
        message("Write `{fixed}`."),
    ),
    "yaml-bracket.value": Refusal(
        message("`{text}` stands between braces without a value."),
        message("Write `{text}: ` and its value, or use `[ ]` for a list."),
    ),
    # Parse: keys and values.
    "yaml-duplicate-key": Refusal(
        message("The key `{key}` is written twice here (first on line {line}): one of the two would be lost."),
        message("Keep one of them, or rename the other."),
    ),
    "yaml-duplicate-key.block": Refusal(
        message("The key `{key}` is written twice here (first on line {line}): one of the two would be lost."),
        message("Move the lines that stand under this one to the end of those of line {line}, then delete this line."),
    ),
    "yaml-key": Refusal(
        message("A key must be a word followed by a colon."),
        message("Write it as `key: value`, without `?`, brackets or braces in the key."),
    ),
    "yaml-key.empty": Refusal(
        message("The key is missing before the colon."),
        message("Write a word before `:`, or delete the line."),
    ),
    "yaml-anchor": Refusal(
        message("`&` gives a name to a value so as to repeat it elsewhere; the handbook does not allow it."),
        message(
            "If it is text, put quotes around it: `{line}`. Else delete `{text}`, and write the value where it serves."
        ),
    ),
    "yaml-alias": Refusal(
        message("`*` repeats a value written elsewhere; the handbook does not allow it."),
        message("If it is text, put quotes around it: `{line}`. Else write the value here in full."),
    ),
    "yaml-merge-key": Refusal(
        message("`<<` copies other keys here; the handbook does not allow it."),
        message("Write the keys here in full."),
    ),
    "yaml-tag": Refusal(
        message("`!` gives a type to a value; the handbook does not allow it."),
        message("If it is text, put quotes around it: `{line}`. Else delete `{text}`."),
    ),
    "yaml-leading-zero": Refusal(
        message("`{text}` starts with a zero: read as a number, it would lose it."),
        message("Put quotes around it: `{line}`."),
    ),
    "yaml-leading-plus": Refusal(
        message("`{text}` starts with a plus sign: read as a number, it would lose it."),
        message("Put quotes around it: `{line}`."),
    ),
    "yaml-number": Refusal(
        message("`{text}` is not a number that can be kept exactly."),
        message("If it is text (a reference, an identifier), put quotes around it: `{line}`."),
    ),
    "yaml-syntax": Refusal(
        message("This line cannot be read from here on."),
        message("Check the quotes, colons and indentation of this line and the one above."),
    ),
}
