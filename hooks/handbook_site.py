"""Hand the handbook to MkDocs: `mkdocs.yml` names this file; everything is in `perimetre.drivers.mkdocs.site`."""
