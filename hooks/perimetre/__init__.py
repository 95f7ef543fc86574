"""Périmètre: what a house lets its community managers do, written as YAML, checked like code, read as a site."""
