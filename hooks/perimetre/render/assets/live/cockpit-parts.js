/* Draw an incident: what is next, the steps, the texts, what stops, whom to tell, what is known, the log. Each part is drawn
   anew from how the incident stands; what a reader types or unfolds is kept from one drawing to the next by its `data-key`. */
"use strict";

self.PerimetreCockpitParts = ({ text, act, run, kept, cards }) => {
  const { say, onlyIf, hour, length, between } = text;
  const { MINUTE, isPast, wallOf, instantOf, inTime } = self.PerimetreCockpit;
  const { LONGEST, isInstant } = self.PerimetreLogShape;
  // What is typed of no incident; whatever else is typed is of the one that is shown, and stays with it.
  const COMMON = new Set(["scenario", "start-at", "speed", "role", "device-name", "paste"]);

  // --- elements ------------------------------------------------------------------------------------------------------

  const made = (tag, given = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...inside.flat().filter((each) => each !== null && each !== undefined && each !== ""));
    return element;
  };
  const button = (key, words, done, given = {}) => {
    const element = made("button", { type: "button", class: "pm-live-button", "data-key": key, ...given }, words);
    element.addEventListener("click", done);
    return element;
  };
  const note = (...inside) => made("p", { class: "pm-note" }, ...inside);
  const tag = (words, name = "") => made("span", { class: `pm-tag${name && ` pm-tag--${name}`}` }, words);
  const list = (items, given = {}) => (items.length ? made("ul", given, ...items.map((each) => made("li", {}, each))) : "");
  /** A part that folds; it is open as the reader has left it. */
  const fold = (key, summary, inside, isOpen = false) => {
    const element = made("details", { class: "pm-more", "data-key": key, open: kept.folds.get(key) ?? isOpen }, made("summary", {}, summary), ...inside);
    element.addEventListener("toggle", () => kept.folds.set(key, element.open));
    return element;
  };
  const draftOf = (key) => (COMMON.has(key) ? key : `${run.shown()}/${key}`);
  const tooLong = ({ type, value }) => (type === "text" && value.trim().length > LONGEST ? say("too-long", { count: LONGEST.toLocaleString(document.documentElement.lang) }) : "");
  /** Say at a field what is wrong with it. */
  const wrong = (input, words) => {
    const id = `${input.id}-wrong`;
    document.getElementById(id)?.remove();
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    input.after(made("span", { id, class: "pm-note pm-cp-clock--late", role: "alert" }, words));
    return null;
  };
  const right = (input) => {
    document.getElementById(`${input.id}-wrong`)?.remove();
    for (const name of ["aria-invalid", "aria-describedby"]) input.removeAttribute(name);
  };
  const field = (key, label, given = {}, hint = "") => {
    const tagged = given.options ? "select" : given.rows ? "textarea" : "input";
    const { options, value, ...others } = given;
    const id = `pm-cp-in-${key}`.replace(/[^\w-]/g, "-");
    const input = made(tagged, { id, "data-key": key, autocomplete: tagged === "select" ? null : "off", ...others });
    for (const [each, words] of options ?? []) input.append(made("option", { value: each }, words));
    const draft = draftOf(key);
    input.value = kept.drafts.get(draft) ?? value ?? "";
    input.addEventListener("input", () => {
      kept.drafts.set(draft, input.value);
      right(input);
    });
    const part = made("p", { class: "pm-cp-field" }, made("label", { for: id }, label, hint && made("span", { class: "pm-note" }, ` ${hint}`)), input);
    if (tooLong(input)) wrong(input, tooLong(input));
    return [part, input];
  };
  /** Return what is typed in a field; null where it is more than is kept, or nothing where something is needed: it is said there. */
  const typed = (input, isNeeded = true) => {
    const words = input.value.trim();
    const isLong = tooLong(input) !== "";
    if (isLong) wrong(input, tooLong(input));
    if (!isLong && (words || !isNeeded)) return words;
    input.focus();
    return null;
  };
  /** Return the instant that a field says; null where it says none that a log holds: it is said there. */
  const instantIn = (input, zone) => {
    const isHour = isInstant(Date.parse(`${input.value}Z`));
    const instant = isHour ? instantOf(input.value, zone) : NaN;
    if (isInstant(instant)) return instant;
    if (input.value || input.validity.badInput) wrong(input, say("no-such-hour"));
    input.focus();
    return null;
  };
  const section = (id, title, ...inside) => made("section", { class: "pm-cp-part", id: `pm-cp-${id}`, "aria-labelledby": `pm-cp-${id}-title` }, made("h3", { id: `pm-cp-${id}-title`, tabindex: "-1", "data-key": `${id}-title` }, title), ...inside);
  /** Empty fields whose words are being written down; `kept.dropped`: until they are. */
  const drop = (...keys) =>
    keys.map(draftOf).forEach((draft) => {
      if (kept.drafts.has(draft)) kept.dropped.set(draft, kept.drafts.get(draft));
      kept.drafts.delete(draft);
    });
  /** A box to tick: its words are what is touched. */
  const box = (key, isTicked, words, tick, untick, more = []) => {
    const mark = made("span", { class: "pm-cp-mark", "aria-hidden": "true" }, isTicked ? "✓" : "");
    return button(key, [mark, made("span", {}, words, ...more)], isTicked ? untick : tick, { class: "pm-cp-tick", "aria-pressed": String(isTicked) });
  };
  const moment = (key, label, value, zone, done, words, hint = "") => {
    const [part, input] = field(key, label, { type: "datetime-local", value: value === undefined ? "" : wallOf(value, zone) }, hint);
    return made("div", { class: "pm-cp-line" }, part, button(`${key}-do`, words, () => {
      const instant = instantIn(input, zone);
      if (instant === null) return;
      drop(key);
      done(instant);
    }));
  };

  // --- when ----------------------------------------------------------------------------------------------------------

  const minuteOf = (instant) => Math.floor(instant / MINUTE);
  const left = (at, now) => (minuteOf(at) === minuteOf(now) || (at < now && !isPast(at, now)) ? say("now") : at < now ? say("late-by", { span: between(at, now) }) : say("in", { span: between(now, at) }));
  /** An hour, and how far it is; of what is closed, nothing is counted any more. */
  const clock = (at, { now, ended, until }) => made("span", { class: `pm-cp-clock${isPast(at, until) ? " pm-cp-clock--late" : ""}` }, made("strong", {}, hour(at, now)), ended ? "" : ` ${left(at, now)}`);
  const dueLine = (each, it) => {
    if (each.at !== null && each.at !== undefined) return clock(each.at, it);
    return each.due ? made("span", { class: "pm-cp-clock pm-cp-clock--none" }, each.due.words) : "";
  };
  const stamp = (event, it) => (event ? say("at-by", { hour: hour(event.at, it.now), who: event.by ?? say("somebody") }) : "");

  // --- the steps -----------------------------------------------------------------------------------------------------

  const stepMore = (step, it, zone) => {
    const [why, whyInput] = field(`why-${step.id}`, say("reason"), { type: "text" });
    const [remark, remarkInput] = field(`note-${step.id}`, say("note"), { type: "text" });
    const later = moment(`later-${step.id}`, say("postpone-to"), Math.max(it.now, step.at ?? 0) + 15 * MINUTE, zone, (until) => {
      const because = typed(whyInput);
      if (because === null) return;
      drop(`why-${step.id}`);
      act("postponed", { step: step.id, until, because });
    }, say("postpone"));
    return fold(`more-${step.id}`, say("more"), [
      step.do ? made("p", { class: "pm-cp-do" }, step.do) : "",
      step.needs ? note(say("agreement-of", { who: step.needs })) : "",
      step.evidence ? note(say("evidence-of", { what: step.evidence })) : "",
      step.until ? note(say("until", { what: step.until })) : "",
      made("div", { class: "pm-cp-line" }, remark, button(`note-${step.id}-do`, say("write"), () => {
        const words = typed(remarkInput);
        if (words === null) return;
        drop(`note-${step.id}`);
        act("noted", { step: step.id, text: words });
      })),
      why,
      later,
      made("div", { class: "pm-cp-line" }, button(`skip-${step.id}`, say("set-aside-step"), () => {
        const because = typed(whyInput);
        if (because === null) return;
        drop(`why-${step.id}`);
        act("skipped", { step: step.id, because });
      })),
    ]);
  };
  const statementLink = (step, it) => {
    const statement = it.statements.find(({ id }) => id === step.statement);
    return statement ? made("p", { class: "pm-cp-with" }, button(`to-${step.id}`, say("its-text", { statement: statement.title }), () => run.show(`text-${statement.id}`), { class: "pm-cp-link" })) : "";
  };
  const stepOf = (it, zone) => (step) => {
    const isDone = step.status === "done";
    const meta = made("span", { class: "pm-cp-meta" }, isDone ? stamp(step.done, it) : dueLine(step, it), step.who ? made("span", { class: "pm-who" }, step.who) : "");
    const inside = [];
    if (step.kind === "decision" && step.choices && !isDone) {
      inside.push(
        made("p", { class: "pm-cp-title" }, made("strong", {}, step.title), " ", tag(say("decision"))),
        meta,
        step.do ? made("p", { class: "pm-cp-do" }, step.do) : "",
        made("div", { class: "pm-cp-choices", role: "group", "aria-label": step.title }, ...step.choices.map(({ words }, choice) => button(`choice-${step.id}-${choice}`, words, () => act("done", { step: step.id, choice })))),
      );
    } else {
      const chosen = isDone && step.choices?.[step.done.choice] ? [made("span", { class: "pm-cp-chosen" }, ` ${step.choices[step.done.choice].words}`)] : [];
      const shut = () => act(isDone ? "undone" : "done", { step: step.id });
      inside.push(box(`step-${step.id}`, isDone, step.title, shut, shut, chosen), meta);
    }
    if (step.every && !isDone) inside.push(made("p", { class: "pm-cp-with" }, button(`again-${step.id}`, say("done-for-now", { span: length(step.every * MINUTE) }), () => act("again", { step: step.id })), step.again ? note(say("last-time", { hour: hour(step.again.at, it.now) })) : ""));
    if (step.postponed && !isDone) inside.push(note(say("postponed-line", { hour: hour(step.postponed.until, it.now), because: step.postponed.because })));
    if (step.waits) inside.push(note(onlyIf(step)));
    if (!isDone) inside.push(statementLink(step, it), stepMore(step, it, zone));
    return made("li", { class: `pm-cp-step${step.late ? " pm-cp-step--late" : ""}${isDone ? " pm-cp-step--done" : ""}`, id: `pm-cp-step-${step.id}` }, ...inside);
  };
  /** Steps that are done at the same time stand under their heading, which nobody ticks. */
  const groupOf = (it, head, items) => {
    const parts = it.tasks.filter(({ heading }) => heading === head.id);
    const open = parts.filter(({ status }) => status === "todo").length;
    return made(
      "li",
      { class: "pm-cp-group" },
      made("p", { class: "pm-cp-title", id: `pm-cp-group-${head.id}-${items[0].id}` }, made("strong", {}, head.title), " ", made("span", { class: "pm-note" }, say("together", { count: open, total: parts.length }))),
      head.do ? made("p", { class: "pm-cp-do" }, head.do) : "",
      head.needs ? note(say("agreement-of", { who: head.needs })) : "",
      head.evidence ? note(say("evidence-of", { what: head.evidence })) : "",
      statementLink(head, it),
      made("ol", { class: "pm-cp-steps", role: "list", "aria-labelledby": `pm-cp-group-${head.id}-${items[0].id}` }, ...items),
    );
  };
  const steps = (it, me, zone) => {
    const todo = it.tasks.filter(({ status }) => status === "todo");
    const mine = todo.filter(({ roles = [] }) => me && roles.includes(me));
    const others = todo.filter((step) => !mine.includes(step));
    const done = it.tasks.filter(({ status }) => status === "done").sort((one, other) => inTime(other.done, one.done));
    const aside = it.tasks.filter(({ status }) => status === "skipped" || status === "aside");
    const item = stepOf(it, zone);
    const heads = new Map(it.steps.filter(({ isHeading }) => isHeading).map((step) => [step.id, step]));
    const listOf = (several) => made("ol", { class: "pm-cp-steps", role: "list" }, ...several.map(item));
    const runsOf = (several) => several.reduce((runs, step) => (step.heading && runs.at(-1)?.[0].heading === step.heading ? [...runs.slice(0, -1), [...runs.at(-1), step]] : [...runs, [step]]), []);
    const groupsOf = (several) => made("ol", { class: "pm-cp-steps", role: "list" }, ...runsOf(several).flatMap((run) => (heads.has(run[0].heading) ? [groupOf(it, heads.get(run[0].heading), run.map(item))] : run.map(item))));
    const later = (key, several) => (several.length > 6 ? [groupsOf(several.slice(0, 5)), fold(key, say("steps-after", { count: several.length - 5 }), [groupsOf(several.slice(5))])] : [groupsOf(several)]);
    return section(
      "steps",
      say("steps"),
      todo.length ? "" : note(say("all-done")),
      ...(mine.length ? [made("h4", {}, say("my-steps", { count: mine.length })), ...later("later-mine", mine)] : []),
      ...(others.length ? [made("h4", {}, say(me ? "other-steps" : "all-steps", { count: others.length })), ...later("later-others", others)] : []),
      done.length ? fold("steps-done", say("steps-done", { count: done.length }), [listOf(done)], done.length < 4) : "",
      aside.length ? fold("steps-aside", say("steps-aside", { count: aside.length }), [made("ul", {}, ...aside.map((step) => made("li", {}, step.title, " ", step.skipped ? [made("span", { class: "pm-note" }, step.skipped.because), " ", button(`back-${step.id}`, say("take-back"), () => act("undone", { step: step.id }))] : made("span", { class: "pm-note" }, say("other-way")))))]) : "",
    );
  };

  // --- the texts -----------------------------------------------------------------------------------------------------

  const why = ({ why: sort, words, by }) => (sort === "box" ? (by ? say("waits-for", { what: words, who: by }) : words) : sort === "step" ? say("says-done", { step: words }) : say(sort === "over" ? "agreement-over" : "agreement-missing"));
  /** A blank of a text leads to its field; as it stands in a line, it is no button, which would not be cut over lines. */
  const blank = ({ variable, ...part }, labels, now) => {
    const value = text.filled(part, now);
    const place = made("span", { class: `pm-var${value ? " pm-var--filled" : ""}`, role: "button", tabindex: "0", "data-pm-var": variable }, value || `[${labels.get(variable) ?? variable}]`);
    place.addEventListener("click", () => run.fill(variable));
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      run.fill(variable);
    });
    return place;
  };
  const words = (wording, labels, now) => made("blockquote", { class: "pm-say" }, ...wording.parts.map((part) => part.text ?? blank(part, labels, now)));
  const stateOf = ({ blocks, sent, wordings }, now) => {
    if (sent.length) return tag(say("left-at", { hour: hour(sent.at(-1).at, now) }), "ok");
    if (blocks.length) return tag(say(blocks.length === 1 ? "one-condition" : "conditions", { count: blocks.length }));
    const count = Math.min(...wordings.map(({ lacks }) => lacks.length));
    return count ? tag(say(count === 1 ? "one-blank" : "blanks", { count }), "careful") : tag(say("ready"), "ok");
  };
  /** What leaves with a text: what it shows, what is read in its place, what allows it to be shown. */
  const joint = ({ what, alt, caption, rights, on = [] }) =>
    made("div", { class: "pm-medium" }, made("p", {}, what), note(say("medium-alt", { text: alt })), caption ? note(say("medium-caption", { text: caption })) : "", rights ? note(say("medium-rights", { what: rights })) : "", on.length ? note(say("medium-on", { what: text.list(on) })) : "");
  const statementOf = (it, labels) => (statement) => {
    const { id, title, blocks, boxes, sent } = statement;
    const isOpen = !blocks.length;
    const other = it.statements.find((each) => each.id === statement.otherwise);
    const [who, whoInput] = field(`agreed-${id}`, say("agreed-by-whom"), { type: "text" });
    const changed = run.changed(it.scenario.id, id);
    const wordings = statement.wordings.map((wording, rank) => {
      const isReady = isOpen && !wording.lacks.length;
      const plain = text.plain(wording.parts, labels, it.now);
      const whyNot = isReady ? {} : { "aria-describedby": `pm-cp-why-${id}-${rank}` };
      const off = isReady ? {} : { "aria-disabled": "true", ...whyNot };
      const because = isOpen ? say("fill-first", { what: text.list(wording.lacks.map((each) => labels.get(each) ?? each)) }) : say("see-above");
      const reason = isReady ? "" : note(because);
      /** Say why it stays, and lead to what is lacking. */
      const stays = () => (isOpen ? run.fill(wording.lacks[0], because) : run.tell(because));
      if (reason) reason.id = `pm-cp-why-${id}-${rank}`;
      const lengths = text.lengths(plain, wording.on, run.ways);
      const went = (channel) => sent.find((event) => event.channel === channel);
      return made(
        "div",
        { class: `pm-cp-wording${isReady ? "" : " pm-cp-wording--off"}` },
        words(wording, labels, it.now),
        ...lengths.map(({ words, isOver }) => made("p", { class: `pm-note pm-cp-length${isOver ? " pm-cp-clock--late" : ""}` }, words)),
        reason,
        made("div", { class: "pm-cp-line" }, button(`copy-${id}-${rank}`, say("copy"), ({ currentTarget }) => (isReady ? run.copy(currentTarget, plain) : stays()), { "data-done": say("copied"), ...(isOpen ? whyNot : off) })),
        made("div", { class: "pm-cp-line", role: "group", "aria-label": say("gone-where") }, ...wording.on.map((channel) => {
          const event = went(channel);
          const isLost = statement.spares && it.loss.lost.includes(channel);
          const words = event ? say("gone-on-at", { channel, hour: hour(event.at, it.now) }) : say("gone-on", { channel });
          if (isLost && !event) return button(`sent-${id}-${rank}-${channel}`, words, () => run.tell(say("lost-why", { channel })), { "aria-pressed": "false", "aria-disabled": "true", "aria-describedby": `pm-cp-spares-${id}` });
          return button(`sent-${id}-${rank}-${channel}`, words, () => (event ? act("withdrawn", { of: event.id, statement: id, channel }) : isReady ? act("sent", { statement: id, channel, text: plain, ...(wording.next === undefined ? {} : { next: wording.next }) }) : stays()), { "aria-pressed": String(Boolean(event)), ...(event ? {} : off) });
        })),
      );
    });
    return fold(`text-${id}`, [made("strong", {}, title), " · ", stateOf(statement, it.now)], [
      changed ? made("p", { class: "pm-banner" }, changed) : "",
      statement.audience ? note(say("for-whom", { who: statement.audience })) : "",
      boxes.length ? [note(say("boxes")), made("ul", { class: "pm-cp-boxes", role: "list" }, ...boxes.map((each, rank) => made("li", {}, box(`box-${id}-${rank}`, Boolean(each.ticked), each.words, () => act("ticked", { statement: id, rank }), () => act("unticked", { statement: id, rank }), [made("span", { class: "pm-note" }, each.ticked ? ` ${stamp(each.ticked, it)}` : each.by ? ` ${say("ticked-by", { who: each.by })}` : "", !each.ticked && each.stepDone ? ` ${say("step-done-at", { hour: hour(each.stepDone.at, it.now) })}` : "")]))))] : "",
      statement.spares ? made("p", { class: "pm-note", id: `pm-cp-spares-${id}` }, made("strong", {}, it.loss.lost.length ? say("spares", { channel: text.list(it.loss.lost) }) : say("spares-unknown"))) : "",
      blocks.length ? made("div", { class: "pm-banner" }, made("p", {}, made("strong", {}, say("stays-here"))), list(blocks.map(why)), other ? made("p", {}, `${say("meanwhile")} `, button(`other-${id}`, other.title, () => run.show(`text-${other.id}`), { class: "pm-cp-link" })) : "") : "",
      ...wordings,
      ...(statement.media ?? []).map(joint),
      fold(`agreements-${id}`, say("agreements", { count: (statement.agreed ?? []).length + statement.given.length }), [
        list((statement.agreed ?? []).map((each) => each.words)),
        list(statement.given.map((event) => [say("agreed-line", { who: event.who, hour: hour(event.at, it.now) }), " ", button(`unagreed-${event.id}`, say("undo"), () => act("withdrawn", { of: event.id, statement: id }))])),
        made("div", { class: "pm-cp-line" }, who, button(`agreed-${id}-do`, say("note-agreement"), () => {
          const by = typed(whoInput);
          if (by === null) return;
          drop(`agreed-${id}`);
          act("agreed", { statement: id, who: by });
        })),
      ], statement.blocks.some(({ why: sort }) => sort === "agreement" || sort === "over")),
    ]);
  };
  /** Which channel the crisis took: what a blank of the texts names, else what is said here. */
  const lossOf = ({ loss: { channels, lost } }) =>
    channels.length ? made("div", { class: "pm-banner" }, made("p", { id: "pm-cp-lost" }, made("strong", {}, say("which-lost")), " ", made("span", { class: "pm-note" }, say("which-lost-hint"))), made("div", { class: "pm-cp-line pm-cp-lost", role: "group", "aria-labelledby": "pm-cp-lost" }, ...channels.map((channel) => button(`lost-${channel}`, channel, () => act(lost.includes(channel) ? "found" : "lost", { channel }), { "aria-pressed": String(lost.includes(channel)) })))) : "";
  const texts = (it, labels, zone) => {
    if (!it.statements.length) return "";
    const awaited = it.steps.filter(({ status, statement }) => status === "todo" && statement).map(({ statement }) => statement);
    const rank = ({ id }) => (awaited.indexOf(id) + 1 || Infinity);
    const ordered = [...it.statements].sort((one, other) => rank(one) - rank(other) || 0);
    const variables = it.scenario.variables ?? [];
    const empty = variables.filter(({ id, free }) => !free && (!it.values.get(id)?.trim() || it.hours.get(id) <= it.now));
    const filling = variables.map((variable) => {
      const hint = [variable.by ? say("given-by", { who: variable.by }) : "", variable.example && !variable.promises ? say("for-example", { what: variable.example }) : "", variable.personal ? say("personal") : ""].filter(Boolean).join(" · ");
      if (variable.promises) {
        return moment(`fill-${variable.id}`, variable.label, it.hours.get(variable.id), zone, (instant) => act("filled", { variable: variable.id, value: wallOf(instant, zone), instant }), say("note-moment"), [hint, say("promises-hint")].filter(Boolean).join(" · "));
      }
      const [part, input] = field(`fill-${variable.id}`, variable.label, { type: "text", value: it.values.get(variable.id) ?? "" }, hint);
      input.addEventListener("input", () => {
        for (const place of document.querySelectorAll(`.pm-cockpit [data-pm-var="${CSS.escape(variable.id)}"]`)) place.textContent = input.value.trim() || `[${variable.label}]`;
      });
      input.addEventListener("change", () => {
        if (tooLong(input)) return wrong(input, tooLong(input));
        drop(`fill-${variable.id}`);
        if (input.value.trim() !== (it.values.get(variable.id) ?? "")) act("filled", { variable: variable.id, value: input.value.trim() });
      });
      return part;
    });
    return section(
      "texts",
      say("texts"),
      it.scenario.tone ? made("p", {}, made("strong", {}, `${say("tone")} `), it.scenario.tone) : "",
      it.scenario.speak ? note(it.scenario.speak) : "",
      (it.scenario.before ?? []).length ? made("p", { class: "pm-banner" }, say("before-us", { who: text.list(it.scenario.before) })) : "",
      lossOf(it),
      variables.length ? fold("fill", say(empty.length ? "to-fill" : "filled-all", { count: empty.length }), filling) : "",
      ...ordered.map(statementOf(it, labels)),
    );
  };

  return { made, button, note, tag, list, fold, field, typed, instantIn, section, box, moment, clock, dueLine, stamp, steps, texts, drop, hrefOf: (id) => cards.get(id) };
};
