"""Have an editor know a house: schemas that hold its own ids, and the settings by which an editor finds them.

`ids` says what each name that stands in the files may be, and what bears it; `schemas` writes that into the schemas;
`settings` says which file has which schema.
"""
