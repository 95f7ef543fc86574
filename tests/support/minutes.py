"""Draw random houses with schedules and lines, and scan them minute by minute: what the exact reading must agree with.

The scan reads the YAML data itself, with none of the product's code: no interval, no breakpoint. It walks through
UTC one minute after the other and asks at each who holds the phone, as plainly as the decision on duty says it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LIVE = ("phone", "sms", "chat", "mail")
# Each zone with days near which its clocks change, both ways.
ZONES = {
    "Europe/Paris": ["2027-03-28", "2027-10-31"],
    "America/St_Johns": ["2027-03-14", "2027-11-07"],
    "Australia/Lord_Howe": ["2027-04-04", "2027-10-03"],
    "Africa/Casablanca": ["2027-02-07", "2027-03-14"],
}

House = dict[str, Any]
Holder = tuple[str, str | None]


# --- the slow scan -------------------------------------------------------------------------------------------------


class Scan:
    """A house read minute by minute, from a day's 00:00 for some days.

    Minutes are counted from the epoch, in UTC, so that the two readings can be compared.
    """

    def __init__(self, house: House, first: dt.date, days: int) -> None:
        self.house = house
        self.first = first
        self.walls: dict[str, dict[dt.datetime, int]] = {}
        self.days = days
        self.margin = 4
        self.known_walls: dict[tuple[str, int], dt.datetime] = {}
        self.start = self.instant(house["timezone"], first, "00:00")
        self.end = self.instant(house["timezone"], first + days * DAY, "00:00")
        self.people = {record["id"]: record for record in house["people"]}
        self.roles = {record["id"]: record for record in house["roles"]}
        self.given = {given["person"] for given in house["assignments"]}
        self.schedules = {record["id"]: record for record in house["schedules"]}
        self.known_changes: dict[tuple[str, str], list[dt.date]] = {}
        self.known_shifts: dict[tuple[int, str, dt.date], list[tuple[dt.date, int, int]]] = {}
        self.known_closures: dict[tuple[str, str], list[dict[str, Any]]] = {}
        # What has been found at a minute is not looked for again.
        self.known_duties: dict[tuple[str, int], tuple[set[str], set[str]]] = {}
        self.known_people: dict[tuple[str, int], bool] = {}
        self.known_targets: dict[tuple[str, int], set[Holder]] = {}
        self.known_instants: dict[tuple[str, dt.date, str], int] = {}

    # Wall times.

    def instant(self, zone: str, day: dt.date, time: str) -> int:
        """Return the first minute that shows a wall time; where none does, so long after the last before."""
        hours, minutes = map(int, time.split(":"))
        wanted = dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=hours, minutes=minutes)
        seen = self.table(zone)
        late = 0
        while wanted - late * MINUTE not in seen:
            late += 1
            assert late < 180, wanted
        return seen[wanted - late * MINUTE] + late

    def table(self, zone: str) -> dict[dt.datetime, int]:
        if zone not in self.walls:
            seen: dict[dt.datetime, int] = {}
            noon = dt.datetime.combine(self.first, dt.time(12), tzinfo=dt.UTC)
            begin = int((noon - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / MINUTE) - 6 * 1440
            for minute in range(begin, begin + (self.days + 14) * 1440):
                seen.setdefault(self.wall(zone, minute), minute)
            self.walls[zone] = seen
        return self.walls[zone]

    def wall(self, zone: str, minute: int) -> dt.datetime:
        key = (zone, minute)
        if key not in self.known_walls:
            instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + minute * MINUTE
            self.known_walls[key] = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return self.known_walls[key]

    def class_of(self, day: dt.date, holidays: list[str] | None = None) -> str:
        holidays = self.house["holidays"] if holidays is None else holidays
        return "holiday" if day.isoformat() in holidays else WEEK[day.weekday()]

    # Hours and shifts.

    def items_at(
        self, hours: list[dict[str, Any]], zone: str, minute: int, holidays: list[str] | None = None
    ) -> list[dt.date]:
        """Return the days on which the shifts that hold a minute start."""
        near = self.shifts_near(hours, zone, self.wall(zone, minute).date(), holidays)
        return [day for day, begin, end in near if begin <= minute < end]

    def shifts_near(
        self, hours: list[dict[str, Any]], zone: str, today: dt.date, holidays: list[str] | None
    ) -> list[tuple[dt.date, int, int]]:
        """Return the shifts that start within two days of a day: the day, the first minute, the one after the last."""
        key = (id(hours), zone, today)
        if key not in self.known_shifts:
            self.known_shifts[key] = [
                (
                    day,
                    self.at(zone, day, item["from"]),
                    self.at(zone, day + (item["to"] <= item["from"]) * DAY, item["to"]),
                )
                for day in (today - 2 * DAY, today - DAY, today, today + DAY)
                for item in hours
                if self.class_of(day, holidays) in item["days"]
                for last in [day + DAY if item["to"] <= item["from"] else day]
            ]
        return self.known_shifts[key]

    def at(self, zone: str, day: dt.date, time: str) -> int:
        key = (zone, day, time)
        if key not in self.known_instants:
            self.known_instants[key] = self.instant(zone, day, time)
        return self.known_instants[key]

    def turn(self, rotation: dict[str, Any], zone: str, minute: int, day: dt.date) -> int:
        """Return the rank of the turn, from 0; -1 before the first."""
        turns = -1
        for current in self.changes_of(rotation):
            if "at" not in rotation:
                passed = current <= day
            elif current < self.first - 3 * DAY:
                passed = True
            else:
                passed = self.at(zone, current, rotation["at"]) <= minute
            if not passed:
                break
            turns += 1
        return turns

    def shift_turn(
        self, rotation: dict[str, Any], layer: dict[str, Any], schedule: dict[str, Any], day: dt.date
    ) -> int:
        """Return how many shifts a layer of one shift a day has had since the first turn; -1 before it."""
        begins = dt.date.fromisoformat(max(rotation["starts_on"], layer.get("from", "0000-00-00")))
        (item,) = layer["shifts"]
        walk = (begins + more * DAY for more in range((day - begins).days))
        turns = sum(self.class_of(other, schedule.get("holidays")) in item["days"] for other in walk)
        return turns if day >= begins else -1

    def changes_of(self, rotation: dict[str, Any]) -> list[dt.date]:
        """Return the days on which a turn begins, found by walking through the calendar day by day."""
        key = (rotation["every"], rotation["starts_on"])
        if key not in self.known_changes:
            begin = dt.date.fromisoformat(rotation["starts_on"])
            until = self.first + (self.days + self.margin) * DAY
            walk = (begin + more * DAY for more in range((until - begin).days + 1))
            self.known_changes[key] = [day for day in walk if self.changes(rotation["every"], begin, day)]
        return self.known_changes[key]

    def changes(self, every: str, begin: dt.date, day: dt.date) -> bool:
        if every == "day":
            return True
        if every == "week":
            return day.weekday() == begin.weekday()
        last = (day + DAY).day == 1
        return day.day == begin.day or (last and day.day < begin.day)

    # Schedules.

    def layer_at(self, schedule: dict[str, Any], layer: dict[str, Any], minute: int) -> tuple[bool, set[str]]:
        """Return whether a layer has a shift, and who holds it."""
        zone = schedule.get("timezone", self.house["timezone"])
        has_shift, people = False, set()
        layers = {layer["id"]: layer for layer in schedule["layers"]}
        source, late = layer, 0
        while "rotation" not in source and source.get("follows") in layers:
            source, late = layers[source["follows"]], late + 1
        for day in self.items_at(layer["shifts"], zone, minute, schedule.get("holidays")):
            if not layer.get("from", "0000") <= day.isoformat() <= layer.get("to", "9999"):
                continue
            if "rotation" in source:
                if source["rotation"]["every"] == "shift":
                    turn = self.shift_turn(source["rotation"], layer, schedule, day)
                else:
                    turn = self.turn(source["rotation"], zone, minute, day)
                if turn < 0:
                    continue
                turns = source["rotation"]["people"]
                people.add(turns[(turn - late) % len(turns)])
                people.update(layer.get("people", []))
            else:
                people.update(layer.get("people", []) or source.get("people", []))
            has_shift = True
        return has_shift, people

    def plain(self, schedule: dict[str, Any], minute: int) -> tuple[set[str], set[str]]:
        """Return who is on duty, deputies apart, and who should be and is away."""
        key = (schedule["id"], minute)
        if key not in self.known_duties:
            self.known_duties[key] = self.look(schedule, minute)
        return self.known_duties[key]

    def look(self, schedule: dict[str, Any], minute: int) -> tuple[set[str], set[str]]:
        zone = schedule.get("timezone", self.house["timezone"])
        on: set[str] = set()
        for layer in reversed(schedule["layers"]):
            has_shift, people = self.layer_at(schedule, layer, minute)
            if "only_reason" not in layer and has_shift:
                on = people
                break
        if self.is_closed(schedule, minute):
            on = set()
        for change in schedule.get("overrides", []):
            if self.moment(zone, change["from"]) <= minute < self.moment(zone, change["to"]):
                replaced = change.get("instead_of")
                if replaced is None or replaced in on or change.get("throughout"):
                    on = (on - {replaced}) | {change["person"]}
        role = schedule["role"]
        off = {
            person
            for person in on
            if self.is_away(person, minute)
            or role not in self.held(person, minute)
            or not self.is_fit(person, role, minute)
        }
        return on - off, off

    def is_closed(self, schedule: dict[str, Any], minute: int) -> bool:
        zone = schedule.get("timezone", self.house["timezone"])
        for closure in schedule.get("closed_on_purpose", []):
            if len(closure.get("from", "")) > 5:
                if self.moment(zone, closure["from"]) <= minute < self.moment(zone, closure["to"], last=True):
                    return True
            else:
                key = (schedule["id"], closure.get("from", ""))
                item = {"days": [*WEEK, "holiday"], "from": "00:00", "to": "24:00"} | closure
                item_hours = self.known_closures.setdefault(key, [item])
                if self.items_at(item_hours, zone, minute, schedule.get("holidays")):
                    return True
        return False

    def moment(self, zone: str, written: str, last: bool = False) -> int:
        if len(written) > 10:
            return self.at(zone, dt.date.fromisoformat(written[:10]), written[11:])
        return self.at(zone, dt.date.fromisoformat(written) + (DAY if last else 0 * DAY), "00:00")

    def is_away(self, person: str, minute: int) -> bool:
        for schedule in self.house["schedules"]:
            zone = schedule.get("timezone", self.house["timezone"])
            for absence in schedule.get("absences", []):
                begin, end = self.moment(zone, absence["from"]), self.moment(zone, absence["to"], last=True)
                if absence["person"] == person and begin <= minute < end:
                    return True
        if not self.is_bound(person, minute):
            return True
        left = self.people[person].get("left_on")
        return left is not None and minute >= self.moment(self.house["timezone"], left, last=True)

    def is_fit(self, person: str, role: str, minute: int) -> bool:
        """Say whether somebody may be on duty in a role: no trainee, and trained in what it requires."""
        if any(self.roles[held].get("trainee") for held in self.held(person, minute)):
            return False
        today = self.wall(self.house["timezone"], minute).date()
        valid = {training["id"]: training.get("valid_for") for training in self.house.get("trainings", [])}
        for wanted in self.roles[role].get("requires_training", []):
            days = [
                dt.date.fromisoformat(trained["on"])
                for trained in self.people[person].get("trained", [])
                if trained["training"] == wanted
            ]
            length = int((valid[wanted] or "9999d").removesuffix("d"))
            if not any(day <= today <= day + length * DAY for day in days):
                return False
        return True

    def is_bound(self, person: str, minute: int) -> bool:
        """Say whether somebody is the house's own, or of an agency that has a mandate on that day."""
        agency = self.people[person].get("agency")
        today = self.wall(self.house["timezone"], minute).date().isoformat()
        return agency is None or any(
            mandate["agency"] == agency and mandate.get("from", "0000") <= today <= mandate.get("to", "9999")
            for mandate in self.house.get("mandates", [])
        )

    def full(self, schedule: dict[str, Any], minute: int, asked: frozenset[str] = frozenset()) -> set[Holder]:
        on, away = self.plain(schedule, minute)
        holders: set[Holder] = {(person, schedule["role"]) for person in on}
        for gone in away:
            holders |= self.deputies(schedule["role"], gone, minute, asked)
        return holders

    def deputies(self, role: str, gone: str, minute: int, asked: frozenset[str]) -> set[Holder]:
        deputy = self.roles[role].get("deputy")
        if deputy is None or deputy in asked or role in asked:
            return set()
        return {holder for holder in self.role(deputy, minute, asked | {role}) if holder[0] != gone}

    def role(self, role: str, minute: int, asked: frozenset[str] = frozenset()) -> set[Holder]:
        mine = [schedule for schedule in self.house["schedules"] if schedule["role"] == role]
        if mine:
            return {holder for schedule in mine for holder in self.full(schedule, minute, asked)}
        today = self.wall(self.house["timezone"], minute).date().isoformat()
        holders: set[Holder] = set()
        gone: list[str] = []
        standing: list[str] = []
        for given in self.house["assignments"]:
            if given["role"] != role or not given.get("from", "0000") <= today <= given.get("to", "9999"):
                continue
            person = given["person"]
            fit = self.is_bound(person, minute) and self.is_fit(person, role, minute)
            ready = fit and self.is_available(person, minute)
            if given.get("rank") == "deputy":
                standing += [person] if ready else []
            elif ready:
                holders.add((person, role))
            elif self.is_at_work(person, minute) and (not fit or self.is_away(person, minute)):
                gone.append(person)
        for away in gone:
            holders |= {(person, role) for person in standing}
            holders |= self.deputies(role, away, minute, asked)
        return holders

    def is_at_work(self, person: str, minute: int) -> bool:
        known = self.people[person]
        if known.get("hours"):
            return bool(self.items_at(known["hours"], known.get("timezone", self.house["timezone"]), minute))
        return bool(self.items_at(self.house["service_hours"], self.house["timezone"], minute))

    def is_available(self, person: str, minute: int) -> bool:
        key = (person, minute)
        if key not in self.known_people:
            at_work = self.is_at_work(person, minute) and not self.is_away(person, minute)
            on_duty = any(person in self.plain(schedule, minute)[0] for schedule in self.house["schedules"])
            self.known_people[key] = at_work or on_duty
        return self.known_people[key]

    def target(self, target: str, minute: int) -> set[Holder]:
        key = (target, minute)
        if key not in self.known_targets:
            self.known_targets[key] = self.search(target, minute)
        return self.known_targets[key]

    def search(self, target: str, minute: int) -> set[Holder]:
        if target in self.roles:
            return self.role(target, minute)
        if target in self.schedules:
            return self.full(self.schedules[target], minute)
        held = [role for role in self.held(target, minute) if self.is_fit(target, role, minute)]
        if not self.is_available(target, minute) or (not held and target in self.given):
            return set()
        return {(target, max(held, key=self.weight, default=None))}

    def held(self, person: str, minute: int) -> list[str]:
        """Return the roles that somebody holds at a minute, by the day of the house."""
        today = self.wall(self.house["timezone"], minute).date().isoformat()
        return [
            given["role"]
            for given in self.house["assignments"]
            if given["person"] == person and given.get("from", "0000") <= today <= given.get("to", "9999")
        ]

    def weight(self, role: str | None) -> int:
        known = self.roles.get(role or "", {})
        return known.get("decides_up_to", -1) if known.get("side") == "brand" else -1

    # Lines.

    def reaches(self, call: list[str], contact: list[dict[str, Any]], minute: int, decides: int | None) -> bool:
        asked = [means["mode"] for means in contact] or LIVE
        for target in call:
            for person, role in self.target(target, minute):
                modes = [
                    means["mode"]
                    for means in self.people[person].get("contact", [])
                    if (means.get("value") or means.get("contact_ref")) not in (None, "to-complete")
                ]
                if set(modes) & set(asked) and (decides is None or self.weight(role) >= decides):
                    return True
        return False

    def delays(self, line: dict[str, Any], number: int, minute: int) -> tuple[int | None, int | None]:
        """Return the minutes to somebody who decides: if everyone answers, and if nobody does before them."""
        steps = [(step["after_minutes"], step) for step in line["steps"]]
        passes = 1 + line.get("repeat", 0)
        last = steps[-1][0]
        if len(steps) > 1:
            length = last + max(1, last - steps[-2][0])
        else:
            again = [means["repeat_every"] for means in steps[0][1].get("contact", []) if "repeat_every" in means]
            length = last + max((int(delay.removesuffix("min")) for delay in again), default=1)

        def asks(step: dict[str, Any], later: int, decides: int | None) -> bool:
            return self.reaches(step["call"], step.get("contact", []), minute + later, decides)

        first = next((rank for rank, (_, step) in enumerate(steps) if asks(step, 0, None)), None)
        fallback = line.get("fallback", {}).get("call", [])
        if first is None:
            reached = 0 if self.reaches(fallback, [], minute, number) else None
            return reached, reached
        start = steps[first][0]
        worst = None
        for turn in range(passes):
            for rank, (after, step) in enumerate(steps):
                if worst is None and (turn or rank >= first):
                    later = turn * length + after - start
                    worst = later if asks(step, later, number) else None
        if worst is None and self.reaches(fallback, [], minute + passes * length - start, number):
            worst = passes * length - start
        clock, soon = 0, None
        for rank in range(first, len(steps)):
            after, step = steps[rank]
            if asks(step, clock, number):
                soon = clock
                break
            if not (step.get("climb") == "judgement" and asks(step, clock, None)) and rank + 1 < len(steps):
                clock += steps[rank + 1][0] - after
        delays = [delay for delay in (soon, worst) if delay is not None]
        return min(delays, default=None), worst


