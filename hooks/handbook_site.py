"""Hand the handbook to MkDocs: `mkdocs.yml` names this file; everything is in `perimetre.drivers.mkdocs.events`."""

from perimetre.drivers.mkdocs.events import SiteEvents

_site = SiteEvents()
on_startup = _site.on_startup
on_config = _site.on_config
on_files = _site.on_files
on_nav = _site.on_nav
on_env = _site.on_env
on_page_context = _site.on_page_context
on_post_template = _site.on_post_template
on_post_page = _site.on_post_page
on_post_build = _site.on_post_build
on_serve = _site.on_serve
on_build_error = _site.on_build_error
on_shutdown = _site.on_shutdown
