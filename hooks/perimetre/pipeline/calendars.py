"""Make the calendars that stand beside the pages: one for each schedule, one for each person.

Comes in: a handbook, and who reads. Goes out: files, at addresses that a calendar can subscribe to. The public has
none. No calendar follows a page that leads elsewhere: at the addresses that one had before, it is there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from perimetre.base.memory import Memory
from perimetre.cover import HORIZON, Cover
from perimetre.model import Brand, Handbook, Record
from perimetre.render.moved import claimed, former_ids
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
    brands = [brand.id, *(former for former, id in former_ids(handbook).items() if id == brand.id)]
    schedules = {schedule.id: made.of_a_schedule(schedule) for schedule in made.schedules}
    people = {person.id: made.of_a_person(person) for person in made.people}
    schedules |= _at_former_ids(made.schedules, schedules)
    people |= _at_former_ids(made.people, people)
    return tuple(
        (f"{id}/{CALENDARS}/{path}.ics", text)
        for id in brands
        for path, text in (*schedules.items(), *((f"people/{id_}", text) for id_, text in people.items()))
    )


def _at_former_ids(records: Iterable[Record], calendars: Mapping[str, str]) -> Mapping[str, str]:
    former = claimed((record.id, record.formerly) for record in records)
    return {before: calendars[id_] for before, id_ in former.items()}