# --- random houses -------------------------------------------------------------------------------------------------

PEOPLE = ["ada", "ben", "cleo", "dov"]
ROLES = [
    {"id": "director", "title": "Direction", "side": "brand", "decides_up_to": 3, "deputy": "chief"},
    {"id": "chief", "title": "Direction générale", "side": "brand", "decides_up_to": 4},
    {"id": "lead", "title": "Responsable", "side": "brand", "decides_up_to": 2, "deputy": "director"},
    {
        "id": "watch",
        "title": "Veille",
        "side": "agency",
        "decides_up_to": 4,
        "deputy": "lead",
        "requires_training": ["law"],
    },
    {"id": "learner", "title": "Stage", "side": "brand", "trainee": True},
]
ROLES[3]["requires_training"] = ["law"]
TRAININGS = [{"id": "law", "title": "Le droit", "valid_for": "30d"}]
AGENCIES = [{"id": "night-agency", "title": "Agence"}]
times = st.sampled_from(["00:00", "01:30", "02:00", "02:15", "02:30", "03:00", "08:59", "09:00", "18:00", "22:00"])
ends = st.one_of(times, st.just("24:00"))
days = st.one_of(
    st.just(WEEK),
    st.just([*WEEK, "holiday"]),
    st.lists(st.sampled_from([*WEEK, "holiday"]), min_size=1, max_size=5, unique=True),
)
hours = st.lists(st.fixed_dictionaries({"days": days, "from": times, "to": ends}), min_size=1, max_size=2)
somebody = st.sampled_from(PEOPLE)
a_role = st.sampled_from([role["id"] for role in ROLES if role["id"] != "learner"] * 3 + ["learner"])
some = st.lists(somebody, min_size=1, max_size=3, unique=True)
zones = st.sampled_from(sorted(ZONES))


