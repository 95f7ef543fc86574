/* Put an incident into words: a line of the log, what is handed over, what is exported. The words are those of the page. */
"use strict";

/** Return what says an incident; `words`: by key, with `{names}` to be filled in; `zone`: that of the house. */
self.PerimetreCockpitText = (words, zone) => {
  const { wallOf, isPast, MINUTE } = self.PerimetreCockpit;
  const language = document.documentElement.lang;
  const shownAs = (shape) => new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...shape });
  const hours = shownAs({ hour: "2-digit", minute: "2-digit" });
  const daysAndHours = shownAs({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const whole = shownAs({ dateStyle: "full", timeStyle: "short" });
  const lists = new Intl.ListFormat(language, { type: "conjunction" });
  const [minutes, counts] = ["minute", "hour"].map((unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }));
  const numbers = new Intl.NumberFormat(language);
  const days = new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" });

  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
  say.has = (key) => words[key] !== undefined;
  const dayOf = (instant) => wallOf(instant, zone).slice(0, 10);
  /** Return an instant as the house's clocks show it: the hour, and the day where it is not that of `now`. */
  const hour = (instant, now) => (dayOf(instant) === dayOf(now) ? hours : daysAndHours).format(instant);
  const full = (instant) => whole.format(instant);
  /** Return a length of time: «12 min», «3 h 05», «2 jours». */
  const length = (span) => {
    const all = Math.max(0, Math.round(span / MINUTE));
    if (all < 60) return minutes.format(all);
    const [left, rest] = [Math.floor(all / 60), all % 60];
    if (left >= 48) return days.format(Math.floor(left / 24));
    return rest ? `${counts.format(left)}\u00a0${String(rest).padStart(2, "0")}` : counts.format(left);
  };
  /** Return the time from one instant to another as clocks that show minutes tell it: from «22:40» to «22:49» are 9 min. */
  const between = (one, other) => length((Math.floor(other / MINUTE) - Math.floor(one / MINUTE)) * MINUTE);
  const dates = shownAs({ weekday: "long", day: "numeric", month: "long" });
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  /** Return an instant as a text to the public says it: «demain à 8 h 30». */
  const promised = (instant, now) => {
    const [day, clock] = wallOf(instant, zone).split("T");
    const [hours, minutes] = clock.split(":");
    const away = Math.round((Date.parse(day) - Date.parse(dayOf(now))) / (24 * 60 * MINUTE));
    const on = away === 0 || away === 1 ? near.format(away, "day") : dates.format(instant);
    return say("said-at", { day: on, hour: say("said-hour", { hours: String(Number(hours)), minutes }) });
  };
  /** Return what stands in the place of a variable; `now`: on which day it is read. */
  const filled = ({ value, instant }, now) => (instant === undefined ? value.trim() : promised(instant, now));
  const quoted = (text) => say("quoted", { text });
  const list = (several) => lists.format(several);

  /** Return the words of a text, its blanks in brackets. */
  const plain = (parts, labels, now) => parts.map((part) => part.text ?? (filled(part, now) || `[${labels.get(part.variable) ?? part.variable}]`)).join("");

  // What an exercise is called otherwise than an incident.
  const IN_EXERCISE = ["begun", "ended", "reopened"];
  /** Return what a line of the log says happened. */
  const line = ({ scenario, begun, now }, event) => {
    const step = (scenario.steps.find(({ id }) => id === event.step) ?? {}).title ?? event.step;
    const statement = scenario.statements.find(({ id }) => id === event.statement);
    const at = (name) => (scenario[name] ?? [])[event.rank];
    const what = {
      title: scenario.title,
      step,
      statement: statement?.title ?? event.statement,
      hour: (instant => (instant === undefined ? "" : hour(instant, now)))(event.from ?? event.instant ?? event.next ?? event.until),
      because: event.because ?? "",
      text: event.text ?? "",
      who: event.who ?? "",
      channel: event.channel ?? "",
      value: event.type === "filled" ? filled(event, event.at) : (event.value ?? ""),
      choice: (scenario.steps.find(({ id }) => id === event.step)?.choices ?? [])[event.choice]?.words ?? "",
      variable: (scenario.variables ?? []).find(({ id }) => id === event.variable)?.label ?? event.variable ?? "",
      clock: words[`clock.${event.clock}`] ?? event.clock ?? "",
      condition: statement?.only?.[event.rank]?.words ?? "",
      by: statement?.only?.[event.rank]?.by ?? "",
      pause: at("pauses")?.what ?? "",
      told: at("told")?.who ?? "",
      fact: at("unknown") ?? "",
      delay: [at("clocks")?.basis, at("clocks")?.to].filter(Boolean).join(", "),
      inject: at("injects")?.say ?? "",
    };
    const narrower = {
      done: what.choice && "chosen",
      ticked: !what.by && "ticked-alone",
      sent: event.next !== undefined && "sent-promising",
      handed: what.who && "handed-to",
      carried: what.who && "carried-to",
    };
    const kind = (Object.hasOwn(narrower, event.type) && narrower[event.type]) || (begun.speed && IN_EXERCISE.includes(event.type) ? `${event.type}-exercise` : event.type);
    return words[`log.${kind}`] === undefined ? event.type : say(`log.${kind}`, what);
  };

  // --- what leaves the page ------------------------------------------------------------------------------------------

  const bullets = (title, lines) => (lines.length ? [`## ${title}`, "", ...lines.map((each) => `- ${each}`), ""] : []);
  /** Return what is left to do, what is due first before; last, what a decision may yet set aside. */
  const soonest = (it) => {
    const rank = ({ at, waits }) => (waits ? Infinity : (at ?? Number.MAX_SAFE_INTEGER));
    return it.tasks.filter(({ status }) => status === "todo").sort((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)));
  };
  /** Say by what answers to a decision a step is to be done. */
  const onlyIf = ({ waits }) => say("only-if", { decision: waits.decision, what: waits.answers.map((words) => words.replace(/[.\s]+$/u, "")).join(" / ") });
  const dueOf = ({ at, due, who }, now) =>
    [at === null || at === undefined ? due?.words : say("by-hour", { hour: hour(at, now) }), who].filter(Boolean).join(", ");

  /** Return what whoever takes over must know, as text. */
  const handedOver = (it, to) => {
    const { now, scenario } = it;
    const todo = soonest(it);
    const withDue = (step) => `${step.title}${dueOf(step, now) ? ` (${dueOf(step, now)})` : ""}${step.late ? ` ${say("late-mark")}` : ""}${step.waits ? `, ${onlyIf(step)}` : ""}`;
    const sent = it.statements.flatMap((statement) => statement.sent.map((event) => say("sent-line", { hour: hour(event.at, now), statement: statement.title, channel: event.channel })));
    return [
      `# ${say("handover-title", { title: it.begun.speed ? say("exercise-title", { title: scenario.title }) : scenario.title })}`,
      "",
      say("handover-head", { hour: full(now), from: full(it.from), span: between(it.from, now) }),
      ...(it.loss.lost.length ? [say("lost-line", { channel: list(it.loss.lost) })] : []),
      ...(to ? [say("handover-to", { who: to })] : []),
      ...(it.next ? [say("next-word", { hour: hour(it.next.at, now) })] : [say("no-next-word")]),
      "",
      ...bullets(say("to-do"), todo.map(withDue)),
      ...bullets(say("what-left"), sent),
      ...bullets(say("stopped-still"), it.pauses.filter(({ stopped, resumed }) => stopped && !resumed).map(({ what, stopped, by }) => [what, say("since", { hour: hour(stopped.at, now) }), by ? say("lifted-by", { who: by }) : ""].filter(Boolean).join(", "))),
      ...bullets(say("to-stop"), it.pauses.filter(({ stopped }) => !stopped).map(({ what }) => what)),
      ...bullets(say("not-established"), it.known.filter(({ known }) => !known).map((fact) => fact.words)),
      ...bullets(say("not-said"), scenario.unsaid ?? []),
      ...bullets(say("still-to-tell"), it.told.filter(({ done }) => !done).map((each) => [each.who, dueOf({ ...each, who: each.by }, now)].filter(Boolean).join(", "))),
      ...bullets(say("delays-running"), it.clocks.filter(({ met }) => !met).map((each) => [each.basis, each.to, each.when, dueOf(each, now)].filter(Boolean).join(", "))),
      ...bullets(say("done-list"), it.tasks.filter(({ done }) => done).map(({ title, done }) => `${hour(done.at, now)} ${title}`)),
      say("nothing-sent"),
      "",
    ].join("\n");
  };

  /** Return what the chat of a team takes: a few lines, without marks. */
  const chat = (it) => {
    const { now, scenario } = it;
    const todo = soonest(it);
    const done = it.tasks.filter((step) => step.done);
    const late = todo.filter((step) => step.late);
    const line = (key, several) => (several.length ? [say(key, { what: several.join(" · ") })] : []);
    return [
      say(it.begun.speed ? "exercise-title" : "chat-title", { title: scenario.title }),
      say("chat-head", { hour: hour(now, now), span: between(it.from, it.ended?.at ?? now) }),
      ...(it.loss.lost.length ? [say("lost-line", { channel: list(it.loss.lost) })] : []),
      ...(it.ended ? [say("ended-at", { hour: hour(it.ended.at, now) })] : []),
      say("chat-steps", { count: done.length, total: todo.length }),
      ...line("chat-late", late.map(({ title }) => title)),
      ...line("chat-next", todo.slice(0, 1).map((step) => [step.title, dueOf(step, now)].filter(Boolean).join(", "))),
      it.next ? say("next-word", { hour: hour(it.next.at, now) }) : say("no-next-word"),
      ...line("chat-left", it.statements.flatMap(({ title, sent }) => sent.map((event) => say("sent-line", { hour: hour(event.at, now), statement: title, channel: event.channel })))),
      ...line("chat-held", it.pauses.filter(({ stopped, resumed }) => stopped && !resumed).map(({ what }) => what)),
      ...line("chat-unsure", it.known.filter(({ known }) => !known).map(({ words }) => words)),
      ...line("chat-unsaid", scenario.unsaid ?? []),
      ...line("chat-untold", it.told.filter((each) => !each.done).map(({ who }) => who)),
    ].join("\n");
  };

  /** Return the length of a text on each network, as it counts. */
  const lengths = (written, channels, ways) => self.PerimetreLength.told(written, channels, ways, { say, list, numbers });

  const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");
  /** Return how each step went against its delay, of those that were on the way: `{title, who, planned, done, span}`. */
  const debrief = (it) =>
    it.tasks
      .filter(({ status }) => status !== "aside")
      .map(({ title, who = "", planned, done, skipped, id, waits }) => ({ id, title, who, planned, done: done?.at ?? null, skipped: Boolean(skipped), waits: Boolean(waits), span: done && planned !== null ? done.at - planned : null }));
  const isLate = ({ span, done, skipped, planned, waits }, until) => (done === null ? !skipped && !waits && planned !== null && isPast(planned, until) : span > MINUTE);
  /** Return how a step went; `until`: to when it could be done. */
  const verdict = (each, until) => {
    const { span, done, skipped, planned, waits } = each;
    if (skipped) return say("set-aside");
    if (done === null) return say(planned === null || waits ? "never" : isLate(each, until) ? "never-late" : "not-due", { span: length(until - planned) });
    if (span === null) return say("no-delay");
    return span > MINUTE ? say("late-by", { span: length(span) }) : say("in-time");
  };

  /** Return what was promised, and for which hour. */
  const promise = ({ at, event }, { now }) => say("promise-line", { hour: hour(at, now), from: hour(event.at, now) });
  /** Return what became of a promise. */
  const verdictOn = ({ made, moved, span, late }, { now }) => {
    if (moved) return say(late ? "promise-moved-late" : "promise-moved", { hour: hour(moved.next, now), span: length(span) });
    if (made) return late ? say("late-by", { span: length(span) }) : say("in-time");
    return say(late ? "promise-never" : "promise-open", { span: length(span) });
  };
  /** Return how long something of an exercise waited for an answer, if it had one. */
  const dealt = ({ at, answered }) => (answered ? say("dealt-after", { span: length(answered.at - at) }) : say("dealt-never"));

  /** Return it all in a line: how many steps were done, of how many, and late; the promises and the injects that were missed. */
  const total = (it) => {
    const rows = debrief(it);
    const values = { count: rows.filter(({ done }) => done !== null).length, total: rows.length, what: rows.filter((each) => isLate(each, it.until)).length };
    const missed = it.promises.filter(({ late }) => late).length;
    const left = it.injects.filter(({ came, answered }) => came && !answered).length;
    return [
      say(`total-${it.begun.speed ? "exercise" : "incident"}${it.ended ? "" : "-open"}`, values),
      missed ? say("total-promises", { count: missed, total: it.promises.length }) : "",
      left ? say("total-injects", { count: left }) : "",
    ].filter(Boolean).join(" ");
  };

  /** Return the whole log as Markdown. */
  const markdown = (it) => {
    const { now, scenario, log } = it;
    const table = (heads, rows) => [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`), ""];
    const rows = log.map(({ event, back }) => [full(event.at), event.by ?? "", line(it, event) + (back ? ` ${say("clock-back-line", { span: length(back) })}` : "")]);
    const part = (key, heads, several) => (several.length ? [`## ${say(key)}`, "", ...table(heads.map((each) => say(each)), several)] : []);
    const promises = it.promises.map((each) => [full(each.event.at), full(each.at), verdictOn(each, it)]);
    const injects = it.injects.filter(({ came }) => came).map((each) => [full(each.at), each.say ?? "", dealt(each)]);
    const steps = debrief(it).map((each) => [each.title, each.who, each.planned === null ? "" : full(each.planned), each.done === null ? "" : full(each.done), verdict(each, it.until)]);
    return [
      `# ${say(it.begun.speed ? "exercise-title" : "log-title", { title: scenario.title })}`,
      "",
      say("export-head", { hour: full(now), from: full(it.from), zone }),
      ...(it.ended ? [say("ended-at", { hour: full(it.ended.at) })] : [say("not-ended")]),
      "",
      `## ${say("log")}`,
      "",
      ...table([say("hour"), say("who"), say("what")], rows),
      `## ${say("debrief")}`,
      "",
      total(it),
      "",
      ...table([say("step"), say("who"), say("planned"), say("done"), say("gap")], steps),
      ...part("promises", ["promised-on", "planned", "gap"], promises),
      ...part("injects", ["hour", "what", "gap"], injects),
    ].join("\n");
  };

  /** Return the same as data: what `events` hold was written down, the rest is worked out from it. */
  const data = (id, brand, it) => {
    const { version, ...scenario } = it.scenario;
    const iso = (instant) => (instant === null ? null : new Date(instant).toISOString());
    return `${JSON.stringify(
      {
        format: 1,
        kind: "perimetre-log",
        id,
        brand,
        zone,
        exercise: Boolean(it.begun.speed),
        exported_at: iso(it.now),
        began_at: iso(it.from),
        ended_at: it.ended ? iso(it.ended.at) : null,
        scenario: { id: scenario.id, title: scenario.title, version: scenario.asked ?? version },
        steps: debrief(it).map((each) => ({ id: each.id, title: each.title, due_at: iso(each.planned), done_at: iso(each.done), set_aside: each.skipped })),
        statements: it.statements.flatMap((statement) => statement.sent.map((event) => ({ id: statement.id, title: statement.title, channel: event.channel, sent_at: iso(event.at), text: event.text }))),
        delays: it.clocks.map(({ basis, to, at, met }) => ({ basis: basis ?? null, to: to ?? null, due_at: iso(at), met_at: met ? iso(met.at) : null })),
        promises: it.promises.map(({ event, at, made, moved }) => ({ promised_at: iso(event.at), due_at: iso(at), made_at: made ? iso(made.at) : null, moved_at: moved ? iso(moved.at) : null, moved_to: moved ? iso(moved.next) : null })),
        injects: it.injects.map(({ at, came, answered, say: says = "", from = "" }) => ({ says, from, came_at: came ? iso(at) : null, answered_at: answered ? iso(answered.at) : null })),
        // What a blank of the texts names, too.
        lost: it.loss.lost,
        events: it.log.map(({ kept: { scenario: _, at, ...event } }) => ({ ...event, at: iso(at), wall: wallOf(at, zone), says: line(it, { ...event, at }) })),
        devices: Object.fromEntries(it.names),
        // The card that was followed: another device may have another, or none.
        card: it.scenario,
      },
      null,
      2,
    )}\n`;
  };

  return { say, onlyIf, hour, full, length, between, quoted, list, filled, plain, line, dueOf, handedOver, chat, lengths, debrief, isLate, verdict, promise, verdictOn, dealt, total, markdown, data };
};
