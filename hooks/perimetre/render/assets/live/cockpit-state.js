/* How does an incident stand? Worked out from the scenario that it began with, from what was written down, and from the hour:
   the same three always give the same. Needs nothing of the page. The data are those of `render/live/cockpit.py`.

   What was written down is a list of events that only grows: `{id, seq, at, t, type, by, dev, …}`. `at` is the instant that the
   device showed, in milliseconds; `t` the latest that it knew of, where its clock was behind: a clock may be wrong or be set
   again, and nothing stands before what its writer had read. `dev` is the device that wrote it. */
"use strict";

self.PerimetreCockpit = (() => {
  const { ledTo, awaited } = self.PerimetreWays;
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  /** Return whether an hour is missed at another: hours are said in minutes, so one minute is not late. */
  const isPast = (due, at) => at - due > MINUTE;

  // --- hours ---------------------------------------------------------------------------------------------------------

  const clocks = new Map();
  /** Return an instant as the clocks of a zone show it: «2026-11-22T22:40». */
  const wallOf = (instant, zone) => {
    if (!clocks.has(zone)) clocks.set(zone, new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }));
    return clocks.get(zone).format(instant).replace(" ", "T");
  };
  /** Return the instant at which the clocks of a zone show a wall time; of an hour that comes twice, the first, of one that
      does not come, what follows it. */
  const instantOf = (wall, zone) => {
    const asUtc = Date.parse(`${wall}Z`);
    const shown = (instant) => Date.parse(`${wallOf(instant, zone)}Z`);
    const [first, second] = [-DAY, DAY].map((aside) => asUtc - (shown(asUtc + aside) - (asUtc + aside)));
    return shown(first) === asUtc || shown(second) !== asUtc ? first : second;
  };

  // --- what was written down -----------------------------------------------------------------------------------------

  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  /** Return what an event holds, whatever the order; the scenario apart, which another device may have in another form. */
  const written = ({ scenario: _, ...event }) => JSON.stringify(Object.entries(event).sort(([one], [other]) => compare(one, other)));
  /* Of two forms of a scenario, the one with which the incident began, else the one that holds more: always the same. */
  const weight = ({ scenario }) => (scenario === undefined ? -1 : scenario.asked === undefined ? Infinity : scenario.steps.length);
  const fuller = (one, other) => (weight(one) - weight(other) || compare(JSON.stringify(one.scenario), JSON.stringify(other.scenario))) >= 0;
  const timeOf = ({ at, t = at }) => t;
  const inTime = (one, other) => timeOf(one) - timeOf(other) || one.seq - other.seq || compare(one.id, other.id) || compare(written(one), written(other));

  /** Return the events of several lists, each once, by time; in whichever order the lists come, they give the same. Two that
      bear one id and say different things, which no device writes, both stay. */
  const merge = (...lists) => {
    const by = new Map();
    for (const event of lists.flat()) {
      const alike = by.get(event.id);
      if (alike === undefined) by.set(event.id, [event]);
      else {
        const rank = alike.findIndex((each) => each === event || written(each) === written(event));
        if (rank < 0) alike.push(event);
        else if (event.scenario !== undefined && !fuller(alike[rank], event)) alike[rank] = event;
      }
    }
    return [...by.values()].flat().sort(inTime);
  };
  /** Return the place of whatever is written down next, at an hour: `{seq, at}`, and `t` where the clock is behind. */
  const nextPlace = (events, at) => {
    const last = events.reduce((latest, event) => Math.max(latest, timeOf(event)), at);
    return { seq: events.reduce((most, { seq }) => Math.max(most, seq), 0) + 1, at, ...(last > at ? { t: last } : {}) };
  };

  const keeps = (name, key) => (all, event) => all[name].set(key(event), event);
  const drops = (...names) => (all, event) => names.forEach((name) => all[name].delete(event.step ?? event.rank));
  const promises = (all, event) => all.promises.push({ event, made: null });
  const ofStep = ({ step }) => step;
  const ofRank = ({ rank }) => rank;
  const ofBox = ({ statement, rank }) => `${statement}/${rank}`;
  /* What each event does. One of a type that is not here, of a later version, stands in the log and changes nothing. */
  const DOES = {
    begun: (all, event) => {
      all.begun ??= event;
      all.from ??= event.from;
    },
    moved: (all, { from }) => (all.from = from),
    done: (all, event) => {
      all.done.set(event.step, event);
      all.skipped.delete(event.step);
    },
    skipped: (all, event) => {
      all.skipped.set(event.step, event);
      all.done.delete(event.step);
    },
    undone: drops("done", "skipped"),
    again: keeps("again", ofStep),
    postponed: keeps("postponed", ofStep),
    filled: (all, { variable, value, instant }) => {
      all.values.set(variable, value);
      all.hours.set(variable, instant);
    },
    ticked: keeps("ticked", ofBox),
    unticked: (all, event) => all.ticked.delete(ofBox(event)),
    agreed: keeps("agreed", ({ id }) => id),
    // A text that says when the next word comes promises it once it has left.
    sent: (all, event) => {
      all.sent.set(event.id, event);
      if (event.next !== undefined) promises(all, event);
    },
    // What was taken for an agreement, or for a message that left, by mistake.
    withdrawn: (all, { of }) => {
      [all.agreed, all.sent].forEach((several) => several.delete(of));
      all.promises = all.promises.filter(({ event }) => event.id !== of);
    },
    told: keeps("told", ofRank),
    untold: drops("told"),
    known: keeps("known", ofRank),
    unknown: drops("known"),
    stopped: (all, event) => {
      all.stopped.set(event.rank, event);
      all.resumed.delete(event.rank);
    },
    unstopped: drops("stopped", "resumed"),
    resumed: keeps("resumed", ofRank),
    met: keeps("met", ofRank),
    unmet: drops("met"),
    moment: (all, { clock, instant }) => all.moments.set(clock, instant),
    promised: promises,
    updated: (all, event) => {
      all.promises = all.promises.map((each) => ({ ...each, made: each.made ?? event }));
      all.updated = event;
    },
    answered: keeps("answered", ofRank),
    ended: (all, event) => (all.ended = event),
    reopened: (all) => (all.ended = null),
    paused: (all, event) => (all.paused = event),
    continued: (all) => (all.paused = null),
    // The channel that the crisis took, or that was taken for it by mistake.
    lost: (all, { channel }) => all.lost.set(channel, true),
    found: (all, { channel }) => all.lost.set(channel, false),
  };
  const MAPS = ["done", "skipped", "again", "postponed", "values", "hours", "ticked", "agreed", "sent", "told", "known", "stopped", "resumed", "met", "moments", "answered", "lost"];

  const gathered = (events) => {
    const all = { begun: null, from: null, updated: null, ended: null, paused: null, promises: [] };
    for (const name of MAPS) all[name] = new Map();
    for (const event of events) if (Object.hasOwn(DOES, event.type)) DOES[event.type](all, event);
    return all;
  };
  /** Return the events with whoever wrote them: the role that the reader said, and what their device is called. */
  const namesOf = (events) => new Map(events.filter(({ type }) => type === "signed").map(({ dev, who }) => [dev, who]));
  const signed = (events, names) =>
    events.map((event) => (names.has(event.dev) && event.type !== "signed" ? { ...event, by: [event.by, names.get(event.dev)].filter(Boolean).join(" · ") } : event));

  const STOPS = { paused: true, ended: true, continued: false, reopened: false };
  /** Return the instant that an incident lives at: of an exercise, time passes as fast as it says, but for its pauses. */
  const nowOf = (several, real) => {
    const events = merge(several);
    const begun = events.find(({ type }) => type === "begun");
    if (!begun?.speed) return real;
    let stopped = null;
    let pauses = 0;
    for (const { type, real: at } of events) {
      if (at === undefined || !Object.hasOwn(STOPS, type)) continue;
      if (STOPS[type]) stopped ??= at;
      else if (stopped !== null) {
        pauses += Math.max(0, at - stopped);
        stopped = null;
      }
    }
    return begun.at + Math.max(0, (stopped ?? real) - begun.real - pauses) * begun.speed;
  };

  // --- the steps -----------------------------------------------------------------------------------------------------

  /** Return the steps of a scenario with what they are of each other: `isHeading`, of steps that are done at the same time, which
      is ticked by itself by nobody; `heading`, of each of these. One without a delay of its own has that of its heading. */
  const grouped = (steps) => {
    const heads = new Map();
    for (const step of steps) for (const id of step.parts ?? []) heads.set(id, step);
    const dueOf = ({ id, due }) => due ?? heads.get(id)?.due;
    return steps.map((step) => ({ ...step, ...(heads.has(step.id) ? { heading: heads.get(step.id).id, due: dueOf(step) } : {}), isHeading: Boolean(step.parts?.length) }));
  };
  /** Have each heading done once its parts are, at the hour of the last; set aside where they all are. Nested ones first. */
  const settle = (all, steps, isAside) => {
    const by = new Map(steps.map((step) => [step.id, step]));
    const seen = new Set();
    const settled = (step) => {
      if (step === undefined || !step.isHeading || seen.has(step.id)) return;
      seen.add(step.id);
      const parts = step.parts.map((id) => by.get(id)).filter(Boolean);
      parts.forEach(settled);
      all.done.delete(step.id);
      all.skipped.delete(step.id);
      const ticked = parts.map(({ id }) => all.done.get(id)).filter(Boolean).sort(inTime);
      const skipped = parts.map(({ id }) => all.skipped.get(id)).filter(Boolean).sort(inTime);
      if (!parts.every(({ id }) => all.done.has(id) || all.skipped.has(id) || isAside(id))) return;
      if (ticked.length) all.done.set(step.id, ticked.at(-1));
      else if (skipped.length) all.skipped.set(step.id, skipped.at(-1));
    };
    steps.forEach(settled);
  };

  /** Return what says by when something is due, in an incident. */
  const dueIn = (all) => {
    const first = Math.min(...[...all.sent.values()].map(({ at }) => at));
    const since = ({ clock, step, event }) => {
      if (step) return all.done.get(step)?.at;
      if (clock === "detection") return all.from;
      if (all.moments.has(event ?? clock)) return all.moments.get(event ?? clock);
      if (clock === "first-message" && Number.isFinite(first)) return first;
      return clock === "end" ? all.ended?.at : undefined;
    };
    return (due) => {
      const from = due?.minutes === undefined ? undefined : since(due);
      return from === undefined ? null : from + due.minutes * MINUTE;
    };
  };

  const stepIn = (all, dueAt, isAside, awaits, now) => (step) => {
    const [done, skipped, postponed, again] = ["done", "skipped", "postponed", "again"].map((name) => all[name].get(step.id) ?? null);
    const planned = dueAt(step.due);
    const repeated = again && step.every ? again.at + step.every * MINUTE : null;
    const due = repeated ?? postponed?.until ?? planned;
    const status = done ? "done" : skipped ? "skipped" : isAside(step.id) ? "aside" : "todo";
    const waits = status === "todo" ? (awaits.get(step.id) ?? null) : null;
    const late = status === "todo" && waits === null && due !== null && isPast(due, now);
    return { ...step, status, done, skipped, postponed, again, planned, at: due, waits, late };
  };

  // --- the texts -----------------------------------------------------------------------------------------------------

  const bare = (text) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  /** Return the channels that the crisis took, of those of the texts that leave everywhere else: `{channels, lost}`. What
      somebody said of a channel holds; else it is the one that a blank of these texts names. */
  const lossOf = (all, statements) => {
    const spared = statements.filter(({ spares }) => spares).flatMap(({ wordings }) => wordings);
    const named = [...new Set(spared.flatMap(({ text }) => blanks(text)))].map((id) => bare(all.values.get(id) ?? ""));
    const channels = [...new Set(spared.flatMap(({ on }) => on))];
    const isLost = (channel) => all.lost.get(channel) ?? (bare(channel).trim() !== "" && named.some((value) => value.includes(bare(channel))));
    return { channels, lost: channels.filter(isLost) };
  };

  const blanks = (text) => [...text.matchAll(/\{\{([^{}<>&]{1,64})\}\}/g)].map(([, name]) => name.trim());

  /** Return a text as parts: `{text}`, or `{variable, value}` where something is filled in; `instant`: where it is an hour. */
  const parts = (text, values, hours = new Map()) =>
    text.split(/(\{\{[^{}<>&]{1,64}\}\})/).filter(Boolean).map((part) => {
      const [, variable] = /^\{\{([^{}<>&]{1,64})\}\}$/.exec(part) ?? [];
      return variable === undefined ? { text: part } : { variable: variable.trim(), value: values.get(variable.trim()) ?? "", instant: hours.get(variable.trim()) };
    });

  const statementIn = (all, scenario, now, today) => (statement) => {
    const { only = [], asserts = [], agreed = [], wordings } = statement;
    const boxes = only.map((condition, rank) => {
      const ticked = all.ticked.get(`${statement.id}/${rank}`) ?? null;
      // What nobody in particular confirms is so once its step is done.
      const done = (condition.step && !condition.by && all.done.get(condition.step)) || null;
      return { ...condition, ticked: ticked ?? done, stepDone: condition.step ? (all.done.get(condition.step) ?? null) : null };
    });
    const confirmed = boxes.filter(({ ticked }) => ticked).map(({ step }) => step);
    const given = [...all.agreed.values()].filter((event) => event.statement === statement.id);
    const isOver = Boolean(statement.over) || agreed.some(({ until }) => until !== null && until < today);
    const byId = new Map((scenario.variables ?? []).map((variable) => [variable.id, variable]));
    // An hour that has gone by is nothing to promise.
    const isBlank = (id) => !all.values.get(id)?.trim() || all.hours.get(id) <= now;
    const blocks = [
      ...boxes.filter(({ ticked }) => !ticked).map((box) => ({ why: "box", words: box.words, by: box.by })),
      ...asserts
        .filter((step) => !all.done.has(step) && !confirmed.includes(step))
        .map((step) => ({ why: "step", step, words: scenario.steps.find(({ id }) => id === step)?.title ?? step })),
      ...(given.length || (statement.ready && !isOver) ? [] : [{ why: isOver ? "over" : "agreement" }]),
    ];
    return {
      ...statement,
      boxes,
      given,
      isOver,
      blocks,
      sent: [...all.sent.values()].filter((event) => event.statement === statement.id),
      wordings: wordings.map((wording) => ({
        ...wording,
        parts: parts(wording.text, all.values, all.hours),
        lacks: [...new Set(blanks(wording.text))].filter((id) => !byId.get(id)?.free && isBlank(id)),
        next: blanks(wording.text).filter((id) => byId.get(id)?.promises).map((id) => all.hours.get(id)).find((at) => at > now),
      })),
    };
  };

  // --- the whole -----------------------------------------------------------------------------------------------------

  /** Return when the next word is due: promised by somebody, else as often as the phase says after the last one. */
  const nextWord = (all, { rhythms = [] }) => {
    const promise = all.promises.filter(({ made }) => made === null).at(-1);
    if (promise) return { at: promise.event.next, why: "promise" };
    const now = rhythms.filter(({ step }) => step === undefined || all.done.has(step)).at(-1);
    const last = [...all.sent.values(), ...(all.updated ? [all.updated] : [])].sort(inTime).at(-1);
    return now && last ? { at: last.at + now.every * MINUTE, why: "rhythm", phase: now.title } : null;
  };

  /** Return each update that was promised, `at` its hour: when it was `made`, or to which other hour it was `moved`.

      A text that leaves with another hour is the update; another hour that is only noted moves it. */
  const promisesIn = ({ promises: several }, until) =>
    several
      // One hour, given on several channels, is promised once.
      .filter(({ event, made }, rank) => event.next !== several[rank - 1]?.event.next || several[rank - 1].made !== made)
      .map(({ event, made }, rank, each) => {
        const other = each[rank + 1];
        const after = other && (made === null || other.made === made) ? other.event : null;
        const [moved, kept] = after?.type === "promised" ? [after, null] : [null, after ?? made];
        const settled = moved ?? kept;
        const span = (settled?.at ?? until) - event.next;
        return { event, at: event.next, made: kept, moved, span, late: span > MINUTE };
      });

  /** Return the log: each event, with how far its clock was behind the lines before it, in milliseconds. */
  const logOf = (events, kept) => {
    let last = -Infinity;
    return events.map((event, rank) => {
      const back = Math.max(0, last - event.at);
      last = Math.max(last, event.at);
      return { event, kept: kept[rank], back: back > MINUTE ? back : 0 };
    });
  };

  /** Return how an incident stands.

      `scenario`: the one that it began with; `events`: in any order; `now`: an instant; `zone`: that of the house. */
  const state = (scenario, several, now, zone) => {
    const kept = merge(several);
    const names = namesOf(kept);
    const events = signed(kept, names);
    const all = gathered(events);
    const dueAt = dueIn(all);
    const [open, whole] = [all.done, new Map()].map((done) => ledTo(scenario.steps, scenario.start, done));
    const isAside = (id) => whole.has(id) && !open.has(id);
    const steps = grouped(scenario.steps);
    settle(all, steps, isAside);
    // Of what is closed, nothing becomes late any more.
    const until = all.ended ? Math.min(now, all.ended.at) : now;
    const stood = steps.map(stepIn(all, dueAt, isAside, awaited(scenario, open, all.done), until));
    const latest = events.reduce((last, { at }) => Math.max(last, at), -Infinity);
    const listed = (name, more) => (scenario[name] ?? []).map((each, rank) => ({ ...each, rank, ...more(each, rank) }));
    return {
      scenario,
      now,
      from: all.from,
      begun: all.begun,
      ended: all.ended,
      names,
      paused: all.ended ? null : all.paused,
      values: all.values,
      hours: all.hours,
      moments: all.moments,
      // The clock of the device went back since the last line: by so much.
      back: latest - now > MINUTE ? latest - now : 0,
      until,
      steps: stood,
      // What somebody does, and what is counted: neither an end nor a heading.
      tasks: stood.filter(({ kind, isHeading }) => kind !== "end" && !isHeading),
      loss: lossOf(all, scenario.statements ?? []),
      statements: (scenario.statements ?? []).map(statementIn(all, scenario, now, wallOf(now, zone).slice(0, 10))),
      told: listed("told", (each, rank) => ({
        done: all.told.get(rank) ?? (each.step && all.done.get(each.step)) ?? null,
        at: dueAt(each.due),
      })),
      known: (scenario.unknown ?? []).map((words, rank) => ({ words, rank, known: all.known.get(rank) ?? null })),
      pauses: listed("pauses", (each, rank) => {
        const stopped = all.stopped.get(rank) ?? null;
        return { stopped, resumed: all.resumed.get(rank) ?? null, earliest: stopped && each.least ? stopped.at + each.least * MINUTE : null };
      }),
      clocks: listed("clocks", (each, rank) => {
        const met = all.met.get(rank) ?? (each.step && all.done.get(each.step)) ?? null;
        const at = dueAt(each.due);
        return { met, at, late: !met && at !== null && isPast(at, until) };
      }),
      // Of an exercise: what came, and what it was ended before.
      injects: listed("injects", (each, rank) => {
        const at = all.from + each.minutes * MINUTE;
        return { at, came: at <= until, answered: all.answered.get(rank) ?? null };
      }).filter(() => all.begun?.speed),
      relieved: scenario.relief && !all.ended ? dueAt(scenario.relief.due) : null,
      next: all.ended ? null : nextWord(all, scenario),
      promises: promisesIn(all, until),
      log: logOf(events, kept),
    };
  };

  return { MINUTE, isPast, wallOf, instantOf, merge, inTime, written, nextPlace, nowOf, parts, state };
})();