@st.composite
def layers(draw: st.DrawFn, rank: int, first: dt.date) -> dict[str, Any]:
    """Draw a layer of a schedule."""
    layer: dict[str, Any] = {"id": f"layer-{rank}", "shifts": draw(hours)}
    kind = draw(st.sampled_from(["rotation", "rotation", "people", "follows", "limited"]))
    if kind == "rotation":
        starts = first + draw(st.integers(-70, 2)) * DAY
        every = draw(st.sampled_from(["day", "week", "month", "shift"]))
        layer["rotation"] = {"every": every, "starts_on": starts.isoformat(), "people": draw(some)}
        if every == "shift":
            layer["shifts"] = layer["shifts"][:1]
        elif draw(st.booleans()):
            layer["rotation"]["at"] = draw(times)
    elif kind == "follows" and rank:
        layer["follows"] = f"layer-{draw(st.integers(0, rank - 1))}"
        layer["shifts"] = layer["shifts"][:1]
    else:
        layer["people"] = draw(some)
    if kind == "limited":
        layer["only_reason"] = "Les comptes piratés."
    if draw(st.integers(0, 3)) == 0:
        layer["from"] = (first + draw(st.integers(0, 2)) * DAY).isoformat()
    if draw(st.integers(0, 3)) == 0:
        layer["to"] = max((first + draw(st.integers(0, 3)) * DAY).isoformat(), layer.get("from", ""))
    return layer


