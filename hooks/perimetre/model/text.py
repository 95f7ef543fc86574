"""Hold what a house wrote: a text in one language or in several, plain or Markdown (stage build)."""

from __future__ import annotations

from dataclasses import dataclass

from perimetre.base.undecided import TO_COMPLETE


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the house wrote it: one string for every language, or one by language.

    Fields:
        plain: the text where no language is told, else None.
        fr: the French text, or None.
        en: the English text, or None.
    """

    plain: str | None = None
    fr: str | None = None
    en: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Let a handbook be remembered: its thousands of texts come back in a third of the time."""
        return type(self), (self.plain, self.fr, self.en)

    def in_(self, language: str) -> str:
        """Return the text in `language` ("fr" or "en"), else in the other one: the wrong language beats no text."""
        wanted, other = (self.en, self.fr) if language == "en" else (self.fr, self.en)
        return wanted or self.plain or other or ""

    @property
    def is_to_complete(self) -> bool:
        """Say whether the house has yet to write it, in one language at least."""
        return TO_COMPLETE in (self.plain, self.fr, self.en)


@dataclass(frozen=True, slots=True)
class Markdown(Text):
    """A text that may hold Markdown; it reaches a page by the one sanitised path, never as it is."""
