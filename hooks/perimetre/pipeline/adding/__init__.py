"""Add one record to a house's files, its cross-references filled or marked: `perimetre new person`.

Comes in: what was asked, and the handbook as it is. Goes out: the files as they will be. Nothing is written
to the disk.

`kinds` is the table: for each kind of record its files, what is asked, the records that are written. `records` says a
record as YAML, `inserting` puts it in a file of which nothing else moves, `additions` does it all and reads it back.
"""
