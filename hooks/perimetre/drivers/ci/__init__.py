"""Hold what the workflows of a code host run: each module is a script, `python -P -m perimetre.drivers.ci.<module>`.

The YAML of a workflow only calls them, so that they are tested here, on real repositories. `-P` keeps Python from
importing what stands in the current folder, which may be a stranger's.
"""
