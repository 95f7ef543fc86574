"""Make the calendars that stand beside the pages: one for each schedule, one for each person.

Comes in: a handbook, and who reads. Goes out: files, at addresses that a calendar can subscribe to. The public has
none.
"""

from __future__ import annotations

from datetime import datetime, time

from perimetre.base.memory import Memory
from perimetre.cover import HORIZON, Cover
from perimetre.model import Brand, Handbook
from perimetre.render.pages import CALENDARS
from perimetre.render.readers import Readers
from perimetre.reports.calendars import Calendars


def calendar_files(handbook: Handbook, brand: Brand, readers: Readers, memory: Memory) -> tuple[tuple[str, str], ...]:
    """Return the calendars of a brand, by their paths from the top of the site.

    Args:
        handbook, brand: whose they are.
        readers: who reads them: what is written for others is not in them.
        memory: what has been worked out for the handbook's other brands.
    """
    # The same handbook gives the same files all day, as it gives the same pages.
    stamp = datetime.combine(readers.today, time())
    cover = Cover(handbook, brand, readers.today, HORIZON, memory=memory)
    made = Calendars(cover=cover, language=readers.language, stamp=stamp, may_read=readers.may_see, imported=False)
    folder = f"{brand.id}/{CALENDARS}"
    return (
        *((f"{folder}/{schedule.id}.ics", made.of_a_schedule(schedule)) for schedule in made.schedules),
        *((f"{folder}/people/{person.id}.ics", made.of_a_person(person)) for person in made.people),
    )
