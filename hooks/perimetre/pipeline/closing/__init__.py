"""Take a channel, a person or a brand out of service in a house's files: `perimetre close channel`.

Comes in: what is closed, on what day, and the handbook as it is. Goes out: the files as they will be, and what is left
to decide. Nothing is written to the disk. What was agreed, signed, done or over stays as it was written.

`rewriting` changes one file and reads it back, `references` finds what names a thing; `channels`, `people` and `brands`
say what becomes of each place.
"""
