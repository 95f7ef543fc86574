"""Say of some fields what their change does: more or less protection, more or less latitude.

Comes in: a record before and after, the name of a field. Goes out: kinds and sentences; none where nobody can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from perimetre.base.words import Listing, Message, message
from perimetre.compare.at_places import answers_there, stands_in_there
from perimetre.compare.changes import Kind
from perimetre.compare.crises import (
    approval_changes,
    element_changes,
    exit_changes,
    question_changes,
    statement_changes,
    step_changes,
)
from perimetre.compare.fields import field_phrases
from perimetre.compare.keys import key_title, value_meaning
from perimetre.compare.neutral import neutral
from perimetre.compare.saying import Later, Names, few, quoted
from perimetre.compare.signs import sign_changes
from perimetre.compare.weighed import Weighed, of_phrases
from perimetre.cover.roster import LIVE_MODES
from perimetre.language.instants import length
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model import (
    Channel,
    Contact,
    Crisis,
    Duty,
    Line,
    LineStep,
    Named,
    Person,
    Procedure,
    Role,
    Rule,
    Schedule,
    Severity,
    Term,
)
from perimetre.model.delays import Within, latest
from perimetre.model.places import PlaceOfBrand
from perimetre.perimeter.capabilities import lack

# The loosest first.
_CLASSES = ("preferred", "careful", "avoid", "forbidden")
_COVER = ("none", "service-hours", "always")
_SPEAK = ("no", "holding-only", "yes")
_MODES = ("on-report", "after", "filter", "before")


def weighed(before: Named, after: Named, name: str, names: Names) -> tuple[Weighed, ...]:
    """Return what the change of a field does; nothing where nobody can tell."""
    if type(before) is not type(after):
        return ()
    if isinstance(before, Line) and isinstance(after, Line) and name == "steps":
        return tuple(line_steps(before, after, names))
    if isinstance(before, Channel) and isinstance(after, Channel) and name == "capabilities":
        return tuple(capabilities(before, after, names))
    several = _SEVERAL.get((type(after), name))
    if several is not None:
        return tuple(several(before, after, names))
    weigh = _WEIGHED.get((type(after), name))
    alone = weigh(before, after) if weigh is not None else None
    return () if alone is None else (alone,)


def _term(before: Term, after: Term) -> Weighed | None:
    if before.class_ not in _CLASSES or after.class_ not in _CLASSES:
        return None
    looser = _CLASSES.index(after.class_) < _CLASSES.index(before.class_)
    return Weighed(
        "weakened" if looser else "strengthened",
        message(
            "The word {term} is now “{after}” (before: “{before}”).",
            term=quoted(after.term or after.id),
            after=word("term_class", after.class_),
            before=word("term_class", before.class_),
        ),
    )


def _derogable(before: Rule, after: Rule) -> Weighed | None:
    if bool(before.derogable) == bool(after.derogable):
        return None
    if after.derogable:
        sentence = message("A brand may now set aside the house’s rule {title}, for a time.", title=_title(after))
        return Weighed("weakened", sentence)
    sentence = message("No brand may set aside the house’s rule {title} any more.", title=_title(after))
    return Weighed("strengthened", sentence)


def _severity_cover(before: Severity, after: Severity) -> Weighed | None:
    old, new = before.cover or "none", after.cover or "none"
    if old == new:
        return None
    if new == "none":
        words = {"title": _title(after), "before": word("cover", old)}
        return Weighed(
            "weakened", message("Severity {title}: nobody has to be reached any more (before: {before}).", **words)
        )
    return Weighed(
        "weakened" if _COVER.index(new) < _COVER.index(old) else "strengthened",
        message(
            "Severity {title}: somebody must be reached {after} (before: {before}).",
            title=_title(after),
            after=word("cover", new),
            before=word("cover", old),
        ),
    )


def _decision_within(before: Severity, after: Severity) -> Weighed | None:
    old, new = before.decision_within, after.decision_within
    title = _title(after)
    if old is None or new is None:
        if old is None:
            sentence = message(
                "Severity {title}: a decision is now promised within {after}.", title=title, after=_said(new)
            )
            return Weighed("strengthened", sentence)
        words = {"title": title, "before": _said(old)}
        return Weighed(
            "weakened",
            message("Severity {title}: no delay is promised for a decision any more (before: {before}).", **words),
        )
    return Weighed(
        "weakened" if new.minutes > old.minutes else "strengthened",
        message(
            "Severity {title}: a decision is promised within {after} (before: {before}).",
            title=_title(after),
            after=_said(new),
            before=_said(old),
        ),
    )


def _may_speak(before: Severity, after: Severity) -> Weighed | None:
    old, new = before.cm_may_speak or "yes", after.cm_may_speak or "yes"
    if old == new:
        return None
    return Weighed(
        "widened" if _SPEAK.index(new) > _SPEAK.index(old) else "narrowed",
        message(
            "Severity {title}: may the community manager still speak? {after} (before: {before}).",
            title=_title(after),
            after=word("cm_may_speak", new),
            before=word("cm_may_speak", old),
        ),
    )


def _decides(before: Role, after: Role) -> Weighed | None:
    title, old, new = _title(after), before.decides_up_to or 0, after.decides_up_to or 0
    if old == new:
        return None
    if not old:
        return Weighed(
            "widened", message("{title}: now decides alone up to severity {after}.", title=title, after=_said(new))
        )
    if not new:
        words = {"title": title, "before": _said(old)}
        return Weighed(
            "narrowed", message("{title}: decides nothing alone any more (before: up to severity {before}).", **words)
        )
    return Weighed(
        "widened" if new > old else "narrowed",
        message(
            "{title}: decides alone up to severity {after} (before: {before}).",
            title=title,
            after=_said(new),
            before=_said(old),
        ),
    )


def _deputy(before: Role, after: Role, names: Names) -> Iterator[Weighed]:
    """Yield that somebody now stands in for a role, or nobody any more; nothing where others do."""
    if before.deputy is None and after.deputy is not None:
        words = {"title": _title(after), "deputy": names.who(after.deputy)}
        yield Weighed("strengthened", message("{title}: {deputy} now stands in.", **words))
    elif before.deputy is not None and after.deputy is None:
        words = {"title": _title(after), "deputy": names.who(before.deputy)}
        yield Weighed("weakened", message("{title}: nobody stands in any more (before: {deputy}).", **words))


def _duty_within(before: Duty, after: Duty) -> Weighed | None:
    """Say that a duty is done sooner or later, where both delays are counted alike."""
    old, new = latest(before.within), latest(after.within)
    if old == new or (before.clock, before.hours) != (after.clock, after.hours):
        return None
    later = new is None or (old is not None and new.minutes > old.minutes)
    return Weighed(
        "weakened" if later else "strengthened",
        message(
            "Duty {title}: to be done {after} (before: {before}).",
            title=_title(after),
            after=_by_when(after.within),
            before=_by_when(before.within),
        ),
    )


def _by_when(within: Within | None) -> Message:
    end = latest(within)
    if end is None:
        return message("without any delay said")
    return message("within {delay}", delay=_said(end))


def _training(before: Role, after: Role, names: Names) -> Iterator[Weighed]:
    """Yield that a role asks for a training more, or one less; nothing where one takes the place of another."""
    dropped = set(before.requires_training) - set(after.requires_training)
    added = set(after.requires_training) - set(before.requires_training)
    words = {"title": _title(after), "names": few(names.title("training", id_) for id_ in sorted(dropped or added))}
    if dropped and not added:
        yield Weighed("weakened", message("{title}: no longer needs this training: {names}.", **words))
    elif added and not dropped:
        yield Weighed("strengthened", message("{title}: now needs this training: {names}.", **words))


def _contact(before: Role | Person | Schedule, after: Role | Person | Schedule, _names: Names) -> Iterator[Weighed]:
    """Yield by what somebody can be reached no more, or now too; another number is to be read."""
    if isinstance(after, Person) and after.left_on is not None:
        return
    modes = [{contact.mode for contact in record.contact if contact.mode in LIVE_MODES} for record in (before, after)]
    lost, won = (
        few(value_meaning(Contact, "mode", mode) or mode for mode in LIVE_MODES if mode in several)
        for several in (modes[0] - modes[1], modes[1] - modes[0])
    )
    who = after.name if isinstance(after, Person) and after.name else _title(after)
    if modes[1] < modes[0]:
        yield Weighed("weakened", message("{who} can no longer be reached by: {modes}.", modes=lost, who=who))
    elif modes[0] < modes[1]:
        yield Weighed("strengthened", message("{who} can now be reached by this too: {modes}.", modes=won, who=who))
    else:
        return
    kept = [
        tuple(contact for contact in record.contact if contact.mode not in modes[0] ^ modes[1])
        for record in (before, after)
    ]
    if neutral(kept[0]) != neutral(kept[1]):
        keys = key_title(type(after), "contact")
        yield Weighed("review", message("{what}, what changes: {keys}.", what=who, keys=keys))


def _crisis_severity(before: Crisis, after: Crisis) -> Weighed | None:
    if isinstance(before.severity, int) and isinstance(after.severity, int):
        kind: Kind = "strengthened" if after.severity > before.severity else "weakened"
        return Weighed(
            kind,
            message(
                "Crisis {title}: its severity is now {after} (before: {before}).",
                title=_title(after),
                after=after.severity,
                before=before.severity,
            ),
        )
    return None


def _state(before: Channel, after: Channel) -> Weighed | None:
    """Say that a channel opens or shuts; one of which nobody says is open."""
    is_open = [channel.state in (None, "active") for channel in (before, after)]
    if is_open[0] == is_open[1]:
        return None
    words = {"channel": _title(after), "after": _listed(after, "state"), "before": _listed(before, "state")}
    if is_open[1]:
        return Weighed(
            "widened", message("{channel}: we now speak and answer there ({after}; before: {before}).", **words)
        )
    return Weighed(
        "narrowed", message("{channel}: nobody speaks or answers there any more ({after}; before: {before}).", **words)
    )


def _moderation_mode(before: Channel, after: Channel) -> Weighed | None:
    if before.moderation_mode is None or after.moderation_mode is None:
        return None
    looser = _MODES.index(after.moderation_mode) < _MODES.index(before.moderation_mode)
    return Weighed(
        "weakened" if looser else "strengthened",
        message(
            "{channel}: how messages are moderated there is now “{after}” (before: “{before}”).",
            channel=_title(after),
            after=_listed(after, "moderation_mode"),
            before=_listed(before, "moderation_mode"),
        ),
    )


def capabilities(before: Channel, after: Channel, names: Names) -> Iterator[Weighed]:
    """Yield what becomes possible on a channel, what no longer is, what is to be read of what to do instead."""
    lacks = [
        {act: lack(channel, act) for act in sorted({own.action for own in (*before.capabilities, *after.capabilities)})}
        for channel in (before, after)
    ]
    gained = [act for act, known in lacks[0].items() if known is not None and lacks[1][act] is None]
    lost = [act for act, known in lacks[0].items() if known is None and lacks[1][act] is not None]
    for kind, acts in (("widened", gained), ("narrowed", lost)):
        if acts:
            words = {"channel": _title(after), "acts": few(names.label("actions", act) for act in acts)}
            sentence = message("{channel}: what can now be done there: {acts}.", **words)
            if kind == "narrowed":
                sentence = message("{channel}: what can no longer be done there: {acts}.", **words)
            yield Weighed("widened" if kind == "widened" else "narrowed", sentence)
    # Of what can be done as before, or cannot as before, something else may be said.
    told = {*gained, *lost}
    olds, news = (
        {own.action: own for own in channel.capabilities if own.action not in told} for channel in (before, after)
    )
    if neutral(tuple(olds.values())) != neutral(tuple(news.values())):
        was, now = (replace(side, capabilities=tuple(own.values())) for side, own in ((before, olds), (after, news)))
        what = message("{channel}, what to do instead", channel=_title(after))
        yield of_phrases("review", what, field_phrases(was, now, names, only=("capabilities",)))


def _listed(record: Named, name: str) -> object:
    value = getattr(record, name)
    return message("nothing said") if value is None else value_meaning(type(record), name, value) or value


def line_steps(before: Line, after: Line, names: Names) -> Iterator[Weighed]:
    """Yield what becomes of the steps of a line: later or sooner, more people called, fewer, or others."""
    title = _title(after)
    old, new = ({step.id or str(n): step for n, step in enumerate(line.steps)} for line in (before, after))
    for id_ in {**old, **new}:
        was, now = old.get(id_), new.get(id_)
        if was is None or now is None:
            called = (now or was or LineStep()).call
            words = {"line": title, "called": _called(called, names)}
            if was is None:
                yield Weighed("strengthened", message("{line}: a step more, which calls {called}.", **words))
            else:
                yield Weighed("weakened", message("{line}: no more step that calls {called}.", **words))
            continue
        at = [step.after_minutes or 0 for step in (was, now)]
        if at[0] != at[1]:
            yield Weighed(
                "weakened" if at[1] > at[0] else "strengthened",
                message(
                    "{line}: {called}, to be called {after} (before: {before}).",
                    line=title,
                    called=_called(now.call, names),
                    after=_first_call(at[1]),
                    before=_first_call(at[0]),
                ),
            )
        if set(was.call) != set(now.call):
            words = {"line": title, "after": _called(now.call, names), "before": _called(was.call, names)}
            kind: Kind = "reassigned"
            if set(was.call) < set(now.call):
                kind = "strengthened"
            elif set(now.call) < set(was.call):
                kind = "weakened"
            yield Weighed(kind, message("{line}: this step now calls {after} (before: {before}).", **words))
        if neutral(was, leave=("after_minutes", "call")) != neutral(now, leave=("after_minutes", "call")):
            words = {"line": title, "called": _called(now.call, names)}
            what = message("{line}, the step that calls {called}", **words)
            phrases = field_phrases(was, now, names, leave=("after_minutes", "call"))
            yield of_phrases("review", what, phrases)


def _first_call(minutes: int) -> Message:
    """Return when somebody is called, counted from the first call."""
    if not minutes:
        return message("with the first call")
    return message("{length} after the first call", length=length(minutes))


def _called(call: Iterable[str], names: Names) -> Listing:
    """Return those whom a step calls: schedules, roles, people."""
    return few(names.called(target) for target in call)


def _title(record: Named) -> Message:
    return quoted(getattr(record, "title", None) or record.id)


def _said(value: object) -> object:
    return message("nothing said") if value is None else Later(lambda language: plain(value, language))


_WEIGHED: Mapping[tuple[type[Named], str], Callable[..., Weighed | None]] = {
    (Term, "class_"): _term,
    (Rule, "derogable"): _derogable,
    (Severity, "cover"): _severity_cover,
    (Severity, "decision_within"): _decision_within,
    (Severity, "cm_may_speak"): _may_speak,
    (Role, "decides_up_to"): _decides,
    (Crisis, "severity"): _crisis_severity,
    (Duty, "within"): _duty_within,
    (Channel, "state"): _state,
    (Channel, "moderation_mode"): _moderation_mode,
}
_SEVERAL: Mapping[tuple[type[Named], str], Callable[..., Iterator[Weighed]]] = {
    (Role, "deputy"): _deputy,
    (Role, "contact"): _contact,
    (Person, "contact"): _contact,
    (Schedule, "contact"): _contact,
    (Severity, "criteria"): sign_changes,
    (PlaceOfBrand, "manager"): answers_there,
    (PlaceOfBrand, "deputy"): stands_in_there,
    (Role, "requires_training"): _training,
    (Crisis, "steps"): step_changes,
    (Procedure, "steps"): step_changes,
    (Crisis, "statements"): statement_changes,
    (Crisis, "questions"): question_changes,
    (Crisis, "language_elements"): element_changes,
    (Crisis, "approval"): approval_changes,
    (Crisis, "exit"): exit_changes,
}
