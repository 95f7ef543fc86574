"""Hand the handbook to MkDocs: `mkdocs.yml` names this file; everything is in `perimetre.drivers.mkdocs.site`."""

from perimetre.drivers.mkdocs.site import (  # noqa: F401 - MkDocs finds its events by their names
    on_config,
    on_env,
    on_files,
    on_nav,
    on_page_context,
    on_post_build,
    on_serve,
    on_startup,
)
