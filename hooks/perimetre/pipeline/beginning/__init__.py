"""Begin a house of its own: all the files of a folder from a name, a country and a language (`perimetre init`).

Comes in: what was answered. Goes out: the files, by path. Nothing is written to the disk.

`house/` holds what they say: a folder a language, and what both share: `crisis.yml`, the form of every crisis card, of
which `<language>/crises.yml` holds the words; `mkdocs.yml`; `countries.yml`, what depends on the country.
"""
