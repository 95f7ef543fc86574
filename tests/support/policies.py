"""Draw random policies and questions, and answer them slowly: the independent reading that the quick one agrees with.

The slow version reads the YAML data itself, dimension by dimension, with none of the product's code: no compiled match,
no mask, no class. It is the design's section 4, written as plainly as it can be.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Container
from typing import Any

from hypothesis import strategies as st

AUTHORITIES = ["free", "template", "notify", "approve", "escalate", "forbidden"]
POSTURES = ["normal", "vigilance", "alert", "crisis"]
DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, 0)  # a Sunday

ROLES = ["cm", "lead", "trainee"]
ACTIONS = ["hide", "delete", "reply-public"]
CHANNELS = {
    "forum": {"kind": "forum", "ownership": "owned", "stage": "growth"},
    "photo": {"kind": "social", "ownership": "owned", "stage": "launch"},
    "reviews": {"kind": "review-site", "ownership": "third-party", "stage": "growth"},
}
TOPICS = ["product", "health", "price"]
AUTHORS = ["customer", "journalist"]
SAYS = ["apologise", "promise"]
PHASES = ["opening", "closing"]
PLACES = ["lille", "nantes", "lyon"]
# One period in force on the day, one that is over, one that comes back every year and is on.
PERIODS = {
    "now": {"from": "2026-11-01", "until": "2026-11-30"},
    "over": {"from": "2026-01-01", "until": "2026-01-31"},
    "yearly": {"from": "2024-11-15", "until": "2024-12-15", "recurring": "yearly"},
    "embargo": {"kind": "electoral", "from": "2026-11-21", "until": "2026-11-22", "until_time": "12:30"},
    "evening": {"from": "2026-11-22", "from_time": "20:00", "until_event": "un jour"},
    "waiting": {"from_event": "le jour venu", "until_event": "un autre jour"},
}
# Levels of alert that are declared for one topic, one channel or some places only.
DECLARED = {
    "prices": {"level": "crisis", "topics": ["price"]},
    "health": {"level": "alert", "topics": ["health"]},
    "photo": {"level": "vigilance", "channels": ["photo"]},
    "north": {"level": "alert", "places": ["north"]},
}
GROUPS = {
    "open-places": {"of": "channels", "members": ["forum", "photo"]},
    "delicate": {"of": "topics", "members": ["health", "harsh"]},
    "harsh": {"of": "topics", "members": ["price"]},
    "shops": {"of": "places", "members": ["north", "nantes"]},
    "north": {"of": "places", "members": ["lille"]},
}


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


amounts = st.one_of(
    st.fixed_dictionaries({"above": st.sampled_from([50, 100])}),
    st.fixed_dictionaries({"up_to": st.sampled_from([50, 100])}),
    st.just({"above": 50, "up_to": 100}),
)
# Two that are told, two that follow from the channel and the hour.
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "amount": amounts,
    "minor": st.booleans(),
    "on-our-page": st.booleans(),
    "election-period": st.booleans(),
}
plain = st.sampled_from(
    [("amount",), ("minor",), ("amount", "minor"), ("on-our-page",), ("election-period",), ("minor", "election-period")]
).flatmap(lambda facts: st.fixed_dictionaries({fact: FACTS[fact] for fact in facts}))
joined = st.one_of(
    st.builds(lambda one, other: {"any": [one, other]}, plain, plain), st.builds(lambda within: {"not": within}, plain)
)
conditions = st.one_of(
    plain,
    plain,
    joined,
    st.builds(lambda alone, within: {**alone, **within}, plain, joined),
    st.builds(lambda one, other: {"any": [one, {"all": [other]}]}, plain, joined),
    st.builds(lambda within: {"not": within}, joined),
)
times = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "days": st.lists(st.sampled_from(["sat", "sun", "mon", "holiday"]), min_size=1, unique=True),
            "from": st.sampled_from(["08:00", "20:00"]),
            "to": st.sampled_from(["06:00", "12:30", "24:00"]),
            "hours": st.sampled_from(["service", "outside-service"]),
        },
    ).filter(bool),
    min_size=1,
    max_size=2,
)


def chosen(values: list[str]) -> st.SearchStrategy[Any]:
    """Draw some values, or all but some."""
    return st.one_of(some(values), some(values), st.builds(lambda left_out: {"not": left_out}, some(values)))


dimensions: dict[str, st.SearchStrategy[Any]] = {
    "roles": chosen(ROLES),
    "actions": chosen(ACTIONS),
    "channels": chosen([*CHANNELS, "open-places"]),
    "channel_kinds": chosen(["forum", "social"]),
    "ownership": some(["owned", "third-party"]),
    "stages": some(["launch", "growth"]),
    "topics": chosen([*TOPICS, "delicate", "other"]),
    "authors": chosen([*AUTHORS, "other"]),
    "says": chosen([*SAYS, "answer"]),
    "places": chosen([*PLACES, "shops"]),
    "posture": st.sampled_from(POSTURES),
    "phase": some(PHASES),
    "during": some(list(PERIODS)),
    "times": times,
    "when": conditions,
}


@st.composite
def situations(draw: st.DrawFn, least: int, most: int, without: Container[str] = ()) -> dict[str, Any]:
    free = [name for name in sorted(dimensions) if name not in without]
    named = draw(st.lists(st.sampled_from(free), min_size=least, max_size=most, unique=True))
    return {name: draw(dimensions[name]) for name in named}


@st.composite
def cases(
    draw: st.DrawFn, least: int = 0, most: int = 3, outs: int = 2, without: Container[str] = ()
) -> dict[str, Any]:
    case = draw(situations(least, most, without))
    exceptions = draw(st.lists(situations(1, 2), max_size=outs))
    return case | ({"except": exceptions} if exceptions else {})


@st.composite
def matches(draw: st.DrawFn) -> dict[str, Any]:
    match = draw(cases())
    if draw(st.integers(0, 3)):
        return match
    # What is said of all cases is said in none of them, conditions aside.
    said = [name for name in match if name not in ("when", "except")]
    return match | {"any": draw(st.lists(cases(1, 2, 1, said), min_size=2, max_size=2))}


@st.composite
def rules(draw: st.DrawFn, name: str, where: st.SearchStrategy[dict[str, Any]] | None = None) -> dict[str, Any]:
    authority = draw(st.sampled_from(AUTHORITIES))
    rule = {"id": name, "authority": authority, **draw(matches() if where is None else where)}
    # What the form of a rule asks for, according to its authority.
    needs = {
        "template": {"templates": ["thanks"]},
        "notify": {"inform": [{"who": "lead", "when": "after"}]},
        "approve": {"validation": ["one-yes"]},
        "forbidden": {"instead": ["Passez le message."]},
    }
    dates = draw(
        st.sampled_from([{}, {}, {"valid_until": "2026-11-21"}, {"valid_from": "2026-11-22"}, {"status": "draft"}])
    )
    return rule | needs.get(authority, {}) | dates | draw(st.sampled_from([{}, {"derogable": True}]))


@st.composite
def policies(draw: st.DrawFn, most: int = 6) -> dict[str, Any]:
    """Draw `{"house": {"rules", "red_lines"}, "brand": {…}}`, each as `scope.yml` says it."""
    policy: dict[str, Any] = {}
    plain: list[dict[str, Any]] = []
    for owner in ("house", "brand"):
        count = draw(st.integers(0, most))
        written = [draw(rules(f"{owner}-{n}")) for n in range(count)]
        plain += written
        # A derogation of the brand may set aside its own rules, and the house's where they allow it.
        open_to = [r["id"] for r in plain if owner == "house" or r in written or r.get("derogable")]
        if open_to and draw(st.booleans()):
            derogation = draw(rules(f"{owner}-derogation"))
            derogation.pop("derogable", None)
            derogation["derogates"] = draw(st.lists(st.sampled_from(open_to), min_size=1, max_size=2, unique=True))
            # What begins today does not end before.
            ends = ["2026-11-22"] if "valid_from" in derogation else ["2026-11-22", "2026-11-21"]
            written.append(derogation | {"reason": "Un essai.", "until": draw(st.sampled_from(ends))})
        lines = [
            {"id": f"{owner}-line-{n}", "title": "Non", "instead": ["Autre chose."], **draw(matches())}
            for n in range(draw(st.integers(0, 1)))
        ]
        policy[owner] = {"rules": written, "red_lines": lines}
    return policy


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a question; values that nobody has named are among them."""
    return {
        "role": draw(st.sampled_from(ROLES)),
        "action": draw(st.sampled_from(ACTIONS)),
        "channel": draw(st.sampled_from(list(CHANNELS))),
        "says": draw(st.lists(st.sampled_from([*SAYS, "answer"]), max_size=2, unique=True)),
        "topics": draw(st.lists(st.sampled_from([*TOPICS, "never-heard-of"]), max_size=2, unique=True)),
        "authors": draw(st.lists(st.sampled_from([*AUTHORS, "never-heard-of"]), max_size=2, unique=True)),
        "posture": draw(st.sampled_from([None, *POSTURES])),
        "phase": draw(st.sampled_from([None, *PHASES])),
        "place": draw(st.sampled_from([None, *PLACES, "never-heard-of"])),
        "at": draw(st.sampled_from([NOON, NOON.replace(hour=4), NOON.replace(hour=21), NOON.replace(day=23, hour=5)])),
        "facts": draw(
            st.fixed_dictionaries({}, optional={"amount": st.sampled_from([50, 51, 100, 150]), "minor": st.booleans()})
        ),
    }


