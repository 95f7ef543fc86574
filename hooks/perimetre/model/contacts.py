"""Hold `contacts.yml`: the directory, which a house keeps out of its repository (stage build)."""

from __future__ import annotations

from typing import ClassVar

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry(Named):
    """A number or an address, under the name by which a `contact_ref` calls it."""

    KIND: ClassVar[str] = "directory_entry"

    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsFile(File):
    """The directory of `contacts.yml`; empty where the file is not there."""

    contacts: tuple[DirectoryEntry, ...] = ()

    def number(self, name: str | None) -> str:
        """Return what a `contact_ref` stands for, or nothing where the directory does not hold it."""
        return next((entry.value or "" for entry in self.contacts if entry.id == name), "")
