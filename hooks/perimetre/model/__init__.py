"""Stage build: turn valid documents into a `Handbook` of frozen objects, its references checked.

Comes in: documents, and which files could not be read. Goes out: the handbook and the diagnostics of what refers to
nothing, stands twice, goes round in a circle or is still to be completed.
"""

from __future__ import annotations

from .files import FILES

__all__ = ["FILES"]