@st.composite
def schedules(draw: st.DrawFn, rank: int, first: dt.date) -> dict[str, Any]:
    """Draw a schedule whose changes fall within a few days from `first`."""

    def moment() -> str:
        return f"{(first + draw(st.integers(-1, 3)) * DAY).isoformat()}T{draw(times)}"

    def bounds(dates: bool) -> dict[str, str]:
        if dates and draw(st.booleans()):
            edges = sorted((first + draw(st.integers(-1, 3)) * DAY).isoformat() for _ in range(2))
        else:
            edges = sorted({moment(), f"{(first + 4 * DAY).isoformat()}T12:00", moment()})
        return {"from": edges[0], "to": edges[1]}

    schedule: dict[str, Any] = {
        "id": f"schedule-{rank}",
        "title": "Planning",
        "regime": draw(st.sampled_from(["on-call", "duty"])),
        "role": draw(st.sampled_from(["director", "chief", "watch"])),
        "layers": [draw(layers(n, first)) for n in range(draw(st.integers(1, 3)))],
        "absences": [{"person": draw(somebody), **bounds(True)} for _ in range(draw(st.integers(0, 2)))],
        "overrides": [{"person": draw(somebody), **bounds(False)} for _ in range(draw(st.integers(0, 2)))],
    }
    for change in schedule["overrides"]:
        if draw(st.booleans()):
            change["instead_of"] = draw(somebody)
            change["throughout"] = draw(st.booleans())
    closed = draw(st.sampled_from(["no", "no", "days", "hours", "bounds"]))
    if closed != "no":
        closure: dict[str, Any] = {"reason": "Voulu."}
        if closed == "bounds":
            closure |= bounds(True)
        else:
            closure["days"] = draw(days)
        if closed == "hours":
            closure |= {"from": draw(times), "to": draw(ends)}
        schedule["closed_on_purpose"] = [closure]
    if draw(st.integers(0, 3)) == 0:
        schedule["timezone"] = draw(zones)
    if draw(st.integers(0, 3)) == 0:
        schedule["holidays"] = [(first + draw(st.integers(0, 2)) * DAY).isoformat()]
    return schedule


