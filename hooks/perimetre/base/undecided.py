"""Know the value that stands, in any file, for what nobody has decided yet."""

from __future__ import annotations

TO_COMPLETE = "to-complete"
