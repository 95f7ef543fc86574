"""Make forms of what `perimetre new` can add, read what was filled in, say what it would do: the desk, serverless.

Comes in: a kind of record, the handbook, what a browser posted. Goes out: fields, what was given of each option, what
is wrong and beside which field, what changes, in sentences. Nothing here reads or writes a file, nor knows of HTTP.
"""