def named(schedule: dict[str, Any]) -> list[str]:
    """Return those whom a schedule names, each once."""
    people = [person for layer in schedule["layers"] for person in layer.get("people", [])]
    people += [person for layer in schedule["layers"] for person in layer.get("rotation", {}).get("people", [])]
    people += [change["person"] for change in schedule.get("overrides", [])]
    return list(dict.fromkeys(people))


@st.composite
def assignments(draw: st.DrawFn, person: str, role: str, first: dt.date) -> dict[str, Any]:
    """Draw an assignment, that may begin or end near `first`."""
    given: dict[str, Any] = {"person": person, "role": role}
    if draw(st.integers(0, 3)) == 0:
        given["from"] = (first + draw(st.integers(-1, 2)) * DAY).isoformat()
    if draw(st.integers(0, 3)) == 0:
        given["to"] = max((first + draw(st.integers(-1, 2)) * DAY).isoformat(), given.get("from", ""))
    if draw(st.integers(0, 3)) == 0:
        given["rank"] = "deputy"
    return given


@st.composite
def lines(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    """Draw an escalation line over targets."""
    call = st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True)
    after, steps = 0, []
    for _ in range(draw(st.integers(1, 3))):
        step: dict[str, Any] = {"after_minutes": after, "call": draw(call)}
        if draw(st.booleans()):
            step["contact"] = [{"mode": draw(st.sampled_from(["phone", "chat"])), "repeat_every": "5min"}]
        if draw(st.booleans()):
            step["climb"] = draw(st.sampled_from(["timeout", "judgement"]))
        steps.append(step)
        after += draw(st.sampled_from([5, 10, 45]))
    line: dict[str, Any] = {"id": "line", "title": "Chaîne", "default": True, "steps": steps}
    if draw(st.booleans()):
        line["repeat"] = draw(st.integers(1, 2))
    if draw(st.booleans()):
        line["fallback"] = {"call": draw(call), "then": "Consigner."}
    return line


