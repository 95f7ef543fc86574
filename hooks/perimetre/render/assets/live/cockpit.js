/* The crisis cockpit: begin a scenario at an hour, follow it, keep its log, hand it over. Everything stays on this device, and
   nobody is told anything by it. Needs device.js and the other files of the cockpit. */
"use strict";

(() => {
  const { MINUTE, wallOf, inTime, nextPlace, nowOf, state } = self.PerimetreCockpit;
  const { read, write, forget, copyBy } = self.PerimetreDevice;
  const { isName } = self.PerimetreLogShape;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = one(".pm-cockpit");
  const { zone, brand, made: madeOn } = page.dataset;
  const root = one(".pm-cp-root", page);
  const { words, roles, slips, changed, ways } = JSON.parse(one(".pm-cockpit-data").textContent);
  const scenarios = self.PerimetreScenarios ?? {};
  const cards = new Map(all("a[data-scenario]").map((link) => [link.dataset.scenario, link.href]));
  const ROLE = `perimetre-role-${brand}`;
  const DEVICE = `perimetre-device-${brand}`;
  const SPEEDS = [1, 5, 10, 30];
  // A word that is due is said aloud so long before.
  const SOON = 5 * MINUTE;

  const text = self.PerimetreCockpitText(words, zone);
  const { say, hour } = text;
  const log = self.PerimetreLog(brand);
  const kept = { folds: new Map(), drafts: new Map(), dropped: new Map(), paper: null, carried: null, code: 0, arrived: null, wrong: null, sure: null };
  let shown = null;
  let isStarting = false;
  let wanted = "";
  let lostTo = "";
  let refused = "";
  const warned = new Set();

  const role = () => read(ROLE) ?? "";
  const nameOf = (id) => roles.find(([each]) => each === id)?.[1] ?? "";
  const tell = (words) => {
    one(".pm-cp-told", page).textContent = words;
  };
  const random = () => [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  /* What a device is called in the logs that it hands over; where nothing is kept, it is another one at each visit. */
  const here = { id: isName(read(DEVICE)) ? read(DEVICE) : random(), name: read(`${DEVICE}-name`) ?? "" };
  const device = {
    id: () => here.id,
    name: () => here.name,
    call: (name) => {
      here.name = name;
      if (name) write(`${DEVICE}-name`, name);
      else forget(`${DEVICE}-name`);
    },
  };
  write(DEVICE, here.id);

  /** Return how an incident stands now. */
  const standing = (events) => {
    const [{ scenario }] = events.filter((event) => event.type === "begun" && event.scenario).sort(inTime);
    return state(scenario, events, nowOf(events, Date.now()), zone);
  };
  // An exercise stops and goes on by the clock of the wall.
  const IN_REAL = ["paused", "continued", "ended", "reopened"];
  const writeDown = (incident, events, now, type, more = {}) => {
    const by = nameOf(role());
    const isTimed = IN_REAL.includes(type) && events.some(({ speed }) => speed);
    const event = { id: random(), ...nextPlace(events, now), type, dev: here.id, ...(by ? { by } : {}), ...(isTimed ? { real: Date.now() } : {}), ...more };
    return log.write(incident, event) ? event : null;
  };
  /** Return a line that was written; where none was, it is said, and what was typed for it stays in its field. */
  const accepted = (event) => {
    refused = event ? "" : say("not-written");
    if (event === null) for (const [key, words] of kept.dropped) kept.drafts.set(key, words);
    kept.dropped.clear();
    return event;
  };
  const refuse = () => {
    tell("");
    redraw();
    one('[data-key="refused"]', root)?.scrollIntoView({ block: "center" });
    return null;
  };

  const begin = (id, from, speed) => {
    const now = Date.now();
    const incident = `${wallOf(now, zone).replace(/\D/g, "")}-${id}-${random().slice(0, 4)}`;
    if (!accepted(writeDown(incident, [], now, "begun", { scenario: scenarios[id], from, ...(speed ? { speed, real: now } : {}) }))) return refuse();
    isStarting = false;
    choose(incident);
    tell(say(speed ? "begun-told-exercise" : "begun-told", { title: scenarios[id].title, hour: hour(from, now) }));
    return one('[data-key="title"]', root)?.focus();
  };
  const choose = (incident) => {
    shown = incident;
    lostTo = "";
    kept.sure = null;
    history.replaceState(null, "", incident === null ? location.pathname + location.search : `#incident=${incident}`);
    redraw();
  };
  /** Return how the incident that is shown stands; null where another tab has erased it, which is said. */
  const current = (incident = shown) => {
    const events = log.read().incidents.get(incident);
    if (events !== undefined) return { events, it: standing(events) };
    redraw();
    return null;
  };
  /** Write down what somebody did; return the line, null where none was written, which is said. */
  const act = (type, more, incident = shown) => {
    const now = current(incident);
    if (now === null) return null;
    const event = accepted(writeDown(incident, now.events, now.it.now, type, more));
    if (event === null) return refuse();
    tell(text.line(now.it, event));
    redraw();
    return event;
  };

  const run = {
    scenarios,
    zone,
    ways,
    device,
    shown: () => shown,
    choose: (id) => {
      isStarting = false;
      choose(id);
    },
    copy: copyBy,
    tell: (words) => tell(words),
    redraw: () => redraw(),
    now: () => current()?.it ?? null,
    /** Return what copies words on the incident, as it stands once they are asked for. */
    copyOf: (words) => ({ currentTarget }) => {
      const it = run.now();
      if (it !== null) copyBy(currentTarget, words(it));
    },
    day: (instant) => wallOf(instant, zone).slice(0, 10),
    /** Lead the eye to a part, which opens. */
    show: (id) => {
      if (id.startsWith("text-")) kept.folds.set(id, true);
      redraw();
      const place = document.getElementById(`pm-cp-${id}`) ?? one(`[data-key="${CSS.escape(id)}"]`, root);
      if (!place) return;
      for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      place.scrollIntoView({ block: "start" });
      one("button, summary, h3", place)?.focus({ preventScroll: true });
    },
    /** Lead to the field of what a text lacks, and say why. */
    fill: (variable, because = "") => {
      kept.folds.set("fill", true);
      redraw();
      const input = one(`[data-key="${CSS.escape(`fill-${variable}`)}"]`, root);
      input?.focus({ preventScroll: true });
      input?.scrollIntoView({ block: "center" });
      if (because) tell(because);
    },
    changed: (scenario, statement) => changed[`${scenario}/${statement}`] ?? "",
    /** Say whether the card is still what the incident began with. */
    stands: ({ scenario }) => {
      if (scenario.asked !== undefined) return [say(scenario.steps.length ? "card-stands-in" : "card-unknown")];
      const today = scenarios[scenario.id];
      return today === undefined ? [say("card-gone")] : today.version === scenario.version ? [] : [say("card-changed")];
    },
    save: (kind) => {
      const it = run.now();
      if (it === null) return;
      const content = kind === "md" ? text.markdown(it) : text.data(shown, brand, it);
      const link = draw.made("a", { href: URL.createObjectURL(new Blob([content], { type: kind === "md" ? "text/markdown" : "application/json" })), download: `${shown}.${kind}` });
      link.click();
      URL.revokeObjectURL(link.href);
      tell(say("saved", { name: link.download }));
    },
    erase: (id) => {
      log.erase(id);
      if (id === undefined) {
        log.release();
        device.call("");
        forget(DEVICE);
      }
      Object.assign(kept, { carried: null, arrived: null, wrong: null, paper: null, sure: null });
      for (const key of kept.drafts.keys()) if (id === undefined || key.startsWith(`${id}/`)) kept.drafts.delete(key);
      shown = null;
      choose(null);
      tell(say("erased"));
    },
  };
  const draw = self.PerimetreCockpitParts({ text, act, run, kept, cards });
  const sides = self.PerimetreCockpitSides({ text, act, run, kept, draw });
  const relay = self.PerimetreCockpitRelay({ text, act, run, kept, draw, log, brand });
  const { made, button, field, note, fold } = draw;

  // --- what stands above an incident ---------------------------------------------------------------------------------

  const starting = () => {
    const known = Object.values(scenarios);
    const [which, select] = field("scenario", say("which-scenario"), { options: [["", say("choose")], ...known.map(({ id, title }) => [id, title])], value: wanted });
    const [when, at] = field("start-at", say("first-sign"), { type: "datetime-local", value: wallOf(Date.now(), zone) }, say("first-sign-hint"));
    const [fast, speed] = field("speed", say("as-exercise"), { options: [["", say("for-real")], ...SPEEDS.map((each) => [String(each), say(each === 1 ? "at-true-speed" : "at-speed", { speed: each })])] });
    const first = scenarios[select.value]?.first;
    select.addEventListener("change", () => {
      wanted = select.value;
      redraw();
    });
    return made(
      "section",
      { class: "pm-cp-start", "aria-labelledby": "pm-cp-start-title" },
      made("h2", { id: "pm-cp-start-title", tabindex: "-1", "data-key": "start-title" }, say("start-title")),
      which,
      first ? made("div", { class: "pm-first" }, made("p", {}, made("strong", {}, `${say("first-gesture")} `), first)) : "",
      when,
      fold("exercise", say("exercise-title-short"), [fast, note(say("exercise-hint"))]),
      made("p", { class: "pm-cp-line pm-cp-begin" }, button("begin", say("begin"), () => {
        if (!scenarios[select.value]) return select.focus();
        // The hour that was proposed is the second that has just gone by, not the beginning of its minute.
        const from = kept.drafts.has("start-at") ? draw.instantIn(at, zone) : Date.now();
        if (from === null) return null;
        draw.drop("scenario", "start-at", "speed");
        return begin(select.value, from, Number(speed.value));
      }, { class: "pm-live-button pm-cp-go" })),
      slips.length ? made("div", { class: "pm-cp-slip", id: "pm-cp-slip" }, fold("slip", say("slip"), [made("p", {}, say("slip-words")), made("div", { class: "pm-cp-choices" }, ...slips.map((id) => button(`slip-${id}`, scenarios[id].title, () => begin(id, Date.now(), 0))))], location.hash === "#slip")) : "",
    );
  };
  const who = () => {
    const [part, select] = field("role", say("i-am"), { options: [["", say("role-unsaid")], ...roles], value: role() });
    select.addEventListener("change", () => {
      draw.drop("role");
      for (const [key, value] of [[ROLE, select.value], [`${ROLE}-name`, nameOf(select.value)]]) {
        if (select.value) write(key, value);
        else forget(key);
      }
      redraw();
    });
    return part;
  };
  const among = (incidents, broken) => {
    const several = [...incidents].map(([id, events]) => [id, standing(events)]).sort(([, one], [, other]) => Boolean(one.ended) - Boolean(other.ended) || other.from - one.from);
    const open = several.filter(([, { ended }]) => !ended);
    log.tell(open.map(([id, { scenario, from, begun }]) => ({ id, title: scenario.title, from, exercise: Boolean(begun.speed) })));
    if (shown === null || !incidents.has(shown)) {
      if (shown !== null) lostTo = say(broken.has(shown) ? "gone-unreadable" : "gone-elsewhere");
      shown = open[0]?.[0] ?? null;
    }
    const item = ([id, { scenario, from, ended, now }]) => made("li", {}, button(`to-${id}`, [made("strong", {}, scenario.title), " ", made("span", { class: "pm-note" }, say(ended ? "over-since" : "since", { hour: hour(ended ? ended.at : from, now) }))], () => choose(id), { class: "pm-live-button pm-cp-choose", "aria-current": id === shown && !isStarting ? "true" : null }));
    const closed = several.filter(([, { ended }]) => ended);
    return made(
      "nav",
      { class: "pm-cp-among", "aria-label": say("incidents") },
      open.length > 1 || (open.length && isStarting) ? made("ul", { role: "list" }, ...open.map(item)) : "",
      isStarting || !several.length ? "" : button("start-another", say("start-another"), () => {
        isStarting = true;
        redraw();
        one('[data-key="start-title"]', root)?.focus();
      }),
      closed.length ? fold("closed", say("closed-incidents", { count: closed.length }), [made("ul", { role: "list" }, ...closed.map(item))]) : "",
    );
  };
  const troubles = (unreadable) => [
    log.lost() || log.isRefused() ? made("div", { class: "pm-banner", role: "alert" }, made("p", {}, made("strong", {}, say("not-kept")), ` ${say("not-kept-hint")}`)) : "",
    unreadable ? made("p", { class: "pm-banner" }, say("unreadable", { count: unreadable })) : "",
    wallOf(Date.now(), zone).slice(0, 10) < madeOn ? made("p", { class: "pm-banner", role: "alert" }, say("clock-early")) : "",
    lostTo ? made("p", { class: "pm-banner", role: "alert" }, lostTo) : "",
    refused ? made("p", { class: "pm-banner", role: "alert", "data-key": "refused" }, refused) : "",
  ];

  // --- the whole -----------------------------------------------------------------------------------------------------

  const incident = (it) => {
    const me = role();
    const labels = new Map((it.scenario.variables ?? []).map(({ id, label }) => [id, label]));
    return [
      sides.head(it, zone),
      sides.injects(it),
      sides.watch(it, me, zone),
      made("div", { class: "pm-cp-columns" }, made("div", {}, draw.steps(it, me, zone), draw.texts(it, labels, zone)), made("div", {}, sides.stops(it), sides.told(it), sides.facts(it), sides.delays(it, zone), sides.interrupts(it), sides.log(it), relay.handover(it))),
      sides.debrief(it),
      sides.end(it, shown),
    ];
  };
  const drawn = () => {
    const { activeElement: active } = document;
    const key = root.contains(active) ? active.dataset.key : undefined;
    const place = key !== undefined && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    const { incidents, unreadable, broken } = log.read();
    const nav = among(incidents, broken);
    const events = shown === null ? undefined : incidents.get(shown);
    const it = events && !isStarting ? standing(events) : null;
    const every = made("p", { class: "pm-cp-line" }, incidents.size ? button("erase-all", say(kept.sure === "all" ? "erase-all-do" : "erase-all"), () => {
      if (kept.sure === "all") return run.erase();
      kept.sure = "all";
      return redraw();
    }) : "");
    root.replaceChildren(...[...troubles(unreadable), relay.arrived(), nav, ...(it ? incident(it).flat() : [starting()]), relay.asking()].filter(Boolean), made("footer", { class: "pm-cp-foot" }, who(), every, note(say("nothing-leaves"))));
    const again = key === undefined ? null : one(`[data-key="${CSS.escape(key)}"]`, root);
    again?.focus({ preventScroll: true });
    if (again && place && place[0] !== null) again.setSelectionRange(...place);
  };
  const redraw = self.PerimetreCockpitPress(root, drawn, () => shown);
  const isTyping = () => /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") && root.contains(document.activeElement);
  /** Go on with the hour; what has just become late, or is soon due, is said once. */
  const tick = () => {
    const events = shown === null || isStarting ? undefined : log.read().incidents.get(shown);
    if (events === undefined) return;
    if (!isTyping()) redraw();
    const it = standing(events);
    const me = role();
    const late = it.tasks.filter((step) => !it.ended && step.late && (!me || (step.roles ?? []).includes(me))).map(({ id, title }) => [`late-${id}`, title]);
    const soon = it.next && it.next.at - it.now < SOON ? [[`soon-${it.next.at}`, say("soon-told", { hour: hour(it.next.at, it.now) })]] : [];
    const news = (several) => several.filter(([key]) => !warned.has(`${shown}/${key}`)).map(([key, words]) => {
      warned.add(`${shown}/${key}`);
      return words;
    });
    const lately = news(late);
    const told = [...(lately.length ? [say("late-told", { step: lately.join(" · ") })] : []), ...news(soon)];
    if (told.length) tell(told.join(" "));
  };

  const asked = () => {
    try {
      return decodeURIComponent(location.hash);
    } catch {
      // Cut in the middle of a sign.
      return location.hash;
    }
  };
  const follow = () => {
    const hash = asked();
    if (hash.startsWith("#take=")) {
      // The log stays neither in the address nor among the pages that were visited.
      history.replaceState(null, "", location.pathname + location.search);
      redraw();
      return relay.receive(hash);
    }
    const [, name, value] = /^#(scenario|incident|slip)=?(.*)$/.exec(hash) ?? [];
    if (name === "incident") {
      shown = value;
      isStarting = false;
    } else if (name === "slip") isStarting = true;
    else if (name === "scenario" && Object.hasOwn(scenarios, value)) {
      const { incidents } = log.read();
      const begun = [...incidents].find(([, events]) => events.some(({ type, scenario }) => type === "begun" && scenario?.id === value) && !standing(events).ended);
      isStarting = begun === undefined;
      if (begun === undefined) wanted = value;
      else [shown] = begun;
    }
    redraw();
    if (name === "slip") kept.folds.set("slip", true);
    // Whom to call, which stands above, stays on the screen.
    if (name) (name === "slip" ? one(".pm-cp-slip", root) : (one(".pm-call-now", page.parentElement) ?? page))?.scrollIntoView({ block: "start" });
  };

  addEventListener("hashchange", follow);
  addEventListener("beforeunload", (event) => log.lost() && event.preventDefault());
  log.watch(() => isTyping() || redraw());
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  setInterval(() => document.hidden || tick(), 5_000);
  for (const part of all(".pm-cockpit-without")) part.hidden = true;
  // Without this page, an address leads to its card in the list; the browser, which goes there too, would leave the form.
  for (const card of all('[id^="scenario="]')) card.removeAttribute("id");
  page.hidden = false;
  follow();
})();
