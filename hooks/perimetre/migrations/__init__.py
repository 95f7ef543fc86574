"""Bring a file from a form that is still read to the one that took its place; nothing else of its text changes.

Comes in: a document. Goes out: its new text, or a `NotMovedError`. A step is one former form: where it stands in plain
data, what the data is then, and which stretches of the text are written otherwise. The text is read again before
anybody is given it: what it holds must be what the step says of the data, to the last value.
"""
