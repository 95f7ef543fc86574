"""Render the handbook as pages (stage render): data that any site builder can take."""
