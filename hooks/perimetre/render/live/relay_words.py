"""Give the words of an incident that is handed over or taken in: those of `render/assets/live/cockpit-relay.js`.

`{names}` are filled in by the browser, as are those of the rest of the cockpit (`cockpit_words`).
"""

from __future__ import annotations

from perimetre.base.words import Message, message

# What the cockpit fills in stands in its own place until then.
_NAMES = (
    "because",
    "by",
    "channel",
    "choice",
    "clock",
    "condition",
    "count",
    "day",
    "decision",
    "delay",
    "fact",
    "from",
    "hour",
    "hours",
    "inject",
    "minutes",
    "name",
    "pause",
    "rank",
    "span",
    "speed",
    "statement",
    "step",
    "text",
    "title",
    "told",
    "total",
    "value",
    "variable",
    "what",
    "who",
    "zone",
)
LEFT = {name: f"{{{name}}}" for name in _NAMES}

RELAY_WORDS: dict[str, Message] = {
    "hand-over": message("Hand over to the next shift"),
    "hand-over-hint": message(
        "A summary to send to whoever takes over: what is done, what is left, what was promised."
    ),
    "to-whom": message("To whom? (optional)"),
    "nobody-told": message(
        "Nobody else has been told anything: this page sends nothing. Call, write, show the code yourself."
    ),
    "device-name": message("Who holds this device? (optional)"),
    "device-name-hint": message("a shift or a post rather than a name; it stands in the log, beside what is done here"),
    "in-words": message("In words"),
    "chat-copy": message("Copy for the team’s chat"),
    "whole-log-over": message("The whole log, on another device"),
    "carry-hint": message(
        "The other phone scans a code or opens a link, and goes on from there. The link holds the log, "
        "readable by whoever "
        "has it; no server receives it."
    ),
    "carry-file-only": message("This page is read from a folder: another device takes the log in as a file."),
    "carry": message("Show the code, make the link"),
    "carry-file": message("Save the file"),
    "carry-ready": message("The code is ready, and the link."),
    "carry-long": message("The log is too long for codes: hand over the link, or the file."),
    "carry-again": message("The log has gone on since ({count} lines): make the code and the link again.", **LEFT),
    "carry-copy": message("Copy the link"),
    "carry-close": message("Put the code away"),
    "carry-open": message(
        "Whoever takes over is told by the other phone whether all came. From then on there are two "
        "logs: hand over again, "
        "either way, to put them together."
    ),
    "code-alone": message("Code to scan"),
    "code-of": message("Code {rank} of {count}", **LEFT),
    "code-how": message("With the camera of the other phone, which opens the link."),
    "code-before": message("Previous code"),
    "code-next": message("Next code"),
    "take": message("Take in a log from another device"),
    "take-hint": message("Scan its code with the camera of this phone, or open its file, or paste its link."),
    "take-file": message("The file of the log"),
    "take-paste": message("The link, or the text of the file"),
    "take-read": message("Read it"),
    "take-do": message("Take over with this log"),
    "take-no": message("Leave it"),
    "take-not": message("Nothing was taken in."),
    "taken": message("Taken in: {count} lines.", **LEFT),
    "taken-nothing": message("All of it was here already: nothing was added."),
    "take-cut": message("This log is cut or damaged: nothing was taken in. Scan or copy it again, whole."),
    "take-too-large": message("This is too large to be a log: nothing was taken in."),
    "take-no-log": message("This is no log of a crisis cockpit: nothing was taken in."),
    "take-no-beginning": message("This log lacks its first line: nothing was taken in. Ask for the file again."),
    "take-no-unpacking": message("This browser cannot open such a link: ask for the file."),
    "take-foreign": message("This log is of another brand ({name}): open it in its own cockpit.", **LEFT),
    "parts-came": message("Codes read: {count} of {total}.", **LEFT),
    "parts-lack": message("Still to be scanned: {what}.", **LEFT),
    "parts-forget": message("Forget these codes"),
    "arrived-title": message("Log received: {title}", **LEFT),
    "arrived-lines": message("First sign: {hour}. Lines: {count}, of which new here: {total}.", **LEFT),
    "arrived-by": message("Written by: {who}.", **LEFT),
    "arrived-joins": message(
        "This device follows this incident already: the lines go in by their hours, none is lost, none comes twice."
    ),
    "arrived-beside": message("It comes beside the incidents of this device, and changes none of them."),
    "arrived-unread": message("Lines that cannot be read, and stay out: {count}.", **LEFT),
    "arrived-trust": message("Nothing proves who wrote it: take it only from somebody whom you know, and who says so."),
    "hand-over-do": message("Prepare the summary"),
    "share": message("Share"),
    "handover-title": message("Handing over: {title}", **LEFT),
    "handover-head": message("As of {hour}. First sign: {from}, {span} ago.", **LEFT),
    "handover-to": message("For: {who}", **LEFT),
    "next-word": message("Next update promised or due: {hour}.", **LEFT),
    "to-do": message("Still to be done"),
    "late-mark": message("LATE"),
    "what-left": message("What we have said"),
    "sent-line": message("{hour} {statement} → {channel}", **LEFT),
    "stopped-still": message("Stopped, not gone on yet"),
    "to-stop": message("Still to be stopped"),
    "still-to-tell": message("Still to be told"),
    "delays-running": message("Delays that run"),
    "done-list": message("Done"),
    "chat-title": message("Incident: {title}", **LEFT),
    "chat-head": message("As of {hour}, T + {span}", **LEFT),
    "chat-steps": message("Steps done: {count}; left: {total}", **LEFT),
    "chat-late": message("Late: {what}", **LEFT),
    "chat-next": message("Next: {what}", **LEFT),
    "chat-left": message("We have said: {what}", **LEFT),
    "chat-held": message("Stopped: {what}", **LEFT),
    "chat-unsure": message("Not established: {what}", **LEFT),
    "chat-unsaid": message("Not to be said: {what}", **LEFT),
    "chat-untold": message("Still to be told: {what}", **LEFT),
    "nothing-sent": message("This summary was made by hand on one device; nobody else has been told anything by it."),
}