# --- the slow version ----------------------------------------------------------------------------------------------


def slow_answer(policy: dict[str, Any], question: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """Return the authority and the ids of the rules that make the answer, by the design's section 4 read aloud.

    A question with sets is its elementary questions; each has its answer, and the most restrictive is the whole's.
    """
    answers = [elementary_answer(policy, case) for case in elementary(question)]
    worst = max((authority for authority, _, _ in answers), key=AUTHORITIES.index)
    crossed = frozenset().union(*(lines for _, lines, _ in answers))
    if crossed:
        return worst, crossed
    # What is forbidden asks for nothing else; elsewhere what the rules ask adds up.
    adding_up = [rules for authority, _, rules in answers if worst != "forbidden" or authority == worst]
    return worst, frozenset().union(*adding_up)


def elementary_answer(policy: dict[str, Any], case: dict[str, Any]) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return the authority of one elementary question, the red lines that it crosses, and the rules that answer it."""
    day = case["at"].date().isoformat()
    rules, lines = {}, {}
    for owner in ("house", "brand"):
        rules |= {r["id"]: r | {"owner": owner} for r in policy[owner]["rules"] if lives(r, day)}
        lines |= {r["id"]: r for r in policy[owner]["red_lines"] if lives(r, day)}
    crossed = frozenset(id for id, line in lines.items() if matches_slowly(line, case))
    if crossed:
        return "forbidden", crossed, frozenset()
    matching = {id for id, rule in rules.items() if matches_slowly(rule, case)}
    aside = set()
    for id in matching:
        for named in rules[id].get("derogates", []):
            ours = named in rules and not rules[named].get("derogates")
            if ours and (rules[named].get("derogable") or rules[named]["owner"] == rules[id]["owner"]):
                aside.add(named)
    speaking = matching - aside
    if not speaking:
        # Nothing is allowed because nobody thought of it.
        return "escalate", frozenset(), frozenset()
    worst = max((rules[id]["authority"] for id in speaking), key=AUTHORITIES.index)
    if worst == "forbidden":
        speaking = {id for id in speaking if rules[id]["authority"] == worst}
    return worst, frozenset(), frozenset(speaking)


def elementary(question: dict[str, Any]) -> list[dict[str, Any]]:
    known = {"topics": TOPICS, "authors": AUTHORS, "says": [*SAYS, "answer"]}
    unsaid = {"topics": "other", "authors": "other", "says": "answer"}
    values = [
        sorted({v if v in known[name] else "other" for v in question[name]} or {unsaid[name]})
        for name in ("says", "topics", "authors")
    ]
    singles = [question | {"says": s, "topic": t, "author": a} for s, t, a in itertools.product(*values)]
    return [single | {"posture": single["posture"] or posture_of(single)} for single in singles]


def posture_of(case: dict[str, Any]) -> str:
    """Return the worst level that is declared for the topic, the channel or the place of an elementary question."""
    levels = [
        posture["level"]
        for posture in DECLARED.values()
        if case["channel"] in posture.get("channels", [case["channel"]])
        and case["topic"] in posture.get("topics", [case["topic"]])
        and ("places" not in posture or case["place"] in spread(posture["places"]))
    ]
    return max(levels, key=POSTURES.index, default="normal")


def lives(record: dict[str, Any], day: str) -> bool:
    return (
        record.get("status", "approved") == "approved"
        and record.get("valid_from", "0") <= day
        and day <= record.get("valid_until", "9")
        and day <= record.get("until", "9")
    )


def matches_slowly(rule: dict[str, Any], case: dict[str, Any]) -> bool:
    holds = situation_holds(rule, case) and not any(situation_holds(out, case) for out in rule.get("except", []))
    return holds and ("any" not in rule or any(matches_slowly(one, case) for one in rule["any"]))


def situation_holds(match: dict[str, Any], case: dict[str, Any]) -> bool:
    channel = CHANNELS[case["channel"]]
    tests = {
        "roles": lambda asked: is_chosen(case["role"], asked),
        "actions": lambda asked: is_chosen(case["action"], asked),
        "channels": lambda asked: is_chosen(case["channel"], asked),
        "channel_kinds": lambda asked: is_chosen(channel["kind"], asked),
        "ownership": lambda asked: channel["ownership"] in asked,
        "stages": lambda asked: channel["stage"] in asked,
        "topics": lambda asked: is_chosen(case["topic"], asked),
        "authors": lambda asked: is_chosen(case["author"], asked),
        "says": lambda asked: is_chosen(case["says"], asked),
        # Where no place is named, or one that nobody knows, a rule that speaks of places does not speak.
        "places": lambda asked: case["place"] in PLACES and is_chosen(case["place"], asked),
        "posture": lambda asked: POSTURES.index(case["posture"]) >= POSTURES.index(asked),
        "phase": lambda asked: case["phase"] in asked,
        "during": lambda asked: any(is_on(name, case["at"]) for name in asked),
        "times": lambda asked: any(is_time(window, case["at"]) for window in asked),
        "when": lambda asked: known_to_hold(asked, case["facts"] | followed(case)) is True,
    }
    return all(test(match[name]) for name, test in tests.items() if name in match)


def is_chosen(value: str | None, asked: Any) -> bool:
    return value not in spread(asked["not"]) if isinstance(asked, dict) else value in spread(asked)


def spread(ids: list[str]) -> set[str]:
    return set().union(*(spread(GROUPS[i]["members"]) if i in GROUPS else {i} for i in ids)) if ids else set()


def is_on(period: str, at: dt.datetime) -> bool:
    if period == "embargo":
        return dt.datetime(2026, 11, 21) <= at < dt.datetime(2026, 11, 22, 12, 30)
    if period == "evening":
        return at >= dt.datetime(2026, 11, 22, 20)
    return period in ("now", "yearly") and dt.date(2026, 11, 15) <= at.date() <= dt.date(2026, 11, 30)


def is_time(window: dict[str, Any], at: dt.datetime) -> bool:
    """Look for a day, today or yesterday, on which the window was opened and not yet shut."""
    # The brand answers from nine to six, Monday to Friday.
    if "hours" in window:
        in_service = at.weekday() < 5 and 9 <= at.hour < 18
        if in_service != (window["hours"] == "service"):
            return False
    start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (window.get("from", "00:00"), window.get("to", "24:00")))
    if end <= start:
        end += 24 * 60
    for ago in (0, 1):
        day = at.date() - dt.timedelta(days=ago)
        minute = (at - dt.datetime.combine(day, dt.time())).total_seconds() / 60
        name = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day.weekday()]
        if start <= minute < end and name in window.get("days", [name]):
            return True
    return False


def followed(case: dict[str, Any]) -> dict[str, bool]:
    """Return what nobody has to say: whether the channel is ours, whether an election period is on."""
    ours = CHANNELS[case["channel"]]["ownership"] != "third-party"
    return {"on-our-page": ours, "election-period": is_on("embargo", case["at"])}


def known_to_hold(asked: dict[str, Any], facts: dict[str, Any]) -> bool | None:
    """Say whether all that is asked of facts is so, is not, or whether nobody knows (Kleene's three values)."""
    told = []
    for name, test in asked.items():
        if name in ("any", "all"):
            each = [known_to_hold(group, facts) for group in test]
            told.append(either(each) if name == "any" else both(each))
        elif name == "not":
            within = known_to_hold(test, facts)
            told.append(None if within is None else not within)
        else:
            told.append(fact_holds(test, facts.get(name)))
    return both(told)


def both(told: list[bool | None]) -> bool | None:
    return False if False in told else None if None in told else True


def either(told: list[bool | None]) -> bool | None:
    return True if True in told else None if None in told else False


def fact_holds(test: Any, value: Any) -> bool | None:
    if value is None:
        return None
    if isinstance(test, bool):
        return value is test
    return value > test.get("above", -1) and value <= test.get("up_to", 10**9)
