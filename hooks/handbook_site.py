"""Hand the handbook to MkDocs: `mkdocs.yml` names this file; everything is in `perimetre.site`."""

from perimetre.site import (  # noqa: F401
    on_config,
    on_env,
    on_files,
    on_nav,
    on_page_context,
    on_post_build,
    on_serve,
    on_startup,
)