@st.composite
def houses(draw: st.DrawFn, zone: str) -> tuple[House, dt.date]:
    """Draw a house, and the day from which to look at it: near a change of the clocks more often than not."""
    near = dt.date.fromisoformat(draw(st.sampled_from(ZONES[zone])))
    first = near + draw(st.one_of(st.integers(-2, 0), st.integers(-40, 40))) * DAY
    planned = [draw(schedules(rank, first)) for rank in range(draw(st.integers(1, 2)))]
    people: list[dict[str, Any]] = []
    for name in PEOPLE:
        person: dict[str, Any] = {"id": name, "name": name.title(), "employment": "employee"}
        modes = draw(st.sampled_from([["phone"], ["phone", "chat"], ["mail"], ["chat"], []]))
        person["contact"] = [{"mode": mode, "value": "0639980000"} for mode in modes]
        if draw(st.integers(0, 3)) == 0:
            person["hours"] = draw(hours)
        if draw(st.integers(0, 5)) == 0:
            person["left_on"] = (first + draw(st.integers(-1, 2)) * DAY).isoformat()
        if draw(st.integers(0, 3)) == 0:
            person |= {"employment": "agency", "agency": "night-agency"}
        if draw(st.integers(0, 3)):
            begun = (first + draw(st.sampled_from([-31, -30, -29, 0, 1])) * DAY).isoformat()
            person["trained"] = [{"training": "law", "on": begun}]
        people.append(person)
    assigned = [draw(assignments(draw(somebody), draw(a_role), first)) for _ in range(draw(st.integers(1, 4)))]
    for schedule in planned:
        # Of those whom a schedule names, most hold its role, some of them for a time.
        holders = [person for person in named(schedule) if draw(st.integers(0, 5))]
        assigned += [draw(assignments(person, schedule["role"], first)) for person in holders]
    ids = [*(role["id"] for role in ROLES), *(schedule["id"] for schedule in planned), *PEOPLE]
    mandate = {"id": "mandate", "title": "Mandat", "agency": "night-agency", "scope": "La nuit."}
    if draw(st.booleans()):
        mandate["from"] = (first + draw(st.integers(-1, 1)) * DAY).isoformat()
    if draw(st.booleans()):
        mandate["to"] = (first + draw(st.integers(1, 2)) * DAY).isoformat()
    house: House = {
        "timezone": zone,
        "trainings": TRAININGS,
        "agencies": AGENCIES,
        "mandates": [mandate],
        "holidays": [(first + DAY).isoformat()] if draw(st.booleans()) else [],
        "service_hours": draw(hours),
        "roles": ROLES,
        "people": people,
        "assignments": assigned,
        "schedules": planned,
        "lines": [draw(lines(ids))],
    }
    return house, first


def files_of(house: House) -> dict[str, Any]:
    """Return a house as the files of a handbook, with one brand, `lumen`."""
    schedules = [
        schedule | ({"holidays": _added(schedule["holidays"])} if isinstance(schedule.get("holidays"), list) else {})
        for schedule in house["schedules"]
    ]
    people = {name: house[name] for name in ("roles", "trainings", "people", "assignments") if name in house}
    return {
        "handbook.yml": {"format": 1, "title": "Manuel", "languages": ["fr"], "timezone": house["timezone"]}
        | ({"holidays": _added(house["holidays"])} if house["holidays"] else {}),
        "house/people.yml": people | {"schedules": schedules},
        "house/escalation.yml": {name: house[name] for name in ("severities", "lines") if name in house},
        "brands/lumen/brand.yml": {
            "id": "lumen",
            "name": "Lumen",
            "stage": "growth",
            "service_hours": house["service_hours"],
        }
        | {name: house[name] for name in ("agencies", "mandates") if name in house},
    }


def _added(days: list[str]) -> dict[str, Any]:
    """Return the block of public holidays that keeps some days, and no country's."""
    return {"add": [{"date": day, "name": "Fête"} for day in days]}
